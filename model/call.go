package model

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// call is what the transport and the callback learn about one call of a model,
// and what the client library does not tell. It travels to the transport in
// the request's context.
type call struct {
	dialect dialect
	// progressed is called for each event that is more than a sign of life.
	progressed func()
	tokens     int // estimated size of the prompt

	mu         sync.Mutex
	status     int
	retryAfter time.Duration
	body       string // the beginning of an error body, for classifying only
	inStream   string // an error object in the stream, for classifying only
	network    error
	malformed  bool
	finished   bool
	stop       string
	callback   error
	streamed   int
	returned   bool
}

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// note changes the record under its lock.
func (c *call) note(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

// kindOf tells what a failed or finished call was, "" for an answer. A complete
// answer that came before a cancellation is still an answer.
func (c *call) kindOf(cause error, panicked bool) (Kind, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
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
	case cause == errIdle:
		return IdleTimeout, nil
	case cause == errTooSlow:
		return Timeout, nil
	case cause != nil:
		return Canceled, cause
	case c.network != nil:
		return Network, c.network
	case !c.finished && c.status != 0:
		return Truncated, nil
	case !c.finished:
		return Network, nil
	}
	return Empty, nil
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
