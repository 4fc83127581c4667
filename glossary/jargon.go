package glossary

import (
	"strings"
	"unicode"

	"github.com/gloss-tutor/gloss/thread"
)

// maxUndefined caps the list of undefined jargon: a reader asks about a few
// words, not about all of them.
const maxUndefined = 12

// jargon gathers the words of a thread that its readers may not know and no
// entry defines: acronyms, names in programs, words that engineers use in a
// sense of their own, words that are not everyday English, and names made of
// several nouns.
type jargon struct {
	terms   *trie
	refused map[string]bool
	tech    scanner
	known   map[string]bool // the words of authors' and channels' names, folded
	place   map[string]int
	list    []candidate
	// names are the words that stand with a capital within a sentence.
	names map[string]bool
	// long are the long forms that the thread gives of short ones.
	long map[string]string
	// english of lower-case words are everyday English. In a thread in
	// another language every word is rare, and so none is jargon for that.
	english, words int
	// id and author are of the message being read.
	id, author string
}

func newJargon(t thread.Thread, terms *trie, refused map[string]bool) *jargon {
	j := &jargon{terms: terms, refused: refused, tech: scanner{terms: technicalTerms()}, long: make(map[string]string),
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
func (j *jargon) read(m thread.Message, s *scanner, found []occurrence) {
	j.id, j.author = m.ID, m.Author
	j.tech.readSame(s)
	technical := j.tech.find(0, nil)
	for _, x := range expansions(s.text) {
		j.long[x.short] = x.long
	}
	j.readCompounds(s, found)
	for i := 0; i < len(s.tokens); {
		p := s.piece(i)
		start := s.tokens[i].start
		first := i
		i = p.next
		found = after(found, start)
		technical = after(technical, start)
		switch {
		case s.words[p.next-1] == hidden || s.quotedAt(start):
		case len(found) > 0 && found[0].start < p.end:
		case len(technical) > 0 && technical[0].start < p.end:
			o := technical[0]
			technical = technical[1:]
			j.countTechnical(s, first, o)
			for i < len(s.tokens) && s.tokens[i].start < o.end {
				i++
			}
		default:
			j.weigh(s, first, p)
		}
	}
}

// countTechnical counts an occurrence of a word on the list of technical ones.
func (j *jargon) countTechnical(s *scanner, first int, o occurrence) {
	name := keyOf(technicalEntries()[o.senses[0]].Term)
	k := technicalWord
	surface := s.text[o.start:o.end]
	if softWords()[lowerASCII(surface)] || softWords()[name] || softWords()[technicalEntries()[o.senses[0]].Term] {
		k = softWord
	}
	if c := j.count(surface, name, k); c != nil {
		c.note(s, first, o.end)
	}
}

// after drops the occurrences that end before a place.
func after(list []occurrence, at int) []occurrence {
	for len(list) > 0 && list[0].end <= at {
		list = list[1:]
	}
	return list
}

// weigh decides whether one piece of text is jargon by its shape or because it
// is no everyday word. It begins with token first.
func (j *jargon) weigh(s *scanner, first int, p piece) {
	surface := s.text[p.start:p.end]
	if !isASCII(surface) || len(surface) > 40 || surface == "" {
		return
	}
	lower := lowerASCII(surface)
	var c *candidate
	switch {
	case statusShape.MatchString(surface) && s.statusAt(first):
		c = j.count(surface, lower, statusCode)
	case isVersion(surface):
	case p.words > 1:
		switch {
		case nameOfProgram(surface, p.code):
			c = j.count(surface, singular(lower), kindOfName(surface))
		case s.hyphened(first, p):
			if c = j.count(surface, singular(lower), compound); c != nil {
				c.signs[headNoun] = true
			}
		}
	case isAcronym(surface):
		c = j.count(surface, strings.TrimSuffix(surface, "s"), acronymWord)
	case camelCased(surface) && !acronymShape.MatchString(surface):
		c = j.count(surface, singular(lower), identifier)
	case isCipher(surface):
		c = j.count(surface, singular(lower), cipherWord)
	case hasDigit(surface):
	case unicode.IsUpper(rune(surface[0])):
		if p.inSentence {
			j.names[lower] = true
		}
	default:
		c = j.weighWord(surface, p.code)
	}
	if c != nil {
		c.note(s, first, p.end)
	}
}

// weighWord counts a lower-case word that is no everyday one, or one that is
// less familiar and a noun.
func (j *jargon) weighWord(word string, code bool) *candidate {
	if len(word) < 2 || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLower(r) }) {
		return nil
	}
	if len(word) >= 3 {
		j.words++
	}
	one := singular(word)
	if everyday(word) {
		if len(word) >= 3 {
			j.english++
		}
		if len(word) >= 5 && nouns()[one] && !commonWords()[one] && !familiarWords()[one] {
			return j.count(word, one, unfamiliarNoun)
		}
		if len(word) >= 5 && nouns()[one] && !commonWords()[one] {
			return j.count(word, one, familiarNoun)
		}
		return nil
	}
	switch {
	case code:
		return j.count(word, one, identifier)
	case misspelt(word):
		j.english++
	case len(word) >= 5:
		return j.count(word, one, rareWordKind)
	case len(word) >= 3 && !strings.ContainsAny(word, "aeiouy"):
		return j.count(word, one, rareShort)
	}
	return nil
}

// count notes that a message holds a piece of jargon, unless it is somebody's
// name or a term in another spelling, which it would be wrong to call
// undefined; then it is nil. All forms of a word have one key.
func (j *jargon) count(surface, key string, k kind) *candidate {
	if j.known[folded(surface)] || j.known[key] || j.terms.holds(surface) || everydayWords()[key] || len(j.refused) > 0 && j.refused[singularKey(surface)] {
		return nil
	}
	at, known := j.place[key]
	if !known {
		at = len(j.list)
		j.place[key] = at
		j.list = append(j.list, candidate{Undefined: Undefined{Surface: surface}, kind: k, key: key, authors: make(map[string]bool)})
	}
	c := &j.list[at]
	if n := len(c.Messages); n == 0 || c.Messages[n-1] != j.id {
		c.Messages = append(c.Messages, j.id)
	}
	c.authors[j.author] = true
	return c
}
