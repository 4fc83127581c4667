package glossary

import (
	"unicode"
	"unicode/utf8"
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
	// hash is that of the folded word, where the token is simple.
	hash uint32
	gap  gap
	// simple means that each rune folds to one rune of the same length, so
	// that the folded word need not be made to be compared.
	simple bool
	// odd means that the word has a capital inside or ends in a digit: a word
	// that no term has may then still be more than it looks.
	odd bool
}

// asciiClass is what each ASCII character is to the tokenizer; what needs a
// closer look is hard.
var asciiClass = func() (class [utf8.RuneSelf]uint8) {
	for c := range class {
		switch {
		case isWordByte(byte(c)):
			class[c] = wordRune
		case isSoft(rune(c)) && c != '\'':
			class[c] = softRune
		}
	}
	return class
}()

// scan cuts text into tokens and appends them to into. Terms and messages go
// through this same function, so that both see the same words.
func scan(text string, into []token) []token {
	before := softGap
	var table *runeTable
	for at := 0; at < len(text); {
		c := text[at]
		if c < utf8.RuneSelf {
			switch asciiClass[c] {
			case softRune:
				at++
				continue
			case hardRune:
				size := possessive(text, at, 1)
				before = widen(before, text, at, size)
				at += size
				continue
			}
		} else {
			if table == nil {
				table = runes()
			}
			r, size := utf8.DecodeRuneInString(text[at:])
			class := table.of(r)
			if class < wordRune {
				if r == '\u2019' {
					size = possessive(text, at, size)
				}
				if class == hardRune {
					before = hardGap
				}
				at += size
				continue
			}
			if class == loneRune && table.folded[r&0xffff] == uint16(r) {
				t := token{start: at, gap: before, simple: true}
				t.hash = hashOf(text[at : at+size])
				at += size
				if n := marks(text[at:]); n > 0 {
					t.simple = false
					at += n
				}
				n := sharps(text, at)
				t.simple = t.simple && n == 0
				at += n
				t.end = at
				into = append(into, t)
				before = softGap
				continue
			}
		}
		t := token{start: at, gap: before}
		at = t.readFrom(text)
		into = append(into, t)
		before = softGap
	}
	return into
}

// readFrom reads the word that begins at t.start and returns where the text
// goes on after it.
func (t *token) readFrom(text string) int {
	at, h := t.start, hashSeed
	t.simple = true
	for at < len(text) {
		c := text[at]
		if c >= utf8.RuneSelf {
			at, h = t.readRunes(text, at, h)
			break
		}
		if asciiClass[c] != wordRune {
			break
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
			t.odd = t.odd || at > t.start
		}
		h = (h ^ uint32(c)) * hashPrime
		at++
	}
	if at > t.start && text[at-1] <= '9' {
		t.odd = true
	}
	if n := sharps(text, at); n > 0 {
		for ; n > 0; n-- {
			h = (h ^ uint32(text[at])) * hashPrime
			at++
		}
	}
	t.end, t.hash = at, stirred(h)
	return at
}

// readRunes reads on where a word is no longer ASCII.
func (t *token) readRunes(text string, at int, h uint32) (int, uint32) {
	table := runes()
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		class := table.of(r)
		if class < wordRune || class == loneRune && at > t.start {
			return at, h
		}
		fold := table.fold(r)
		if r >= 1<<16 || table.folded[r] == 0 && r >= utf8.RuneSelf {
			t.simple = false
		}
		first := at == t.start
		if fold < utf8.RuneSelf {
			if 'A' <= fold && fold <= 'Z' {
				fold += 'a' - 'A'
			}
			h = (h ^ uint32(fold)) * hashPrime
		} else if fold == r {
			for i := at; i < at+size; i++ {
				h = (h ^ uint32(text[i])) * hashPrime
			}
		} else {
			var bytes [utf8.UTFMax]byte
			for _, c := range bytes[:utf8.EncodeRune(bytes[:], fold)] {
				h = (h ^ uint32(c)) * hashPrime
			}
		}
		at += size
		if first && class == loneRune {
			if n := marks(text[at:]); n > 0 {
				t.simple = false
				at += n
			}
			return at, h
		}
	}
	return at, h
}

// marks is the length of the combining marks at the start of text.
func marks(text string) int {
	if len(text) == 0 || text[0] < utf8.RuneSelf {
		return 0
	}
	table := runes()
	for at, r := range text {
		if table.of(r) != markRune {
			return at
		}
	}
	return len(text)
}

// sharps is the length of the one or two '+' or '#' at the place that belong
// to the word before, as in C++ and C#.
func sharps(text string, at int) int {
	if at >= len(text) || text[at] != '+' && text[at] != '#' {
		return 0
	}
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
