package thread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// pattern is the skeleton of a phrase whose numbers are written {n}.
func pattern(phrase string) string {
	return string(skeleton(nil, strings.ReplaceAll(phrase, "{n}", "0")))
}

// skeleton appends s to dst in the form in which phrases are compared: small
// letters, '#' for a number, one plain space for white space, ASCII for
// typographic apostrophes, parentheses and colons, nothing that is invisible.
func skeleton(dst []byte, s string) []byte {
	start := len(dst)
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			dst = append(dst, byte(r))
		case caseless(r):
			dst = utf8.AppendRune(dst, r)
		case r >= '0' && r <= '9':
			if n := len(dst); n > start && dst[n-1] == '#' {
				continue
			}
			dst = append(dst, '#')
		case (r == ',' || r == '.') && isDigit(s, i-1) && isDigit(s, i+1):
			// a number goes on
		case r == '’':
			dst = append(dst, '\'')
		case r == '（':
			dst = append(dst, '(')
		case r == '）':
			dst = append(dst, ')')
		case r == '：':
			dst = append(dst, ':')
		case unicode.IsSpace(r):
			if n := len(dst); n > start && dst[n-1] != ' ' {
				dst = append(dst, ' ')
			}
		case r < utf8.RuneSelf:
			dst = append(dst, lower(byte(r)))
		case !invisible(r):
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	if n := len(dst); n > start && dst[n-1] == ' ' {
		dst = dst[:n-1]
	}
	return dst
}

// caseless reports runes of scripts in which letters are neither small nor
// capital, so that nobody need look them up: those of China, Japan and Korea.
func caseless(r rune) bool {
	return r > 0x3000 && r < 0xa640 || r >= 0xac00 && r <= 0xd7a3
}

func firstByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[0]
}

func lastByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if isDigit(s, i) {
			return true
		}
	}
	return false
}

func isDigit(s string, i int) bool {
	return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9'
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
