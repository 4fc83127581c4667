// Package inboxtest holds the tests that every inbox.Queue must pass.
package inboxtest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// TestQueue runs the tests; open returns an empty queue that lives as long as
// the test it is given.
func TestQueue(t *testing.T, open func(t *testing.T) inbox.Queue) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, queue)
	}{
		{"what is put in comes out", comesOut},
		{"a twin is not stored again", twins},
		{"an item without a key is refused", keyless},
		{"a hundred twins at once are stored once", manyTwins},
		{"items of one learner come in order, one at a time", inOrder},
		{"a retry holds up its learner only", retries},
		{"a lease that runs out is handed out again", runsOut},
		{"an extended lease lasts longer", extends},
		{"the place of the answer is remembered", places},
		{"ended items stay ended", ended},
		{"nothing can be done to an item that is not leased", notLeased},
		{"eight workers share many learners", manyWorkers},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.run(t, queue{t, open(t)})
		})
	}
}

// noon is when the tests begin; they tell the queue what time it is.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// at returns a time so many seconds after noon.
func at(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }

// queue is a queue whose errors fail the test.
type queue struct {
	*testing.T
	inbox.Queue
}

func (q queue) put(learner string, keys ...string) (fresh bool) {
	q.Helper()
	fresh, err := q.Put(q.Context(), inbox.Item{
		Keys: keys, Learner: learner, Kind: "events_api", Payload: []byte(`{"n":"` + keys[0] + `"}`), Received: noon,
	})
	q.must(err)
	return fresh
}

// lease returns the payload's key of the next item, "" for none, and its id.
// The lease lasts a minute.
func (q queue) lease(now time.Time) (key string, id int64) {
	q.Helper()
	item, ok, err := q.Lease(q.Context(), now, now.Add(time.Minute))
	q.must(err)
	if !ok {
		return "", 0
	}
	return string(item.Payload[len(`{"n":"`) : len(item.Payload)-len(`"}`)]), item.ID
}

// expect leases an item that must be the one with the given key, "" for none.
func (q queue) expect(now time.Time, want string) (id int64) {
	q.Helper()
	got, id := q.lease(now)
	if got != want {
		q.Fatalf("leased %q, want %q", got, want)
	}
	return id
}

func (q queue) must(err error) {
	q.Helper()
	if err != nil {
		q.Fatal(err)
	}
}

func comesOut(t *testing.T, q queue) {
	want := inbox.Item{
		Keys: []string{"Ev1", "C1/1.2"}, Learner: "T1/U1", Kind: "slash_commands",
		Payload: []byte(`{"text":"what's \"SLO\" – 日本?","$1":"?2"}`), Received: noon.Add(5 * time.Millisecond),
	}
	fresh, err := q.Put(t.Context(), want)
	q.must(err)
	if !fresh {
		t.Error("a new item is not fresh")
	}
	got, ok, err := q.Lease(t.Context(), noon, at(60))
	q.must(err)
	if !ok || got.ID == 0 || got.Attempt != 1 || got.Learner != want.Learner || got.Kind != want.Kind ||
		string(got.Payload) != string(want.Payload) || !got.Received.Equal(want.Received) || got.Channel != "" || got.TS != "" {
		t.Errorf("leased %+v, %v; want %+v", got, ok, want)
	}
}

func twins(t *testing.T, q queue) {
	for _, step := range []struct {
		keys []string
		want bool
	}{
		{[]string{"Ev1", "C1/1"}, true},
		{[]string{"Ev1", "C1/1"}, false},
		{[]string{"Ev2", "C1/1"}, false},
		{[]string{"Ev1"}, false},
		{[]string{"Ev3", "Ev3"}, true},
		{[]string{"ev1"}, true},
	} {
		if got := q.put("U1", step.keys...); got != step.want {
			t.Errorf("put %v: fresh is %v, want %v", step.keys, got, step.want)
		}
	}
	q.must(q.Done(t.Context(), q.expect(noon, "Ev1")))
	if q.put("U1", "Ev1") {
		t.Error("the twin of an item that is done was stored")
	}
}

func keyless(t *testing.T, q queue) {
	if fresh, err := q.Put(t.Context(), inbox.Item{Learner: "U1"}); err == nil || fresh {
		t.Errorf("put an item without a key: %v, %v", fresh, err)
	}
	q.expect(noon, "")
}

