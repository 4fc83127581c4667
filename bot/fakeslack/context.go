package fakeslack

// Look plays a person who has a channel open beside the app, or with threadTS a
// message or thread in it; with channel "" they look at nothing. The app learns
// of it at once, and with what the person does next: with messages to the app
// and when they open its home.
func (s *Server) Look(user, channel, threadTS string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	who := s.person(user)
	entities := []any{}
	if channel != "" {
		ch, looker, err := s.place(user, channel)
		if err != nil {
			return err
		}
		who = looker
		if threadTS != "" {
			entities = append(entities, map[string]any{"type": "slack#/types/message_context", "team_id": s.team.ID,
				"value": map[string]any{"channel_id": ch.id, "message_ts": threadTS}})
		}
		entities = append(entities, map[string]any{"type": "slack#/types/channel_id", "value": ch.id, "team_id": s.team.ID})
	}
	s.looking[who] = map[string]any{}
	if len(entities) > 0 {
		s.looking[who]["entities"] = entities
	}
	s.sendEvent("app_context_changed", nil, map[string]any{"type": "app_context_changed", "user": who,
		"channel": s.openDM(who).id, "context": s.looking[who], "event_ts": s.nextTS()})
	s.touch()
	return nil
}
