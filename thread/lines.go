package thread

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a line of the paste and what is known of it. Where it is counts in
// bytes; small numbers, for there are many lines.
type span struct {
	start, end int32 // without the line end and the indentation that all lines share
	from, to   int32 // of that, what can be seen
	blank      bool  // nothing can be seen in it
	fenced     bool  // it stands within a code fence, or is one
	mark       uint8 // bytes of the edit mark it ends with, 0 without one
	notice     bool  // a chat server's own words, or around the paste
	role       role  // what the client's line is, once asked for
}

// invisible reports runes that show nothing and are no white space: the object
// replacement character, zero-width characters, direction marks, the BOM.
func invisible(r rune) bool {
	switch r {
	case '\ufffc', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff':
		return true
	}
	return false
}

// hidden reports runes in which nothing can be seen. It counts as white space
// what Unicode and other readers of pastes do, the ASCII separators included.
func hidden(r rune) bool {
	return r < utf8.RuneSelf && hiddenASCII(byte(r)) || r >= utf8.RuneSelf && (unicode.IsSpace(r) || invisible(r))
}

// trim cuts what cannot be seen from both ends of s.
func trim(s string) string {
	return trimLeft(trimRight(s))
}

// printed reports an ASCII character that can be seen.
func printed(c byte) bool { return c > ' ' && c < utf8.RuneSelf }

func trimLeft(s string) string {
	for s != "" && hiddenASCII(s[0]) {
		s = s[1:]
	}
	if s == "" || s[0] < utf8.RuneSelf {
		return s
	}
	return strings.TrimLeftFunc(s, hidden)
}

func trimRight(s string) string {
	for s != "" && hiddenASCII(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	if s == "" || s[len(s)-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimRightFunc(s, hidden)
}

// hiddenASCII is hidden for the characters that most lines are made of.
func hiddenASCII(c byte) bool {
	return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f
}

// splitLines finds the lines of text. Only LF ends a line; one CR before it is
// no part of it.
func splitLines(text string) []span {
	lines := make([]span, 0, strings.Count(text, "\n")+1)
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], '\n')
		next := len(text)
		if end < 0 {
			end = len(text)
		} else {
			end += at
			next = end + 1
		}
		if end > at && text[end-1] == '\r' {
			end--
		}
		l := span{start: int32(at), end: int32(end), from: int32(at), to: int32(end)}
		if l.blank = at == end; !l.blank && (!printed(text[at]) || !printed(text[end-1])) {
			l.look(text)
		}
		lines = append(lines, l)
		at = next
	}
	return lines
}

// look finds out what can be seen of the line.
func (l *span) look(text string) {
	s := text[l.start:l.end]
	l.to = l.start + int32(len(trimRight(s)))
	l.from = min(l.to, l.end-int32(len(trimLeft(s))))
	l.blank = l.from == l.to
}

// sharedPrefix returns the white space that every line in which something can
// be seen begins with.
func sharedPrefix(text string, lines []span) string {
	prefix, first := "", true
	for _, l := range lines {
		if l.blank {
			continue
		}
		s := text[l.start:l.end]
		if first {
			prefix, first = s[:len(s)-len(strings.TrimLeft(s, " \t"))], false
		}
		n := 0
		for n < len(prefix) && n < len(s) && s[n] == prefix[n] {
			n++
		}
		if prefix = prefix[:n]; n == 0 {
			break
		}
	}
	return prefix
}

// unindent takes the shared prefix off every line.
func (p *paste) unindent() {
	n := int32(len(sharedPrefix(p.text, p.lines)))
	p.simple = n == 0 && strings.IndexByte(p.text, '\r') < 0 && !strings.Contains(p.text, "\ufffc")
	for i := 0; n > 0 && i < len(p.lines); i++ {
		if !p.lines[i].blank {
			p.lines[i].start += n
		}
	}
}

// grown is s with room for one more, found at line i. The room is for what the
// rest of the paste will hold if it goes on as it began.
func (p *paste) grown(s []opening, i int) []opening {
	n := len(s)
	if n < cap(s) {
		return s
	}
	const least = 64
	return slices.Grow(s, max(least, min(n*(len(p.lines)-i)/(i+1)*9/8, len(p.lines)-i)))
}

// markFences marks the lines of code fences. A fence that is never closed is
// none: a paste may be cut.
func markFences(text string, lines []span) {
	if !strings.Contains(text, "```") {
		return
	}
	open := -1
	for i, l := range lines {
		if l.blank || !strings.Contains(text[l.start:l.end], "```") || strings.Count(text[l.start:l.end], "```")%2 == 0 {
			continue
		}
		if open < 0 {
			open = i
			continue
		}
		if !strings.HasPrefix(text[lines[open].from:], "```") {
			open++ // words in front of the fence, perhaps a name
		}
		for k := open; k <= i; k++ {
			lines[k].fenced = true
		}
		open = -1
	}
}