func manyTwins(t *testing.T, q queue) {
	const items, twins = 10, 10
	var fresh atomic.Int32
	var all sync.WaitGroup
	for i := range items * twins {
		all.Go(func() {
			key := fmt.Sprintf("Ev%d", i%items)
			stored, err := q.Put(t.Context(), inbox.Item{Keys: []string{key, "other " + key}, Learner: key, Payload: []byte(`{"n":"x"}`)})
			if err != nil {
				t.Error(err)
			}
			if stored {
				fresh.Add(1)
			}
		})
	}
	all.Wait()
	var leased int
	for key, _ := q.lease(noon); key != ""; key, _ = q.lease(noon) {
		leased++
	}
	if fresh.Load() != items || leased != items {
		t.Errorf("%d of %d items fresh, %d leased; want %d", fresh.Load(), items*twins, leased, items)
	}
}

func inOrder(t *testing.T, q queue) {
	q.put("U1", "a1")
	q.put("U1", "a2")
	q.put("U2", "b1")
	a1 := q.expect(noon, "a1")
	b1 := q.expect(noon, "b1")
	q.expect(noon, "")
	q.must(q.Done(t.Context(), b1))
	q.expect(noon, "")
	q.must(q.Dead(t.Context(), a1))
	q.expect(noon, "a2")
}

func retries(t *testing.T, q queue) {
	q.put("U1", "a1")
	q.put("U1", "a2")
	q.put("U2", "b1")
	id := q.expect(noon, "a1")
	q.must(q.Retry(t.Context(), id, at(30)))
	q.expect(noon, "b1")
	q.expect(at(29), "")
	item, ok, err := q.Lease(t.Context(), at(30), at(90))
	q.must(err)
	if !ok || item.ID != id || item.Attempt != 2 {
		t.Errorf("leased item %d, attempt %d, %v; want item %d, attempt 2", item.ID, item.Attempt, ok, id)
	}
}

func runsOut(t *testing.T, q queue) {
	q.put("U1", "a1")
	id := q.expect(noon, "a1")
	q.expect(at(59), "")
	item, ok, err := q.Lease(t.Context(), at(60), at(90))
	q.must(err)
	if !ok || item.ID != id || item.Attempt != 2 {
		t.Errorf("leased item %d, attempt %d, %v; want item %d, attempt 2", item.ID, item.Attempt, ok, id)
	}
	q.expect(at(89), "")
}

func extends(t *testing.T, q queue) {
	q.put("U1", "a1")
	id := q.expect(noon, "a1")
	q.must(q.Extend(t.Context(), id, at(100)))
	q.expect(at(99), "")
	q.expect(at(100), "a1")
}

func places(t *testing.T, q queue) {
	q.put("U1", "a1")
	id := q.expect(noon, "a1")
	// The order of arguments matters: a driver that binds by appearance
	// would swap them.
	q.must(q.Place(t.Context(), id, "C7", "1700.5"))
	q.must(q.Retry(t.Context(), id, noon))
	item, _, err := q.Lease(t.Context(), noon, at(60))
	q.must(err)
	if item.Channel != "C7" || item.TS != "1700.5" {
		t.Errorf("answered in %q %q, want C7 1700.5", item.Channel, item.TS)
	}
}

func ended(t *testing.T, q queue) {
	q.put("U1", "a1")
	q.put("U1", "a2")
	id := q.expect(noon, "a1")
	q.must(q.Done(t.Context(), id))
	q.must(q.Dead(t.Context(), id))
	q.must(q.Done(t.Context(), id))
	q.must(q.Done(t.Context(), id+1000))
	q.must(q.Dead(t.Context(), q.expect(noon, "a2")))
	q.expect(at(1e6), "")
}

func notLeased(t *testing.T, q queue) {
	q.put("U1", "a1")
	q.put("U1", "a2")
	id := q.expect(noon, "a1")
	q.must(q.Done(t.Context(), id))
	for name, err := range map[string]error{
		"extend a done item":   q.Extend(t.Context(), id, at(60)),
		"retry a done item":    q.Retry(t.Context(), id, noon),
		"place a done item":    q.Place(t.Context(), id, "C1", "1"),
		"extend a ready item":  q.Extend(t.Context(), id+1, at(60)),
		"extend an unknown id": q.Extend(t.Context(), id+1000, at(60)),
	} {
		if !errors.Is(err, inbox.ErrNotLeased) {
			t.Errorf("%s: %v, want ErrNotLeased", name, err)
		}
	}
	q.expect(noon, "a2")
}
