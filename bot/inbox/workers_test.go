package inbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// diary is what happened to items, one line each, with the seconds since the
// start.
type diary struct {
	mu    sync.Mutex
	start time.Time
	lines []string
}

func (d *diary) note(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	line := fmt.Sprintf("%gs ", time.Since(d.start).Seconds()) + fmt.Sprintf(format, args...)
	d.lines = append(d.lines, line)
}

// expect compares the lines; those of one instant may come in any order.
func (d *diary) expect(t *testing.T, want ...string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	slices.Sort(d.lines)
	slices.Sort(want)
	if got := strings.Join(d.lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// newWorkers returns workers on an empty queue, whose items are handled by
// handle and noted when they are given up.
func newWorkers(d *diary, log io.Writer, handle func(context.Context, inbox.Item) error) (*inbox.Workers, *inbox.Memory) {
	d.start = time.Now()
	queue := new(inbox.Memory)
	return &inbox.Workers{
		Queue: queue, Handle: handle, N: 2, Attempts: 3, Deaths: 3,
		Exhausted: func(_ context.Context, item inbox.Item, err error) bool {
			d.note("%s given up: %v", item.Learner, err)
			return false
		},
		Backoff: func(failed int, _ error) time.Duration { return time.Duration(failed) * 10 * time.Second },
		Lease:   30 * time.Second, Heartbeat: 10 * time.Second, Tick: time.Second, Grace: 25 * time.Second,
		Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil)),
	}, queue
}

func put(t *testing.T, q inbox.Queue, learners ...string) {
	t.Helper()
	for i, learner := range learners {
		item := inbox.Item{Keys: []string{fmt.Sprintf("%s %d %v", learner, i, time.Now())}, Learner: learner, Payload: []byte("very secret")}
		if _, err := q.Put(t.Context(), item); err != nil {
			t.Fatal(err)
		}
	}
}

// run runs workers in the background of a bubble and returns how to stop them.
func run(t *testing.T, w *inbox.Workers) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func TestWorkersServeLearnersSideBySideAndEachInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		w, queue := newWorkers(&d, t.Output(), func(ctx context.Context, item inbox.Item) error {
			d.note("%s begins %d", item.Learner, item.ID)
			time.Sleep(time.Duration(item.ID) * time.Second)
			return nil
		})
		put(t, queue, "ann", "ann", "bob", "cyd")
		stop := run(t, w)
		time.Sleep(time.Minute)
		stop()
		// The third learner waits for a worker, of whom there are two, and comes
		// before the second item of the first.
		d.expect(t, "0s ann begins 1", "0s bob begins 3", "1s cyd begins 4", "3s ann begins 2")
		if queue.Len() != 0 {
			t.Errorf("%d items left", queue.Len())
		}
	})
}

func TestEndOfAnItemStartsItsLearnersNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		w, queue := newWorkers(&d, t.Output(), func(_ context.Context, item inbox.Item) error {
			d.note("begins %d", item.ID)
			time.Sleep(2 * time.Second)
			return nil
		})
		w.Tick = time.Hour
		put(t, queue, "ann", "ann", "ann")
		stop := run(t, w)
		time.Sleep(time.Minute)
		stop()
		d.expect(t, "0s begins 1", "2s begins 2", "4s begins 3")
	})
}

func TestWakeStartsWorkBeforeTheTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		w, queue := newWorkers(&d, t.Output(), func(_ context.Context, item inbox.Item) error {
			d.note("%s", item.Learner)
			return nil
		})
		w.Tick = time.Hour
		w.Wake()
		stop := run(t, w)
		time.Sleep(5 * time.Second)
		put(t, queue, "ann")
		w.Wake()
		w.Wake()
		synctest.Wait()
		stop()
		d.expect(t, "5s ann")
	})
}

func TestFailedItemsAreTriedAgainThenGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		w, queue := newWorkers(&d, t.Output(), func(_ context.Context, item inbox.Item) error {
			d.note("%s attempt %d", item.Learner, item.Attempt)
			switch item.Learner {
			case "busy":
				return fmt.Errorf("ask: %w", inbox.RetryAfter{Err: errors.New("rate limited"), After: 7 * time.Second})
			case "gone":
				return fmt.Errorf("read the thread: %w", inbox.ErrPermanent)
			case "once":
				if item.Attempt == 1 {
					return errors.New("hiccup")
				}
				return nil
			}
			return errors.New("down")
		})
		w.N = 1
		for _, c := range []struct {
			learner string
			want    []string
		}{
			{"down", []string{"0s down attempt 1", "10s down attempt 2", "30s down attempt 3", "30s down given up: down"}},
			{"busy", []string{"0s busy attempt 1", "7s busy attempt 2", "14s busy attempt 3", "14s busy given up: ask: rate limited (again after 7s)"}},
			{"gone", []string{"0s gone attempt 1", "0s gone given up: read the thread: trying again is of no use"}},
			{"once", []string{"0s once attempt 1", "10s once attempt 2"}},
		} {
			d.lines, d.start = nil, time.Now()
			put(t, queue, c.learner)
			again := newCopy(w)
			stop := run(t, again)
			time.Sleep(time.Minute)
			stop()
			d.expect(t, c.want...)
			if queue.Len() != 0 {
				t.Errorf("%s: %d items left", c.learner, queue.Len())
			}
		}
	})
}

// newCopy returns workers with the same fields that have not run.
func newCopy(w *inbox.Workers) *inbox.Workers {
	return &inbox.Workers{
		Queue: w.Queue, Handle: w.Handle, Exhausted: w.Exhausted, N: w.N, Attempts: w.Attempts, Deaths: w.Deaths, Backoff: w.Backoff,
		Lease: w.Lease, Heartbeat: w.Heartbeat, Tick: w.Tick, Grace: w.Grace, Now: w.Now, Log: w.Log,
	}
}

func TestPanicIsAnErrorAndTellsNoSecret(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		var log bytes.Buffer
		w, queue := newWorkers(&d, &log, func(_ context.Context, item inbox.Item) error {
			if item.Learner == "index" {
				_ = item.Payload[len(item.Payload)+item.Attempt]
			}
			panic(string(item.Payload))
		})
		w.Exhausted = func(_ context.Context, item inbox.Item, err error) bool {
			d.note("%s given up: %v", item.Learner, err)
			panic(string(item.Payload))
		}
		w.Attempts = 1
		put(t, queue, "index")
		stop := run(t, w)
		time.Sleep(time.Second)
		put(t, queue, "text")
		w.Wake()
		time.Sleep(5 * time.Second)
		stop()
		d.expect(t, "0s index given up: panic: runtime error: index out of range [12] with length 11",
			"1s text given up: panic of type string")
		if queue.Len() != 0 {
			t.Errorf("%d items left", queue.Len())
		}
		if strings.Contains(log.String(), "secret") || !strings.Contains(log.String(), "workers_test.go") {
			t.Errorf("the log should hold the stack and not the payload:\n%s", &log)
		}
	})
}

func TestHeartbeatKeepsALongItemOurs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		w, queue := newWorkers(&d, t.Output(), func(_ context.Context, item inbox.Item) error {
			d.note("%s attempt %d", item.Learner, item.Attempt)
			time.Sleep(10 * time.Minute)
			return nil
		})
		put(t, queue, "ann")
		stop := run(t, w)
		time.Sleep(15 * time.Minute)
		stop()
		d.expect(t, "0s ann attempt 1")
		if queue.Len() != 0 {
			t.Errorf("%d items left", queue.Len())
		}
	})
}
