package fakeslack

import (
	"encoding/json"
	"slices"
	"time"
)

// Deliveries counts what became of envelopes.
type Deliveries struct {
	// Sent counts envelopes put on a link, again ones included; Retried those.
	Sent, Retried int
	// Acked counts envelopes acknowledged in time, Late those acknowledged
	// after Config.AckWithin, by any of their deliveries.
	Acked, Late int
	// Oversize counts acknowledgements of 20 KiB and more, which are ignored.
	Oversize int
	// Lost counts events given up after the last redelivery, and interactions
	// and commands that were not acknowledged.
	Lost int
}

// maxAck is the size of an acknowledgement, in bytes, that Slack ignores.
const maxAck = 20480

// envelope is something the app has to acknowledge.
type envelope struct {
	kind    string
	payload json.RawMessage
	// ids are the envelope ids of all its deliveries.
	ids []string
	// attempt counts the deliveries before this one, reason says why it is not
	// the first.
	attempt int
	reason  string
	link    *link
	sent    time.Time
	// due is when the delivery counts as failed, or is to be made again.
	due time.Time
	// acked is set with the response's payload; gone when nobody waits any more.
	acked, gone bool
	response    json.RawMessage
}

// retried reports whether Slack sends the kind again: events only.
func (e *envelope) retried() bool { return e.kind == "events_api" }

// deliver sends a payload to one of the app's links. Events wait for a link;
// nil comes back for anything else when there is none.
func (s *Server) deliver(kind string, payload map[string]any) *envelope {
	e := &envelope{kind: kind, payload: encode(payload)}
	if e.retried() && s.twice > 0 && s.random.Float64() < s.twice {
		defer s.send(&envelope{kind: kind, payload: e.payload})
	}
	if !s.send(e) {
		if !e.retried() {
			return nil
		}
		if s.config.LoseUnlinked {
			s.failed(e, "connection_failed", s.pause(e))
			return e
		}
		e.attempt, e.reason = 1, "connection_failed"
		s.waiting = append(s.waiting, e)
	}
	return e
}

// send puts an envelope on a link chosen at random, under an id of its own;
// false when there is no link.
func (s *Server) send(e *envelope) bool {
	open := slices.DeleteFunc(slices.Clone(s.links), func(l *link) bool { return l.ending })
	if len(open) == 0 {
		return false
	}
	l := open[s.random.IntN(len(open))]
	id := secret()
	now := s.config.Now()
	e.ids, e.link, e.sent, e.due = append(e.ids, id), l, now, now.Add(s.config.AckWithin)
	s.envelopes[id] = e
	l.push(map[string]any{"type": e.kind, "envelope_id": id, "payload": e.payload,
		"accepts_response_payload": !e.retried(), "retry_attempt": e.attempt, "retry_reason": e.reason})
	s.deliveries.Sent++
	if e.attempt > 0 {
		s.deliveries.Retried++
	}
	return true
}

// Twice makes Slack deliver a share of events two times, acknowledged or not.
func (s *Server) Twice(share float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.twice = share
}

// flushWaiting sends what waited for a link, or for its next attempt.
func (s *Server) flushWaiting() {
	now := s.config.Now()
	due := s.waiting
	s.waiting = nil
	for _, e := range due {
		switch {
		case e.due.After(now):
			s.waiting = append(s.waiting, e)
		case s.send(e):
		case s.config.LoseUnlinked:
			s.failed(e, "connection_failed", s.pause(e))
		default:
			s.waiting = append(s.waiting, e)
		}
	}
}

// acknowledge takes an acknowledgement off a link.
func (s *Server) acknowledge(id string, payload json.RawMessage, size int) {
	e, ok := s.envelopes[id]
	switch {
	case !ok:
		return
	case size >= maxAck:
		s.deliveries.Oversize++
	case s.config.Now().Sub(e.sent) > s.config.AckWithin:
		s.deliveries.Late++
		s.forget(e)
	default:
		e.acked, e.response = true, payload
		s.deliveries.Acked++
		s.forget(e)
	}
	s.touch()
}

// forget ends an envelope: it is neither awaited nor sent again.
func (s *Server) forget(e *envelope) {
	e.gone = true
	for _, id := range e.ids {
		delete(s.envelopes, id)
	}
	if e.link == nil { // otherwise it does not wait
		s.waiting = slices.DeleteFunc(s.waiting, func(w *envelope) bool { return w == e })
	}
}

// redeliverOverdue handles the envelopes that were not acknowledged in time.
func (s *Server) redeliverOverdue(now time.Time) {
	for _, e := range s.unacknowledged() {
		if e.link != nil && now.After(e.due) {
			s.failed(e, "timeout", s.pause(e))
		}
	}
	s.flushWaiting()
}

// pause is how long after a failed delivery an event is sent again.
func (s *Server) pause(e *envelope) time.Duration {
	if e.attempt < len(s.config.Redeliver) {
		return s.config.Redeliver[e.attempt]
	}
	return 0
}

// unacknowledged lists the envelopes under way, oldest first.
func (s *Server) unacknowledged() []*envelope {
	var list []*envelope
	for id, e := range s.envelopes {
		if e.ids[len(e.ids)-1] == id {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b *envelope) int { return a.sent.Compare(b.sent) })
	return list
}

// failed schedules the next delivery of an envelope, or gives it up.
func (s *Server) failed(e *envelope, reason string, pause time.Duration) {
	if !e.retried() || e.attempt >= len(s.config.Redeliver) {
		s.deliveries.Lost++
		s.forget(e)
		s.touch()
		return
	}
	e.attempt++
	e.reason, e.link = reason, nil
	e.due = s.config.Now().Add(pause)
	s.waiting = append(s.waiting, e)
}

// failLink fails what was under way on a link that died: events are sent
// again at once, elsewhere.
func (s *Server) failLink(l *link) {
	for _, e := range s.unacknowledged() {
		if e.link == l {
			s.failed(e, "connection_failed", 0)
		}
	}
	s.flushWaiting()
}

// Deliveries tells what became of the envelopes so far.
func (s *Server) Deliveries() Deliveries {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.deliveries
}
