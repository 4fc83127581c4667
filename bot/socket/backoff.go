package socket

import (
	"math/rand/v2"
	"time"
)

// backoff gives growing waits with full jitter: each is random between 0 and a
// ceiling that doubles from min to max.
type backoff struct {
	min, max time.Duration
	ceiling  time.Duration // of the last wait, 0 before the first
}

// next returns how long to wait after one more failure.
func (b *backoff) next() time.Duration {
	b.ceiling = min(max(2*b.ceiling, b.min), b.max)
	return rand.N(b.ceiling + 1)
}

// reset makes the next wait a short one again.
func (b *backoff) reset() { b.ceiling = 0 }
