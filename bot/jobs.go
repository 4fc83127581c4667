package bot

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errStopped is the cause of a job's context that a person ended with Stop.
var errStopped = errors.New("the person pressed Stop")

// stopsKept is how long a Stop is remembered: longer than an item can wait for
// its last attempt.
const stopsKept = time.Hour

// jobs are the answers that are being written by this process, by their
// thread, and when Stop was pressed in a thread. The zero value is empty.
type jobs struct {
	mu      sync.Mutex
	running map[place]map[int64]context.CancelCauseFunc
	stops   map[place]halt
}

// halt is a press of Stop: when it was by Slack's clock, and when we heard of
// it.
type halt struct {
	ts       string
	received time.Time
}

// covers reports whether Stop was pressed after the question was asked. Events
// overtake each other, so Slack's clock decides where it can.
func (h halt) covers(a ask) bool {
	if h.ts != "" && a.event.TS != "" {
		return a.event.TS <= h.ts
	}
	return !a.item.Received.After(h.received)
}

// begin makes a job one that Stop can end. When Stop was pressed after the
// question was asked, the job's context has ended already.
func (j *jobs) begin(ctx context.Context, a ask) (job context.Context, end func()) {
	job, cancel := context.WithCancelCause(ctx)
	j.mu.Lock()
	defer j.mu.Unlock()
	if stop, pressed := j.stops[a.at]; pressed && stop.covers(a) {
		cancel(errStopped)
	}
	if j.running == nil {
		j.running = make(map[place]map[int64]context.CancelCauseFunc)
	}
	if j.running[a.at] == nil {
		j.running[a.at] = make(map[int64]context.CancelCauseFunc)
	}
	j.running[a.at][a.item.ID] = cancel
	return job, func() {
		cancel(nil)
		j.mu.Lock()
		defer j.mu.Unlock()
		if delete(j.running[a.at], a.item.ID); len(j.running[a.at]) == 0 {
			delete(j.running, a.at)
		}
	}
}

// stop ends the jobs of a thread: those that run, and those that wait for
// their turn or for another attempt.
func (j *jobs) stop(at place, now halt) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.stops == nil {
		j.stops = make(map[place]halt)
	}
	for old, when := range j.stops {
		if now.received.Sub(when.received) > stopsKept {
			delete(j.stops, old)
		}
	}
	j.stops[at] = now
	for _, cancel := range j.running[at] {
		cancel(errStopped)
	}
}

// stopped reports whether an answer ended because of Stop, as its context or
// Slack says.
func stopped(ctx context.Context, err error) bool {
	return errors.Is(context.Cause(ctx), errStopped) || errors.Is(err, errStopped) || refused(err, "stopped_by_user")
}
