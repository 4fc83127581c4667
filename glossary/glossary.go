package glossary

import (
	"slices"
	"sort"
	"strings"
)

// Glossary is a set of entries made ready for looking up and matching. It
// never changes and is safe for concurrent use.
type Glossary struct {
	entries []Entry // sorted by id
	terms   *trie
	refused map[string]bool // keys of words that are not listed as undefined
}

// New builds a glossary. Of entries with the same id the last one counts;
// Check tells which those are. The refused words are those that somebody said
// are no terms; they are not listed as undefined.
func New(entries []Entry, refused ...string) *Glossary {
	last := make(map[string]int, len(entries))
	for i, e := range entries {
		last[e.ID] = i
	}
	g := &Glossary{entries: make([]Entry, 0, len(last))}
	for i, e := range entries {
		if last[e.ID] == i {
			g.entries = append(g.entries, e)
		}
	}
	slices.SortFunc(g.entries, func(a, b Entry) int { return strings.Compare(a.ID, b.ID) })
	g.terms = newTrie(g.entries)
	g.refused = make(map[string]bool, len(refused))
	for _, word := range refused {
		g.refused[singularKey(word)] = true
	}
	return g
}

// Entry returns the entry with the given id.
func (g *Glossary) Entry(id string) (Entry, bool) {
	i := sort.Search(len(g.entries), func(i int) bool { return g.entries[i].ID >= id })
	if i < len(g.entries) && g.entries[i].ID == id {
		return g.entries[i], true
	}
	return Entry{}, false
}

// Entries returns all entries, the rejected ones too, sorted by id.
func (g *Glossary) Entries() []Entry { return slices.Clone(g.entries) }

// Reviewed are the entries without drafts and those still in review, for
// workspaces that do not show them.
func Reviewed(entries []Entry) []Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return e.Status == Draft || e.Status == InReview })
}

// singularKey is a phrase's key with its last word in the singular.
func singularKey(phrase string) string {
	key := keyOf(phrase)
	at := strings.LastIndexByte(key, ' ') + 1
	return key[:at] + singular(key[at:])
}

// surfaces are all ways in which an entry may stand in a text.
func (e Entry) surfaces() []string {
	return append(append([]string{e.Term}, e.Aliases...), e.MatchOnly...)
}
