// Package inboxtest holds the tests that every inbox.Queue must pass.
package inboxtest

import (
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
		{"a failure holds up its learner only", failures},
		{"what is given back has not failed", released},
		{"a lease that runs out is handed out again", runsOut},
		{"an extended lease lasts longer", extends},
		{"the place of the answer is remembered", places},
		{"ended items stay ended", ended},
		{"nothing can be done without a lease", notLeased},
		{"a worker taken for dead can do nothing", fenced},
		{"learners take turns", takeTurns},
		{"a learner who comes late waits for one turn", comesLate},
		{"a learner who was away has saved no turns", noCredit},
		{"a hundred times as many questions get no more of the workers", heavyLearner},
		{"the depth is what waits", depth},
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

// lease returns the key in the payload of the next item, "" for none, and its
// lease, which lasts a minute.
func (q queue) lease(now time.Time) (key string, held inbox.Lease) {
	q.Helper()
	item, ok, err := q.Lease(q.Context(), now, now.Add(time.Minute))
	q.must(err)
	if !ok {
		return "", inbox.Lease{}
	}
	return string(item.Payload[len(`{"n":"`) : len(item.Payload)-len(`"}`)]), item.Lease()
}

// expect leases an item that must be the one with the given key, "" for none.
func (q queue) expect(now time.Time, want string) (held inbox.Lease) {
	q.Helper()
	got, held := q.lease(now)
	if got != want {
		q.Fatalf("leased %q, want %q", got, want)
	}
	return held
}

// settle ends a lease; an item that fails is ready again at once.
func (q queue) settle(held inbox.Lease, how inbox.Outcome) {
	q.Helper()
	q.must(q.Settle(q.Context(), held, how, noon))
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
	q.settle(q.expect(noon, "Ev1"), inbox.Done)
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
