package inboxtest

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// manyWorkers has eight workers take the items of five learners, each of whom
// must be with one worker at a time and be served in order.
func manyWorkers(t *testing.T, q queue) {
	const learners, each = 5, 12
	for i := range each {
		for l := range learners {
			q.put(fmt.Sprint("U", l), fmt.Sprintf("%d:%d", l, i))
		}
	}
	seen := &ledger{busy: make(map[string]bool), served: make(map[string][]int64)}
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for tries := 0; seen.count() < learners*each && !t.Failed(); tries++ {
				if tries == 100_000 {
					t.Errorf("no item for a long time, after %d of %d", seen.count(), learners*each)
				}
				item, ok, err := q.Lease(t.Context(), noon, at(60))
				if err != nil {
					t.Error(err)
				}
				if !ok || err != nil {
					continue
				}
				if !seen.begin(item) {
					t.Errorf("two workers have an item of %s", item.Learner)
				}
				// Some work, during which nobody else may get the learner.
				if err := q.Extend(t.Context(), item.Lease(), at(120)); err != nil {
					t.Error(err)
				}
				seen.end(item)
				if err := q.Settle(t.Context(), item.Lease(), inbox.Done, noon); err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
	for learner, ids := range seen.served {
		if len(ids) != each || !slices.IsSorted(ids) {
			t.Errorf("%s was served %v, want %d items in order", learner, ids, each)
		}
	}
}

// ledger notes who is being served and who was.
type ledger struct {
	mu     sync.Mutex
	busy   map[string]bool
	served map[string][]int64
	total  int
}

// begin reports whether the item's learner was free.
func (l *ledger) begin(item inbox.Item) (free bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	free = !l.busy[item.Learner]
	l.busy[item.Learner] = true
	l.served[item.Learner] = append(l.served[item.Learner], item.ID)
	l.total++
	return free
}

func (l *ledger) end(item inbox.Item) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy[item.Learner] = false
}

func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}
