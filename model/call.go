package model

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// call is what the transport and the callback learn about one call of a model,
// and what the client library does not tell. It travels to the transport in
// the request's context.
type call struct {
	dialect dialect
	tokens  int // estimated size of the prompt
	shared  int // bytes of the user message that all learners share
	// idle ends the call when no event came for as long as patience.
	idle     *time.Timer
	patience time.Duration

	mu         sync.Mutex
	status     int
	retryAfter time.Duration
	body       string // the beginning of an error body, for classifying only
	inStream   string // an error object in the stream, for classifying only
	network    error
	malformed  bool
	finished   bool
	ended      bool // the stream was read to its end
	stop       string
	callback   error
	streamed   int
	busy       bool // the caller's emit is running
	returned   bool
}

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// progress restarts the clock for the next event, unless the caller is busy
// with what came before or the call has returned.
func (c *call) progress() {
	c.note(func() {
		if !c.returned && !c.busy {
			c.idle.Reset(c.patience)
		}
	})
}

// pause stops that clock while f runs: the caller's time is not the model's.
func (c *call) pause(f func() error) error {
	c.note(func() { c.busy = true; c.idle.Stop() })
	err := f()
	c.note(func() { c.busy = false })
	c.progress()
	return err
}

// note changes the record under its lock.
func (c *call) note(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

// outcome is what a call that has returned came to.
type outcome struct {
	kind       Kind // "" for an answer
	err        error
	status     int
	retryAfter time.Duration
	streamed   int
	stop       string
}

// end closes the record and judges it.
func (c *call) end(cause error, panicked bool) outcome {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.returned = true
	o := outcome{status: c.status, retryAfter: c.retryAfter, streamed: c.streamed, stop: c.stop}
	o.kind, o.err = c.judge(cause, panicked)
	return o
}

// judge tells what went wrong, the surest evidence first. A complete answer that
// came before a cancellation is still an answer.
func (c *call) judge(cause error, panicked bool) (Kind, error) {
	switch {
	case errors.Is(c.callback, prompts.ErrTooLong):
		return Protocol, c.callback
	case c.callback != nil:
		return Callback, c.callback
	case c.status != 0 && c.status != http.StatusOK:
		return byBody(c.body, byStatus(c.status)), nil
	case c.inStream != "":
		return byBody(c.inStream, Unavailable), nil
	case c.malformed:
		return Protocol, nil
	case c.finished && filtered(c.stop):
		return Filter, nil
	case c.finished && c.streamed > 0:
		return "", nil
	case panicked:
		return Panic, nil
	case cause != nil:
		return byCause(cause), causeOf(cause)
	case c.network != nil:
		return Network, c.network
	case c.finished:
		return Empty, nil
	case c.ended:
		return Truncated, nil
	case c.status != 0:
		// The library gave up on events that looked sound.
		return Protocol, nil
	}
	return Network, nil
}

func byCause(cause error) Kind {
	switch {
	case cause == errIdle:
		return IdleTimeout
	case cause == errTooSlow, errors.Is(cause, context.DeadlineExceeded):
		return Timeout
	}
	return Canceled
}

// causeOf is what the caller gave up for; the guard's own causes are kinds.
func causeOf(cause error) error {
	if cause == errIdle || cause == errTooSlow {
		return nil
	}
	return cause
}

// bodyKinds are the words of providers that say more than the status does.
var bodyKinds = []struct {
	words string
	kind  Kind
}{
	{"context_length_exceeded", TooLong},
	{"maximum context length", TooLong},
	{"prompt is too long", TooLong},
	{"context window", TooLong},
	{"insufficient_quota", Quota},
	{"credit balance", Quota},
	{"billing", Quota},
	{"content_filter", Filter},
	{"content management policy", Filter},
	{"rate_limit", RateLimit},
	{"overloaded", Unavailable},
	{"server_error", Unavailable},
	{"api_error", Unavailable},
}

// byBody reads the kind off the words of an error, or takes the given one.
func byBody(body string, otherwise Kind) Kind {
	if otherwise == Auth || otherwise == NotFound {
		return otherwise
	}
	body = strings.ToLower(body)
	for _, b := range bodyKinds {
		if strings.Contains(body, b.words) {
			return b.kind
		}
	}
	return otherwise
}

func byStatus(status int) Kind {
	switch {
	case status == http.StatusTooManyRequests:
		return RateLimit
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return Auth
	case status == http.StatusPaymentRequired:
		return Quota
	case status == http.StatusNotFound:
		return NotFound
	case status == http.StatusRequestEntityTooLarge:
		return TooLong
	case status == http.StatusRequestTimeout, status >= 500:
		return Unavailable
	case status < 400:
		return Protocol
	}
	return BadRequest
}

func filtered(stop string) bool { return stop == "content_filter" || stop == "refusal" }

// cut reports whether a stop reason means that the answer is not whole.
func cut(stop string) bool { return stop == "length" || stop == "max_tokens" }

// retryAfter reads how long a provider asks to wait.
func retryAfter(h http.Header) time.Duration {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms > 0 {
		return bounded(time.Duration(ms * float64(time.Millisecond)))
	}
	value := h.Get("Retry-After")
	if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 && s < 1e6 {
		return bounded(time.Duration(s * float64(time.Second)))
	}
	if at, err := http.ParseTime(value); err == nil {
		return bounded(time.Until(at))
	}
	return 0
}

func bounded(d time.Duration) time.Duration { return max(0, min(d, 24*time.Hour)) }
