package model

import (
	_ "embed"
	"strings"
	"unicode"
)

//go:embed cues/stopwords.txt
var stopwordList string

// stopwords are words too common to say what a sentence is about.
var stopwords = wordSet(stopwordList)

func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// words splits a text into lower-case words. Punctuation separates, but ' + -
// @ . : / stay inside a word, a colon after a word is a word of its own, and
// text in a script without spaces is one word a run.
func words(text string) []string {
	var out []string
	var word []rune
	end := func() {
		w := strings.Trim(string(word), "'.-/@")
		if strings.HasPrefix(string(word), "/") && len(w) == 1 {
			w = "/" + w
		}
		if strings.HasPrefix(string(word), "-") && w == "1" {
			w = "-1"
		}
		if w != "" {
			out = append(out, w)
		}
		word = word[:0]
	}
	runes := []rune(text)
	for i, r := range runes {
		inside := len(word) > 0 && i+1 < len(runes) && isWordRune(runes[i+1])
		switch {
		case isWordRune(r), r == '+' && !inside:
			word = append(word, unicode.ToLower(r))
		case r == '’' && inside:
			word = append(word, '\'')
		case strings.ContainsRune("'.-/:", r) && inside && (r != ':' || unicode.IsDigit(runes[i+1])):
			word = append(word, r)
		case (r == '/' || r == '-') && len(word) == 0:
			word = append(word, r)
		default:
			end()
			if (r == ':' || r == '：') && len(out) > 0 {
				out = append(out, ":")
			}
		}
	}
	end()
	return out
}

func isWordRune(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r)
}

// spaceless reports whether a rune belongs to a script written without spaces.
func spaceless(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) || r == 'ー'
}

// content returns what a text is about: its words without the common ones,
// roughly stemmed, and for scripts without spaces every pair of characters.
func content(all []string) []string {
	var out []string
	for _, w := range all {
		if stopwords[w] || w == ":" {
			continue
		}
		if strings.ContainsFunc(w, spaceless) {
			out = append(out, pairs(w)...)
			continue
		}
		out = append(out, stem(w))
	}
	return out
}

func pairs(w string) []string {
	runes := []rune(w)
	if len(runes) < 3 {
		return []string{w}
	}
	out := make([]string, 0, len(runes)-1)
	for i := range runes[:len(runes)-1] {
		out = append(out, string(runes[i:i+2]))
	}
	return out
}

// stem takes the commonest endings off an English word; other languages lose
// at most a plural.
func stem(w string) string {
	w = strings.TrimSuffix(w, "'s")
	for _, end := range []string{"ing", "ed", "es", "s"} {
		if base, ok := strings.CutSuffix(w, end); ok && len(base) >= 4 && !strings.HasSuffix(base, "s") {
			return strings.TrimSuffix(base, "e")
		}
	}
	if len(w) > 4 {
		return strings.TrimSuffix(w, "e")
	}
	return w
}

// length counts words as a reader would: two characters of a script without
// spaces are about one.
func length(text string) int {
	n := 0
	for _, w := range strings.Fields(text) {
		dense := 0
		for _, r := range w {
			if spaceless(r) {
				dense++
			}
		}
		n += max(1, dense/2)
	}
	return n
}
