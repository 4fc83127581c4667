package glossary

import (
	"slices"
	"sort"
)

// scanner holds one message cut into tokens. Its slices are used again for the
// next message.
type scanner struct {
	terms  *trie
	text   string
	tokens []token
	words  []int32 // each token's number in the vocabulary
	spans  []span
}

// A token's number where it has none in the vocabulary.
const (
	unknown int32 = -1 // no term has this word
	hidden  int32 = -2 // it stands in a link, a mention or an emoji
)

// read takes in the next message.
func (s *scanner) read(text string) {
	s.text = text
	s.tokens = scan(text, s.tokens[:0])
	s.spans = masked(text, s.spans[:0])
	s.number()
}

// readSame takes in the message that another scanner holds.
func (s *scanner) readSame(other *scanner) {
	s.text, s.tokens, s.spans = other.text, other.tokens, other.spans
	s.number()
}

// number looks the tokens up in the vocabulary.
func (s *scanner) number() {
	s.words = s.words[:0]
	next := 0
	for _, t := range s.tokens {
		for next < len(s.spans) && s.spans[next].end <= t.start {
			next++
		}
		word := s.terms.vocabulary.findToken(s.text, t)
		if next < len(s.spans) && s.spans[next].start < t.end && !s.spans[next].quoted {
			word = hidden
		}
		s.words = append(s.words, word)
	}
}

// quotedAt says whether a place stands in code or in a quotation.
func (s *scanner) quotedAt(at int) bool {
	i := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].end > at })
	return i < len(s.spans) && s.spans[i].start <= at && s.spans[i].quoted
}

// find appends the terms of the message to found, leftmost and longest first.
func (s *scanner) find(message int, found []occurrence) []occurrence {
	starts := s.terms.starts
	for i := 0; i < len(s.tokens); {
		w := s.words[i]
		if w < 0 && !s.tokens[i].odd || w >= 0 && starts[w>>6]&(1<<(w&63)) == 0 {
			i++
			continue
		}
		h := s.longest(i)
		if h.senses == nil {
			i++
			continue
		}
		found = append(found, occurrence{message, h.start, s.tokens[h.last].end, h.senses})
		i = h.last + 1
	}
	return found
}

// hit is a term that ends with token last; start is a byte of the text.
type hit struct {
	start, last int
	senses      []int32
}

// longest finds the longest term that begins with token i.
func (s *scanner) longest(i int) hit {
	if s.words[i] == unknown {
		return s.unknownWord(i)
	}
	var best hit
	node, ok := int32(0), true
	for j := i; j < len(s.tokens) && s.words[j] >= 0; j++ {
		if j > i {
			if node, ok = s.cross(node, s.tokens[j].gap); !ok {
				break
			}
		}
		if node, ok = s.terms.edges.follow(node, s.words[j]); !ok {
			break
		}
		if here := s.accepted(node, i, j); here.senses != nil {
			best = here
		}
	}
	return best
}

// cross follows a phrase over the gap between two words.
func (s *scanner) cross(node int32, g gap) (int32, bool) {
	switch g {
	case softGap:
		return node, true
	case hardGap:
		return 0, false
	}
	mark := s.terms.vocabulary.find(string(rune(g)))
	if mark < 0 {
		return 0, false
	}
	return s.terms.edges.follow(node, mark)
}

// accepted are the entries whose forms fit tokens i to j as they are written.
// A form that asks for a certain case beats those that do not.
func (s *scanner) accepted(node int32, i, j int) hit {
	found := hit{last: j}
	first := s.terms.first[node]
	if first < 0 {
		return found
	}
	if s.terms.forms[first].next >= 0 {
		if senses, ok := s.terms.shared[node]; ok {
			if start, fits := s.fits(s.terms.detail(s.terms.forms[first]), i, j); fits {
				found.start, found.senses = start, senses
			}
			return found
		}
	}
	exact := false
	for at := first; at >= 0; {
		f := s.terms.forms[at]
		at = f.next
		d := s.terms.detail(f)
		start, fits := s.fits(d, i, j)
		if !fits || exact && d.cased == nil {
			continue
		}
		if d.cased != nil && !exact {
			exact, found.senses = true, nil
		}
		found.start, found.senses = start, s.addSense(found.senses, f.entry)
	}
	return found
}

