package inbox

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// Memory is a Queue that forgets everything at its end: the reference for what
// a Queue does, and the one for tests. The zero value is empty and ready.
type Memory struct {
	mu   sync.Mutex
	last int64
	// keys are the ids of the items by their keys.
	keys  map[string]int64
	items []*memoryItem // sorted by turn
	dead  []*memoryItem
}

// memoryItem is an item that has not ended. It is leased, or ready, until or
// from due.
type memoryItem struct {
	Item
	leased bool
	due    time.Time
	turn   int64
}

var (
	_ Queue   = (*Memory)(nil)
	_ Waiting = (*Memory)(nil)
	_ Line    = (*Memory)(nil)
)

// Put implements Queue.
func (m *Memory) Put(ctx context.Context, item Item) (fresh bool, err error) {
	if len(item.Keys) == 0 {
		return false, errors.New("store an inbox item: it has no key")
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.ContainsFunc(item.Keys, func(key string) bool { return m.keys[key] > 0 }) {
		return false, nil
	}
	if m.keys == nil {
		m.keys = make(map[string]int64)
	}
	m.last++
	for _, key := range item.Keys {
		m.keys[key] = m.last
	}
	if item.Received.IsZero() {
		item.Received = time.Now()
	}
	item.ID, item.Attempt, item.Failed, item.Died = m.last, 0, 0, 0
	item.Payload = slices.Clone(item.Payload)
	m.items = append(m.items, &memoryItem{Item: item, turn: m.turn(item.Learner)})
	slices.SortStableFunc(m.items, func(a, b *memoryItem) int { return cmp.Compare(a.turn, b.turn) })
	return true, nil
}

// turn is the turn of a learner's next item: the one after the learner's last,
// or the one that is being served where the learner is behind.
func (m *Memory) turn(learner string) int64 {
	var turn int64
	for i, item := range m.items {
		if i == 0 || item.leased {
			turn = max(turn, item.turn)
		}
		if item.Learner == learner {
			turn = max(turn, item.turn+1)
		}
	}
	return turn
}

// Lease implements Queue. Keys are not handed out again.
func (m *Memory) Lease(ctx context.Context, now, until time.Time) (Item, bool, error) {
	if err := ctx.Err(); err != nil {
		return Item{}, false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	seen := make(map[string]bool)
	for _, item := range m.items {
		oldest := !seen[item.Learner]
		seen[item.Learner] = true
		if oldest && !item.due.After(now) {
			if item.leased {
				item.Died++
			}
			item.leased, item.due = true, until
			item.Attempt++
			leased := item.Item
			leased.Keys = nil
			return leased, true, nil
		}
	}
	return Item{}, false, nil
}

// Extend implements Queue.
func (m *Memory) Extend(_ context.Context, lease Lease, until time.Time) error {
	return m.change(lease, func(item *memoryItem) { item.due = until })
}

// Place implements Queue.
func (m *Memory) Place(_ context.Context, lease Lease, channel, ts string) error {
	return m.change(lease, func(item *memoryItem) { item.Channel, item.TS = channel, ts })
}

// Settle implements Queue.
func (m *Memory) Settle(_ context.Context, lease Lease, how Outcome, from time.Time) error {
	return m.change(lease, func(item *memoryItem) {
		item.leased, item.due = false, time.Time{}
		switch how {
		case Failed:
			item.Failed++
			item.due = from
		case Dead:
			m.dead = append(m.dead, item)
			fallthrough
		case Done:
			m.items = slices.DeleteFunc(m.items, func(other *memoryItem) bool { return other == item })
		}
	})
}

// Depth implements Queue.
func (m *Memory) Depth(context.Context) (Depth, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d := Depth{Waiting: len(m.items), Dead: len(m.dead)}
	for i, item := range m.items {
		if i == 0 || item.Received.Before(d.Oldest) {
			d.Oldest = item.Received
		}
	}
	return d, nil
}

// Behind implements Waiting.
func (m *Memory) Behind(_ context.Context, lease Lease) ([]Item, error) {
	var behind []Item
	err := m.change(lease, func(held *memoryItem) {
		for _, item := range m.items {
			if item.Learner == held.Learner && item != held {
				behind = append(behind, item.Item)
			}
		}
	})
	return behind, err
}

// Merge implements Waiting.
func (m *Memory) Merge(_ context.Context, lease Lease, payload []byte, others ...int64) error {
	return m.change(lease, func(held *memoryItem) {
		held.Payload = slices.Clone(payload)
		m.items = slices.DeleteFunc(m.items, func(item *memoryItem) bool { return !item.leased && slices.Contains(others, item.ID) })
	})
}

// Amend implements Waiting.
func (m *Memory) Amend(_ context.Context, key string, payload []byte) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := m.index(m.keys[key])
	if at < 0 || m.items[at].Attempt > 0 {
		return false, nil
	}
	if payload == nil {
		m.items = slices.Delete(m.items, at, at+1)
		return true, nil
	}
	m.items[at].Payload = slices.Clone(payload)
	return true, nil
}

// index is where an item stands, -1 when it has ended.
func (m *Memory) index(id int64) int {
	return slices.IndexFunc(m.items, func(item *memoryItem) bool { return item.ID == id })
}

// Len returns the number of items that have not ended.
func (m *Memory) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.items)
}

func (m *Memory) change(lease Lease, change func(*memoryItem)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, item := range m.items {
		if item.leased && item.Item.Lease() == lease {
			change(item)
			return nil
		}
	}
	return ErrNotLeased
}
