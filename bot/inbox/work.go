package inbox

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"
)

// settleWithin bounds the queue's calls that end an item: they must work when
// the handler's context has ended, but not hang.
const settleWithin = 10 * time.Second

// errDied is the error of an item whose last permitted attempt left no word.
var errDied = errors.New("every attempt ended with its process")

// outcome is what becomes of an item after an attempt.
type outcome int

const (
	done outcome = iota
	retry
	dead
	// released: the attempt was cut off by the end of the process.
	released
)

// work makes one attempt at an item and tells the queue how it ended.
func (w *Workers) work(ctx context.Context, item Item) {
	log := w.Log.With("item", item.ID, "kind", item.Kind, "attempt", item.Attempt)
	stop := w.beat(ctx, item.ID)
	err := w.attempt(ctx, item)
	end := w.judge(ctx, item, err)
	if end == dead {
		log.Error("inbox: item given up", "err", err)
		if w.Exhausted != nil {
			told := w.recovered(item, func() error { w.Exhausted(ctx, item, err); return nil })
			if told != nil {
				log.Error("inbox: nobody could be told", "err", told)
			}
		}
	}
	stop()

	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	switch end {
	case done:
		err = w.Queue.Done(settling, item.ID)
	case dead:
		err = w.Queue.Dead(settling, item.ID)
	case released:
		err = w.Queue.Retry(settling, item.ID, w.Now())
	case retry:
		wait := w.wait(item, err)
		log.Warn("inbox: item is tried again", "err", err, "after", wait)
		err = w.Queue.Retry(settling, item.ID, w.Now().Add(wait))
	}
	// An item that was erased meanwhile needs no end.
	if err != nil && !errors.Is(err, ErrNotLeased) {
		log.Error("inbox: item stays leased until its lease runs out", "err", err)
	}
}

// attempt handles an item, unless it was leased more often than permitted:
// then it may be what kills the process.
func (w *Workers) attempt(ctx context.Context, item Item) error {
	if item.Attempt > w.Attempts {
		return errDied
	}
	return w.recovered(item, func() error { return w.Handle(ctx, item) })
}

func (w *Workers) judge(ctx context.Context, item Item, err error) outcome {
	switch {
	case err == nil:
		return done
	case ctx.Err() != nil:
		return released
	case item.Attempt >= w.Attempts || errors.Is(err, ErrPermanent):
		return dead
	}
	return retry
}

func (w *Workers) wait(item Item, err error) time.Duration {
	if after, ok := errors.AsType[RetryAfter](err); ok {
		return after.After
	}
	return w.Backoff(item.Attempt)
}

// beat extends the lease of an item until the returned function is called.
func (w *Workers) beat(ctx context.Context, id int64) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(w.Heartbeat)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
			err := w.Queue.Extend(ctx, id, w.Now().Add(w.Lease))
			if errors.Is(err, ErrNotLeased) {
				return
			}
			if err != nil && ctx.Err() == nil {
				w.Log.Error("inbox: the lease could not be extended", "item", id, "err", err)
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
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
		err = fmt.Errorf("panic of type %T", cause)
		if fault, ok := cause.(runtime.Error); ok {
			err = fmt.Errorf("panic: %w", fault)
		}
		w.Log.Error("inbox: panic", "item", item.ID, "kind", item.Kind, "err", err, "stack", string(debug.Stack()))
	}()
	return f()
}
