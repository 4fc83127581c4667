package fakeslack

import (
	"context"
	"errors"
)

// Click plays a person who presses the button with an action id in a message.
func (s *Server) Click(user, channel, ts, actionID string) error {
	return s.Choose(user, channel, ts, actionID, "")
}

// Choose plays a person who picks, of the element with an action id in a
// message, the button or option with a value.
func (s *Server) Choose(user, channel, ts, actionID, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, m, err := s.seen(user, channel, ts)
	if err != nil {
		return err
	}
	return s.clickMessage(s.person(user), ch, m, "", actionID, choice{value: value, values: []string{value}})
}

// Press plays a person who presses or picks something in a modal or in their
// home tab; viewID "" is the home tab, value "" the first button.
func (s *Server) Press(user, viewID, actionID, value string) error {
	return s.press(user, viewID, "", actionID, choice{value: value, values: []string{value}})
}

// press does what Press does. It takes the lock itself.
func (s *Server) press(user, viewID, blockID, actionID string, pick choice) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	who := s.person(user)
	v := s.views[viewID]
	if viewID == "" {
		v = s.homes[who]
	}
	if v == nil || v.user != who {
		return errors.New("that is not open any more")
	}
	return s.clickView(v, blockID, actionID, pick)
}

// Submit plays a person who fills in and submits a modal, and returns what was
// complained of, by block id. Values are by block id and action id: a string
// for what is typed or picked, []string for several, or Slack's own state
// object as a map. It waits for the app's answer.
func (s *Server) Submit(ctx context.Context, user, viewID string, values map[string]map[string]any) (complaints map[string]string, err error) {
	s.mu.Lock()
	who := s.person(user)
	s.mu.Unlock()
	return s.submit(ctx, who, viewID, values)
}

// CloseView plays a person who dismisses the modal on top, and those under it
// when it clears them on close.
func (s *Server) CloseView(user, viewID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.views[viewID]
	if v == nil || v.user != s.person(user) || s.depth(v) < 0 {
		return errors.New("that is not open any more")
	}
	from := s.depth(v)
	if v.flag("clear_on_close") {
		from = 0
	}
	s.closeModals(v.user, from, true)
	s.touch()
	return nil
}

// OpenHome plays a person who opens the app's home tab.
func (s *Server) OpenHome(user string) { s.openTab(user, "home") }

// OpenMessages plays a person who opens the app's messages tab.
func (s *Server) OpenMessages(user string) { s.openTab(user, "messages") }

// openTab takes the lock itself.
func (s *Server) openTab(user, tab string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if who := s.person(user); who != "" {
		s.sendHomeOpened(who, tab)
		s.touch()
	}
}

// RenameSession plays a person who gives a thread's session another title.
func (s *Server) RenameSession(user, channel, threadTS, title string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, who, err := s.place(user, channel)
	if err != nil {
		return err
	}
	current := s.sessions[ch.id+"/"+threadTS]
	if current == nil {
		return errors.New("there is no session in that thread")
	}
	before := current.title
	current.title = title
	s.sendEvent("agent_session_title_changed", ch, map[string]any{"type": "agent_session_title_changed", "channel": ch.id,
		"thread_ts": threadTS, "user": who, "team_id": s.team.ID, "title": title, "previous_title": before, "event_ts": s.nextTS()})
	s.touch()
	return nil
}

// StopSession plays a person who presses Stop while the bot is working in a
// thread: what is streamed there ends at once, and the app is told.
func (s *Server) StopSession(user, channel, threadTS string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, who, err := s.place(user, channel)
	if err != nil {
		return err
	}
	var halted []string
	for _, m := range ch.thread(threadTS) {
		if m.streaming() {
			s.endStream(m)
			m.stream.stopped = true
			halted = append(halted, m.ts)
			s.emitMessage(ch, m)
		}
	}
	s.sendEvent("agent_session_stopped", ch, map[string]any{"type": "agent_session_stopped", "channel": ch.id,
		"thread_ts": threadTS, "user": who, "streaming_message_ts": halted, "event_ts": s.nextTS()})
	s.touch()
	return nil
}
