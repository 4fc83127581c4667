package inbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// ErrPermanent, wrapped in an error of Handle, says that another attempt would
// end the same way.
var ErrPermanent = errors.New("trying again is of no use")

// RetryAfter is an error of Handle that says when the next attempt makes
// sense; it takes the place of the backoff.
type RetryAfter struct {
	Err   error
	After time.Duration
}

// Error implements error.
func (r RetryAfter) Error() string {
	return fmt.Sprintf("%v (again after %v)", r.Err, r.After)
}

// Unwrap returns the error that made the wait necessary.
func (r RetryAfter) Unwrap() error { return r.Err }

// ErrPanic is wrapped in the error of a Handle that panicked.
var ErrPanic = errors.New("panic")

// Workers work the items of a queue, several learners at a time, each
// learner's items one by one. An item is worked at least once: one whose
// process dies is worked again, so Handle must recognise what an earlier
// attempt has done.
//
// All fields but Exhausted must be set. Nothing of an item but its
// id, kind and attempt is logged, and what the errors of Handle say.
type Workers struct {
	Queue Queue
	// Handle works an item. When it returns nil the item is done, else it is
	// tried again; see ErrPermanent and RetryAfter. It must return soon after its
	// context ends, and change nothing when the cause of that is ErrNotLeased. A
	// panic counts as an error.
	Handle func(ctx context.Context, item Item) error
	// Exhausted is called before an item is given up, so that its learner can
	// be told; err is that of the last attempt. When it reports that the learner
	// has an answer after all, the item is done. It may be nil.
	Exhausted func(ctx context.Context, item Item, err error) (answered bool)
	// N is how many items are worked at a time.
	N int
	// Attempts is how often an item may fail before it is given up, Deaths how
	// many processes may die over it.
	Attempts, Deaths int
	// Backoff is the wait after an attempt that ended with err; failed counts
	// such attempts from 1.
	Backoff func(failed int, err error) time.Duration
	// Lease is how long an item is ours without a sign of life, Heartbeat how
	// often we give one: a third of Lease or less. A worker that cannot give one
	// for a whole Lease stops, because another may have the item by then.
	Lease, Heartbeat time.Duration
	// Tick is how often the queue is asked unwoken: for retries that became
	// due, and for what other processes stored.
	Tick time.Duration
	// Grace is how long running handlers have to end once Run is stopped.
	// What has not ended then is given back for the next process.
	Grace time.Duration
	Now   func() time.Time
	Log   *slog.Logger

	once sync.Once
	bell chan struct{}
}

// Wake makes idle workers look into the queue at once. It never blocks and may
// be called at any time, before Run as well.
func (w *Workers) Wake() {
	select {
	case w.woken() <- struct{}{}:
	default:
	}
}

func (w *Workers) woken() chan struct{} {
	w.once.Do(func() { w.bell = make(chan struct{}, 1) })
	return w.bell
}

// Run works items until ctx ends, then lets running handlers end within Grace
// and returns nil. It returns an error at once when a field is missing. It may
// run once.
func (w *Workers) Run(ctx context.Context) error {
	if err := w.check(); err != nil {
		return fmt.Errorf("run the inbox workers: %w", err)
	}
	working, giveBack := context.WithCancelCause(context.WithoutCancel(ctx))
	defer giveBack(nil)
	var busy sync.WaitGroup
	w.dispatch(ctx, working, &busy)

	deadline := time.AfterFunc(w.Grace, func() { giveBack(errStopping) })
	defer deadline.Stop()
	busy.Wait()
	return nil
}

// errStopping is the cause of a handler's context that ended because Grace is
// over.
var errStopping = errors.New("the process stops")

func (w *Workers) check() error {
	var missing []error
	for _, field := range []struct {
		ok   bool
		name string
	}{
		{w.Queue != nil, "Queue"}, {w.Handle != nil, "Handle"}, {w.N > 0, "N"}, {w.Attempts > 0, "Attempts"}, {w.Deaths > 0, "Deaths"},
		{w.Backoff != nil, "Backoff"}, {w.Heartbeat > 0, "Heartbeat"}, {w.Tick > 0, "Tick"}, {w.Grace > 0, "Grace"},
		{w.Now != nil, "Now"}, {w.Log != nil, "Log"},
	} {
		if !field.ok {
			missing = append(missing, fmt.Errorf("%s is not set", field.name))
		}
	}
	if w.Lease < 2*w.Heartbeat {
		missing = append(missing, errors.New("Lease is less than two Heartbeats"))
	}
	return errors.Join(missing...)
}

// dispatch leases items and starts their work until ctx ends.
func (w *Workers) dispatch(ctx, working context.Context, busy *sync.WaitGroup) {
	tick := time.NewTicker(w.Tick)
	defer tick.Stop()
	free := make(chan struct{}, w.N)
	for {
		select {
		case free <- struct{}{}:
		case <-ctx.Done():
			return
		}
		item, ok := w.lease(ctx)
		if ok {
			busy.Go(func() {
				w.work(working, item)
				<-free
				// The learner's next item has become ready.
				w.Wake()
			})
			continue
		}
		<-free
		select {
		case <-w.woken():
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func (w *Workers) lease(ctx context.Context) (Item, bool) {
	if ctx.Err() != nil {
		return Item{}, false
	}
	now := w.Now()
	item, ok, err := w.Queue.Lease(ctx, now, now.Add(w.Lease))
	if err != nil && ctx.Err() == nil {
		w.Log.Error("inbox: no item could be leased", "err", err)
	}
	return item, ok && err == nil
}
