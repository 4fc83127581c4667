package inboxtest

import (
	"errors"
	"testing"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// TestLine runs the tests of inbox.Line; open returns an empty queue that lives
// as long as the test it is given.
func TestLine(t *testing.T, open func(t *testing.T) WaitingQueue) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, queue, inbox.Line)
	}{
		{"an item that is ended in hand loses its lease", ends},
		{"an item that was given up is worked again", revives},
		{"what comes before an item is counted", ahead},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := open(t)
			test.run(t, queue{t, w}, w)
		})
	}
}

func ends(t *testing.T, q queue, l inbox.Line) {
	q.put("U1", "first")
	q.put("U1", "second")
	q.put("U2", "other")
	held := q.expect(noon, "first")
	list, err := l.Unended(t.Context(), "U1")
	q.must(err)
	if len(list) != 2 || list[0].ID != held.Item || string(list[1].Payload) != `{"n":"second"}` {
		t.Fatalf("unended: %+v", list)
	}
	for i, want := range []bool{true, false} {
		if ended, err := l.End(t.Context(), held.Item, "U1"); err != nil || ended != want {
			t.Errorf("end number %d: %v, %v", i+1, ended, err)
		}
	}
	if ended, err := l.End(t.Context(), list[1].ID, "U2"); err != nil || ended {
		t.Errorf("somebody else's: %v, %v", ended, err)
	}
	if err := q.Extend(t.Context(), held, noon); !errors.Is(err, inbox.ErrNotLeased) {
		t.Errorf("still leased: %v", err)
	}
	q.settle(q.expect(noon, "other"), inbox.Done)
	q.settle(q.expect(noon, "second"), inbox.Done)
}

func revives(t *testing.T, q queue, l inbox.Line) {
	q.put("U1", "first")
	held := q.expect(noon, "first")
	if revived, err := l.Revive(t.Context(), held.Item, "U1"); err != nil || revived {
		t.Errorf("one in hand: %v, %v", revived, err)
	}
	q.settle(held, inbox.Dead)
	q.put("U1", "second")
	q.settle(q.expect(noon, "second"), inbox.Done)
	for i, c := range []struct {
		learner string
		want    bool
	}{{"U2", false}, {"U1", true}, {"U1", false}} {
		if revived, err := l.Revive(t.Context(), held.Item, c.learner); err != nil || revived != c.want {
			t.Errorf("%d: %v, %v", i, revived, err)
		}
	}
	again := q.expect(noon, "first")
	if again.Attempt <= held.Attempt {
		t.Errorf("attempt %d after %d", again.Attempt, held.Attempt)
	}
	q.settle(again, inbox.Done)
}

func ahead(t *testing.T, q queue, l inbox.Line) {
	q.put("U1", "first")
	q.put("U1", "second")
	q.put("U2", "other")
	held := q.expect(noon, "first")
	for key, c := range map[string]struct {
		n     int
		waits bool
	}{"first": {0, false}, "second": {2, true}, "other": {1, true}, "none": {0, false}} {
		if n, waits, err := l.Ahead(t.Context(), key); err != nil || n != c.n || waits != c.waits {
			t.Errorf("before %s: %d, %v, %v", key, n, waits, err)
		}
	}
	q.settle(held, inbox.Done)
	if n, waits, err := l.Ahead(t.Context(), "other"); err != nil || n != 0 || !waits {
		t.Errorf("in the end: %d, %v, %v", n, waits, err)
	}
}
