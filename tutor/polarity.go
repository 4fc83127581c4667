package tutor

import (
	"regexp"
	"strings"
)

// contradicts reports whether a text affirms what the sources deny outright, or
// the other way round: "it was refunded" of "it was not refunded". It looks at
// single words right behind a "not" and keeps out of every sentence that is
// turned in another way, so that it finds few contradictions and hardly ever a
// false one. It knows English only.
func contradicts(text, source string) bool {
	says, said := polarityOf(text), polarityOf(source)
	for _, denied := range []map[string]bool{said.denied, said.lacking} {
		for w := range denied {
			if !said.affirms(w) && says.affirms(w) && !says.turned {
				return true
			}
		}
	}
	for w := range says.denied {
		if !says.affirms(w) && hasSame(said.firm, w) && !said.denies(w) {
			return true
		}
	}
	return false
}

// polarity is what a text says of its words.
type polarity struct {
	// denied words stand right behind a "not", lacking ones behind a "no";
	// affirmed ones anywhere else, firm ones in a sentence that nothing turns.
	denied, lacking, affirmed, firm map[string]bool
	// turned says that any sentence is denied or turned.
	turned bool
}

func (p polarity) affirms(word string) bool { return hasSame(p.affirmed, word) }
func (p polarity) denies(word string) bool  { return hasSame(p.denied, word) }

// sentenceEnd parts sentences, for polarity. A comma does not.
var sentenceEnd = regexp.MustCompile(`[.!?;:]+(?:\s|$)|\n+|[。！？]`)

func polarityOf(text string) polarity {
	p := polarity{denied: make(map[string]bool), lacking: make(map[string]bool), affirmed: make(map[string]bool), firm: make(map[string]bool)}
	for len(text) > 0 {
		end := sentenceEnd.FindStringIndex(text)
		sentence, mark := text, ""
		if end != nil {
			sentence, mark, text = text[:end[0]], text[end[0]:end[1]], text[end[1]:]
		} else {
			text = ""
		}
		p.add(wordsOf(sentence), strings.ContainsAny(mark, "?？"))
	}
	return p
}

// add notes the words of one sentence. A question denies nothing.
func (p *polarity) add(words []string, asks bool) {
	turned := asks
	var denying map[string]bool
	var plain []string
	for _, w := range words {
		switch {
		case wordSets["deny"].has(w) || strings.HasSuffix(w, "n't"):
			turned, denying = true, p.denied
		case wordSets["lack"].has(w):
			denying = p.lacking
		case denying != nil && wordSets["light"].has(w):
		case len(w) < 4:
			denying = nil
		case denying != nil && !asks:
			denying[w], denying = true, nil
		default:
			plain = append(plain, w)
		}
		turned = turned || wordSets["turn"].has(w)
	}
	for _, w := range plain {
		p.affirmed[w] = true
		if !turned {
			p.firm[w] = true
		}
	}
	p.turned = p.turned || turned
}

func hasSame(set map[string]bool, word string) bool {
	if set[word] {
		return true
	}
	for w := range set {
		if sameWord(w, word) {
			return true
		}
	}
	return false
}

// sameWord reports whether two words are forms of one: they agree but for at
// most three last letters each, and in four at least.
func sameWord(a, b string) bool {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return a == b || n >= 4 && len(a)-n <= 3 && len(b)-n <= 3
}
