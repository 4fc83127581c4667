package fakeslack

import (
	"encoding/json"
	"slices"
)

// Message is what a channel holds, for tests to look at.
type Message struct {
	Channel, TS, ThreadTS string
	// User is an id; Bot is true of the app's messages.
	User string
	Bot  bool
	// Text is mrkdwn; Markdown what came as markdown_text or by a stream.
	Text, Markdown string
	// Blocks, Attachments and Metadata are as Slack would give them.
	Blocks, Attachments []json.RawMessage
	Metadata            json.RawMessage
	Streaming, Edited   bool
	// Ephemeral is the id of the only person who sees it, "" for everybody.
	Ephemeral string
	// Reactions are user ids by emoji name.
	Reactions map[string][]string
	Subtype   string
	Permalink string
}

// View is a modal or a home tab, for tests to look at.
type View struct {
	ID, Hash, Type, CallbackID, PrivateMetadata string
	// Title is the text of a modal's title.
	Title  string
	Blocks []json.RawMessage
	// Object is the whole view as Slack would give it.
	Object json.RawMessage
}

// Messages lists a thread, or with threadTS "" a whole channel, oldest first,
// ephemeral messages included.
func (s *Server) Messages(channel, threadTS string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.anyRoom(channel)
	if ch == nil {
		return nil
	}
	var list []Message
	for _, m := range ch.messages {
		if threadTS == "" || m.root() == threadTS {
			list = append(list, s.shownMessage(ch, m))
		}
	}
	return list
}

// OpenStreams lists the messages that are being streamed.
func (s *Server) OpenStreams() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Message
	for m, ch := range s.streams {
		list = append(list, s.shownMessage(ch, m))
	}
	slices.SortFunc(list, func(a, b Message) int { return compareTS(a.TS, b.TS) })
	return list
}

// anyRoom finds a channel as the script methods name it.
func (s *Server) anyRoom(name string) *channel {
	if len(name) > 1 && name[0] == '@' {
		if who := s.person(name[1:]); who != "" {
			return s.openDM(who)
		}
	}
	return s.room(name)
}

func (s *Server) shownMessage(ch *channel, m *message) Message {
	out := Message{Channel: ch.id, TS: m.ts, ThreadTS: m.threadTS, User: m.user, Bot: m.bot, Text: m.text,
		Markdown: m.markdown, Blocks: rawList(m.blocks), Attachments: rawList(m.attachments),
		Streaming: m.streaming(), Edited: m.editedTS != "", Ephemeral: m.ephemeral, Subtype: m.subtype,
		Permalink: permalink(s.host, ch, m), Reactions: map[string][]string{}}
	if m.metadata != nil {
		out.Metadata = encode(m.metadata)
	}
	for _, r := range m.reactions {
		out.Reactions[r.name] = slices.Clone(r.users)
	}
	return out
}

func rawList(list []any) []json.RawMessage {
	var raw []json.RawMessage
	for _, item := range list {
		raw = append(raw, encode(item))
	}
	return raw
}

// Home gives a person's home tab; false when none was published.
func (s *Server) Home(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.homes[s.person(user)]
	if v == nil {
		return View{}, false
	}
	return v.shown(), true
}

// Views lists a person's open modals, the one on top last.
func (s *Server) Views(user string) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []View
	for _, v := range s.modals[s.person(user)] {
		list = append(list, v.shown())
	}
	return list
}

func (v *view) shown() View {
	out := View{ID: v.id, Hash: v.hash, Type: v.text("type"), CallbackID: v.text("callback_id"),
		PrivateMetadata: v.text("private_metadata"), Blocks: rawList(v.blocks()), Object: encode(v.object())}
	if title, ok := v.fields["title"].(map[string]any); ok {
		out.Title, _ = title["text"].(string)
	}
	return out
}

// Status gives what is shown under a thread while the app works, "" for nothing.
func (s *Server) Status(channel, threadTS string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch := s.anyRoom(channel); ch != nil {
		return s.statuses[ch.id+"/"+threadTS]
	}
	return ""
}

// Session gives the status and title of a thread's agent session, both "" when
// there is none.
func (s *Server) Session(channel, threadTS string) (status, title string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch := s.anyRoom(channel); ch != nil && s.sessions[ch.id+"/"+threadTS] != nil {
		current := s.sessions[ch.id+"/"+threadTS]
		return current.status, current.title
	}
	return "", ""
}

// Prompts lists the suggested prompts of a person's direct message.
func (s *Server) Prompts(user string) []Prompt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.prompts[s.openDM(s.person(user)).id])
}
