package tutor

import (
	_ "embed"
	"strings"
	"unicode"
)

//go:embed checks.txt
var checkText string

// wordSet is one group of checks.txt.
type wordSet struct {
	whole  map[string]bool
	begins []string
}

// wordSets are the groups of checks.txt by name.
var wordSets = func() map[string]wordSet {
	sets := make(map[string]wordSet)
	for line := range strings.Lines(checkText) {
		name, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		set := wordSet{whole: make(map[string]bool)}
		for _, w := range strings.Fields(words) {
			if start, cut := strings.CutSuffix(w, "*"); cut {
				set.begins = append(set.begins, start)
			} else {
				set.whole[w] = true
			}
		}
		sets[name] = set
	}
	return sets
}()

// has reports whether a word in lower case is in the set.
func (s wordSet) has(word string) bool {
	if s.whole[word] {
		return true
	}
	for _, start := range s.begins {
		if strings.HasPrefix(word, start) {
			return true
		}
	}
	return false
}

// wordsOf cuts a text into words, in lower case; apostrophes and hyphens inside
// a word stay.
func wordsOf(text string) []string {
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '-'
	})
	kept := words[:0]
	for _, w := range words {
		if w = strings.Trim(w, "'-"); w != "" {
			kept = append(kept, w)
		}
	}
	return kept
}
