package fakeslack

import (
	"strings"
	"unicode/utf8"
)

// channelFor finds the channel that a call writes to.
func (s *Server) channelFor(c *call, argument string) (*channel, error) {
	id := c.text(argument)
	ch := s.channels[id]
	if ch == nil && s.users[id] != nil && id != s.bot.ID {
		ch = s.openDM(id) // posting to a person posts to the direct message
	}
	switch {
	case ch == nil || ch.kind != kindPublic && !s.isMember(ch, s.bot.ID):
		return nil, apiError{Code: "channel_not_found"}
	case !s.isMember(ch, s.bot.ID):
		return nil, apiError{Code: "not_in_channel"}
	case ch.archived:
		return nil, apiError{Code: "is_archived"}
	}
	return ch, nil
}

// ownMessage finds the bot's message that a call changes.
func (s *Server) ownMessage(c *call, notFound, notOwn string) (*channel, *message, error) {
	ch, err := s.channelFor(c, "channel")
	if err != nil {
		return nil, nil, err
	}
	m := ch.byTS[c.text("ts")]
	if m == nil || m.ephemeral != "" {
		return nil, nil, apiError{Code: notFound}
	}
	if !m.bot {
		return nil, nil, apiError{Code: notOwn}
	}
	return ch, m, nil
}

// content is what a message says, checked against Slack's limits.
type content struct {
	text, markdown string
	// blocks is nil when none were given and empty to clear them.
	blocks, attachments []any
	metadata            any
	warning             string
}

// contentOf reads and checks what a chat method is asked to say.
func (s *Server) contentOf(c *call, update bool) (content, error) {
	out := content{text: c.text("text"), markdown: c.text("markdown_text")}
	blocks, err := c.value("blocks")
	if err != nil {
		return out, apiError{Code: "invalid_blocks_format"}
	}
	attachments, err := c.value("attachments")
	if err != nil {
		return out, err
	}
	if out.metadata, err = c.metadata(); err != nil {
		return out, err
	}
	out.attachments, _ = attachments.([]any)
	if blocks != nil {
		list, ok := blocks.([]any)
		if !ok {
			return out, apiError{Code: "invalid_blocks_format"}
		}
		out.blocks = append([]any{}, list...)
	}
	return out, s.checkContent(&out, update)
}

// The sizes of what a message says, in characters.
const (
	maxUpdateText   = 4000
	maxPostText     = 40000
	maxMarkdown     = 12000
	maxBlocksInText = 13200
)

func (s *Server) checkContent(out *content, update bool) error {
	switch {
	case out.markdown != "" && (out.text != "" || len(out.blocks) > 0):
		return apiError{Code: "markdown_text_conflict"}
	case strings.TrimSpace(out.text) == "" && strings.TrimSpace(out.markdown) == "" &&
		len(out.blocks) == 0 && len(out.attachments) == 0:
		return apiError{Code: "no_text"}
	case utf8.RuneCountInString(out.markdown) > maxMarkdown:
		return apiError{Code: "msg_too_long"}
	case update && utf8.RuneCountInString(out.text) > maxUpdateText:
		return apiError{Code: "msg_too_long"}
	}
	if runes := []rune(out.text); len(runes) > maxPostText {
		out.text, out.warning = string(runes[:maxPostText]), "message_truncated"
	}
	if err := checkBlocks(out.blocks, surfaceMessage, "/blocks"); err != nil {
		return err
	}
	if textLength(out.blocks) > maxBlocksInText {
		return apiError{Code: "msg_blocks_too_long"}
	}
	s.nameBlocks(out.blocks)
	return nil
}

// nameBlocks gives every block that has none an id, as Slack does.
func (s *Server) nameBlocks(blocks []any) {
	for _, b := range blocks {
		if block, ok := b.(map[string]any); ok && block["block_id"] == nil {
			block["block_id"] = s.id("b")
		}
	}
}

func (s *Server) postMessage(c *call) (result, error) {
	ch, err := s.channelFor(c, "channel")
	if err != nil {
		return nil, err
	}
	said, err := s.contentOf(c, false)
	if err != nil {
		return nil, err
	}
	m := &message{user: s.bot.ID, bot: true}
	said.put(m)
	if root := ch.byTS[c.text("thread_ts")]; root != nil && root.ephemeral == "" {
		m.threadTS = root.root()
	}
	s.publish(ch, m)
	s.endStatus(ch, m.root())
	res := result{"channel": ch.id, "ts": m.ts, "message": s.slackMessage(ch, m, s.host, false)}
	if said.warning != "" {
		res["warning"] = said.warning
		res["response_metadata"] = map[string]any{"warnings": []string{said.warning}}
	}
	return res, nil
}

