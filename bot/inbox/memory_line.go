package inbox

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Unended implements Line.
func (m *Memory) Unended(_ context.Context, learner string) ([]Item, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var items []Item
	for _, item := range m.items {
		if item.Learner == learner {
			items = append(items, item.Item)
		}
	}
	slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(a.ID, b.ID) })
	return items, nil
}

// End implements Line.
func (m *Memory) End(_ context.Context, id int64, learner string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := m.index(id)
	if at < 0 || m.items[at].Learner != learner {
		return false, nil
	}
	m.items = slices.Delete(m.items, at, at+1)
	return true, nil
}

// Revive implements Line.
func (m *Memory) Revive(_ context.Context, id int64, learner string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := slices.IndexFunc(m.dead, func(item *memoryItem) bool { return item.ID == id && item.Learner == learner })
	if at < 0 {
		return false, nil
	}
	item := m.dead[at]
	item.Failed, item.Died, item.leased, item.due = 0, 0, false, time.Time{}
	m.dead = slices.Delete(m.dead, at, at+1)
	m.items = append(m.items, item)
	slices.SortStableFunc(m.items, func(a, b *memoryItem) int { return cmp.Or(cmp.Compare(a.turn, b.turn), cmp.Compare(a.ID, b.ID)) })
	return true, nil
}

// Ahead implements Line.
func (m *Memory) Ahead(_ context.Context, key string) (n int, waits bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := m.index(m.keys[key])
	if at < 0 || m.items[at].leased || m.items[at].Attempt > 0 {
		return 0, false, nil
	}
	return at, true, nil
}
