package fakeslack

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// maxLinks is how many links an app may have open.
const maxLinks = 10

// link is one open Socket Mode connection.
type link struct {
	conn *websocket.Conn
	// queue is what is to be written, guarded by Server.mu; wake has room for
	// one sign that there is something.
	queue  []json.RawMessage
	wake   chan struct{}
	opened time.Time
	// closeAt ends the link once it has come; the zero time is never.
	closeAt time.Time
	// ending closes the link as soon as the queue is written.
	ending bool
	gone   chan struct{}
}

func (l *link) push(frame map[string]any) {
	l.queue = append(l.queue, encode(frame))
	l.nudge()
}

func (l *link) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// openConnection gives the address of a link, good for one use.
func (s *Server) openConnection(c *call) (result, error) {
	ticket := secret()
	s.tickets[ticket] = true
	return result{"url": "ws://" + c.host + "/socket/link?ticket=" + ticket + "&app_id=" + s.bot.AppID}, nil
}

// serveSocket is one link from its upgrade to its end. It takes the lock itself.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	ticket := r.URL.Query().Get("ticket")
	good := s.tickets[ticket] && !s.closed
	delete(s.tickets, ticket)
	if good {
		s.running.Add(1)
		defer s.running.Done()
	}
	s.mu.Unlock()
	if !good {
		http.Error(w, "this address has been used", http.StatusForbidden)
		return
	}
	// Clients of Socket Mode send Slack's own origin or none; a browser sends
	// that of its page, which has no business here.
	upgrader := websocket.Upgrader{WriteBufferSize: 32 << 10, CheckOrigin: func(r *http.Request) bool {
		origin := r.Header.Get("Origin")
		return origin == "" || origin == "https://api.slack.com"
	}}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	l := &link{conn: conn, opened: s.config.Now(), wake: make(chan struct{}, 1), gone: make(chan struct{})}
	s.running.Go(func() { s.writeLink(l) })
	s.join(l)
	s.readLink(l)
	s.leave(l)
}

// join greets a link and gives it what waits. It takes the lock itself.
func (s *Server) join(l *link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.links) >= maxLinks {
		l.push(s.disconnectFrame("too_many_websockets"))
		l.ending = true
		return
	}
	life := 18060
	if s.config.LinkLife > 0 {
		life = int(s.config.LinkLife.Seconds())
	}
	hello := map[string]any{"type": "hello", "num_connections": len(s.links) + 1,
		"debug_info":      map[string]any{"host": "fakeslack", "build_number": 1, "approximate_connection_time": life},
		"connection_info": map[string]any{"app_id": s.bot.AppID}}
	l.push(hello)
	if s.refusal != "" {
		l.push(s.disconnectFrame(s.refusal))
		l.ending = true
		return
	}
	s.links = append(s.links, l)
	s.flushWaiting()
	s.touch()
}

// leave forgets a link that has ended. It takes the lock itself.
func (s *Server) leave(l *link) {
	l.conn.Close()
	close(l.gone)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.links = slices.DeleteFunc(s.links, func(x *link) bool { return x == l })
	if !s.closed {
		s.failLink(l)
	}
	s.touch()
}

// readLink takes acknowledgements until the link ends. A link that answers no
// ping for a while is dead, though nobody closed it.
func (s *Server) readLink(l *link) {
	l.conn.SetReadLimit(1 << 20)
	l.conn.SetPongHandler(func(string) error {
		s.live(l)
		return nil
	})
	for {
		s.live(l)
		_, frame, err := l.conn.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if err := json.Unmarshal(frame, &ack); err != nil || ack.EnvelopeID == "" {
			s.config.Log.Warn("a frame is no acknowledgement", "bytes", len(frame))
			continue
		}
		s.mu.Lock()
		s.acknowledge(ack.EnvelopeID, ack.Payload, len(frame))
		s.mu.Unlock()
	}
}

// live gives a link that showed itself alive another while. It takes the lock
// itself.
func (s *Server) live(l *link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !l.ending {
		l.conn.SetReadDeadline(time.Now().Add(6 * s.config.PingEvery))
	}
}

// writeLink writes what is queued, and pings, until the link ends.
func (s *Server) writeLink(l *link) {
	ping := time.NewTicker(s.config.PingEvery)
	defer ping.Stop()
	defer l.conn.Close()
	for s.writeQueue(l) {
		select {
		case <-l.wake:
		case <-l.gone:
			return
		case <-s.done:
			return
		case <-ping.C:
			l.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second))
		}
	}
	select {
	case <-l.gone:
	case <-s.done:
	}
}

// writeQueue writes what is queued now; false when that was the last. A link
// that is ended is read until the app hangs up too, or two seconds: closing it
// with something unread would destroy what is on its way.
func (s *Server) writeQueue(l *link) bool {
	s.mu.Lock()
	queue, ending := l.queue, l.ending
	l.queue = nil
	s.mu.Unlock()
	for _, frame := range queue {
		l.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
		if err := l.conn.WriteMessage(websocket.TextMessage, frame); err != nil {
			l.conn.Close()
			return false
		}
	}
	if ending {
		bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
		l.conn.WriteControl(websocket.CloseMessage, bye, time.Now().Add(time.Second))
		l.conn.SetReadDeadline(time.Now().Add(2 * time.Second))
	}
	return !ending
}

func (s *Server) disconnectFrame(reason string) map[string]any {
	return map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "fakeslack"}}
}

// Disconnect sends every link a disconnect. After the reason warning the links
// still work for ten seconds; after refresh_requested, link_disabled and
// others they are closed at once.
func (s *Server) Disconnect(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.links {
		l.push(s.disconnectFrame(reason))
		if reason == "warning" {
			l.closeAt = s.config.Now().Add(10 * time.Second)
			continue
		}
		l.ending = true
	}
}

// Refuse disconnects every new link right after its hello, with a reason such as
// link_disabled, as Slack does when Socket Mode was switched off; "" ends it.
func (s *Server) Refuse(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = reason
}

// Uninstall takes the app out of the workspace: it is told, its tokens are good
// for nothing from then on, and its links are closed.
func (s *Server) Uninstall() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sendEvent("tokens_revoked", nil, map[string]any{"type": "tokens_revoked", "tokens": map[string]any{"bot": []any{s.bot.ID}}, "event_ts": s.nextTS()})
	s.sendEvent("app_uninstalled", nil, map[string]any{"type": "app_uninstalled", "event_ts": s.nextTS()})
	s.revoked = true
	for _, l := range s.links {
		l.push(s.disconnectFrame("link_disabled"))
		l.ending = true
	}
	s.touch()
}

// closeWarned warns the links that are old, and closes those whose ten seconds
// are over.
func (s *Server) closeWarned(now time.Time) {
	for _, l := range s.links {
		if s.config.LinkLife > 0 && l.closeAt.IsZero() && now.Sub(l.opened) >= s.config.LinkLife {
			l.push(s.disconnectFrame("warning"))
			l.closeAt = now.Add(10 * time.Second)
		}
		if !l.closeAt.IsZero() && !now.Before(l.closeAt) {
			l.ending = true
			l.nudge()
		}
	}
}

// Cut breaks every link's connection without a word.
func (s *Server) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.links {
		l.conn.NetConn().Close()
	}
}

// Links counts the open links.
func (s *Server) Links() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.links)
}
