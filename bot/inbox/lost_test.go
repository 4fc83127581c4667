package inbox_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// cut is a queue that one process cannot reach for a while: its calls wait
// until they are given up, or come back at once, as networks do.
type cut struct {
	*inbox.Memory
	mu     sync.Mutex
	away   bool
	silent bool
}

func (c *cut) set(away, silent bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.away, c.silent = away, silent
}

func (c *cut) reach(ctx context.Context) error {
	c.mu.Lock()
	away, silent := c.away, c.silent
	c.mu.Unlock()
	if !away {
		return nil
	}
	if silent {
		<-ctx.Done()
		return ctx.Err()
	}
	return errors.New("the database is away")
}

func (c *cut) Lease(ctx context.Context, now, until time.Time) (inbox.Item, bool, error) {
	if err := c.reach(ctx); err != nil {
		return inbox.Item{}, false, err
	}
	return c.Memory.Lease(ctx, now, until)
}

func (c *cut) Extend(ctx context.Context, lease inbox.Lease, until time.Time) error {
	if err := c.reach(ctx); err != nil {
		return err
	}
	return c.Memory.Extend(ctx, lease, until)
}

func (c *cut) Settle(ctx context.Context, lease inbox.Lease, how inbox.Outcome, from time.Time) error {
	if err := c.reach(ctx); err != nil {
		return err
	}
	return c.Memory.Settle(ctx, lease, how, from)
}

// TestAWorkerThatLosesTheQueueStopsBeforeAnotherBegins cuts one of two
// processes off while it works: the other has the item when the lease is over,
// and the first has stopped by then.
func TestAWorkerThatLosesTheQueueStopsBeforeAnotherBegins(t *testing.T) {
	for name, silent := range map[string]bool{"calls fail": false, "calls hang": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var d diary
				first, queue := newWorkers(&d, t.Output(), func(ctx context.Context, item inbox.Item) error {
					d.note("the first begins")
					<-ctx.Done()
					d.note("the first stops: %v", context.Cause(ctx))
					return ctx.Err()
				})
				wire := &cut{Memory: queue}
				first.Queue = wire
				put(t, queue, "ann")
				stopFirst := run(t, first)
				time.Sleep(5 * time.Second)
				wire.set(true, silent)
				second := newCopy(first)
				second.Queue = queue
				second.Handle = func(context.Context, inbox.Item) error {
					d.note("the second begins")
					return nil
				}
				stopSecond := run(t, second)
				time.Sleep(time.Minute)
				wire.set(false, false)
				time.Sleep(time.Minute)
				stopFirst()
				stopSecond()
				d.expect(t, "0s the first begins", "30s the first stops: the inbox item is no longer leased to us", "30s the second begins")
				if queue.Len() != 0 {
					t.Errorf("%d items left", queue.Len())
				}
			})
		})
	}
}

// TestAnAttemptWhoseItemIsInOtherHandsSaysNothing has an item finished by
// another while its handler works.
func TestAnAttemptWhoseItemIsInOtherHandsSaysNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		var queue *inbox.Memory
		w, q := newWorkers(&d, t.Output(), func(ctx context.Context, item inbox.Item) error {
			if err := queue.Settle(ctx, item.Lease(), inbox.Released, time.Time{}); err != nil {
				return err
			}
			other, ok, err := queue.Lease(ctx, time.Now(), time.Now().Add(time.Hour))
			if err != nil || !ok {
				t.Error(ok, err)
			}
			if item.Learner == "ann" {
				<-ctx.Done()
				d.note("ann ends: %v", context.Cause(ctx))
				return errors.New("cut off")
			}
			d.note("bob notices")
			return queue.Place(ctx, item.Lease(), "C1", "1."+other.Learner)
		})
		queue = q
		w.Attempts = 1
		put(t, queue, "ann", "bob")
		stop := run(t, w)
		time.Sleep(time.Minute)
		stop()
		d.expect(t, "0s bob notices", "10s ann ends: the inbox item is no longer leased to us")
		if queue.Len() != 2 {
			t.Errorf("%d items left, want both with those who hold them now", queue.Len())
		}
	})
}

func TestAPanicWaitsAsItsKindDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		w, queue := newWorkers(&d, t.Output(), func(_ context.Context, item inbox.Item) error {
			d.note("attempt %d", item.Attempt)
			if item.Attempt == 1 {
				panic("a fault of ours")
			}
			return nil
		})
		w.Backoff = func(_ int, err error) time.Duration {
			if errors.Is(err, inbox.ErrPanic) && !strings.Contains(err.Error(), "ours") {
				return 20 * time.Second
			}
			return time.Second
		}
		put(t, queue, "ann")
		stop := run(t, w)
		time.Sleep(time.Minute)
		stop()
		d.expect(t, "0s attempt 1", "20s attempt 2")
	})
}
