package store

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/bot/inbox/inboxtest"
	"github.com/gloss-tutor/gloss/store/storetest"
)

func TestQueue(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		inboxtest.TestQueue(t, func(t *testing.T) inbox.Queue { return open(t, t.TempDir()+"/gloss.db") })
	})
	t.Run("postgres", func(t *testing.T) {
		inboxtest.TestQueue(t, func(t *testing.T) inbox.Queue { return open(t, storetest.PostgresAddress(t)) })
	})
}

func TestWaiting(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		inboxtest.TestWaiting(t, func(t *testing.T) inboxtest.WaitingQueue { return open(t, t.TempDir()+"/gloss.db") })
	})
	t.Run("postgres", func(t *testing.T) {
		inboxtest.TestWaiting(t, func(t *testing.T) inboxtest.WaitingQueue { return open(t, storetest.PostgresAddress(t)) })
	})
}

func TestLine(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		inboxtest.TestLine(t, func(t *testing.T) inboxtest.WaitingQueue { return open(t, t.TempDir()+"/gloss.db") })
	})
	t.Run("postgres", func(t *testing.T) {
		inboxtest.TestLine(t, func(t *testing.T) inboxtest.WaitingQueue { return open(t, storetest.PostgresAddress(t)) })
	})
}

// Several processes on one PostgreSQL database share its inbox.
func TestQueueSharedByProcesses(t *testing.T) {
	inboxtest.TestQueue(t, func(t *testing.T) inbox.Queue {
		address := storetest.PostgresAddress(t)
		shared := &taken{all: []*Store{open(t, address), open(t, address), open(t, address)}}
		return shared
	})
}

// taken is a queue that takes several processes in turn.
type taken struct {
	turn atomic.Int32
	all  []*Store
}

func (q *taken) next() *Store { return q.all[int(q.turn.Add(1))%len(q.all)] }

func (q *taken) Put(ctx context.Context, item inbox.Item) (bool, error) {
	return q.next().Put(ctx, item)
}

func (q *taken) Lease(ctx context.Context, now, until time.Time) (inbox.Item, bool, error) {
	return q.next().Lease(ctx, now, until)
}

func (q *taken) Extend(ctx context.Context, lease inbox.Lease, until time.Time) error {
	return q.next().Extend(ctx, lease, until)
}

func (q *taken) Place(ctx context.Context, lease inbox.Lease, channel, ts string) error {
	return q.next().Place(ctx, lease, channel, ts)
}

func (q *taken) Settle(ctx context.Context, lease inbox.Lease, how inbox.Outcome, from time.Time) error {
	return q.next().Settle(ctx, lease, how, from)
}

func (q *taken) Depth(ctx context.Context) (inbox.Depth, error) { return q.next().Depth(ctx) }

func TestWorkersOnADatabase(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		const items = 60
		ctx, stop := context.WithCancel(t.Context())
		var handled atomic.Int32
		w := &inbox.Workers{
			Queue: s, N: 4, Attempts: 3, Deaths: 3,
			Handle: func(ctx context.Context, item inbox.Item) error {
				if item.Attempt == 1 && item.ID%10 == 0 {
					return fmt.Errorf("hiccup")
				}
				if handled.Add(1) == items {
					stop()
				}
				return s.Record(ctx, tutorLesson(item))
			},
			Backoff: func(int, error) time.Duration { return 0 },
			Lease:   time.Minute, Heartbeat: 10 * time.Second, Tick: 10 * time.Millisecond, Grace: time.Minute,
			Now: time.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		}
		for i := range items {
			put(t, s, fmt.Sprint("q", i), fmt.Sprint("T1/U", i%7))
			w.Wake()
		}
		if err := w.Run(ctx); err != nil {
			t.Fatal(err)
		}
		var lessons int
		for u := range 7 {
			given, err := s.Lessons(t.Context(), fmt.Sprint("T1/U", u), 0)
			if err != nil {
				t.Fatal(err)
			}
			lessons += len(given)
		}
		if lessons != items {
			t.Errorf("%d lessons were given for %d questions", lessons, items)
		}
		if item, ok, err := s.Lease(t.Context(), time.Now().Add(time.Hour), time.Now().Add(2*time.Hour)); ok || err != nil {
			t.Errorf("item %d is left, %v", item.ID, err)
		}
	})
}
