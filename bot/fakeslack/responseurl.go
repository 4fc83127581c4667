package fakeslack

import (
	"net/http"
	"time"
)

// responseURL lets the app answer an interaction for a while, even where it is
// no member.
type responseURL struct {
	channel  *channel
	user     string
	threadTS string
	// original is the message that was acted on, nil for commands.
	original *message
	issued   time.Time
	uses     int
}

// A response URL works five times within thirty minutes.
const (
	maxResponses = 5
	responseLife = 30 * time.Minute
)

func (s *Server) newResponseURL(u *responseURL) string {
	u.issued = s.config.Now()
	id := secret()
	s.responses[id] = u
	return "http://" + s.host + "/response/" + id
}

// serveResponseURL takes one answer. It takes the lock itself.
func (s *Server) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	c := &call{method: "response_url", host: r.Host, header: w.Header()}
	_, err := c.read(http.MaxBytesReader(w, r.Body, maxBody), r)
	s.mu.Lock()
	s.record(c)
	fault := s.nextFault(c.method)
	s.mu.Unlock()
	if fault.before(w, r, s.done) {
		return
	}
	s.mu.Lock()
	u, ok := s.responses[r.PathValue("id")]
	if !ok || u.uses >= maxResponses || s.config.Now().Sub(u.issued) > responseLife {
		s.mu.Unlock()
		http.Error(w, "expired_url", http.StatusNotFound)
		return
	}
	if err == nil {
		err = s.respond(u, c)
	}
	s.touch()
	s.mu.Unlock()
	fault.after()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(answer(nil, err))
}

// respond does what an answer asks for: a new message, or a change of the
// original.
func (s *Server) respond(u *responseURL, c *call) error {
	if blocks, ok := c.args["blocks"].([]any); ok && len(blocks) == 0 {
		delete(c.args, "blocks")
	}
	original := u.original
	if original != nil && u.channel.byTS[original.ts] != original {
		original = nil // it is gone
	}
	if c.flag("delete_original") {
		u.uses++
		if original != nil {
			s.drop(u.channel, original)
		}
		return nil
	}
	said, err := s.contentOf(c, false)
	if err != nil {
		return err
	}
	u.uses++
	switch {
	case c.flag("replace_original") && original != nil:
		before := s.slackMessage(u.channel, original, s.host, true)
		said.put(original)
		original.stream = nil
		s.changedMessage(u.channel, original, before)
	case c.text("response_type") == "in_channel":
		m := &message{user: s.bot.ID, bot: true, threadTS: u.threadTS}
		said.put(m)
		s.publish(u.channel, m)
	default:
		threadTS := u.threadTS
		if given := c.text("thread_ts"); given != "" {
			threadTS = given
		}
		s.whisper(u.channel, u.user, threadTS, said)
	}
	return nil
}
