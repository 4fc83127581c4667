package socket

import (
	"sync"
	"time"
)

// Status tells how a receiver fares. A receiver is well when Links is at least
// 1 and LastFrame is recent: Slack sends pings even when nothing happens.
type Status struct {
	// Links is the number of links that were greeted and are being read,
	// draining ones included.
	Links int
	// Connections is how many links Slack said the app has, in all its
	// processes, when it last greeted one. More than Links for long means that
	// another process uses the same app and receives a part of the envelopes.
	Connections int
	// LastFrame is when any frame last arrived, LastEnvelope when an envelope
	// did; zero before the first.
	LastFrame, LastEnvelope time.Time
	// Reconnects counts attempts to open a link beyond the first of each.
	Reconnects int
	// Unacknowledged counts envelopes that Slack was not told about: the sink
	// refused them, was too slow or too busy, or the link had gone.
	Unacknowledged int
}

// Status tells how the receiver fares. It may be called at any time; counts
// include earlier runs.
func (r *Receiver) Status() Status {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	return r.state.status
}

// state is the part of a receiver that changes.
type state struct {
	mu     sync.Mutex
	status Status
	open   int // connections of ours, greeted or not
	total  int // connections that there ever were
}

func (s *state) update(change func(*Status)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.status)
}

func (s *state) reconnect() { s.update(func(s *Status) { s.Reconnects++ }) }

func (s *state) unacknowledged() { s.update(func(s *Status) { s.Unacknowledged++ }) }

func (s *state) frame() {
	now := time.Now()
	s.update(func(s *Status) { s.LastFrame = now })
}

func (s *state) envelope() {
	now := time.Now()
	s.update(func(s *Status) { s.LastEnvelope = now })
}

// opened counts a connection of ours and returns its number, from 1.
func (s *state) opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open++
	s.total++
	return s.total
}

func (s *state) closed() { s.update(func(*Status) { s.open-- }) }

// hello notes Slack's count of the app's links, and reports by how many it
// exceeds our own.
func (s *state) hello(connections int) (strangers int) {
	s.update(func(status *Status) {
		status.Connections = connections
		strangers = max(0, connections-s.open)
	})
	return strangers
}

func (s *state) up()   { s.update(func(s *Status) { s.Links++ }) }
func (s *state) down() { s.update(func(s *Status) { s.Links-- }) }
