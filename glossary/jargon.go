package glossary

import (
	"sort"
	"strings"
	"unicode"

	"github.com/gloss-tutor/gloss/thread"
)

// maxUndefined caps the list of undefined jargon: a reader asks about a few
// words, not about all of them.
const maxUndefined = 12

// The kinds of jargon. Rare words count only in a text that is English
// otherwise, for in another language every word would be one.
type jargonKind int

const (
	noJargon jargonKind = iota
	acronymKind
	codeKind
	rareKind
)

// jargon gathers the words of a thread that its readers may not know and no
// entry defines.
type jargon struct {
	names map[string]bool // words of authors' and channels' names, folded
	terms *trie
	place map[string]int
	list  []candidate
	// english and words count the lower-case words of the thread.
	english, words int
}

type candidate struct {
	Undefined
	kind jargonKind
}

func newJargon(t thread.Thread, terms *trie) *jargon {
	j := &jargon{names: make(map[string]bool), terms: terms, place: make(map[string]int)}
	names := append(t.Authors(), t.Channel, t.System)
	for _, name := range names {
		j.names[folded(strings.TrimPrefix(name, "#"))] = true
		for _, tok := range scan(name, nil) {
			j.names[folded(name[tok.start:tok.end])] = true
		}
	}
	return j
}

// read takes in the message that the scanner holds; found are the terms in it.
func (j *jargon) read(id string, s *scanner, found []occurrence) {
	for i := 0; i < len(s.tokens); {
		start, end, next := s.name(i)
		covered := len(found) > 0 && found[0].start < end
		for len(found) > 0 && found[0].end <= end {
			found = found[1:]
		}
		if !covered && s.words[i] != hidden && !s.quotedAt(start) {
			j.weigh(id, s, start, end, next-i)
		}
		i = next
	}
}

// name is the piece of text around token i that is written in one: a word, or
// a name of several words joined by marks. It ends before token next.
func (s *scanner) name(i int) (start, end, next int) {
	start, next = s.tokens[i].start, i+1
	for start > 0 && strings.IndexByte("_$", s.text[start-1]) >= 0 {
		start--
	}
	for next < len(s.tokens) && joined(s.text[s.tokens[next-1].end:s.tokens[next].start]) {
		next++
	}
	return start, s.tokens[next-1].end, next
}

// joined says whether the text between two words holds them together.
func joined(between string) bool {
	switch between {
	case "-", "_", ".", "/", "=", "__", "::", ":", "->", "\\", "'", "\u2019", "@":
		return true
	}
	return false
}

// weigh decides whether one piece of text is jargon, and counts it.
func (j *jargon) weigh(id string, s *scanner, start, end, parts int) {
	surface := strings.TrimLeft(s.text[start:end], "_$")
	if end < len(s.text) && s.text[end] == '%' || start > 0 && strings.IndexByte("/~\\.", s.text[start-1]) >= 0 {
		return
	}
	if !isASCII(surface) {
		return
	}
	key := singular(folded(surface))
	if parts == 1 {
		key = strings.TrimSuffix(key, "'s")
	}
	inCode := start > 0 && end < len(s.text) && s.text[start-1] == '`' && s.text[end] == '`'
	kind := j.kindOf(surface, parts, inCode)
	if kind == noJargon || j.names[folded(surface)] || j.names[key] || j.defined(surface) || everydayWords()[key] || everydayWords()[folded(surface)] {
		return
	}
	at, known := j.place[key]
	if !known {
		at = len(j.list)
		j.place[key] = at
		j.list = append(j.list, candidate{Undefined{Surface: surface}, kind})
	}
	c := &j.list[at]
	if n := len(c.Messages); n == 0 || c.Messages[n-1] != id {
		c.Messages = append(c.Messages, id)
	}
}

// defined says whether a piece of text is a term in another spelling, so that
// it would be wrong to say that nobody has defined it.
func (j *jargon) defined(surface string) bool {
	node := int32(0)
	for _, t := range scan(surface, nil) {
		id, known := j.terms.vocabulary[folded(surface[t.start:t.end])]
		if !known {
			return false
		}
		next, ok := j.terms.edges[edge{node, id}]
		if !ok {
			return false
		}
		node = next
	}
	return len(j.terms.ends[node]) > 0
}

func (j *jargon) kindOf(surface string, parts int, inCode bool) jargonKind {
	switch {
	case isVersion(surface) || len(surface) > 40:
		return noJargon
	case parts > 1:
		if nameOfProgram(surface, inCode) {
			return codeKind
		}
		return noJargon
	case isAcronym(surface):
		return acronymKind
	case camelCased(surface) && strings.ContainsFunc(surface, unicode.IsLower) && !isAcronym(strings.TrimSuffix(surface, "s")):
		return codeKind
	case strings.ContainsAny(surface, "0123456789"):
		if isCipher(surface) {
			return codeKind
		}
		return noJargon
	case inCode && len(surface) >= 3:
		return codeKind
	case unicode.IsLower(rune(surface[0])):
		return j.rare(surface)
	}
	return noJargon
}

// rare looks a lower-case word up among those that everybody knows.
func (j *jargon) rare(word string) jargonKind {
	if len(word) < 3 || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLower(r) }) {
		return noJargon
	}
	j.words++
	if everyday(word) {
		j.english++
		return noJargon
	}
	if len(word) < 5 {
		return noJargon
	}
	return rareKind
}

// ranked is the list, most widely used first and then as they occur.
func (j *jargon) ranked() []Undefined {
	english := j.words >= 10 && j.english*10 >= j.words*7
	var list []candidate
	for _, c := range j.list {
		if c.kind != rareKind || english {
			list = append(list, c)
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return len(list[a].Messages) > len(list[b].Messages) })
	out := []Undefined{}
	for _, c := range list[:min(len(list), maxUndefined)] {
		out = append(out, c.Undefined)
	}
	return out
}
