package glossary

import (
	"strings"
	"unicode/utf8"
)

// piece is a stretch of text that is written in one: a word, or a name of
// several words joined by marks. It ends before token next.
type piece struct {
	start, end, next, words int
	// code says that it is all that stands between two backquotes, inSentence
	// that a word comes before it without a full stop between.
	code, inSentence bool
}

// piece is the piece of text that begins with token i.
func (s *scanner) piece(i int) piece {
	p := piece{start: s.tokens[i].start, next: i + 1}
	for p.next < len(s.tokens) && joins(s.text[s.tokens[p.next-1].end:s.tokens[p.next].start]) {
		p.next++
	}
	p.end, p.words = s.tokens[p.next-1].end, p.next-i
	before, _ := utf8.DecodeLastRuneInString(s.text[:p.start])
	last, _ := utf8.DecodeRuneInString(s.text[p.end:])
	p.code = before == '`' && last == '`'
	p.inSentence = i > 0 && s.tokens[i].gap == softGap && !strings.Contains(s.text[s.tokens[i-1].end:p.start], "\n")
	if strings.ContainsRune(`/~\.$%@`, before) || last == '%' || last == '(' && p.words > 1 {
		// A path, a variable, a share or a call: seen as a name of many words
		// that has no shape, which nothing is made of.
		p.start, p.words = p.end, 2
	}
	return p
}

// joins says whether the text between two words holds them together.
func joins(between string) bool {
	switch between {
	case "-", "_", ".", "/", "=", "__", "::", ":", "->", "\\", "'", "\u2019", "@":
		return true
	}
	return false
}
