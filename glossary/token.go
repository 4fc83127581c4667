package glossary

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A gap is what stands between a token and the one before it.
type gap byte

// The gaps. A phrase runs across a soft gap (blanks, hyphens, emphasis marks)
// and stops at a hard one. Any other value is a single ASCII mark that touches
// both tokens ("Node.js", "R&D"): a phrase crosses it only if the term itself
// is written with that mark.
const (
	softGap gap = iota
	hardGap
)

// token is one word of a text: its bytes, and the gap before it.
type token struct {
	start, end int
	gap        gap
	// plain means that the bytes are their own folded form: ASCII without an
	// upper-case letter, or one rune of a script that has no case.
	plain bool
}

// scan cuts text into tokens and appends them to into. Terms and messages go
// through this same function, so that both see the same words.
func scan(text string, into []token) []token {
	before := softGap
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !isWord(r) {
			size = possessive(text, at, size)
			before = widen(before, text, at, size)
			at += size
			continue
		}
		t := token{start: at, gap: before, plain: true}
		at = t.readFrom(text)
		into = append(into, t)
		before = softGap
	}
	return into
}

// readFrom reads the word that begins at t.start and returns where the text
// goes on after it.
func (t *token) readFrom(text string) int {
	at := t.start
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !isWord(r) || (at > t.start && isUnspaced(r)) {
			break
		}
		if r >= utf8.RuneSelf || 'A' <= r && r <= 'Z' {
			t.plain = false
		}
		first := at == t.start
		at += size
		if first && isUnspaced(r) {
			n := marks(text[at:])
			t.plain = n == 0
			at += n
			break
		}
	}
	at += sharps(text, at)
	t.end = at
	return at
}

// marks is the length of the combining marks at the start of text.
func marks(text string) int {
	for at, r := range text {
		if !unicode.Is(unicode.M, r) {
			return at
		}
	}
	return len(text)
}

// sharps is the length of the one or two '+' or '#' at the place that belong
// to the word before, as in C++ and C#.
func sharps(text string, at int) int {
	n := 0
	for n < 2 && at+n < len(text) && (text[at+n] == '+' || text[at+n] == '#') {
		n++
	}
	if n > 0 && at+n < len(text) {
		if r, _ := utf8.DecodeRuneInString(text[at+n:]); isWord(r) || r == '+' || r == '#' {
			return 0
		}
	}
	return n
}

// possessive widens a gap that begins with an apostrophe over the "s" of
// "pod's", which is no word of its own.
func possessive(text string, at, size int) int {
	if at == 0 || !isApostrophe(text[at:at+size]) {
		return size
	}
	after := at + size
	if after >= len(text) || text[after] != 's' && text[after] != 'S' {
		return size
	}
	if before, _ := utf8.DecodeLastRuneInString(text[:at]); !isWord(before) {
		return size
	}
	if after+1 < len(text) {
		if r, _ := utf8.DecodeRuneInString(text[after+1:]); isWord(r) {
			return size
		}
	}
	return size + 1
}

// widen adds the piece of text at a place to the gap read so far.
func widen(before gap, text string, at, size int) gap {
	r, width := utf8.DecodeRuneInString(text[at:])
	if isSoft(r) {
		return before
	}
	inner := before == softGap && width == 1 && r < utf8.RuneSelf && r > ' ' &&
		at > 0 && at+size < len(text) && isWordBefore(text, at) && isWordAt(text, at+size)
	if inner {
		return gap(r)
	}
	return hardGap
}

func isWordAt(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return at < len(text) && isWord(r)
}

func isWordBefore(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return at > 0 && isWord(r)
}

func isApostrophe(s string) bool { return s == "'" || s == "\u2019" }

// isWord says whether a rune can be part of a word.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && unicode.In(r, unicode.L, unicode.M, unicode.N)
}

// isUnspaced says whether a rune belongs to a script that is written without
// spaces between words; each such rune is a token.
func isUnspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// isSoft says whether a phrase runs across a rune.
func isSoft(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '-', '_', '/', '*', '`', '~', '\'', '"',
		'\u2010', '\u2011', '\u2018', '\u2019', '\u201c', '\u201d':
		return true
	}
	return r >= utf8.RuneSelf && unicode.IsSpace(r)
}

// folded is the form of a word that is compared: NFC and case-folded.
func folded(word string) string {
	if isASCII(word) {
		return lowerASCII(word)
	}
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(word)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func lowerASCII(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if 'A' <= b[i] && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
