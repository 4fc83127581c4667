package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

func TestItemThatKillsItsProcessIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		w, queue := newWorkers(&d, t.Output(), func(_ context.Context, item inbox.Item) error {
			d.note("%s attempt %d", item.Learner, item.Attempt)
			return nil
		})
		put(t, queue, "ann")
		for range w.Deaths + 1 {
			// Processes that leased it and were never heard of again.
			if _, ok, err := queue.Lease(t.Context(), time.Now(), time.Now()); !ok || err != nil {
				t.Fatal(ok, err)
			}
		}
		stop := run(t, w)
		time.Sleep(time.Minute)
		stop()
		d.expect(t, "0s ann given up: its processes died over it")
	})
}

func TestStopLetsHandlersEndAndGivesTheRestBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		w, queue := newWorkers(&d, t.Output(), func(ctx context.Context, item inbox.Item) error {
			length := 5 * time.Second
			if item.Learner == "slow" {
				length = time.Hour
			}
			select {
			case <-time.After(length):
				d.note("%s ends", item.Learner)
				return nil
			case <-ctx.Done():
				d.note("%s is cut off: %v", item.Learner, context.Cause(ctx))
				return ctx.Err()
			}
		})
		put(t, queue, "quick", "slow", "quick", "late")
		stop := run(t, w)
		time.Sleep(time.Second)
		stop()
		d.note("stopped")
		d.expect(t, "5s quick ends", "26s slow is cut off: the process stops", "26s stopped")

		// The next process finds them ready: the one cut off and the two that
		// were never begun.
		var left []string
		for {
			item, ok, err := queue.Lease(t.Context(), time.Now(), time.Now().Add(time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			left = append(left, fmt.Sprint(item.Learner, item.Attempt, item.Failed))
		}
		if got := strings.Join(left, ", "); got != "slow2 0, late1 0, quick1 0" {
			t.Errorf("left in the queue: %s", got)
		}
	})
}

// flaky is a queue that cannot be reached at first.
type flaky struct {
	*inbox.Memory
	until time.Time
}

func (f flaky) Lease(ctx context.Context, now, until time.Time) (inbox.Item, bool, error) {
	if now.Before(f.until) {
		return inbox.Item{}, false, errors.New("the database is away")
	}
	return f.Memory.Lease(ctx, now, until)
}

func TestWorkersOutliveAQueueThatIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		w, queue := newWorkers(&d, t.Output(), func(_ context.Context, item inbox.Item) error {
			d.note("%s", item.Learner)
			return nil
		})
		w.Queue = flaky{queue, time.Now().Add(4 * time.Second)}
		put(t, queue, "ann")
		stop := run(t, w)
		time.Sleep(10 * time.Second)
		stop()
		d.expect(t, "4s ann")
	})
}

func TestWorkersSayWhatIsMissing(t *testing.T) {
	err := new(inbox.Workers).Run(t.Context())
	for _, field := range []string{"Queue", "Handle", "N ", "Attempts", "Deaths", "Backoff", "Heartbeat", "Tick", "Grace", "Now", "Log"} {
		if err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s is not named in: %v", field, err)
		}
	}
	w, _ := newWorkers(new(diary), io.Discard, func(context.Context, inbox.Item) error { return nil })
	w.Lease = w.Heartbeat
	if err := w.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "Lease") {
		t.Errorf("a lease as short as a heartbeat: %v", err)
	}
}
