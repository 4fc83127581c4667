package fakeslack

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"
)

// stream is the state of a message that is being streamed.
type stream struct {
	open    bool
	stopped bool // by the person
	started time.Time
	length  int // characters of markdown so far
	// mode is what it was begun with, markdown_text or chunks, "" for neither
	// yet: the two may not be mixed.
	mode   string
	plan   string
	asPlan bool
	tasks  []map[string]any
	blocks []any
}

// A stream lives five minutes however active it is, and holds as much as one
// markdown message.
const (
	streamLife = 5 * time.Minute
	maxStream  = maxMarkdown
)

func (s *Server) startStream(c *call) (result, error) {
	ch, err := s.channelFor(c, "channel")
	if err != nil {
		return nil, err
	}
	root := ch.byTS[c.text("thread_ts")]
	if root == nil || root.ephemeral != "" {
		return nil, apiError{Code: "invalid_thread_ts"}
	}
	if ch.kind != kindIM {
		if c.text("recipient_user_id") == "" {
			return nil, apiError{Code: "missing_recipient_user_id"}
		}
		if c.text("recipient_team_id") == "" {
			return nil, apiError{Code: "missing_recipient_team_id"}
		}
	}
	if user := c.text("recipient_user_id"); user != "" && s.users[user] == nil {
		return nil, apiError{Code: "user_not_found"}
	}
	if team := c.text("recipient_team_id"); team != "" && !s.hasTeam(team) {
		return nil, apiError{Code: "team_not_found"}
	}
	m := &message{user: s.bot.ID, bot: true, threadTS: root.root(),
		stream: &stream{open: true, started: s.config.Now(), asPlan: c.text("task_display_mode") == "plan"}}
	if err := s.extend(m, c); err != nil {
		return nil, err
	}
	s.publish(ch, m)
	s.streams[m] = ch
	s.setSession(ch, m.threadTS, "processing")
	return result{"channel": ch.id, "ts": m.ts}, nil
}

func (s *Server) appendStream(c *call) (result, error) {
	ch, m, err := s.openStream(c)
	if m != nil && m.stream != nil && m.stream.stopped {
		err = apiError{Code: "stopped_by_user"} // which only appending is told
	}
	if err != nil {
		return nil, err
	}
	if c.text("markdown_text") == "" && !c.has("chunks") {
		return nil, apiError{Code: "markdown_text_or_chunks_required"}
	}
	if err := s.extend(m, c); err != nil {
		return nil, err
	}
	s.emitMessage(ch, m)
	return result{"channel": ch.id, "ts": m.ts}, nil
}

func (s *Server) stopStream(c *call) (result, error) {
	ch, m, err := s.openStream(c)
	if err != nil {
		return nil, err
	}
	before := s.slackMessage(ch, m, s.host, true)
	blocks, err := c.value("blocks")
	if err != nil {
		return nil, apiError{Code: "invalid_blocks_format"}
	}
	metadata, err := c.metadata()
	if err != nil {
		return nil, err
	}
	status := cmp.Or(c.text("session_status"), "active")
	if !slices.Contains(sessionStatuses, status) {
		return nil, apiError{Code: "invalid_arguments", Messages: []string{"[ERROR] unknown status [json-pointer:/session_status]"}}
	}
	last, _ := blocks.([]any)
	if err := checkBlocks(last, surfaceStream, "/blocks"); err != nil {
		return nil, err
	}
	if err := s.extend(m, c); err != nil {
		return nil, err
	}
	s.nameBlocks(last)
	s.endStream(m)
	m.blocks = append(m.shown(), last...)
	if metadata != nil {
		m.metadata = metadata
	}
	s.emitMessage(ch, m)
	s.sendChanged(ch, m, before)
	s.setSession(ch, m.threadTS, status)
	return result{"channel": ch.id, "ts": m.ts, "message": s.slackMessage(ch, m, s.host, false)}, nil
}

// openStream finds the message that a call streams to.
func (s *Server) openStream(c *call) (*channel, *message, error) {
	ch, m, err := s.ownMessage(c, "message_not_found", "message_not_owned_by_app")
	if err != nil {
		return nil, nil, err
	}
	s.endIfOld(ch, m, s.config.Now())
	if !m.streaming() {
		return ch, m, apiError{Code: "message_not_in_streaming_state"}
	}
	return ch, m, nil
}

