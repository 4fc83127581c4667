package bot

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errStopped is the cause of a job's context that a person ended with Stop.
var errStopped = errors.New("the person pressed Stop")

// changedError is the cause of a job's context when a person changed a message
// of the question, before anything of its answer was shown, or deleted it.
type changedError struct {
	ts string
	// now is the message as it is; nil when it is gone.
	now *event
}

// Error implements error.
func (changedError) Error() string { return "the question was changed" }

// tookBack reports whether a job ended because a message of its question was
// deleted.
func tookBack(ctx context.Context) bool {
	cause, changed := errors.AsType[changedError](context.Cause(ctx))
	return changed && cause.now == nil
}

// stopsKept is how long a Stop is remembered: longer than an item can wait for
// its last attempt.
const stopsKept = time.Hour

// jobs are the questions that are being answered by this process, by their
// item, and when Stop was pressed in a thread. The zero value is empty.
type jobs struct {
	mu      sync.Mutex
	running map[int64]*job
	stops   map[place]halt
}

// job is one question on its way to an answer.
type job struct {
	ask
	cancel context.CancelCauseFunc
	// shown says that the person has begun to read.
	shown bool
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

// begin makes a question one that a person can stop, change and take back,
// until the returned function is called. When Stop was pressed after it was
// asked, the job's context has ended already.
func (j *jobs) begin(ctx context.Context, a ask) (working context.Context, end func()) {
	working, cancel := context.WithCancelCause(ctx)
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.running == nil {
		j.running = make(map[int64]*job)
	}
	j.running[a.item.ID] = &job{cancel: cancel}
	j.update(a)
	return working, func() {
		cancel(nil)
		j.mu.Lock()
		defer j.mu.Unlock()
		delete(j.running, a.item.ID)
	}
}

// now says of a running job where it is answered and what it is made of by now.
func (j *jobs) now(a ask) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.update(a)
}

// update is now with the lock held.
func (j *jobs) update(a ask) {
	running := j.running[a.item.ID]
	if running == nil {
		return
	}
	running.ask = a
	if stop, pressed := j.stops[a.at]; pressed && stop.covers(a) {
		running.cancel(errStopped)
	}
}

// show says that a person has begun to read the answer.
func (j *jobs) show(a ask) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if running := j.running[a.item.ID]; running != nil {
		running.shown = true
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
	for _, running := range j.running {
		if running.at == at {
			running.cancel(errStopped)
		}
	}
}

// has reports whether this process works on an item.
func (j *jobs) has(item int64) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.running[item] != nil
}

// changed ends the job of a message that a person changed or deleted. A change
// comes too late for an answer that is being read.
func (j *jobs) changed(channel string, cause changedError) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, running := range j.running {
		if running.asks(channel, cause.ts) && (!running.shown || cause.now == nil) {
			running.cancel(cause)
		}
	}
}

// stopped reports whether an answer ended because of Stop, as its context or
// Slack says.
func stopped(ctx context.Context, err error) bool {
	return errors.Is(context.Cause(ctx), errStopped) || errors.Is(err, errStopped) || refused(err, "stopped_by_user")
}
