package inboxtest

import (
	"errors"
	"testing"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

func inOrder(t *testing.T, q queue) {
	q.put("U1", "a1")
	q.put("U1", "a2")
	q.put("U2", "b1")
	a1 := q.expect(noon, "a1")
	b1 := q.expect(noon, "b1")
	q.expect(noon, "")
	q.settle(b1, inbox.Done)
	q.expect(noon, "")
	q.settle(a1, inbox.Dead)
	q.expect(noon, "a2")
}

func failures(t *testing.T, q queue) {
	q.put("U1", "a1")
	q.put("U1", "a2")
	q.put("U2", "b1")
	first := q.expect(noon, "a1")
	q.must(q.Settle(t.Context(), first, inbox.Failed, at(30)))
	q.expect(noon, "b1")
	q.expect(at(29), "")
	item, ok, err := q.Lease(t.Context(), at(30), at(90))
	q.must(err)
	if !ok || item.ID != first.Item || item.Attempt != 2 || item.Failed != 1 || item.Died != 0 {
		t.Errorf("leased %+v, %v; want the second attempt at item %d, one failed", item, ok, first.Item)
	}
}

func released(t *testing.T, q queue) {
	q.put("U1", "a1")
	first := q.expect(noon, "a1")
	q.settle(first, inbox.Released)
	item, ok, err := q.Lease(t.Context(), noon, at(60))
	q.must(err)
	if !ok || item.ID != first.Item || item.Attempt != 2 || item.Failed != 0 || item.Died != 0 {
		t.Errorf("leased %+v, %v; want the second attempt at item %d, none failed", item, ok, first.Item)
	}
}

func runsOut(t *testing.T, q queue) {
	q.put("U1", "a1")
	first := q.expect(noon, "a1")
	q.expect(at(59), "")
	item, ok, err := q.Lease(t.Context(), at(60), at(90))
	q.must(err)
	if !ok || item.ID != first.Item || item.Attempt != 2 || item.Failed != 0 || item.Died != 1 {
		t.Errorf("leased %+v, %v; want the second attempt at item %d, one died", item, ok, first.Item)
	}
	q.expect(at(89), "")
}

func extends(t *testing.T, q queue) {
	q.put("U1", "a1")
	q.must(q.Extend(t.Context(), q.expect(noon, "a1"), at(100)))
	q.expect(at(99), "")
	q.expect(at(100), "a1")
}

func places(t *testing.T, q queue) {
	q.put("U1", "a1")
	held := q.expect(noon, "a1")
	// The order of arguments matters: a driver that binds by appearance
	// would swap them.
	q.must(q.Place(t.Context(), held, "C7", "1700.5"))
	q.settle(held, inbox.Released)
	item, _, err := q.Lease(t.Context(), noon, at(60))
	q.must(err)
	if item.Channel != "C7" || item.TS != "1700.5" {
		t.Errorf("answered in %q %q, want C7 1700.5", item.Channel, item.TS)
	}
}

func ended(t *testing.T, q queue) {
	q.put("U1", "a1")
	q.put("U1", "a2")
	held := q.expect(noon, "a1")
	q.settle(held, inbox.Done)
	q.refused(held)
	q.settle(q.expect(noon, "a2"), inbox.Dead)
	q.expect(at(1e6), "")
}

// refused checks that nothing can be done under a lease that has ended.
func (q queue) refused(held inbox.Lease) {
	q.Helper()
	errs := map[string]error{
		"extend": q.Extend(q.Context(), held, at(1000)),
		"place":  q.Place(q.Context(), held, "C1", "1"),
	}
	for name, how := range map[string]inbox.Outcome{"done": inbox.Done, "dead": inbox.Dead, "failed": inbox.Failed, "released": inbox.Released} {
		errs[name] = q.Settle(q.Context(), held, how, noon)
	}
	for name, err := range errs {
		if !errors.Is(err, inbox.ErrNotLeased) {
			q.Errorf("%s, under the lease %v that has ended: %v, want ErrNotLeased", name, held, err)
		}
	}
}

func notLeased(t *testing.T, q queue) {
	q.put("U1", "a1")
	q.put("U1", "a2")
	held := q.expect(noon, "a1")
	q.settle(held, inbox.Failed)
	q.refused(held)
	q.refused(inbox.Lease{Item: held.Item, Attempt: 0})
	q.refused(inbox.Lease{Item: held.Item + 1, Attempt: 0})
	q.refused(inbox.Lease{Item: held.Item + 1000, Attempt: 1})
	q.expect(noon, "a1")
}

// fenced has a worker go silent until its lease runs out and another has the
// item in hand.
func fenced(t *testing.T, q queue) {
	q.put("U1", "a1")
	slow := q.expect(noon, "a1")
	quick := q.expect(at(60), "a1")
	q.refused(slow)
	q.must(q.Place(t.Context(), quick, "C7", "1700.5"))
	q.settle(quick, inbox.Failed)
	q.refused(slow)
	item, _, err := q.Lease(t.Context(), noon, at(60))
	q.must(err)
	if item.Attempt != 3 || item.TS != "1700.5" || item.Failed != 1 || item.Died != 1 {
		t.Errorf("the slow worker changed the item: %+v", item)
	}
}

func depth(t *testing.T, q queue) {
	check := func(want inbox.Depth) {
		t.Helper()
		got, err := q.Depth(t.Context())
		q.must(err)
		if got.Waiting != want.Waiting || got.Dead != want.Dead || !got.Oldest.Equal(want.Oldest) {
			t.Errorf("depth %+v, want %+v", got, want)
		}
	}
	check(inbox.Depth{})
	for i, key := range []string{"first", "second", "third"} {
		_, err := q.Put(t.Context(), inbox.Item{Keys: []string{key}, Learner: key, Received: at(i)})
		q.must(err)
	}
	check(inbox.Depth{Waiting: 3, Oldest: noon})
	for i, how := range []inbox.Outcome{inbox.Dead, inbox.Done} {
		item, _, err := q.Lease(t.Context(), noon, at(60))
		q.must(err)
		check(inbox.Depth{Waiting: 3 - i, Oldest: at(i), Dead: i})
		q.settle(item.Lease(), how)
	}
	check(inbox.Depth{Waiting: 1, Oldest: at(2), Dead: 1})
}
