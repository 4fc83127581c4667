package glossary

import (
	"github.com/gloss-tutor/gloss/thread"
)

// occurrence is one place in a thread where a term stands.
type occurrence struct {
	message    int // index into the thread's messages
	start, end int // bytes of the message's text
	// senses are the entries that it may mean, as places in Glossary.entries,
	// ascending. Once resolved it is one, or more while the sense is open.
	senses []int32
}

// Match finds the glossary's terms in a thread, and jargon that it lacks.
//
// Only whole words match, the longest term first; plurals, verb endings and
// hyphens for spaces are allowed for. Nothing is found in links, mentions,
// emoji or parts of longer names, and only names of programs in code blocks
// and quotations. Where a word has several meanings the match carries the one
// that the thread gives evidence for, or all of them in Either. Matches are in
// order of their first occurrence.
func (g *Glossary) Match(t thread.Thread) ([]Match, []Undefined) {
	var found []occurrence
	s := scanner{terms: g.terms}
	jargon := newJargon(t, g.terms, g.refused)
	for i, m := range t.Messages {
		first := len(found)
		s.read(m.Text)
		found = s.find(i, found)
		jargon.read(m, &s, found[first:])
	}
	found = g.resolve(t, found)
	return g.gather(t, found), jargon.ranked()
}

// gather puts the occurrences of one meaning together.
func (g *Glossary) gather(t thread.Thread, found []occurrence) []Match {
	matches := []Match{}
	place := make(map[string]int)
	for _, o := range found {
		id := t.Messages[o.message].ID
		key := ""
		for _, sense := range o.senses {
			key += g.entries[sense].ID + "\n"
		}
		at, known := place[key]
		if !known {
			at = len(matches)
			place[key] = at
			matches = append(matches, g.newMatch(o, t.Messages[o.message].Text))
		}
		m := &matches[at]
		if n := len(m.Messages); n == 0 || m.Messages[n-1] != id {
			m.Messages = append(m.Messages, id)
		}
	}
	return matches
}

func (g *Glossary) newMatch(o occurrence, text string) Match {
	m := Match{Surface: text[o.start:o.end]}
	if len(o.senses) == 1 {
		e := g.entries[o.senses[0]]
		m.Entry, m.Status = e.ID, e.Status
		return m
	}
	for _, sense := range o.senses {
		m.Either = append(m.Either, g.entries[sense].ID)
	}
	return m
}
