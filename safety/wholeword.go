package safety

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Stated reports whether value, an owner or a date, occurs as whole words in
// the cited messages, or is, in whole or in part, the name of one's author.
func (g *Gate) Stated(value string, ids []string) bool {
	value = folded(value)
	if value == "" {
		return false
	}
	for _, m := range g.cited(ids) {
		if wholeWord(folded(m.Text), value) || wholeWord(folded(m.Author), value) {
			return true
		}
	}
	return false
}

func folded(s string) string { return strings.ToLower(norm.NFKC.String(oneLine(s))) }

// wholeWord reports whether text holds value with no letter or digit joined to
// it. Scripts that do not part words by spaces have no such bounds.
func wholeWord(text, value string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], value)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(value)
		if !joinedWord(text[:start], value) && !joinedWord(value, text[end:]) {
			return true
		}
		at = start + 1
	}
}

// joinedWord reports whether the end of left and the beginning of right are one
// word.
func joinedWord(left, right string) bool {
	l, r := []rune(lastRune(left)), []rune(firstRune(right))
	return len(l) > 0 && len(r) > 0 && kindOfRune(l[0]) == 1 && kindOfRune(r[0]) == 1 && l[0] != '\'' && r[0] != '\''
}

func lastRune(s string) string {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i]&0xc0 != 0x80 {
			return s[i:]
		}
	}
	return ""
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}
