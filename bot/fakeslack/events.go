package fakeslack

import (
	"encoding/json"
	"slices"
	"strings"
)

// subscribed reports whether the app gets an event, by its name in a manifest.
func (s *Server) subscribed(name string) bool { return slices.Contains(s.config.Events, name) }

// sendEvent tells the app of an event, if it is subscribed to the name. ch is
// the channel it is about, nil for none.
func (s *Server) sendEvent(name string, ch *channel, event map[string]any) {
	if !s.subscribed(name) {
		return
	}
	s.deliver("events_api", map[string]any{
		"token": "verification", "team_id": s.team.ID, "context_team_id": s.team.ID, "api_app_id": s.bot.AppID,
		"event": event, "type": "event_callback", "event_id": s.id("Ev"), "event_time": s.config.Now().Unix(),
		"authorizations": []any{map[string]any{"enterprise_id": nil, "team_id": s.team.ID, "user_id": s.bot.ID,
			"is_bot": true, "is_enterprise_install": false}},
		"is_ext_shared_channel": ch != nil && ch.shared, "event_context": s.id("4-"),
	})
}

// messageEvent is the manifest's name for message events of a channel.
func messageEvent(ch *channel) string {
	return map[string]string{kindIM: "message.im", kindPublic: "message.channels", kindPrivate: "message.groups",
		kindMPIM: "message.mpim"}[ch.kind]
}

// sendMessageEvents tells the app of a new message in a channel it is in: as
// message, and outside direct messages as app_mention when it was mentioned.
func (s *Server) sendMessageEvents(ch *channel, m *message) {
	if !s.isMember(ch, s.bot.ID) {
		return
	}
	event := s.slackMessage(ch, m, s.host, true)
	event["channel"], event["event_ts"], event["channel_type"] = ch.id, m.ts, ch.channelType()
	for _, name := range []string{"reply_count", "reply_users", "reply_users_count", "latest_reply"} {
		delete(event, name)
	}
	if looking := s.looking[m.user]; looking != nil && ch.kind == kindIM {
		event["app_context"] = looking
	}
	if ch.kind == kindIM || m.bot || !strings.Contains(m.text, "<@"+s.bot.ID+">") {
		s.sendEvent(messageEvent(ch), ch, event)
		return
	}
	mention := map[string]any{}
	for name, v := range event {
		if name != "channel_type" && name != "subtype" {
			mention[name] = v
		}
	}
	mention["type"] = "app_mention"
	if s.random.IntN(2) == 0 { // the two come in either order
		s.sendEvent("app_mention", ch, mention)
		s.sendEvent(messageEvent(ch), ch, event)
		return
	}
	s.sendEvent(messageEvent(ch), ch, event)
	s.sendEvent("app_mention", ch, mention)
}

// sendChanged tells the app that a message is not what it was.
func (s *Server) sendChanged(ch *channel, m *message, before map[string]any) {
	if m.ephemeral != "" || !s.isMember(ch, s.bot.ID) {
		return
	}
	ts := s.nextTS()
	s.sendEvent(messageEvent(ch), ch, map[string]any{"type": "message", "subtype": "message_changed", "hidden": true,
		"channel": ch.id, "channel_type": ch.channelType(), "ts": ts, "event_ts": ts,
		"message": s.slackMessage(ch, m, s.host, true), "previous_message": before})
}

// sendDeleted tells the app that a message is gone.
func (s *Server) sendDeleted(ch *channel, m *message, before map[string]any) {
	if !s.isMember(ch, s.bot.ID) {
		return
	}
	ts := s.nextTS()
	s.sendEvent(messageEvent(ch), ch, map[string]any{"type": "message", "subtype": "message_deleted", "hidden": true,
		"channel": ch.id, "channel_type": ch.channelType(), "ts": ts, "event_ts": ts,
		"deleted_ts": m.ts, "previous_message": before})
}

// sendHomeOpened tells the app that somebody looks at its home.
func (s *Server) sendHomeOpened(user, tab string) {
	event := map[string]any{"type": "app_home_opened", "user": user, "channel": s.openDM(user).id,
		"tab": tab, "event_ts": s.nextTS()}
	if home := s.homes[user]; home != nil && tab == "home" {
		event["view"] = home.object()
	}
	if looking := s.looking[user]; looking != nil {
		event["context"] = looking
	}
	s.sendEvent("app_home_opened", nil, event)
}

// encode marshals what the server itself made, which cannot fail.
func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return b
}
