package safety

import (
	"html"
	"strings"
)

// decode undoes HTML entities of ASCII and, if percents is set, percent-encoding
// of printable ASCII too. offsets[i] is where byte i of plain came from in text,
// and has one element more for the end; ok is false when there was nothing to
// undo.
func decode(text string, percents bool) (plain string, offsets []int, ok bool) {
	first := 0
	for first < len(text) {
		if _, size := coded(text[first:], percents); size > 1 {
			break
		}
		first++
	}
	if first == len(text) {
		return text, nil, false
	}
	out := make([]byte, 0, len(text))
	offsets = make([]int, 0, len(text)+1)
	for i := 0; i < len(text); {
		c, size := coded(text[i:], percents)
		out = append(out, c)
		offsets = append(offsets, i)
		i += size
	}
	return string(out), append(offsets, len(text)), true
}

// coded returns the byte that s begins with, decoded, and how many bytes of s
// it takes.
func coded(s string, percents bool) (byte, int) {
	switch s[0] {
	case '%':
		if c, ok := percent(s); ok && percents {
			return c, 3
		}
	case '&':
		if c, n := entity(s); n > 0 {
			return c, n
		}
	}
	return s[0], 1
}

// percent reads %XX for a printable ASCII character or a line break.
func percent(s string) (c byte, ok bool) {
	if len(s) < 3 {
		return 0, false
	}
	high, low := hexDigit(s[1]), hexDigit(s[2])
	if high < 0 || low < 0 {
		return 0, false
	}
	c = byte(high<<4 | low)
	return c, c >= ' ' && c < 0x7f || c == '\n'
}

func hexDigit(c byte) int { return strings.IndexByte("0123456789abcdef", lower(c)) }

// entity reads an HTML entity that ends in a semicolon and stands for ASCII.
func entity(s string) (byte, int) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 0 {
		return 0, 0
	}
	c := html.UnescapeString(s[:end+1])
	if len(c) != 1 || c[0] < ' ' {
		return 0, 0
	}
	return c[0], end + 1
}
