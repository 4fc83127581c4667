package socket

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Envelope is one thing that Slack sent.
type Envelope struct {
	// ID is Slack's envelope_id. A frame of an unknown shape may have none: ID
	// is then "", it cannot be acknowledged and will not come again.
	ID string
	// Type is events_api, interactive, slash_commands, or a type that did not
	// exist when this was written.
	Type string
	// Payload is the payload as it came, nil when there was none. It begins and
	// ends as JSON does; what is between has not been looked at.
	Payload json.RawMessage
	// AcceptsResponse tells that the acknowledgement may carry a response.
	AcceptsResponse bool
	// RetryAttempt counts Slack's redeliveries of an event: 0 is the first delivery.
	// Events from while no link was open arrive with 1 or more.
	RetryAttempt int
	// RetryReason is Slack's reason for the redelivery, such as "timeout".
	RetryReason string
	// Raw is the whole frame; Payload is a part of it.
	Raw []byte
}

// Sink stores an envelope and returns when it is safe; then it is acknowledged.
// The response, JSON of less than 20 KB or nil, goes with the acknowledgement
// if the envelope accepts one. After an error, or a panic, nothing is
// acknowledged and Slack sends an event again. The error is logged: it must not
// hold what nobody may read.
//
// Receive runs concurrently with itself. Its context ends after [Timing].Sink
// or [Timing].Answer, counted from the arrival of the envelope; stopping the receiver leaves it that time.
type Sink func(ctx context.Context, e Envelope) (response []byte, err error)

// Receiver receives envelopes over Socket Mode. AppToken and Sink must be set,
// every other field has a default. Fields must not change while Run runs.
type Receiver struct {
	// AppToken is the app-level token (xapp-…) with the scope connections:write.
	AppToken string
	// APIURL is the base of Slack's Web API: https://slack.com/api/ by default.
	APIURL string
	// HTTP is the client for apps.connections.open: http.Client{} by default. Where
	// its transport is an *http.Transport, links use the same proxy, TLS
	// settings and dialer.
	HTTP *http.Client
	// Sink takes the envelopes.
	Sink Sink
	// Log receives what an operator should know; nothing by default. It never
	// receives payloads, the token or the address of a link.
	Log *slog.Logger
	// Links is the number of links to hold: 2 by default, so that one is up
	// while the other reconnects. Slack allows an app 10 in all its processes, and a
	// renewal takes one more for some seconds.
	Links int
	// Concurrency is the number of sink calls at once: 64 by default.
	Concurrency int
	// Backlog is the number of envelopes that may be with the sink or wait for
	// it: 4096 by default. More are left unacknowledged.
	Backlog int
	// ReadLimit is the largest frame in bytes: 4 MiB by default. A link that
	// sends a larger one is dropped.
	ReadLimit int64
	// Timing holds the time limits.
	Timing Timing

	state state
}

// Timing holds the time limits of a [Receiver]; zero values mean the defaults.
type Timing struct {
	// Sink is how long the sink may take for one envelope: 2.5 s. Slack waits
	// for about 3 s.
	Sink time.Duration
	// Answer is the same for the envelopes at which a person waits for the
	// acknowledgement, those of a submitted modal and of a menu's options: 1 s.
	Answer time.Duration
	// Write is how long one acknowledgement may take to be written: 5 s.
	Write time.Duration
	// Open is how long each step of opening a link may take: 30 s.
	Open time.Duration
	// Hello is how long to wait for Slack's greeting: 30 s.
	Hello time.Duration
	// Quiet is how long a link may bring no frame before it is replaced: 30 s.
	// After half of it the receiver asks with a ping.
	Quiet time.Duration
	// Drain is how long a link is read after Slack announced its end: 15 s.
	Drain time.Duration
	// Stop is how long running sinks may take when a link ends: 5 s.
	Stop time.Duration
	// Close is how long to wait for Slack's goodbye: 1 s.
	Close time.Duration
	// Healthy is the age at which a link has proved healthy, if no envelope
	// proved it before: 30 s.
	Healthy time.Duration
	// BackoffMin and BackoffMax bound the waits between attempts: 1 s and 60 s.
	BackoffMin, BackoffMax time.Duration
}