// extend adds the markdown and chunks of a call to a stream, or nothing when
// they are not acceptable.
func (s *Server) extend(m *message, c *call) error {
	chunks, err := c.value("chunks")
	if err != nil {
		return apiError{Code: "invalid_chunks"}
	}
	list, ok := chunks.([]any)
	switch {
	case chunks != nil && !ok:
		return apiError{Code: "invalid_chunks"}
	case c.text("markdown_text") != "" && len(list) > 0:
		return apiError{Code: "cannot_provide_both_markdown_text_and_chunks"}
	}
	next := *m.stream
	mode := ""
	if len(list) > 0 {
		mode = "chunks"
	} else if c.text("markdown_text") != "" {
		mode = "markdown_text"
	}
	if next.mode = cmp.Or(next.mode, mode); mode != "" && mode != next.mode {
		return apiError{Code: "streaming_mode_mismatch"}
	}
	next.tasks, next.blocks = slices.Clone(next.tasks), slices.Clone(next.blocks)
	text := c.text("markdown_text")
	for _, chunk := range list {
		more, err := s.takeChunk(&next, chunk)
		if err != nil {
			return err
		}
		text += more
	}
	next.length += utf8.RuneCountInString(text)
	if next.length > maxStream {
		return apiError{Code: "msg_too_long"}
	}
	*m.stream = next
	m.markdown += text
	m.text = m.markdown
	m.blocks = m.shown()
	return nil
}

// takeChunk adds one chunk to a stream, and gives the text of a markdown chunk.
func (s *Server) takeChunk(next *stream, chunk any) (text string, err error) {
	fields, _ := chunk.(map[string]any)
	switch kind, _ := fields["type"].(string); kind {
	case "markdown_text":
		text, _ := fields["text"].(string)
		return text, nil
	case "task_update":
		return "", next.setTask(fields)
	case "plan_update":
		next.plan, _ = fields["title"].(string)
		next.asPlan = true
		return "", nil
	case "blocks":
		blocks, _ := fields["blocks"].([]any)
		if err := checkBlocks(blocks, surfaceStream, "/chunks"); err != nil {
			return "", err
		}
		s.nameBlocks(blocks)
		next.blocks = append(next.blocks, blocks...)
		if len(next.blocks) > 50 {
			return "", apiError{Code: "msg_blocks_too_many"}
		}
		return "", nil
	}
	return "", apiError{Code: "invalid_chunks"}
}

// setTask adds a task card, or changes the one with the same id.
func (st *stream) setTask(fields map[string]any) error {
	id, _ := fields["id"].(string)
	title, _ := fields["title"].(string)
	if id == "" || title == "" {
		return apiError{Code: "invalid_chunks"}
	}
	card := map[string]any{"type": "task_card", "task_id": id, "title": title, "status": "pending"}
	for _, name := range []string{"status", "sources"} {
		if v, ok := fields[name]; ok {
			card[name] = v
		}
	}
	for _, name := range []string{"details", "output"} {
		if text, _ := fields[name].(string); text != "" {
			card[name] = richText(text)
		}
	}
	for i, old := range st.tasks {
		if old["task_id"] == id {
			st.tasks[i] = card
			return nil
		}
	}
	st.tasks = append(st.tasks, card)
	return nil
}

// shown is what a streamed message shows besides its markdown: tasks first, as
// a plan or one by one, then the blocks it was sent.
func (m *message) shown() []any {
	var blocks []any
	st := m.stream
	if st.asPlan && (st.plan != "" || len(st.tasks) > 0) {
		blocks = append(blocks, map[string]any{"type": "plan", "title": st.plan, "tasks": st.tasks})
	} else {
		for _, task := range st.tasks {
			blocks = append(blocks, task)
		}
	}
	return append(blocks, st.blocks...)
}

// richText is the block that Slack makes of plain text.
func richText(text string) map[string]any {
	return map[string]any{"type": "rich_text", "elements": []any{
		map[string]any{"type": "rich_text_section", "elements": []any{
			map[string]any{"type": "text", "text": text}}}}}
}

func (s *Server) endOldStreams(now time.Time) {
	for m, ch := range s.streams {
		s.endIfOld(ch, m, now)
	}
}

// endStream makes a streamed message an ordinary one.
func (s *Server) endStream(m *message) {
	m.stream.open = false
	delete(s.streams, m)
}

// endIfOld ends a stream whose time is over.
func (s *Server) endIfOld(ch *channel, m *message, now time.Time) {
	if m.streaming() && now.Sub(m.stream.started) >= streamLife {
		before := s.slackMessage(ch, m, s.host, true)
		s.endStream(m)
		s.emitMessage(ch, m)
		s.sendChanged(ch, m, before)
		s.touch()
	}
}
