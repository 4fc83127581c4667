package inbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"time"
)

// settleWithin bounds the queue's calls that end an item: they must work when
// the handler's context has ended, but not hang.
const settleWithin = 10 * time.Second

// errDied is the error of an item over which too many processes have died.
var errDied = errors.New("its processes died over it")

// work makes one attempt at an item and tells the queue how it ended.
func (w *Workers) work(ctx context.Context, item Item) {
	log := w.Log.With("item", item.ID, "kind", item.Kind, "attempt", item.Attempt)
	held, stop := w.hold(ctx, item.Lease())
	err := w.attempt(held, item)
	if errors.Is(context.Cause(held), ErrNotLeased) || errors.Is(err, ErrNotLeased) {
		stop()
		log.Warn("inbox: item is in other hands")
		return
	}
	how, from := w.judge(ctx, item, err)
	switch how {
	case Dead:
		how = w.giveUp(held, log, item, err)
	case Failed:
		log.Warn("inbox: item is tried again", "err", err, "after", from.Sub(w.Now()).Round(time.Millisecond))
	}
	stop()

	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	err = w.Queue.Settle(settling, item.Lease(), how, from)
	// An item that Handle ended, or that was erased meanwhile, needs no end.
	if err != nil && !errors.Is(err, ErrNotLeased) {
		log.Error("inbox: item stays leased until its lease runs out", "err", err)
	}
}

// giveUp has the learner of an item told that it is given up, unless there is
// an answer, and returns how the item ends.
func (w *Workers) giveUp(ctx context.Context, log *slog.Logger, item Item, err error) Outcome {
	answered := false
	if w.Exhausted != nil {
		told := w.recovered(item, func() error { answered = w.Exhausted(ctx, item, err); return nil })
		if told != nil {
			log.Error("inbox: nobody could be told", "err", told)
		}
	}
	if answered {
		log.Warn("inbox: item is done, its last attempts came to no end", "err", err)
		return Done
	}
	log.Error("inbox: item given up", "err", err)
	return Dead
}

// attempt handles an item, unless it may be what kills the process.
func (w *Workers) attempt(ctx context.Context, item Item) error {
	if item.Died >= w.Deaths {
		return errDied
	}
	return w.recovered(item, func() error { return w.Handle(ctx, item) })
}

// judge says what becomes of an item after an attempt, and from when on.
func (w *Workers) judge(ctx context.Context, item Item, err error) (how Outcome, from time.Time) {
	failed := item.Failed + 1
	switch {
	case err == nil:
		return Done, time.Time{}
	case errors.Is(err, errDied):
		return Dead, time.Time{}
	case ctx.Err() != nil:
		return Released, time.Time{}
	case failed >= w.Attempts || errors.Is(err, ErrPermanent):
		return Dead, time.Time{}
	}
	wait := w.Backoff(failed, err)
	if after, ok := errors.AsType[RetryAfter](err); ok {
		wait = after.After
	}
	return Failed, w.Now().Add(wait)
}

// hold extends a lease until the returned function is called. The context it
// returns ends, because of ErrNotLeased, when the lease is lost: to another
// worker, or for want of an answer to a whole lease of heartbeats.
func (w *Workers) hold(ctx context.Context, lease Lease) (held context.Context, stop func()) {
	held, lose := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(w.Heartbeat)
		defer tick.Stop()
		until := w.Now().Add(w.Lease)
		for {
			select {
			case <-tick.C:
			case <-held.Done():
				return
			}
			next := w.Now().Add(w.Lease)
			err := w.extend(held, lease, next, until)
			switch {
			case err == nil:
				until = next
			case held.Err() != nil:
				return
			case errors.Is(err, ErrNotLeased) || !w.Now().Before(until):
				lose(ErrNotLeased)
				return
			default:
				w.Log.Error("inbox: the lease could not be extended", "item", lease.Item, "err", err)
			}
		}
	}()
	return held, func() {
		lose(nil)
		<-ended
	}
}

// extend extends a lease, and waits for that no longer than it lasts.
func (w *Workers) extend(ctx context.Context, lease Lease, next, until time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, until.Sub(w.Now()))
	defer cancel()
	return w.Queue.Extend(ctx, lease, next)
}

// recovered turns a panic of f into an error. A panic's value may hold what a
// learner wrote, so only its type is told, or the runtime's own words, which
// hold none.
func (w *Workers) recovered(item Item, f func() error) (err error) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		err = fmt.Errorf("%w of type %T", ErrPanic, cause)
		if fault, ok := cause.(runtime.Error); ok {
			err = fmt.Errorf("%w: %w", ErrPanic, fault)
		}
		w.Log.Error("inbox: panic", "item", item.ID, "kind", item.Kind, "err", err, "stack", string(debug.Stack()))
	}()
	return f()
}
