package fakeslack

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// session is the bot's work in one thread, as agents.sessions knows it.
type session struct {
	status, title string
}

var sessionStatuses = []string{"active", "processing", "suspended", "closed"}

// setSession gives a thread's session a status, and the page what to show.
func (s *Server) setSession(ch *channel, threadTS, status string) *session {
	key := ch.id + "/" + threadTS
	if s.sessions[key] == nil {
		s.sessions[key] = &session{}
	}
	s.sessions[key].status = status
	shown := map[string]string{"processing": "Working…", "suspended": "Waiting for you"}
	s.setStatus(ch, threadTS, shown[status])
	return s.sessions[key]
}

// setStatus shows something under a thread; "" shows nothing.
func (s *Server) setStatus(ch *channel, threadTS, text string) {
	key := ch.id + "/" + threadTS
	if text == s.statuses[key] {
		return
	}
	s.statuses[key] = text
	s.statusEnds[key] = s.config.Now().Add(statusLife)
	if s.sessions[key] != nil {
		s.statusEnds[key] = s.config.Now().Add(processingLife)
	}
	if text == "" {
		delete(s.statuses, key)
		delete(s.statusEnds, key)
	}
	s.emit(func(string) any {
		return map[string]any{"type": "status", "key": key, "text": text}
	}, ch, nil)
}

// An assistant's status lasts two minutes, a session's processing an hour.
const (
	statusLife     = 2 * time.Minute
	processingLife = time.Hour
)

// endOldStatuses takes away the statuses whose time is over.
func (s *Server) endOldStatuses(now time.Time) {
	for key, end := range s.statusEnds {
		if now.Before(end) {
			continue
		}
		channelID, threadTS, _ := strings.Cut(key, "/")
		if current := s.sessions[key]; current != nil && current.status == "processing" {
			current.status = "active"
		}
		s.setStatus(s.channels[channelID], threadTS, "")
		s.touch()
	}
}

// endStatus takes an assistant's status away, as Slack does when it answers.
// The status of an agent's session stays until the app changes it.
func (s *Server) endStatus(ch *channel, threadTS string) {
	if s.sessions[ch.id+"/"+threadTS] == nil {
		s.setStatus(ch, threadTS, "")
	}
}

// sessionPlace finds the thread that a session call is about.
func (s *Server) sessionPlace(c *call) (*channel, string, error) {
	ch := s.channels[c.text("channel_id")]
	switch {
	case ch == nil || ch.kind != kindPublic && !s.isMember(ch, s.bot.ID):
		return nil, "", apiError{Code: "channel_not_found"}
	case !s.isMember(ch, s.bot.ID):
		return nil, "", apiError{Code: "not_authorized"}
	case c.text("thread_ts") == "":
		return nil, "", apiError{Code: "thread_ts_required"}
	}
	m := ch.byTS[c.text("thread_ts")]
	if m == nil {
		return nil, "", apiError{Code: "invalid_thread_ts"}
	}
	return ch, m.root(), nil
}

func (s *Server) setSessionStatus(c *call) (result, error) {
	ch, root, err := s.sessionPlace(c)
	if err != nil {
		return nil, err
	}
	status := c.text("status")
	if !slices.Contains(sessionStatuses, status) {
		return nil, apiError{Code: "invalid_status"}
	}
	title := c.text("title")
	if utf8.RuneCountInString(title) > 200 {
		return nil, apiError{Code: "invalid_arguments", Messages: []string{"[ERROR] must be less than 201 characters [json-pointer:/title]"}}
	}
	_, old := s.sessions[ch.id+"/"+root]
	current := s.setSession(ch, root, status)
	if !old { // a title counts only when the call begins the session
		current.title = title
	}
	return result{"status": status, "agent_status": status, "title": current.title}, nil
}

func (s *Server) renameSession(c *call) (result, error) {
	ch, root, err := s.sessionPlace(c)
	if err != nil {
		return nil, err
	}
	current, ok := s.sessions[ch.id+"/"+root]
	title := c.text("title")
	switch {
	case !ok:
		return nil, apiError{Code: "session_not_found"}
	case title == "" || utf8.RuneCountInString(title) > 200:
		return nil, apiError{Code: "invalid_arguments", Messages: []string{"[ERROR] must be 1 to 200 characters [json-pointer:/title]"}}
	}
	current.title = title
	return result{"title": title}, nil
}

func (s *Server) setThreadStatus(c *call) (result, error) {
	ch, root, err := s.sessionPlace(c)
	if err != nil {
		return nil, err
	}
	loading, err := c.value("loading_messages")
	if list, _ := loading.([]any); err != nil || len(list) > 10 {
		return nil, apiError{Code: "invalid_arguments", Messages: []string{"[ERROR] no more than 10 items allowed [json-pointer:/loading_messages]"}}
	}
	s.setStatus(ch, root, c.text("status"))
	return nil, nil
}

func (s *Server) setSuggestedPrompts(c *call) (result, error) {
	ch := s.channels[c.text("channel_id")]
	if ch == nil || ch.kind != kindIM {
		return nil, apiError{Code: "channel_not_found"}
	}
	if ts := c.text("thread_ts"); ts != "" && ch.byTS[ts] == nil {
		return nil, apiError{Code: "invalid_thread_ts"}
	}
	value, err := c.value("prompts")
	if err != nil {
		return nil, err
	}
	list, _ := value.([]any)
	if len(list) == 0 || len(list) > 4 {
		return nil, apiError{Code: "invalid_arguments", Messages: []string{"[ERROR] must have 1 to 4 items [json-pointer:/prompts]"}}
	}
	var prompts []Prompt
	for _, item := range list {
		fields, _ := item.(map[string]any)
		title, _ := fields["title"].(string)
		text, _ := fields["message"].(string)
		if title == "" || text == "" {
			return nil, apiError{Code: "invalid_arguments", Messages: []string{"[ERROR] title and message are required [json-pointer:/prompts]"}}
		}
		prompts = append(prompts, Prompt{Title: title, Message: text})
	}
	s.prompts[ch.id] = prompts
	if ch.user == s.me {
		s.emit(func(string) any { return map[string]any{"type": "prompts", "prompts": prompts} }, nil, nil)
	}
	return nil, nil
}
