package safety

import (
	_ "embed"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed stopwords.txt
var stopWordText string

// stopWords are the words of stopwords.txt.
var stopWords = func() map[string]bool {
	words := make(map[string]bool)
	for line := range strings.Lines(stopWordText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			words[w] = true
		}
	}
	return words
}()

// contentWords returns the words of text that carry its subject, folded and
// stemmed, each once, in order. Words of letters and digits are kept whole
// (cart-core gives cart and core); Han, Katakana and Hangul are cut into pairs
// of characters; Hiragana is grammar and left out.
func contentWords(text string) []string {
	var words []string
	seen := make(map[string]bool)
	add := func(w string) {
		if !seen[w] {
			seen[w] = true
			words = append(words, w)
		}
	}
	for _, w := range fields(text) {
		if r := []rune(w); pairs(r[0]) {
			if len(r) == 1 {
				add(w)
			}
			for i := 1; i < len(r); i++ {
				add(string(r[i-1 : i+1]))
			}
			continue
		}
		if w = strings.Trim(strings.TrimSuffix(w, "'s"), "'"); len(w) > 1 && !stopWords[w] {
			add(stem(w))
		}
	}
	return words
}

// fields cuts text, folded, into runs of letters and digits of one kind.
func fields(text string) []string {
	text = strings.ToLower(norm.NFKC.String(strings.ReplaceAll(text, "’", "'")))
	var words []string
	start, kind := -1, 0
	for i, r := range text {
		k := kindOfRune(r)
		if start >= 0 && k != kind {
			if kind > 0 {
				words = append(words, text[start:i])
			}
			start = -1
		}
		if start < 0 {
			start, kind = i, k
		}
	}
	if start >= 0 && kind > 0 {
		words = append(words, text[start:])
	}
	return words
}

// kindOfRune tells the letters of words (1) from those cut into pairs (2, 3, 4)
// and from all else (0).
func kindOfRune(r rune) int {
	switch {
	case r < 0x80:
		if wordByte(byte(r)) || r == '\'' {
			return 1
		}
		return 0
	case unicode.Is(unicode.Han, r):
		return 2
	case unicode.Is(unicode.Katakana, r) || r == 'ー':
		return 3
	case unicode.Is(unicode.Hangul, r):
		return 4
	case unicode.Is(unicode.Hiragana, r):
		return 0
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
		return 1
	}
	return 0
}

func pairs(r rune) bool { return kindOfRune(r) > 1 }

// endings are cut off words, the first that leaves three letters or more.
var endings = []string{
	"ations", "ation", "ements", "ement", "ings", "ing", "ions", "ion", "ies", "ied", "ers", "er", "ed", "es", "ly", "s",
}

// stem takes a common English ending off, so that rolled, rolling and rolls
// agree. It is cruder than Porter's and never looks at meaning.
func stem(w string) string {
	if w[len(w)-1] >= '0' && w[len(w)-1] <= '9' {
		return w
	}
	for _, e := range endings {
		if strings.HasSuffix(w, e) && len(w)-len(e) >= 3 {
			w = w[:len(w)-len(e)]
			break
		}
	}
	if n := len(w); n > 3 && (w[n-1] == 'e' || w[n-1] == 'y') {
		return w[:n-1] // release, releasing; deploy, deploying
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] && w[n-1] != 's' && w[n-1] != 'l' {
		w = w[:n-1] // shipped, ship
	}
	return w
}