// fits says whether tokens i to j are written as a form asks, and where the
// term begins.
func (s *scanner) fits(d *detail, i, j int) (int, bool) {
	start, end := s.tokens[i].start, s.tokens[j].end
	if d.lead != 0 {
		start--
		if start < 0 || s.text[start] != d.lead || isWordBefore(s.text, start) {
			return 0, false
		}
	}
	if len(s.spans) > 0 && s.quotedAt(start) && (d.code == "" || s.text[start:end] != d.code) {
		return 0, false
	}
	return start, wholeName(s.text, start, end) && s.casedAs(d, i)
}

// casedAs says whether the words from token i on have the case a form asks for.
func (s *scanner) casedAs(d *detail, i int) bool {
	for n, word := range d.cased {
		if t := s.tokens[i+n]; s.text[t.start:t.end] != word {
			return false
		}
	}
	return true
}

// unknownWord finds what a word that no term has may still be: the words of a
// term written as one (deadLetterQueue), or an acronym with a number.
func (s *scanner) unknownWord(i int) hit {
	t := s.tokens[i]
	last := s.text[t.end-1]
	if '0' <= last && last <= '9' {
		return s.beforeNumber(i)
	}
	if !t.simple || last < 'a' || last > 'z' {
		return hit{}
	}
	for k := t.start + 1; k < t.end; k++ {
		if c := s.text[k]; 'A' <= c && c <= 'Z' {
			return s.inCamelCase(i)
		}
	}
	return hit{}
}

// inCamelCase finds a term of several words that a program writes as one.
func (s *scanner) inCamelCase(i int) hit {
	t := s.tokens[i]
	node, ok := s.terms.camel(0, s.text[t.start:t.end])
	if !ok || s.quotedAt(t.start) || !wholeName(s.text, t.start, t.end) {
		return hit{}
	}
	found := hit{start: t.start, last: i}
	for at := s.terms.first[node]; at >= 0; at = s.terms.forms[at].next {
		if d := s.terms.detail(s.terms.forms[at]); d.cased == nil && d.lead == 0 {
			found.senses = s.addSense(found.senses, s.terms.forms[at].entry)
		}
	}
	return found
}

// beforeNumber finds an acronym with a number right after it, as in RC2.
func (s *scanner) beforeNumber(i int) hit {
	t := s.tokens[i]
	end := t.end
	for end > t.start && '0' <= s.text[end-1] && s.text[end-1] <= '9' {
		end--
	}
	if n := t.end - end; n < 1 || n > 2 || !acronym(s.text[t.start:end]) || s.quotedAt(t.start) || !wholeName(s.text, t.start, t.end) {
		return hit{}
	}
	id := s.terms.vocabulary.find(lowerASCII(s.text[t.start:end]))
	node, ok := s.terms.edges.follow(0, id)
	if id < 0 || !ok {
		return hit{}
	}
	found := hit{start: t.start, last: i}
	for at := s.terms.first[node]; at >= 0; at = s.terms.forms[at].next {
		f := s.terms.forms[at]
		if d := s.terms.detail(f); d.cased != nil && d.lead == 0 && d.cased[0] == s.text[t.start:end] {
			found.senses = s.addSense(found.senses, f.entry)
		}
	}
	return found
}

// addSense adds an entry to an ascending list, once. A list of one is shared
// and never changed.
func (s *scanner) addSense(senses []int32, entry int32) []int32 {
	if senses == nil {
		return s.terms.alone[entry : entry+1 : entry+1]
	}
	at := sort.Search(len(senses), func(i int) bool { return senses[i] >= entry })
	if at < len(senses) && senses[at] == entry {
		return senses
	}
	return slices.Insert(slices.Clone(senses), at, entry)
}
