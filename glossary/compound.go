package glossary

import "strings"

// readCompounds counts the names made of two or three nouns: "partner feed",
// "DNS sync", "secret scanning job".
func (j *jargon) readCompounds(s *scanner, found []occurrence) {
	for i := 0; i < len(s.tokens); {
		n := s.nounsFrom(i)
		if n < 2 {
			i++
			continue
		}
		j.countCompound(s, i, n, found)
		i += n
	}
}

// nounsFrom is the number of tokens from i on that are nouns in a row.
func (s *scanner) nounsFrom(i int) int {
	n := 0
	for k := i; k < len(s.tokens); k++ {
		t := s.tokens[k]
		if s.words[k] == hidden || s.quotedAt(t.start) || !s.wholeToken(k) {
			break
		}
		if k > i && s.text[s.tokens[k-1].end:t.start] != " " {
			break
		}
		if !s.nounAt(k, k == i) {
			break
		}
		n++
	}
	return n
}

// wholeToken says whether a token is a word and no part of a longer name.
func (s *scanner) wholeToken(k int) bool {
	t := s.tokens[k]
	return wholeName(s.text, t.start, t.end)
}

// nounAt says whether a token can be a part of a name of nouns; as the first
// it may be an acronym or a word that nobody knows as well.
func (s *scanner) nounAt(k int, first bool) bool {
	raw := s.text[s.tokens[k].start:s.tokens[k].end]
	if !isASCII(raw) || hasDigit(raw) || len(raw) < 3 || s.contracted(k) {
		return false
	}
	lower := lowerASCII(raw)
	one := singular(lower)
	switch {
	case lower != raw && !acronym(raw):
		return false
	case lower != raw:
		return first && isAcronym(raw)
	case smallWords[lower] || vagueNouns()[one]:
		return false
	case nouns()[one] || headNouns()[one] || headNouns()[lower]:
		return true
	case mixedWords()[one]:
		return true
	case endsIn(lower, "ing") && !first:
		return headNouns()[lower]
	}
	return !everyday(lower) && len(lower) >= 4
}

// countCompound counts n nouns from token i on as one name. Of a longer row
// the last two or three are taken.
func (j *jargon) countCompound(s *scanner, i, n int, found []occurrence) {
	if n > 3 {
		i, n = i+n-3, 3
	}
	last := i + n - 1
	start, end := s.tokens[i].start, s.tokens[last].end
	head := lowerASCII(s.text[s.tokens[last].start:end])
	if mixedWords()[singular(head)] && !headNouns()[head] && !headNouns()[singular(head)] {
		return // most likely a verb
	}
	holds := false
	for _, o := range found {
		if o.start <= start && end <= o.end || o.start < start && o.end > start || o.start < end && o.end > end {
			return // a term, or crossing one
		}
		holds = holds || start <= o.start && o.end <= end
	}
	words := make([]string, n)
	for k := range words {
		words[k] = s.lower(i + k)
	}
	words[n-1] = singular(words[n-1])
	c := j.count(s.text[start:end], strings.Join(words, " "), compound)
	if c == nil {
		return
	}
	c.note(s, i, end)
	first := singular(words[0])
	c.signs[headNoun] = headNouns()[head] || headNouns()[words[n-1]]
	c.signs[rareModifier] = !commonWords()[first]
	c.signs[letters] = words[0] != s.text[start:s.tokens[i].end]
	c.signs[holdsTerm] = holds
	c.signs[pluralFirst] = first != words[0]
	c.signs[verbLike] = mixedWords()[first]
	c.signs[threeWords] = n == 3
}

// contracted says whether a token is the first part of a contraction, as in
// "doesn't".
func (s *scanner) contracted(k int) bool {
	end := s.tokens[k].end
	return end+1 < len(s.text) && s.text[end] == '\'' && isWordAt(s.text, end+1)
}

// hyphened says whether two tokens joined by a hyphen are a name of nouns:
// "counter-entry", not "follow-up".
func (s *scanner) hyphened(first int, p piece) bool {
	if p.words != 2 || s.text[s.tokens[first].end:s.tokens[first+1].start] != "-" {
		return false
	}
	head := s.lower(first + 1)
	return s.nounAt(first, true) && s.nounAt(first+1, false) && (headNouns()[head] || headNouns()[singular(head)])
}
