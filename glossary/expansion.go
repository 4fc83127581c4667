package glossary

import (
	"regexp"
	"strings"
	"unicode"
)

// expansion is a short form and its long form, as a text gives them.
type expansion struct{ short, long string }

// bracketed is a word or a few in brackets after a word.
var bracketed = regexp.MustCompile(`([\pL\pN][^()\n.;!?]{0,120}?)\s*\(([^()\n]{2,60})\)`)

// standsFor are sentences that spell a short form out.
var standsFor = regexp.MustCompile(`\b([A-Z][A-Za-z0-9&-]{1,9}) (?:stands for|is short for|means|is our|= |aka|a\.k\.a\.|i\.e\.,?) ?(?:the |a |an )?([^.;:()\n]{3,60})`)

// expansions finds the short forms that a text spells out, after Schwartz and
// Hearst: "dead letter queue (DLQ)", "DLQ (dead letter queue)", and "DLQ
// stands for dead letter queue".
func expansions(text string) []expansion {
	var out []expansion
	add := func(short, before string) bool {
		long := longForm(short, before)
		if long != "" {
			out = append(out, expansion{short, long})
		}
		return long != ""
	}
	if strings.Contains(text, "(") {
		for _, m := range bracketed.FindAllStringSubmatch(text, -1) {
			inside, before := strings.TrimSpace(m[2]), strings.TrimSpace(m[1])
			if short, _, _ := strings.Cut(inside, ", "); isShortForm(short) && add(short, before) {
				continue
			}
			words := strings.Fields(before)
			if last := words[len(words)-1]; isShortForm(last) {
				add(last, inside)
			}
		}
	}
	for _, m := range standsFor.FindAllStringSubmatch(text, -1) {
		if isShortForm(m[1]) {
			words := strings.Fields(m[2])
			add(m[1], strings.Join(words[:min(len(words), maxLong(m[1]))], " "))
		}
	}
	return out
}

// isShortForm holds Schwartz and Hearst's conditions: two to ten characters, at
// most two words, a letter, the first a letter or a digit.
func isShortForm(s string) bool {
	if len(s) < 2 || len(s) > 10 || len(strings.Fields(s)) > 2 || !strings.ContainsFunc(s, unicode.IsLetter) {
		return false
	}
	return isWordAt(s, 0)
}

// maxLong is how many words the long form of a short one can have.
func maxLong(short string) int { return min(len(short)+5, 2*len(short)) }

// longForm is the shortest end of a text that a short form abbreviates, "" if
// there is none: each of its characters stands in the text in this order, and
// the first begins a word.
func longForm(short, text string) string {
	words := strings.Fields(text)
	if n := maxLong(short); len(words) > n {
		text = strings.Join(words[len(words)-n:], " ")
	}
	s, l := lowerASCII(short), lowerASCII(text)
	at := len(l)
	for i := len(s) - 1; i >= 0; i-- {
		if !isWordByte(s[i]) {
			continue
		}
		for at--; at >= 0 && (l[at] != s[i] || i == 0 && at > 0 && isWordByte(l[at-1])); at-- {
		}
		if at < 0 {
			return ""
		}
	}
	long := text[at:]
	if len(long) <= len(short) || strings.EqualFold(long, short) || strings.Contains(" "+lowerASCII(long)+" ", " "+s+" ") {
		return ""
	}
	return long
}
