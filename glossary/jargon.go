package glossary

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/thread"
)

// maxUndefined caps the list of undefined jargon: a reader asks about a few
// words, not about all of them.
const maxUndefined = 12

// jargon gathers the words of a thread that its readers may not know and no
// entry defines: acronyms, names in programs, words that engineers use in a
// sense of their own, and words that are not everyday English.
type jargon struct {
	terms *trie
	tech  scanner
	known map[string]bool // the words of authors' and channels' names, folded
	place map[string]int
	list  []candidate
	// names are the words that stand with a capital within a sentence.
	names map[string]bool
	// english of lower-case words are everyday English. In a thread in
	// another language every word is rare, and so none is jargon for that.
	english, words int
}

type candidate struct {
	Undefined
	rare bool
}

func newJargon(t thread.Thread, terms *trie) *jargon {
	j := &jargon{terms: terms, tech: scanner{terms: technicalTerms()},
		known: make(map[string]bool), place: make(map[string]int), names: make(map[string]bool)}
	for _, name := range append(t.Authors(), t.Channel, t.System) {
		j.known[folded(strings.TrimPrefix(name, "#"))] = true
		for _, tok := range scan(name, nil) {
			j.known[folded(name[tok.start:tok.end])] = true
		}
	}
	return j
}

// read takes in the message that the scanner holds; found are the terms in it.
func (j *jargon) read(id string, s *scanner, found []occurrence) {
	j.tech.readSame(s)
	technical := j.tech.find(0, nil)
	for i := 0; i < len(s.tokens); {
		p := s.piece(i)
		start := s.tokens[i].start
		i = p.next
		found = after(found, start)
		technical = after(technical, start)
		switch {
		case s.words[p.next-1] == hidden || s.quotedAt(start):
		case len(found) > 0 && found[0].start < p.end:
		case len(technical) > 0 && technical[0].start < p.end:
			o := technical[0]
			technical = technical[1:]
			j.count(id, s.text[o.start:o.end], technicalName(o), false)
			for i < len(s.tokens) && s.tokens[i].start < o.end {
				i++
			}
		default:
			j.weigh(id, s, p)
		}
	}
}

// technicalName is the line of the list that an occurrence was found by.
func technicalName(o occurrence) string { return keyOf(technicalEntries()[o.senses[0]].Term) }

// after drops the occurrences that end before a place.
func after(list []occurrence, at int) []occurrence {
	for len(list) > 0 && list[0].end <= at {
		list = list[1:]
	}
	return list
}

// weigh decides whether one piece of text is jargon by its shape or because it
// is no everyday word.
func (j *jargon) weigh(id string, s *scanner, p piece) {
	surface := s.text[p.start:p.end]
	if !isASCII(surface) || isVersion(surface) || len(surface) > 40 {
		return
	}
	switch {
	case p.words > 1:
		if nameOfProgram(surface, p.code) {
			j.count(id, surface, singular(folded(surface)), false)
		}
	case isAcronym(surface):
		j.count(id, surface, strings.TrimSuffix(surface, "s"), false)
	case camelCased(surface) && !acronymShape.MatchString(surface), isCipher(surface):
		j.count(id, surface, singular(folded(surface)), false)
	case hasDigit(surface):
	case unicode.IsUpper(rune(surface[0])):
		if p.inSentence {
			j.names[lowerASCII(surface)] = true
		}
	default:
		j.weighWord(id, surface, p.code)
	}
}

// weighWord counts a lower-case word that is no everyday one.
func (j *jargon) weighWord(id, word string, code bool) {
	if len(word) < 3 || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLower(r) }) {
		return
	}
	j.words++
	if everyday(word) {
		j.english++
		return
	}
	if len(word) >= 5 || code {
		j.count(id, word, singular(word), !code)
	}
}

// count notes that a message holds a piece of jargon, unless it is somebody's
// name or a term in another spelling, which it would be wrong to call
// undefined. All forms of a word have one key.
func (j *jargon) count(id, surface, key string, rare bool) {
	if j.known[folded(surface)] || j.known[key] || j.terms.holds(surface) || everydayWords()[key] {
		return
	}
	at, known := j.place[key]
	if !known {
		at = len(j.list)
		j.place[key] = at
		j.list = append(j.list, candidate{Undefined{Surface: surface}, rare})
	}
	c := &j.list[at]
	if n := len(c.Messages); n == 0 || c.Messages[n-1] != id {
		c.Messages = append(c.Messages, id)
	}
}

// ranked is the list, most widely used first and then as they occur.
func (j *jargon) ranked() []Undefined {
	english := j.words >= 10 && j.english*10 >= j.words*7
	var list []candidate
	for _, c := range j.list {
		if !c.rare || english && !j.names[c.Surface] {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return len(b.Messages) - len(a.Messages) })
	out := []Undefined{}
	for _, c := range list[:min(len(list), maxUndefined)] {
		out = append(out, c.Undefined)
	}
	return out
}

// piece is a stretch of text that is written in one: a word, or a name of
// several words joined by marks. It ends before token next.
type piece struct {
	start, end, next, words int
	// code says that it is all that stands between two backquotes, inSentence
	// that a word comes before it without a full stop between.
	code, inSentence bool
}

// piece is the piece of text that begins with token i.
func (s *scanner) piece(i int) piece {
	p := piece{start: s.tokens[i].start, next: i + 1}
	for p.next < len(s.tokens) && joins(s.text[s.tokens[p.next-1].end:s.tokens[p.next].start]) {
		p.next++
	}
	p.end, p.words = s.tokens[p.next-1].end, p.next-i
	before, _ := utf8.DecodeLastRuneInString(s.text[:p.start])
	last, _ := utf8.DecodeRuneInString(s.text[p.end:])
	p.code = before == '`' && last == '`'
	p.inSentence = i > 0 && s.tokens[i].gap == softGap && !strings.Contains(s.text[s.tokens[i-1].end:p.start], "\n")
	if strings.ContainsRune(`/~\.$%@`, before) || last == '%' || last == '(' && p.words > 1 {
		// A path, a variable, a share or a call: seen as a name of many words
		// that has no shape, which nothing is made of.
		p.start, p.words = p.end, 2
	}
	return p
}

// joins says whether the text between two words holds them together.
func joins(between string) bool {
	switch between {
	case "-", "_", ".", "/", "=", "__", "::", ":", "->", "\\", "'", "\u2019", "@":
		return true
	}
	return false
}
