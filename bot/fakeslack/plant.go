package fakeslack

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Plant posts a message as it is, whoever wrote it and whatever is in it, and
// tells the app as Slack would. It returns its ts, "" when it could not be
// posted. Its replies are posted after it.
func (s *Server) Plant(channel, threadTS string, said Said) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.anyRoom(channel)
	if ch == nil || threadTS != "" && ch.byTS[threadTS] == nil {
		return ""
	}
	m := s.planted(ch, said, threadTS)
	if said.At.IsZero() {
		m.ts = s.nextTS()
	} else {
		m.ts = ch.freeTS(said.At)
	}
	ch.add(m)
	if !said.At.IsZero() {
		ch.order()
	}
	s.announce(ch, m)
	for _, reply := range said.Replies {
		answer := s.planted(ch, reply, m.root())
		answer.ts = s.nextTS()
		ch.add(answer)
		s.announce(ch, answer)
	}
	s.touch()
	return m.ts
}

// addSaid puts a message of the configuration into a channel; clock is the
// time of the message before it.
func (s *Server) addSaid(ch *channel, said Said, threadTS string, clock *time.Time) string {
	*clock = clock.Add(time.Minute)
	if !said.At.IsZero() {
		*clock = said.At
	}
	m := s.planted(ch, said, threadTS)
	m.ts = ch.freeTS(*clock)
	ch.add(m)
	return m.ts
}

// freeTS is the first ts from a time on that no message of the channel has.
func (ch *channel) freeTS(at time.Time) string {
	micro := at.UnixMicro()
	for ch.byTS[microTS(micro)] != nil {
		micro++
	}
	return microTS(micro)
}

// planted makes the message of what was said, without its ts.
func (s *Server) planted(ch *channel, said Said, threadTS string) *message {
	m := s.typed(ch, s.person(said.User), threadTS, said.Text)
	m.subtype, m.app = said.Subtype, said.App
	if said.App != "" {
		m.user, m.bot, m.clientMsgID = "", false, ""
		m.subtype = cmp.Or(said.Subtype, "bot_message")
	}
	if said.Blocks != nil {
		m.blocks = decodeList(said.Blocks)
	}
	m.attachments, m.rawFiles = decodeList(said.Attachments), decodeList(said.Files)
	_ = decode(said.Fields, &m.fields) // what is no object adds nothing
	for _, f := range said.Share {
		s.attach(ch, m, s.addFile(f))
	}
	for _, name := range slices.Sorted(maps.Keys(said.Reactions)) {
		r := &reaction{name: name}
		for _, u := range said.Reactions[name] {
			r.users = append(r.users, s.person(u))
		}
		m.reactions = append(m.reactions, r)
	}
	return m
}

// decodeList reads a JSON array; anything else is nil.
func decodeList(raw json.RawMessage) []any {
	var list []any
	if decode(raw, &list) != nil {
		return nil
	}
	return list
}

// decode reads JSON whose numbers stay as they were written.
func decode(raw json.RawMessage, v any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	return decoder.Decode(v)
}
