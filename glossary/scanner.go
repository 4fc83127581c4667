package glossary

import "sort"

// scanner holds one message cut into tokens. Its slices are used again for the
// next message.
type scanner struct {
	terms  *trie
	text   string
	tokens []token
	words  []int32 // each token's number in the vocabulary
	spans  []span
	folded []byte
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
	s.spans = masked(text)
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
		word := s.word(t)
		if next < len(s.spans) && s.spans[next].start < t.end && !s.spans[next].quoted {
			word = hidden
		}
		s.words = append(s.words, word)
	}
}

// word is the number of a token in the vocabulary, found without making a
// string where the token is ASCII.
func (s *scanner) word(t token) int32 {
	raw := s.text[t.start:t.end]
	var id int32
	var known bool
	switch {
	case t.plain:
		id, known = s.terms.vocabulary[raw]
	case isASCII(raw):
		s.folded = append(s.folded[:0], raw...)
		for i, c := range s.folded {
			if 'A' <= c && c <= 'Z' {
				s.folded[i] = c + 'a' - 'A'
			}
		}
		id, known = s.terms.vocabulary[string(s.folded)]
	default:
		id, known = s.terms.vocabulary[folded(raw)]
	}
	if !known {
		return unknown
	}
	return id
}

// quotedAt says whether a place stands in code or in a quotation.
func (s *scanner) quotedAt(at int) bool {
	i := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].end > at })
	return i < len(s.spans) && s.spans[i].start <= at && s.spans[i].quoted
}

// find appends the terms of the message to found, leftmost and longest first.
func (s *scanner) find(message int, found []occurrence) []occurrence {
	for i := 0; i < len(s.tokens); {
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
		return s.beforeNumber(i)
	}
	var best hit
	node, ok := int32(0), true
	for j := i; j < len(s.tokens) && s.words[j] >= 0; j++ {
		if j > i {
			if node, ok = s.cross(node, s.tokens[j].gap); !ok {
				break
			}
		}
		if node, ok = s.terms.edges[edge{node, s.words[j]}]; !ok {
			break
		}
		if here := s.accepted(s.terms.ends[node], i, j); here.senses != nil {
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
	mark, known := s.terms.vocabulary[string(rune(g))]
	if !known {
		return 0, false
	}
	next, ok := s.terms.edges[edge{node, mark}]
	return next, ok
}

// accepted are the entries whose forms fit tokens i to j as they are written.
// A form that asks for a certain case beats those that do not.
func (s *scanner) accepted(forms []form, i, j int) hit {
	free, exact := hit{last: j}, hit{last: j}
	for _, f := range forms {
		start, end := s.tokens[i].start, s.tokens[j].end
		if f.lead != 0 {
			start--
			if start < 0 || s.text[start] != f.lead || isWordBefore(s.text, start) {
				continue
			}
		}
		switch {
		case s.quotedAt(start) && (f.code == "" || s.text[start:end] != f.code):
		case !wholeName(s.text, start, end) || !s.casedAs(f, i):
		case f.cased != nil:
			exact.start, exact.senses = start, addSense(exact.senses, f.entry)
		default:
			free.start, free.senses = start, addSense(free.senses, f.entry)
		}
	}
	if exact.senses != nil {
		return exact
	}
	return free
}

// casedAs says whether the words from token i on have the case a form asks for.
func (s *scanner) casedAs(f form, i int) bool {
	for n, word := range f.cased {
		if t := s.tokens[i+n]; s.text[t.start:t.end] != word {
			return false
		}
	}
	return true
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
	id := s.word(token{start: t.start, end: end})
	node, ok := s.terms.edges[edge{0, id}]
	if id < 0 || !ok {
		return hit{}
	}
	found := hit{start: t.start, last: i}
	for _, f := range s.terms.ends[node] {
		if f.cased != nil && f.lead == 0 && f.cased[0] == s.text[t.start:end] {
			found.senses = addSense(found.senses, f.entry)
		}
	}
	return found
}

// addSense adds an entry to an ascending list, once.
func addSense(senses []int32, entry int32) []int32 {
	at := sort.Search(len(senses), func(i int) bool { return senses[i] >= entry })
	if at < len(senses) && senses[at] == entry {
		return senses
	}
	senses = append(senses, 0)
	copy(senses[at+1:], senses[at:])
	senses[at] = entry
	return senses
}
