package safety

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks may follow one letter; no living script
// needs more, and stacks of them hide the lines around.
const maxMarks = 4

// hidden holds the code points that show nothing, or that change how their
// neighbours are shown: unicode.Cf alone misses variation selectors, fillers
// and tag characters that are not assigned. Line breaks and tabs are not in it.
var hidden = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x0000, 0x0008, 1}, {0x000b, 0x000c, 1}, {0x000e, 0x001f, 1}, {0x007f, 0x0084, 1},
		{0x0086, 0x009f, 1}, {0x00ad, 0x00ad, 1}, {0x034f, 0x034f, 1}, {0x061c, 0x061c, 1},
		{0x115f, 0x1160, 1}, {0x17b4, 0x17b5, 1}, {0x180b, 0x180f, 1}, {0x200b, 0x200f, 1},
		{0x202a, 0x202e, 1}, {0x2060, 0x206f, 1}, {0x2800, 0x2800, 1}, {0x3164, 0x3164, 1},
		{0xe000, 0xf8ff, 1}, {0xfe00, 0xfe0f, 1}, {0xfeff, 0xfeff, 1}, {0xffa0, 0xffa0, 1},
		{0xfff0, 0xfffb, 1}, {0xfffe, 0xffff, 1},
	},
	R32: []unicode.Range32{
		{0x1bca0, 0x1bca3, 1}, {0x1d173, 0x1d17a, 1}, {0xe0000, 0xe0fff, 1}, {0xf0000, 0x10ffff, 1},
	},
	LatinOffset: 6,
}

// joined holds the scripts in which a zero-width joiner or non-joiner between
// two letters is spelling, not disguise.
var joined = []*unicode.RangeTable{
	unicode.Arabic, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya,
	unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Mongolian,
}

const (
	joiner       = '\u200d'
	nonJoiner    = '\u200c'
	emojiStyle   = '\ufe0f'
	keycap       = '\u20e3'
	replacedByte = "\ufffd"
)

// stripHidden drops hidden code points and marks past maxMarks, and replaces
// invalid UTF-8 by U+FFFD and every kind of line separator but \n and \r by a
// space. Joiners that emoji and some scripts are spelled with stay. A text with
// nothing to strip comes back as it was. stripHidden is idempotent.
func stripHidden(s string) string {
	if !suspect(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	before, marks := utf8.RuneError, 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteString(replacedByte)
			before, marks = r, 0
			continue
		case r == '\u0085' || r == '\u2028' || r == '\u2029':
			r = ' '
		case unicode.Is(hidden, r) && !spelled(before, r, s[i:]):
			continue
		}
		if unicode.Is(unicode.M, r) && r != emojiStyle {
			if marks++; marks > maxMarks {
				continue
			}
		} else {
			marks = 0
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// suspect reports whether s holds anything that stripHidden may change.
func suspect(s string) bool {
	marks := 0
	for i, r := range s {
		switch {
		case r < ' ' && r != '\n' && r != '\t' && r != '\r':
			return true
		case r < 0x7f:
			marks = 0
		case r == '\u0085' || r == '\u2028' || r == '\u2029' || unicode.Is(hidden, r):
			return true
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], replacedByte):
			return true
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks {
				return true
			}
		default:
			marks = 0
		}
	}
	return false
}

// spelled reports whether the hidden r, after the kept rune before and followed
// by rest, is part of how an emoji or a word is spelled.
func spelled(before, r rune, rest string) bool {
	switch r {
	case emojiStyle:
		next, _ := utf8.DecodeRuneInString(rest)
		return isEmoji(before) || next == keycap && strings.ContainsRune("0123456789#*", before)
	case joiner:
		next := nextVisible(rest)
		return (isEmoji(before) || before == emojiStyle) && isEmoji(next) || joins(before, next)
	case nonJoiner:
		return joins(before, nextVisible(rest))
	}
	return false
}

func joins(before, next rune) bool {
	return unicode.IsOneOf(joined, before) && unicode.IsOneOf(joined, next)
}

func nextVisible(s string) rune {
	for _, r := range s {
		if !unicode.Is(hidden, r) {
			return r
		}
	}
	return utf8.RuneError
}

// isEmoji reports whether r can carry an emoji variation selector or stand in
// an emoji sequence; digits, # and * are left to the keycap rule.
func isEmoji(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff || r >= 0x2190 && r <= 0x2bff && r != 0x2800 ||
		r == 0xa9 || r == 0xae || r == 0x203c || r == 0x2049 || r == 0x2122 || r == 0x2139 ||
		r == 0x3030 || r == 0x303d || r == 0x3297 || r == 0x3299
}
