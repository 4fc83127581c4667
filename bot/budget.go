package bot

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// Budget spaces the calls of each Web API method as Slack's limits want it, so
// that a long reading does not use up what everybody's answers need, and answers
// take turns. It stands
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

	mu sync.Mutex
	// allowances are by method, or by method and channel.
	allowances map[string]*allowance
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
	// channel counts each channel for itself.
	channel bool
	// most bounds the wait for one call where that is less than MaxWait: what is
	// optional, or of use only at once, holds nothing up.
	most time.Duration
}

// The tiers of docs.slack.dev, "Rate limits", which are so many calls a minute
// "or more": a few at once are on top.
var (
	tier2 = tier{interval: 3 * time.Second, burst: 5}          // 20 a minute
	tier3 = tier{interval: 1200 * time.Millisecond, burst: 10} // 50 a minute
	tier4 = tier{interval: 600 * time.Millisecond, burst: 20}  // 100 a minute
	// Messages are posted once a second in each channel.
	posts = tier{interval: time.Second, burst: 5, channel: true}
)

// soon is a tier of calls that wait a second at most.
func (t tier) soon() tier {
	t.most = time.Second
	return t
}

// tiers are those of the methods that Gloss calls; the others just pass.
var tiers = map[string]tier{
	"chat.startStream":      tier2,
	"chat.stopStream":       tier2,
	"usergroups.list":       tier2,
	"chat.update":           tier3,
	"chat.delete":           tier3,
	"conversations.replies": tier3,
	"conversations.history": tier3,
	"conversations.info":    tier3,
	"conversations.open":    tier3,
	"users.conversations":   tier3,
	"chat.appendStream":     tier4,
	"chat.postEphemeral":    tier4,
	"conversations.members": tier4,
	"users.info":            tier4,
	"files.info":            tier4,
	"views.publish":         tier4,
	"views.update":          tier4,
	"views.open":            tier4.soon(), // its trigger lives three seconds
	"chat.postMessage":      posts,

	"agents.sessions.setStatus":             tier3.soon(),
	"assistant.threads.setSuggestedPrompts": tier4.soon(),
	"assistant.threads.setStatus":           tier4.soon(),
}

// Do implements Caller.
func (b *Budget) Do(request *http.Request) (*http.Response, error) {
	method := b.method(request.URL)
	if method == "" {
		return b.HTTP.Do(request)
	}
	key := method
	if tiers[method].channel {
		key += " " + channelOf(request)
	}
	wait, booked := b.take(method, key)
	if !booked {
		return nil, fmt.Errorf("call %s: %w", method, &slack.RateLimitedError{RetryAfter: wait})
	}
	if wait > 0 {
		if err := pause(request.Context(), wait); err != nil {
			return nil, err
		}
	}
	response, err := b.HTTP.Do(request)
	if err == nil && response.StatusCode == http.StatusTooManyRequests {
		b.close(key, retryAfter(response.Header))
	}
	return response, err
}

// Left tells how many calls of each limited method may be made at once now; of
// one that is limited by channel, in the channel that has the fewest left.
func (b *Budget) Left() map[string]int {
	now := b.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	left := make(map[string]int)
	for method, limit := range tiers {
		left[method] = limit.burst
	}
	for key, a := range b.allowances {
		method, _, _ := strings.Cut(key, " ")
		left[method] = min(left[method], a.left(tiers[method], now))
	}
	return left
}

// left is how many calls may be made at once.
func (a *allowance) left(limit tier, now time.Time) int {
	switch {
	case a.closed.After(now):
		return 0
	case a.full.After(now):
		return max(0, limit.burst-int((a.full.Sub(now)+limit.interval-1)/limit.interval))
	}
	return limit.burst
}

// Spare reports whether each of the methods may be called at once now.
func (b *Budget) Spare(methods ...string) bool {
	left := b.Left()
	return !slices.ContainsFunc(methods, func(method string) bool {
		n, limited := left[method]
		return limited && n == 0
	})
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

// channelOf is the channel that a call names in its form.
func channelOf(request *http.Request) string {
	if request.GetBody == nil {
		return ""
	}
	body, err := request.GetBody()
	if err != nil {
		return ""
	}
	defer body.Close()
	data, _ := io.ReadAll(io.LimitReader(body, maxPage))
	form, _ := url.ParseQuery(string(data))
	return form.Get("channel")
}

// take books the next call of a method and says how long to wait for it; one
// that would have to wait too long is not booked. Whoever comes first is served
// first, and an answer makes one call at a time, so all go on alike.
func (b *Budget) take(method, key string) (wait time.Duration, booked bool) {
	now := b.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	a := b.of(key)
	limit := tiers[method]
	if a.full.Before(now) {
		a.full = now
	}
	most := b.MaxWait
	if limit.most > 0 {
		most = min(most, limit.most)
	}
	free := a.full.Add(-time.Duration(limit.burst-1) * limit.interval)
	wait = max(a.closed.Sub(now), free.Sub(now), 0)
	if wait > most {
		return wait, false
	}
	a.full = a.full.Add(limit.interval)
	return wait, true
}

// close notes that Slack asked to wait.
func (b *Budget) close(key string, wait time.Duration) {
	now := b.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	if a := b.of(key); a.closed.Before(now.Add(wait)) {
		a.closed = now.Add(wait)
	}
}

// maxAllowances bounds the allowances that are kept: one that is full again is
// like a new one.
const maxAllowances = 1000

// of is the allowance of a method, or of a method in a channel. The lock must
// be held.
func (b *Budget) of(key string) *allowance {
	if b.allowances == nil {
		b.allowances = make(map[string]*allowance)
	}
	if len(b.allowances) >= maxAllowances {
		now := b.Now()
		maps.DeleteFunc(b.allowances, func(_ string, a *allowance) bool { return !a.full.After(now) && !a.closed.After(now) })
	}
	if b.allowances[key] == nil {
		b.allowances[key] = new(allowance)
	}
	return b.allowances[key]
}
