package glossary

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/thread"
)

// word is one word of a message as evidence sees it.
type word struct {
	start, end int
	lower      string
	stem       string
	// breaks says that a full stop, a colon, a line end or the like stands
	// between this word and the one before.
	breaks bool
}

// wordsOf cuts a text into words for weighing evidence.
func wordsOf(text string) []word {
	tokens := scan(text, nil)
	list := make([]word, len(tokens))
	for i, t := range tokens {
		lower := folded(text[t.start:t.end])
		before := 0
		if i > 0 {
			before = tokens[i-1].end
		}
		list[i] = word{start: t.start, end: t.end, lower: lower, stem: unitOr(stemOf(lower)),
			breaks: i > 0 && strings.ContainsAny(text[before:t.start], ".!?;:\n()…")}
	}
	return list
}

// unitOr reads "10s" and "5min" as the unit, which is what texts about time
// have in common.
func unitOr(stem string) string {
	unit := strings.TrimLeft(stem, "0123456789")
	if len(unit) == len(stem) {
		unit = ""
	}
	switch unit {
	case "s", "sec":
		return stemOf("seconds")
	case "m", "min":
		return stemOf("minutes")
	case "h":
		return stemOf("hours")
	}
	if stem == "min" {
		return stemOf("minutes")
	}
	return stem
}

// endingsOfStems are cut off to compare words, the longest first.
var endingsOfStems = []string{"ations", "ation", "ings", "ing", "ments", "ment", "ions", "ion", "ers", "ies", "ed", "er", "es", "ly", "s", "y", "e"}

// stemOf is a word without its ending, for comparing and nothing else.
func stemOf(word string) string {
	if !isASCII(word) || len(word) < 4 || strings.ContainsFunc(word, unicode.IsDigit) {
		return word
	}
	for _, ending := range endingsOfStems {
		if rest, ok := strings.CutSuffix(word, ending); ok && len(rest) >= 3 {
			word = rest
			break
		}
	}
	word = strings.TrimSuffix(word, "e")
	if n := len(word); n > 3 && word[n-1] == word[n-2] && !isVowel(word[n-1]) {
		word = word[:n-1]
	}
	return word
}

// profile is what an entry's own texts say about the company it keeps.
type profile struct {
	// weights holds the stems of its explanations: a rare word tells more
	// than a common one.
	weights map[string]float64
	// before and after hold what stands next to the term in them.
	before, after map[string]bool
}

// How much a word of an entry's texts tells.
const (
	rareWord   = 1.2
	commonWord = 0.6
)

// newProfile reads an entry, and the names of the entries related to it.
func (g *Glossary) newProfile(e Entry) profile {
	p := profile{weights: make(map[string]float64), before: make(map[string]bool), after: make(map[string]bool)}
	texts := []string{e.Plain, e.Technical, e.Why, e.Example}
	texts = append(texts, e.surfaces()...)
	for _, id := range e.Related {
		if other, ok := g.Entry(id); ok {
			texts = append(texts, other.surfaces()...)
		}
	}
	own := make(map[string]bool)
	for _, surface := range e.surfaces() {
		if list := wordsOf(surface); len(list) == 1 {
			own[list[0].stem] = true
		}
	}
	for _, text := range texts {
		list := wordsOf(text)
		for i, w := range list {
			if own[w.stem] {
				p.neighbours(list, i)
				continue
			}
			if weight := tells(w); weight > p.weights[w.stem] {
				p.weights[w.stem] = weight
			}
		}
	}
	return p
}

// neighbours notes what stands next to the term in one of its entry's texts.
func (p profile) neighbours(list []word, i int) {
	if i > 0 && !list[i].breaks {
		p.before[shapeOf(list[i-1])] = true
	}
	if i+1 < len(list) && !list[i+1].breaks {
		p.after[shapeOf(list[i+1])] = true
	}
}

// tells is the weight of a word as evidence, 0 for the small words.
func tells(w word) float64 {
	short := len(w.lower) < 3
	switch {
	case len(w.lower) < 2 || smallWords[w.lower] || w.lower[0] < utf8.RuneSelf && !isLetter(w.lower[0]):
		return 0
	case short && (englishWords()[w.lower] || everydayWords()[w.lower]):
		return 0
	case commonWords()[w.lower]:
		return commonWord
	}
	return rareWord
}

// shapeOf is a word for comparing neighbours; all numbers are one.
func shapeOf(w word) string {
	if '0' <= w.lower[0] && w.lower[0] <= '9' {
		return "#"
	}
	return w.stem
}

// smallWords say nothing about what a text is about.
var smallWords = wordSet(smallWordList)

// speaksFor says whether words, such as an author's role, name a system or the
// trade of the people who run it: "data engineer" speaks for data-platform,
// "site reliability engineer" for infra.
func speaksFor(words []word, system string) bool {
	for _, part := range wordsOf(system) {
		if systemWords()[part.lower] || len(part.lower) < 3 {
			continue
		}
		for _, w := range words {
			if w.lower == part.lower || len(part.lower) >= 4 && strings.HasPrefix(w.lower, part.lower) || trades()[w.lower][part.lower] {
				return true
			}
		}
	}
	return false
}

// isFrom says whether a channel is among those that speak for a sense.
func isFrom(channels []string, channel string) bool {
	for _, c := range channels {
		if strings.EqualFold(strings.TrimPrefix(c, "#"), channel) {
			return true
		}
	}
	return false
}

// wordsIn are the words of a message, read once.
func (r *resolver) wordsIn(message int) []word {
	if r.words[message] == nil {
		r.words[message] = append([]word{}, wordsOf(r.t.Messages[message].Text)...)
	}
	return r.words[message]
}

// roleOf are the words of what a message's author is.
func (r *resolver) roleOf(m thread.Message) []word {
	list, known := r.roles[m.AuthorRole]
	if !known {
		list = wordsOf(m.AuthorRole)
		r.roles[m.AuthorRole] = list
	}
	return list
}

// profile is an entry's profile, made when it is first needed.
func (r *resolver) profile(sense int32) profile {
	p, known := r.profiles[sense]
	if !known {
		p = r.g.newProfile(r.g.entries[sense])
		r.profiles[sense] = p
	}
	return p
}
