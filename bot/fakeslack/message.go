package fakeslack

import (
	"cmp"
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
	kindMPIM    = "mpim"
)

// slackbot is whom Slack names for what nobody wrote.
const slackbot = "USLACKBOT"

type channel struct {
	id, name, kind, topic string
	archived, shared      bool
	// user is the person of a direct message.
	user    string
	members []string
	// messages are in the order of their ts.
	messages []*message
	byTS     map[string]*message
	// threads are the messages of each thread by the ts of its root, in the
	// order of their ts, ephemeral ones left out.
	threads map[string][]*message
}

func newChannel(id, name, kind string) *channel {
	return &channel{id: id, name: name, kind: kind, byTS: map[string]*message{}, threads: map[string][]*message{}}
}

// channelType is the kind as events name it.
func (ch *channel) channelType() string {
	switch ch.kind {
	case kindPrivate:
		return "group"
	case kindIM, kindMPIM:
		return ch.kind
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
	// rawFiles are file objects that were planted; fields join, or replace,
	// those that Slack shows of the message.
	rawFiles []any
	fields   map[string]any
	// app is the name of another app that posted it.
	app         string
	metadata    any
	subtype     string
	clientMsgID string
	// editedTS is when it was last changed by its author, "" for never.
	editedTS  string
	reactions []*reaction
	// ephemeral is the only person who sees it, "" for everybody.
	ephemeral string
	stream    *stream
	// offered are the options that its selects were last offered, by
	// BLOCK/ACTION.
	offered map[string][]any
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
	if m.ephemeral == "" {
		ch.threads[m.root()] = append(ch.threads[m.root()], m)
	}
}

func (ch *channel) remove(m *message) {
	same := func(x *message) bool { return x == m }
	ch.messages = slices.DeleteFunc(ch.messages, same)
	ch.threads[m.root()] = slices.DeleteFunc(ch.threads[m.root()], same)
	if len(ch.threads[m.root()]) == 0 {
		delete(ch.threads, m.root())
	}
	delete(ch.byTS, m.ts)
}

// thread lists a root and its replies, ephemeral ones left out.
func (ch *channel) thread(root string) []*message { return ch.threads[root] }

// order puts the messages in the order of their ts.
func (ch *channel) order() {
	earlier := func(a, b *message) int { return compareTS(a.ts, b.ts) }
	slices.SortStableFunc(ch.messages, earlier)
	for _, list := range ch.threads {
		slices.SortStableFunc(list, earlier)
	}
}

func (s *Server) addChannel(c Channel) {
	ch := newChannel(cmp.Or(c.ID, s.id("C")), c.Name, kindPublic)
	ch.topic, ch.archived, ch.shared = c.Topic, c.Archived, c.Shared
	switch {
	case c.Group:
		ch.kind = kindMPIM
	case c.Private:
		ch.kind = kindPrivate
	}
	for _, name := range c.Members {
		if id := s.person(name); id != "" {
			ch.members = append(ch.members, id)
		}
	}
	if ch.kind == kindMPIM && ch.name == "" {
		ch.name = s.groupName(ch)
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
	ch.order()
}

// groupName is Slack's name for the direct messages of a group.
func (s *Server) groupName(ch *channel) string {
	var names []string
	for _, id := range ch.members {
		names = append(names, s.users[id].Name)
	}
	return "mpdm-" + strings.Join(names, "--") + "-1"
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
