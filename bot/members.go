package bot

import (
	"sync"
	"time"
)

// members remembers for a while who is in which user group. The zero value is
// empty.
type members struct {
	mu    sync.Mutex
	known map[string]membership
}

type membership struct {
	list  []string
	until time.Time
}

// of is a list that is known, or that ask gives; what ask could not say is
// asked again the next time.
func (m *members) of(name string, now time.Time, ask func() (list []string, ok bool)) []string {
	m.mu.Lock()
	found, known := m.known[name]
	m.mu.Unlock()
	if known && now.Before(found.until) {
		return found.list
	}
	list, ok := ask()
	if ok {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.known == nil {
			m.known = make(map[string]membership)
		}
		m.known[name] = membership{list, now.Add(membersKept)}
	}
	return list
}
