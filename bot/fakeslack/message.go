package fakeslack

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The kinds of channel, as the page names them.
const (
	kindPublic  = "channel"
	kindPrivate = "private"
	kindIM      = "im"
)

type channel struct {
	id, name, kind, topic string
	archived, shared      bool
	// user is the person of a direct message.
	user    string
	members []string
	// messages are in the order of their ts.
	messages []*message
	byTS     map[string]*message
}

// channelType is the kind as events name it.
func (ch *channel) channelType() string {
	switch ch.kind {
	case kindPrivate:
		return "group"
	case kindIM:
		return "im"
	}
	return "channel"
}

type message struct {
	ts, threadTS string
	user         string
	bot          bool
	// text is mrkdwn; markdown is what came as markdown_text or by a stream.
	text, markdown string
	blocks         []any
	attachments    []any
	files          []string
	metadata       any
	subtype        string
	clientMsgID    string
	// editedTS is when it was last changed by its author, "" for never.
	editedTS  string
	reactions []*reaction
	// ephemeral is the only person who sees it, "" for everybody.
	ephemeral string
	stream    *stream
}

type reaction struct {
	name  string
	users []string
}

func (m *message) streaming() bool { return m.stream != nil && m.stream.open }

// root is the ts of the thread that the message belongs to or would begin.
func (m *message) root() string { return cmp.Or(m.threadTS, m.ts) }

func (ch *channel) add(m *message) {
	ch.messages = append(ch.messages, m)
	ch.byTS[m.ts] = m
}

func (ch *channel) remove(m *message) {
	ch.messages = slices.DeleteFunc(ch.messages, func(x *message) bool { return x == m })
	delete(ch.byTS, m.ts)
}

// thread lists a root and its replies, ephemeral ones left out.
func (ch *channel) thread(root string) []*message {
	var list []*message
	for _, m := range ch.messages {
		if m.ephemeral == "" && m.root() == root {
			list = append(list, m)
		}
	}
	return list
}

func (s *Server) addChannel(c Channel) {
	ch := &channel{id: cmp.Or(c.ID, s.id("C")), name: c.Name, kind: kindPublic, topic: c.Topic,
		archived: c.Archived, shared: c.Shared, byTS: map[string]*message{}}
	if c.Private {
		ch.kind = kindPrivate
	}
	for _, name := range c.Members {
		if id := s.person(name); id != "" {
			ch.members = append(ch.members, id)
		}
	}
	s.channels[ch.id] = ch
	s.rooms = append(s.rooms, ch.id)
	clock := s.config.Now().Add(-24 * time.Hour)
	for _, said := range c.Messages {
		root := s.addSaid(ch, said, "", &clock)
		replies := clock
		for _, reply := range said.Replies {
			s.addSaid(ch, reply, root, &replies)
		}
	}
	slices.SortStableFunc(ch.messages, func(a, b *message) int { return compareTS(a.ts, b.ts) })
}

// addSaid puts a message of the configuration into a channel; clock is the
// time of the message before it.
func (s *Server) addSaid(ch *channel, said Said, threadTS string, clock *time.Time) string {
	*clock = clock.Add(time.Minute)
	if !said.At.IsZero() {
		*clock = said.At
	}
	micro := clock.UnixMicro()
	for ch.byTS[microTS(micro)] != nil {
		micro++
	}
	m := s.typed(ch, s.person(said.User), threadTS, said.Text)
	m.ts = microTS(micro)
	if said.Blocks != nil {
		m.blocks = decodeList(said.Blocks)
	}
	m.attachments = decodeList(said.Attachments)
	for _, name := range slices.Sorted(maps.Keys(said.Reactions)) {
		r := &reaction{name: name}
		for _, u := range said.Reactions[name] {
			r.users = append(r.users, s.person(u))
		}
		m.reactions = append(m.reactions, r)
	}
	ch.add(m)
	return m.ts
}

// typed makes the message that Slack makes of what a person typed.
func (s *Server) typed(ch *channel, user, threadTS, text string) *message {
	m := &message{threadTS: threadTS, user: user, clientMsgID: secret(), bot: user == s.bot.ID}
	m.text, m.blocks = s.compose(text)
	if root := ch.byTS[threadTS]; root != nil {
		m.threadTS = root.root()
	}
	return m
}

// compareTS orders timestamps by time.
func compareTS(a, b string) int {
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	if c := cmp.Compare(x, y); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// permalink is the address of a message on this server.
func permalink(host string, ch *channel, m *message) string {
	link := "http://" + host + "/archives/" + ch.id + "/p" + strings.Replace(m.ts, ".", "", 1)
	if m.threadTS != "" && m.threadTS != m.ts {
		link += "?thread_ts=" + m.threadTS + "&cid=" + ch.id
	}
	return link
}

// decodeList reads a JSON array; anything else is nil.
func decodeList(raw json.RawMessage) []any {
	var list []any
	if len(strings.TrimSpace(string(raw))) == 0 || json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}
