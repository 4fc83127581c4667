package bot

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// Budget spaces the calls of each Web API method as Slack's limits want it, so
// that a long reading does not use up what everybody's answers need. It stands
// before the HTTP client, where both callers of the Web API pass it: a call that
// is too early waits here, outside the client's timeout; one that would wait
// for longer than MaxWait is answered as Slack would, with a
// *slack.RateLimitedError. It is safe for concurrent use.
//
// One Budget serves one bot token: Slack counts by workspace and app.
type Budget struct {
	HTTP Caller
	// URL is the base of the Web API; requests to other addresses just pass.
	URL string
	// MaxWait bounds the wait for one call.
	MaxWait time.Duration
	Now     func() time.Time

	mu      sync.Mutex
	methods map[string]*allowance
}

// allowance is a token bucket of one method.
type allowance struct {
	// full is when the bucket is, or was, full; every call moves it on by the
	// method's interval, and a call may be made while it is less than a burst
	// ahead.
	full time.Time
	// closed is until when Slack has asked to be left alone.
	closed time.Time
}

// tier is how often a method may be called.
type tier struct {
	interval time.Duration
	burst    int
}

// The tiers of docs.slack.dev, "Rate limits", which are so many calls a minute
// "or more": a few at once are on top.
var (
	tier2 = tier{interval: 3 * time.Second, burst: 5}          // 20 a minute
	tier3 = tier{interval: 1200 * time.Millisecond, burst: 10} // 50 a minute
	tier4 = tier{interval: 600 * time.Millisecond, burst: 20}  // 100 a minute
)

// tiers are those of the methods that Gloss reads with; the others just pass.
// What it shows with has limits by channel and message, which the reply keeps.
var tiers = map[string]tier{
	"usergroups.list":       tier2,
	"conversations.replies": tier3,
	"conversations.info":    tier3,
	"users.conversations":   tier3,
	"conversations.members": tier4,
	"users.info":            tier4,
	"files.info":            tier4,
}

// Do implements Caller.
func (b *Budget) Do(request *http.Request) (*http.Response, error) {
	method := b.method(request.URL)
	if method == "" {
		return b.HTTP.Do(request)
	}
	wait := b.take(method)
	if wait > b.MaxWait {
		return nil, fmt.Errorf("call %s: %w", method, &slack.RateLimitedError{RetryAfter: wait})
	}
	if wait > 0 {
		if err := pause(request.Context(), wait); err != nil {
			return nil, err
		}
	}
	response, err := b.HTTP.Do(request)
	if err == nil && response.StatusCode == http.StatusTooManyRequests {
		b.close(method, retryAfter(response.Header))
	}
	return response, err
}

// Left tells how many calls of each limited method may be made at once now.
func (b *Budget) Left() map[string]int {
	now := b.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	left := make(map[string]int)
	for method, limit := range tiers {
		left[method] = limit.burst
		if a := b.methods[method]; a != nil && a.full.After(now) {
			left[method] = max(0, limit.burst-int((a.full.Sub(now)+limit.interval-1)/limit.interval))
		}
		if a := b.methods[method]; a != nil && a.closed.After(now) {
			left[method] = 0
		}
	}
	return left
}

// method is the limited method that an address calls, "" for none.
func (b *Budget) method(u *url.URL) string {
	base, err := url.Parse(b.URL)
	if err != nil || u.Host != base.Host || path.Dir(u.Path)+"/" != base.Path {
		return ""
	}
	if _, limited := tiers[path.Base(u.Path)]; !limited {
		return ""
	}
	return path.Base(u.Path)
}

// take books the next call of a method and says how long to wait for it; one
// that would have to wait too long is not booked.
func (b *Budget) take(method string) time.Duration {
	now := b.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	a := b.of(method)
	limit := tiers[method]
	if a.full.Before(now) {
		a.full = now
	}
	free := a.full.Add(-time.Duration(limit.burst-1) * limit.interval)
	wait := max(a.closed.Sub(now), free.Sub(now), 0)
	if wait <= b.MaxWait {
		a.full = a.full.Add(limit.interval)
	}
	return wait
}

// close notes that Slack asked to wait.
func (b *Budget) close(method string, wait time.Duration) {
	now := b.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	if a := b.of(method); a.closed.Before(now.Add(wait)) {
		a.closed = now.Add(wait)
	}
}

// of is a method's allowance. The lock must be held.
func (b *Budget) of(method string) *allowance {
	if b.methods == nil {
		b.methods = make(map[string]*allowance)
	}
	if b.methods[method] == nil {
		b.methods[method] = new(allowance)
	}
	return b.methods[method]
}
