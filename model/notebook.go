package model

import (
	"crypto/sha256"
	"slices"
	"sync"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// Bounds of a notebook: what is older than keepNotes is of no use, and at most
// maxNotes parts are kept.
const (
	keepNotes = time.Hour
	maxNotes  = 512
)

// notebook keeps the notes of parts in memory, never on disk. It is keyed by
// the prompt, thread text included: who is not given the thread cannot find
// them.
type notebook struct {
	mu    sync.Mutex
	pages []page // oldest first
}

type page struct {
	key   [sha256.Size]byte
	at    time.Time
	notes []prompts.Record
}

func keyOf(p prompts.Prompt) [sha256.Size]byte {
	return sha256.Sum256([]byte(p.System + "\x00" + p.User))
}

// find returns the notes that were kept of a part.
func (b *notebook) find(p prompts.Prompt) ([]prompts.Record, bool) {
	key := keyOf(p)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tidy()
	for _, page := range b.pages {
		if page.key == key {
			return page.notes, true
		}
	}
	return nil, false
}

// keep adds the notes of a part.
func (b *notebook) keep(p prompts.Prompt, notes []prompts.Record) {
	key := keyOf(p)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pages = append(b.pages, page{key, time.Now(), notes})
	b.tidy()
}

// tidy drops the pages that are old or too many.
func (b *notebook) tidy() {
	oldest := time.Now().Add(-keepNotes)
	first := max(0, len(b.pages)-maxNotes)
	for first < len(b.pages) && b.pages[first].at.Before(oldest) {
		first++
	}
	b.pages = slices.Delete(b.pages, 0, first)
}
