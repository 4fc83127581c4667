package inbox

import (
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
	items []*memoryItem
}

// memoryItem is an item that has not ended. It is leased, or ready, until or
// from due.
type memoryItem struct {
	Item
	leased bool
	due    time.Time
}

var (
	_ Queue   = (*Memory)(nil)
	_ Waiting = (*Memory)(nil)
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
	item.ID, item.Attempt = m.last, 0
	item.Payload = slices.Clone(item.Payload)
	m.items = append(m.items, &memoryItem{Item: item})
	return true, nil
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
func (m *Memory) Extend(_ context.Context, id int64, until time.Time) error {
	return m.change(id, func(item *memoryItem) { item.due = until })
}

// Place implements Queue.
func (m *Memory) Place(_ context.Context, id int64, channel, ts string) error {
	return m.change(id, func(item *memoryItem) { item.Channel, item.TS = channel, ts })
}

// Retry implements Queue.
func (m *Memory) Retry(_ context.Context, id int64, from time.Time) error {
	return m.change(id, func(item *memoryItem) { item.leased, item.due = false, from })
}

// Done implements Queue.
func (m *Memory) Done(_ context.Context, id int64) error { return m.end(id) }

// Dead implements Queue.
func (m *Memory) Dead(_ context.Context, id int64) error { return m.end(id) }

// Behind implements Waiting.
func (m *Memory) Behind(_ context.Context, id int64) ([]Item, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var behind []Item
	if at := m.index(id); at >= 0 && m.items[at].leased {
		for _, item := range m.items[at+1:] {
			if item.Learner == m.items[at].Learner {
				behind = append(behind, item.Item)
			}
		}
	}
	return behind, nil
}

// Merge implements Waiting.
func (m *Memory) Merge(_ context.Context, id int64, payload []byte, others ...int64) error {
	err := m.change(id, func(item *memoryItem) { item.Payload = slices.Clone(payload) })
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.items = slices.DeleteFunc(m.items, func(item *memoryItem) bool { return !item.leased && slices.Contains(others, item.ID) })
	return nil
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

func (m *Memory) change(id int64, change func(*memoryItem)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, item := range m.items {
		if item.ID == id && item.leased {
			change(item)
			return nil
		}
	}
	return ErrNotLeased
}

func (m *Memory) end(id int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.items = slices.DeleteFunc(m.items, func(item *memoryItem) bool { return item.ID == id })
	return nil
}