// put makes a message say the content.
func (said content) put(m *message) {
	m.text, m.markdown, m.blocks = said.text, said.markdown, said.blocks
	m.attachments, m.metadata = said.attachments, said.metadata
}

// publish adds a message, now, to its channel, and tells everybody of it.
func (s *Server) publish(ch *channel, m *message) {
	m.ts = s.nextTS()
	ch.add(m)
	s.announce(ch, m)
}

// announce tells everybody of a new message.
func (s *Server) announce(ch *channel, m *message) {
	s.emitMessage(ch, m)
	s.sendMessageEvents(ch, m)
}

func (s *Server) updateMessage(c *call) (result, error) {
	ch, m, err := s.ownMessage(c, "message_not_found", "cant_update_message")
	if err != nil {
		return nil, err
	}
	if m.streaming() {
		return nil, apiError{Code: "streaming_state_conflict"}
	}
	said, err := s.contentOf(c, true)
	if err != nil {
		return nil, err
	}
	before := s.slackMessage(ch, m, s.host, true)
	if !c.has("metadata") {
		said.metadata = m.metadata // an update that is silent on metadata keeps it
	}
	if said.blocks == nil && said.markdown == "" && said.text == "" {
		said.blocks = m.blocks // and on blocks, unless it gives a new text
	}
	if said.attachments == nil && !c.has("attachments") {
		said.attachments = m.attachments
	}
	said.put(m)
	m.stream = nil
	if len(said.blocks) > 0 { // only a new text is marked as an edit
		s.tellChanged(ch, m, before)
	} else {
		s.changedMessage(ch, m, before)
	}
	return result{"channel": ch.id, "ts": m.ts, "text": m.text, "message": s.slackMessage(ch, m, s.host, false)}, nil
}

// changedMessage marks a message as edited and tells everybody.
func (s *Server) changedMessage(ch *channel, m *message, before map[string]any) {
	m.editedTS = s.nextTS()
	s.tellChanged(ch, m, before)
}

func (s *Server) tellChanged(ch *channel, m *message, before map[string]any) {
	s.emitMessage(ch, m)
	s.sendChanged(ch, m, before)
}

func (s *Server) deleteMessage(c *call) (result, error) {
	ch, m, err := s.ownMessage(c, "message_not_found", "cant_delete_message")
	if err != nil {
		return nil, err
	}
	s.drop(ch, m)
	return result{"channel": ch.id, "ts": m.ts}, nil
}

// drop takes a message away and tells everybody. Of a message with replies a
// tombstone stays, as in Slack.
func (s *Server) drop(ch *channel, m *message) {
	before := s.slackMessage(ch, m, s.host, true)
	if m.threadTS == "" && m.ephemeral == "" && len(ch.thread(m.ts)) > 1 {
		*m = message{ts: m.ts, user: slackbot, subtype: "tombstone", text: "This message was deleted."}
		s.emitMessage(ch, m)
		s.sendChanged(ch, m, before)
		return
	}
	ch.remove(m)
	delete(s.streams, m)
	s.emit(func(string) any {
		return map[string]any{"type": "message_deleted", "channel": ch.id, "ts": m.ts}
	}, ch, m)
	if m.ephemeral == "" {
		s.sendDeleted(ch, m, before)
	}
}

func (s *Server) postEphemeral(c *call) (result, error) {
	ch, err := s.channelFor(c, "channel")
	if err != nil {
		return nil, err
	}
	user := c.text("user")
	if s.users[user] == nil || !s.isMember(ch, user) {
		return nil, apiError{Code: "user_not_in_channel"}
	}
	said, err := s.contentOf(c, false)
	if err != nil {
		return nil, err
	}
	m := s.whisper(ch, user, c.text("thread_ts"), said)
	return result{"message_ts": m.ts}, nil
}

// whisper shows a message to one person. It is no part of the history.
func (s *Server) whisper(ch *channel, user, threadTS string, said content) *message {
	m := &message{user: s.bot.ID, bot: true, ephemeral: user, ts: s.nextTS()}
	said.put(m)
	if root := ch.byTS[threadTS]; root != nil {
		m.threadTS = root.root()
	}
	ch.add(m)
	s.emitMessage(ch, m)
	return m
}

func (s *Server) getPermalink(c *call) (result, error) {
	ch := s.channels[c.text("channel")]
	if ch == nil || ch.kind != kindPublic && !s.isMember(ch, s.bot.ID) {
		return nil, apiError{Code: "channel_not_found"}
	}
	m := ch.byTS[c.text("message_ts")]
	if m == nil || m.ephemeral != "" {
		return nil, apiError{Code: "message_not_found"}
	}
	return result{"channel": ch.id, "permalink": permalink(c.host, ch, m)}, nil
}
