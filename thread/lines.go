package thread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a line of the paste without its line end, and without the
// indentation that the whole paste shares: text[start:end].
type span struct {
	start, end int
	blank      bool // nothing can be seen in it
	fenced     bool // it stands within a code fence, or is one
	edited     bool // it ends with an edit mark
	notice     bool // a chat server's own words, or around the paste
	role       role // what the client's line is, once asked for
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
	return unicode.IsSpace(r) || invisible(r) || r >= 0x1c && r <= 0x1f
}

// trim cuts what cannot be seen from both ends of s.
func trim(s string) string {
	return trimLeft(trimRight(s))
}

func trimLeft(s string) string {
	if s == "" || s[0] > ' ' && s[0] < utf8.RuneSelf {
		return s
	}
	return strings.TrimLeftFunc(s, hidden)
}

func trimRight(s string) string {
	if n := len(s); n == 0 || s[n-1] > ' ' && s[n-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimRightFunc(s, hidden)
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
		lines = append(lines, span{start: at, end: end, blank: trimLeft(text[at:end]) == ""})
		at = next
	}
	return lines
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
	n := len(sharedPrefix(p.text, p.lines))
	p.simple = n == 0 && !strings.Contains(p.text, "\r") && !strings.Contains(p.text, "\ufffc")
	for i := range p.lines {
		if !p.lines[i].blank {
			p.lines[i].start += n
		}
	}
}

// markFences marks the lines of code fences. A fence that is never closed is
// none: a paste may be cut.
func markFences(text string, lines []span) {
	open := -1
	for i, l := range lines {
		if l.blank || !strings.Contains(text[l.start:l.end], "```") || strings.Count(text[l.start:l.end], "```")%2 == 0 {
			continue
		}
		if open < 0 {
			open = i
			continue
		}
		if !strings.HasPrefix(trim(text[lines[open].start:lines[open].end]), "```") {
			open++ // words in front of the fence, perhaps a name
		}
		for k := open; k <= i; k++ {
			lines[k].fenced = true
		}
		open = -1
	}
}
