package thread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cleanName takes off a name what the client adds to it: status emoji, the APP
// tag, bold marks. It reports whether there was a tag.
func (f *furniture) cleanName(s string) (name string, bot bool) {
	s = trim(s)
	for {
		before := s
		s = trimRight(cutShortcode(s))
		s = trimRight(strings.TrimRightFunc(s, pictograph))
		for _, tag := range f.app[lastByte(s)] {
			rest, ok := strings.CutSuffix(s, tag)
			if last, _ := utf8.DecodeLastRuneInString(rest); ok && rest != "" && !unicode.IsUpper(last) {
				s, bot = trimRight(rest), true
			}
		}
		if s == before {
			break
		}
	}
	if n := len(s); n > 2 && s[0] == '*' && s[n-1] == '*' {
		s = strings.Trim(s, "*")
	}
	return s, bot
}

// cutShortcode cuts an emoji such as ":palm_tree:" or ":+1::skin-tone-2:" from
// the end of s.
func cutShortcode(s string) string {
	if !strings.HasSuffix(s, ":") {
		return s
	}
	open := strings.LastIndexByte(s[:len(s)-1], ':')
	if open < 0 || !shortcodeName(s[open+1:len(s)-1]) {
		return s
	}
	return s[:open]
}

// shortcodeName reports whether s can be the name of an emoji.
func shortcodeName(s string) bool {
	if s == "" || len(s) > 100 {
		return false
	}
	for _, r := range s {
		if lower := r | 0x20; lower >= 'a' && lower <= 'z' {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("_+-'&", r) {
			return false
		}
	}
	return true
}

// pictograph reports the runes that emoji are made of, digits apart.
func pictograph(r rune) bool {
	switch {
	case r < 0x2190:
		return r == 0xa9 || r == 0xae || r == 0x200d || r == 0x203c || r == 0x2049 || r == 0x20e3 || r == 0x2122 || r == 0x2139
	case r <= 0x2bff:
		return unicode.IsSymbol(r)
	}
	return r == 0x3030 || r == 0x303d || r == 0x3297 || r == 0x3299 || r == 0xfe0f ||
		r >= 0x1f000 && r <= 0x1faff || r >= 0xe0020 && r <= 0xe007f
}

// undouble halves a name that the client gave twice, once as the alt text of
// the picture: "Priya NairPriya Nair". A short word may be doubled by nature,
// so those are halved only when sure says so.
func undouble(name string, sure bool) string {
	const natural = 3 // runes: Coco, Kiki, JoJo
	half := len(name) / 2
	for _, at := range []int{half, half + 1} { // glued, or with a space between
		if at > len(name) || half == 0 {
			continue
		}
		first, second := trimRight(name[:at]), trimLeft(name[at:])
		if first != second || !utf8.ValidString(first) {
			continue
		}
		glued := len(first)+len(second) == len(name)
		if sure || glued && utf8.RuneCountInString(first) > natural || strings.Contains(first, " ") {
			return first
		}
	}
	return name
}

// plausible reports whether s can be the name of a person or a bot. The strict
// form is for layouts in which any line might be taken for one.
func plausible(s string, strict bool) bool {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if s == "" || len(s) > 120 || strings.Contains(s, "://") {
		return false
	}
	switch last {
	case ':', ',', '。', '、', '，', '：':
		return false
	}
	if nick(s, strict) {
		return true
	}
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) && !strings.ContainsRune("@(_.'~", first) {
		return false
	}
	words, letters := 1, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case r == ' ' || r == '\u00a0':
			words++
		case strings.ContainsRune("<>{}=;\"\\$^`!?\t…→", r):
			return false
		case strict && strings.ContainsRune(",/:#%*|[]+", r):
			return false
		}
	}
	if strict && (words > 4 || strings.ContainsRune("-–—", last)) {
		return false
	}
	return letters > 0 && words <= 8
}

// nick reports whether s is made of what IRC allows in a nickname. Where any
// line might be one it must not begin like a piece of code.
func nick(s string, strict bool) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case !unicode.IsDigit(r) && !strings.ContainsRune("-_[]{}\\`|^", r):
			return false
		}
	}
	return letters > 0 && !(strict && strings.IndexByte("-[{\\`", s[0]) >= 0)
}
