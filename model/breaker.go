package model

import (
	"sync"
	"time"
)

// Bounds of a breaker.
const (
	// tolerated is how many failures in a row leave it closed.
	tolerated = 2
	// A breaker that opens stays so for a while that doubles each time.
	firstPause, longestPause = 30 * time.Second, 10 * time.Minute
)

// breaker keeps a provider that is down from being waited for by every reader.
// It is open for a while after failures in a row; then one call may try, and
// its end closes the breaker or opens it for longer.
type breaker struct {
	mu       sync.Mutex
	failures int
	pause    time.Duration
	until    time.Time
	probing  bool
	last     *Error
}

// admit reports whether a call may be made; if not, why the last one failed.
func (b *breaker) admit() (*Error, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.failures <= tolerated:
		return nil, true
	case b.probing || time.Now().Before(b.until):
		return b.last, false
	}
	b.probing = true
	return nil, true
}

// note takes the end of a call that was admitted; failed is nil for an answer.
func (b *breaker) note(failed *Error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
	weight := 0
	if failed != nil {
		weight = weigh(failed)
	}
	switch {
	case failed == nil:
		b.failures, b.pause, b.last = 0, 0, nil
	case weight == 0: // it says nothing about the provider
	default:
		b.failures += weight
		b.last = failed
		if b.failures > tolerated {
			b.pause = min(longestPause, max(firstPause, 2*b.pause))
			b.until = time.Now().Add(max(b.pause, failed.RetryAfter))
		}
	}
}

// weigh says how much a failure tells of the provider's health: nothing, that
// the next call may fail too, or that it will.
func weigh(e *Error) int {
	switch e.Kind {
	case Auth, Quota, NotFound:
		return tolerated + 1
	case RateLimit:
		if e.RetryAfter > longestWait {
			return tolerated + 1
		}
		return 1
	case Unavailable, Network, Timeout, IdleTimeout, Protocol, Truncated, Panic:
		return 1
	}
	return 0
}
