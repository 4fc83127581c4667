package fakeslack

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// subscriber is one open page.
type subscriber struct {
	host string
	// queue is what the page has not been sent, guarded by Server.mu; wake has
	// room for one sign that there is something.
	queue []json.RawMessage
	wake  chan struct{}
}

// emit tells the open pages of something. What is about a message goes only to
// pages whose person sees it, what is about a channel to those of its members;
// ch and m are nil otherwise.
func (s *Server) emit(event func(host string) any, ch *channel, m *message) {
	if ch != nil && !s.sees(s.me, ch, m) {
		return
	}
	for sub := range s.subscribers {
		sub.queue = append(sub.queue, encode(event(sub.host)))
		select {
		case sub.wake <- struct{}{}:
		default:
		}
	}
}

// sees reports whether a person sees a message, or with m nil a channel.
func (s *Server) sees(user string, ch *channel, m *message) bool {
	return s.isMember(ch, user) && (m == nil || m.ephemeral == "" || m.ephemeral == user)
}

func (s *Server) emitMessage(ch *channel, m *message) {
	s.emit(func(host string) any {
		return map[string]any{"type": "message", "channel": ch.id, "message": s.pageMessage(host, ch, m)}
	}, ch, m)
}

// servePageState gives all that the page shows. It takes the lock itself.
func (s *Server) servePageState(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.host = r.Host
	body := encode(s.pageState(r.Host))
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(body)
}

func (s *Server) pageState(host string) map[string]any {
	users := map[string]any{}
	for id, u := range s.users {
		users[id] = map[string]any{"id": id, "name": u.Name, "real_name": u.RealName, "bot": u.bot, "app": u.bot}
	}
	channels, messages := []any{}, map[string]any{}
	for _, id := range s.rooms {
		ch := s.channels[id]
		if !s.isMember(ch, s.me) {
			continue
		}
		channels = append(channels, map[string]any{"id": ch.id, "name": s.shownName(ch), "kind": ch.kind,
			"members": ch.members, "topic": ch.topic, "user": s.partner(ch)})
		list := []any{}
		for _, m := range ch.messages {
			if s.sees(s.me, ch, m) {
				list = append(list, s.pageMessage(host, ch, m))
			}
		}
		messages[ch.id] = list
	}
	statuses := map[string]any{}
	for key, text := range s.statuses {
		if ch := s.channels[key[:strings.IndexByte(key, '/')]]; s.sees(s.me, ch, nil) {
			statuses[key] = map[string]any{"text": text}
		}
	}
	var home any
	if v := s.homes[s.me]; v != nil {
		home = v.object()
	}
	return map[string]any{"team": map[string]any{"name": s.team.Name, "domain": s.team.Domain},
		"me": s.me, "bot": s.bot.ID, "hint": s.config.Hint, "words": s.config.Words, "users": users, "channels": channels,
		"samples": filled(s.config.Samples), "commands": filled(s.config.Commands),
		"shortcuts": filled(s.config.Shortcuts), "prompts": filled(s.prompts[s.openDM(s.me).id]),
		"messages": messages, "home": home, "modal": s.topModal(s.me), "statuses": statuses}
}

// shownName is a channel's name as the page's person sees it: of a group's
// direct messages, who the others are.
func (s *Server) shownName(ch *channel) string {
	if ch.kind != kindMPIM {
		return ch.name
	}
	var names []string
	for _, id := range ch.members {
		if id != s.me {
			names = append(names, s.users[id].RealName)
		}
	}
	return strings.Join(names, ", ")
}

// partner is the other side of a direct message as the page's person sees it.
func (s *Server) partner(ch *channel) string {
	if ch.kind == kindIM {
		return s.bot.ID
	}
	return ""
}

// filled is the list, never nil, so that it is [] in JSON.
func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// servePageEvents streams what happens to an open page. It takes the lock
// itself.
func (s *Server) servePageEvents(w http.ResponseWriter, r *http.Request) {
	sub := &subscriber{host: r.Host, wake: make(chan struct{}, 1)}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		http.Error(w, "closed", http.StatusServiceUnavailable)
		return
	}
	s.subscribers[sub] = true
	s.running.Add(1)
	s.mu.Unlock()
	defer s.running.Done()
	defer s.unsubscribe(sub)

	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	ping := time.NewTicker(15 * time.Second)
	defer ping.Stop()
	lines := ": hello\n\n"
	for {
		// A page that does not read what it is sent is given up.
		out.SetWriteDeadline(time.Now().Add(10 * time.Second))
		io.WriteString(w, lines)
		if out.Flush() != nil {
			return
		}
		select {
		case <-sub.wake:
			lines = s.take(sub)
		case <-ping.C:
			lines = ": ping\n\n"
		case <-r.Context().Done():
			return
		case <-s.done:
			return
		}
	}
}

// take gives what a page has not been sent, as lines of its stream. It takes
// the lock itself.
func (s *Server) take(sub *subscriber) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines strings.Builder
	for _, event := range sub.queue {
		lines.WriteString("data: " + string(event) + "\n\n")
	}
	sub.queue = nil
	return lines.String()
}

func (s *Server) unsubscribe(sub *subscriber) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.subscribers, sub)
}
