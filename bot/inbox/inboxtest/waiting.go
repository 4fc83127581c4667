package inboxtest

import (
	"errors"
	"testing"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// WaitingQueue is a queue whose waiting items can be reached.
type WaitingQueue interface {
	inbox.Queue
	inbox.Waiting
	inbox.Line
}

// TestWaiting runs the tests of inbox.Waiting; open returns an empty queue
// that lives as long as the test it is given.
func TestWaiting(t *testing.T, open func(t *testing.T) WaitingQueue) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, queue, inbox.Waiting)
	}{
		{"what waits behind an item is its learner's", behind},
		{"items put together are worked once", merges},
		{"only a leased item takes others in", mergesLeased},
		{"an item that waits can be changed and dropped", amends},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := open(t)
			test.run(t, queue{t, w}, w)
		})
	}
}

func behind(t *testing.T, q queue, w inbox.Waiting) {
	q.put("U1", "first")
	q.put("U2", "other")
	held := q.expect(noon, "first")
	if list, err := w.Behind(t.Context(), held); err != nil || len(list) > 0 {
		t.Fatalf("behind the last: %v, %v", list, err)
	}
	q.put("U1", "second")
	q.put("U1", "third")
	list, err := w.Behind(t.Context(), held)
	q.must(err)
	if len(list) != 2 || string(list[0].Payload) != `{"n":"second"}` || string(list[1].Payload) != `{"n":"third"}` ||
		list[0].Learner != "U1" || list[0].Kind != "events_api" || !list[0].Received.Equal(noon) {
		t.Errorf("behind the first: %+v", list)
	}
	q.settle(held, inbox.Done)
	if list, err := w.Behind(t.Context(), held); !errors.Is(err, inbox.ErrNotLeased) || len(list) > 0 {
		t.Errorf("behind an item that has ended: %v, %v", list, err)
	}
}

func merges(t *testing.T, q queue, w inbox.Waiting) {
	for _, key := range []string{"first", "second", "third"} {
		q.put("U1", key)
	}
	held := q.expect(noon, "first")
	list, err := w.Behind(t.Context(), held)
	q.must(err)
	q.must(w.Merge(t.Context(), held, []byte(`{"n":"both"}`), list[0].ID))
	// The process dies: what was put together comes out together.
	again := q.expect(at(61), "both")
	if again.Item != held.Item {
		t.Errorf("item %d, want %d", again.Item, held.Item)
	}
	if err := w.Merge(t.Context(), held, []byte(`{"n":"late"}`)); !errors.Is(err, inbox.ErrNotLeased) {
		t.Errorf("merged by a process that was taken for dead: %v", err)
	}
	q.settle(again, inbox.Done)
	q.expect(at(62), "third")
	if q.put("U1", "second") {
		t.Error("the twin of an item that was put to another was stored")
	}
}

func mergesLeased(t *testing.T, q queue, w inbox.Waiting) {
	q.put("U1", "first")
	q.put("U1", "second")
	held := q.expect(noon, "first")
	list, err := w.Behind(t.Context(), held)
	q.must(err)
	q.settle(held, inbox.Released)
	if err := w.Merge(t.Context(), held, []byte(`{"n":"both"}`), list[0].ID); !errors.Is(err, inbox.ErrNotLeased) {
		t.Errorf("merged into an item that is not leased: %v", err)
	}
	q.settle(q.expect(noon, "first"), inbox.Done)
	q.expect(noon, "second")
}

func amends(t *testing.T, q queue, w inbox.Waiting) {
	amended := func(key string, payload []byte, want bool) {
		t.Helper()
		if got, err := w.Amend(t.Context(), key, payload); err != nil || got != want {
			t.Errorf("amend %s: %v, %v", key, got, err)
		}
	}
	q.put("U1", "first")
	q.put("U1", "second", "also second")
	q.put("U1", "third")
	held := q.expect(noon, "first")
	amended("first", []byte(`{"n":"changed"}`), false)
	amended("also second", []byte(`{"n":"changed"}`), true)
	amended("third", nil, true)
	amended("third", nil, false)
	amended("fourth", nil, false)
	q.settle(held, inbox.Done)
	q.settle(q.expect(noon, "changed"), inbox.Done)
	q.expect(noon, "")
	amended("second", nil, false)
}