func (t Timing) withDefaults() Timing {
	return Timing{
		Sink:       cmp.Or(t.Sink, 2500*time.Millisecond),
		Answer:     cmp.Or(t.Answer, time.Second),
		Write:      cmp.Or(t.Write, 5*time.Second),
		Open:       cmp.Or(t.Open, 30*time.Second),
		Hello:      cmp.Or(t.Hello, 30*time.Second),
		Quiet:      cmp.Or(t.Quiet, 30*time.Second),
		Drain:      cmp.Or(t.Drain, 15*time.Second),
		Stop:       cmp.Or(t.Stop, 5*time.Second),
		Close:      cmp.Or(t.Close, time.Second),
		Healthy:    cmp.Or(t.Healthy, 30*time.Second),
		BackoffMin: cmp.Or(t.BackoffMin, time.Second),
		BackoffMax: cmp.Or(t.BackoffMax, time.Minute),
	}
}

const maxLinks = 10

// Run receives until the context ends, then lets running sinks finish, closes
// the links and returns the context's error. It returns early with a *[FatalError] when
// Slack refuses in a way that only a person can mend. A receiver runs once at a
// time.
func (r *Receiver) Run(ctx context.Context) error {
	if err := r.check(); err != nil {
		return err
	}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	run := r.start(fail)

	var keepers sync.WaitGroup
	for range cmp.Or(r.Links, 2) {
		keepers.Go(func() { run.keepLink(ctx) })
	}
	keepers.Wait()
	run.links.Wait()
	return context.Cause(ctx)
}

// check finds settings that cannot work.
func (r *Receiver) check() error {
	switch u, err := url.Parse(r.APIURL); {
	case r.Sink == nil:
		return errors.New("start the socket receiver: it has no sink")
	case r.Links < 0 || r.Links > maxLinks:
		return fmt.Errorf("start the socket receiver: %d links, Slack allows 1 to %d", r.Links, maxLinks)
	case err != nil, r.APIURL != "" && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https"):
		return errors.New("start the socket receiver: the API address is not an http(s) URL")
	case r.AppToken == "":
		return fatal("not_authed")
	case !plausibleToken(r.AppToken):
		return fatal("invalid_auth")
	}
	return nil
}

// start fixes the settings of a run.
func (r *Receiver) start(fail context.CancelCauseFunc) *run {
	run := &run{
		sink:      r.Sink,
		log:       r.Log,
		timing:    r.Timing.withDefaults(),
		readLimit: cmp.Or(r.ReadLimit, 4<<20),
		calls:     make(chan struct{}, cmp.Or(r.Concurrency, 64)),
		backlog:   make(chan struct{}, cmp.Or(r.Backlog, 4096)),
		state:     &r.state,
		fail:      fail,
	}
	if run.log == nil {
		run.log = slog.New(slog.DiscardHandler)
	}
	run.opener = newOpener(r, run.timing.Open)
	return run
}

// run is one run of a receiver.
type run struct {
	sink      Sink
	log       *slog.Logger
	timing    Timing
	readLimit int64
	calls     chan struct{} // a token per running sink call
	backlog   chan struct{} // a token per envelope with the sink or waiting for it
	state     *state
	opener    *opener
	fail      context.CancelCauseFunc // stops the run
	links     sync.WaitGroup          // links not yet closed
}

// keepLink holds one link open until the context ends: as soon as a link is
// about to end, its successor is opened while the old one drains.
func (r *run) keepLink(ctx context.Context) {
	pause := backoff{min: r.timing.BackoffMin, max: r.timing.BackoffMax}
	for first := true; ctx.Err() == nil; first = false {
		if !first {
			r.state.reconnect()
		}
		wait, err := r.holdLink(ctx, &pause)
		if refusal := (*FatalError)(nil); errors.As(err, &refusal) {
			r.fail(refusal)
			return
		}
		if err != nil && ctx.Err() == nil {
			r.log.Warn("socket link not opened", "error", err, "next attempt in", wait)
		}
		sleep(ctx, wait)
	}
}

// holdLink opens a link and returns when a successor is needed, with how long
// to wait before opening it.
func (r *run) holdLink(ctx context.Context, pause *backoff) (wait time.Duration, err error) {
	began := time.Now()
	conn, err := r.opener.open(ctx)
	if later := (*retryLater)(nil); errors.As(err, &later) {
		return later.after + pause.next(), err
	}
	if err != nil {
		return pause.next(), err
	}
	l := newLink(ctx, r, conn)
	r.links.Go(func() { l.serve(ctx) })
	select {
	case <-ctx.Done():
		return 0, nil
	case <-l.retired:
	}
	switch reason := l.reason(); {
	case reason == "link_disabled":
		return 0, fatal(reason)
	case reason == "too_many_websockets", !l.healthy():
		return pause.next(), nil
	}
	pause.reset()
	// At once, unless links follow one another that live only for a moment.
	return time.Until(began.Add(r.timing.BackoffMin)), nil
}

// sleep waits for the duration or the end of the context.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
