package glossary

import (
	"math"
	"slices"
	"strings"
)

// kind says why a word may be jargon.
type kind int

// The kinds.
const (
	acronymWord    kind = iota // VIPR
	technicalWord              // on the list of technical words
	softWord                   // on that list, but known to most
	identifier                 // retry_max, cart.lock, orderSync
	serviceName                // svc-orders
	cipherWord                 // p99
	statusCode                 // 404
	rareWordKind               // not on the list of English words
	rareShort                  // the same of three or four letters without a vowel: rps
	unfamiliarNoun             // English, and rather rare
	familiarNoun               // English, not among the most common words
	compound                   // partner feed
	kindCount
)

// What else speaks for a candidate.
const (
	askedAbout   = iota // somebody asks what it is
	spelledOut          // the thread gives its long form
	inBackquotes        // it is marked as code
	headNoun            // a compound ends in a noun that names of things at work end in
	rareModifier        // its first word is no common one
	letters             // its first word is an acronym
	holdsTerm           // one of its words is a term of the glossary
	threeWords          // it has three words
	determined          // "the", "our" or the like stands before it
	pluralFirst         // its first word is a plural
	verbLike            // its first word is a verb as often
	shownAsName         // it is in italics, bold or quotation marks
	signsOfJargon
)

// candidate is a word that may be jargon and what speaks for it.
type candidate struct {
	Undefined
	kind    kind
	key     string
	signs   [signsOfJargon]bool
	authors map[string]bool
}

// kindWeights and jargonWeights say how much a candidate's kind and signs
// count; perMessage is for each doubling of the messages that hold it,
// manyAuthors for a word that several people use.
var (
	kindWeights = [kindCount]float64{
		acronymWord: 2, technicalWord: 3.4, softWord: 0.6, identifier: 2, serviceName: 0.6, cipherWord: 2.7,
		statusCode: 1.5, rareWordKind: 1, rareShort: 1.6, unfamiliarNoun: -0.7, familiarNoun: -1.2, compound: 0,
	}
	jargonWeights = [signsOfJargon]float64{
		askedAbout: 2, spelledOut: 1, inBackquotes: 0.4, headNoun: 1.9, rareModifier: 0.3, letters: 1.4,
		holdsTerm: -1, threeWords: -0.3, determined: 0.2, pluralFirst: -0.6, verbLike: -0.6, shownAsName: 0.2,
	}
)

const (
	perMessage  = 0.3
	manyAuthors = 0.4
	leastJargon = 0.6 // what scores less is not shown
)

// score is how likely a newcomer asks about a candidate.
func (c candidate) score() float64 {
	score := kindWeights[c.kind] + perMessage*math.Log2(float64(len(c.Messages)))
	for i, holds := range c.signs {
		if holds {
			score += jargonWeights[i]
		}
	}
	if len(c.authors) > 1 {
		score += manyAuthors
	}
	return score
}

// ranked is the list, the likeliest first and then as they occur.
func (j *jargon) ranked() []Undefined {
	english := j.words >= 10 && j.english*10 >= j.words*7
	var list []candidate
	for _, c := range j.list {
		byRarity := c.kind >= rareWordKind
		if byRarity && (!english || j.names[lowerASCII(c.Surface)]) {
			continue
		}
		if long, ok := j.long[c.Surface]; ok {
			c.Means = long
			c.signs[spelledOut] = true
		}
		if c.score() >= leastJargon {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		switch x, y := a.score(), b.score(); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	out := []Undefined{}
	for _, c := range list {
		if len(out) < maxUndefined && !c.nearly(out) {
			out = append(out, c.Undefined)
		}
	}
	return out
}

// nearly says whether a name of several words is a part of one that is listed
// already, or the other way round.
func (c candidate) nearly(listed []Undefined) bool {
	mine := " " + keyOf(c.Surface) + " "
	if c.kind != compound {
		return false
	}
	for _, u := range listed {
		theirs := " " + keyOf(u.Surface) + " "
		if strings.Count(theirs, " ") > 2 && (strings.Contains(mine, theirs) || strings.Contains(theirs, mine)) {
			return true
		}
	}
	return false
}

// note takes down what stands around an occurrence of a candidate, which
// begins with token first and ends at a byte of the text.
func (c *candidate) note(s *scanner, first, end int) {
	start := s.tokens[first].start
	if start > 0 && strings.IndexByte("*_\"~", s.text[start-1]) >= 0 && end < len(s.text) && s.text[end] == s.text[start-1] {
		c.signs[shownAsName] = true
	}
	if start > 0 && s.text[start-1] == '`' {
		c.signs[inBackquotes] = true
	}
	i := first - 1
	if i >= 0 && determiners[s.lower(i)] {
		c.signs[determined] = true
		i--
	}
	if i >= 1 && isBe[s.lower(i)] && s.lower(i-1) == "what" || i >= 1 && s.lower(i) == "does" && s.lower(i-1) == "what" || i >= 0 && s.lower(i) == "what" && first-i == 1 {
		c.signs[askedAbout] = true
	}
}

// lower is a token in small letters.
func (s *scanner) lower(i int) string { return lowerASCII(s.text[s.tokens[i].start:s.tokens[i].end]) }

// determiners stand before a noun that is known to the company.
var determiners = wordSet("the our your their this that these those a an its")
