package thread

import (
	"strings"
	"unicode/utf8"
)

// shape is how a header is laid out.
type shape uint8

const (
	wide        shape = iota // Name␠␠9:34 PM
	narrow                   // Name 9:34 PM
	glued                    // Name (nick)16:53
	bracket                  // name [9:34 PM]
	twoLine                  // Name, and ␠␠9:34 PM on the next line
	linked                   // **[Name](…)**[9:34](…)
	bare                     // 9:34, the author before goes on
	bareBracket              // [9:34]
	bareLinked               // [9:34](…)
	shapes
)

// candidate is a line, or two, that may open a message.
type candidate struct {
	moment
	line   int // its first line
	body   int // the line after its last one
	name   string
	bot    bool
	shape  shape
	placed bool // a blank line or the top of the paste is above it
	above  int  // of a bare or bracketed time: the line above it that may be a name, or -1
	indent bool // of a bare time: white space stands before it
}

const (
	maxHeader       = 240  // bytes of a header line
	maxLinkedHeader = 2000 // with addresses
)

// scanHeaders finds the candidates, and marks the lines with an edit mark.
func (p *paste) scanHeaders() {
	for i := range p.lines {
		l := &p.lines[i]
		if l.blank || l.fenced {
			continue
		}
		s := trimRight(p.text[l.start:l.end])
		switch last := s[len(s)-1]; last {
		case ')':
			if p.editMark(s) < len(s) {
				l.edited = true
			} else if len(s) <= maxLinkedHeader {
				p.linkedHeader(i, s)
			}
		case "）"[2]:
			l.edited = p.editMark(s) < len(s)
		case ']':
			if len(s) <= maxHeader {
				p.bracketHeader(i, s)
			}
		}
		if len(s) <= maxHeader {
			p.plainHeader(i, s)
		}
	}
}

// editMark returns where the edit mark at the end of s begins, len(s) when there is none.
func (p *paste) editMark(s string) int {
	var buf [48]byte
	open := max(strings.LastIndexByte(s, '('), strings.LastIndex(s, "（"))
	if open < 0 || len(s)-open > len(buf) || !p.words.edited[string(skeleton(buf[:0], s[open:]))] {
		return len(s)
	}
	if open > 0 && s[open] == '(' && !hiddenBefore(s, open) {
		return len(s) // a call: render(edited)
	}
	return open
}

func (p *paste) plainHeader(i int, s string) {
	m, ok := p.words.momentSuffix(s)
	if !ok {
		return
	}
	lead := len(s) - len(trimLeft(s))
	if lead >= m.start {
		p.add(candidate{moment: m, line: i, shape: bare, indent: lead > 0})
		return
	}
	if c := s[0]; c == ' ' || c == '\t' {
		return // code
	}
	rest := trimRight(s[:m.start])
	if p.dashHeader(i, rest, m) {
		return
	}
	if p.isAppTag(rest) { // the name is on the line above
		p.add(candidate{moment: m, line: i, shape: bare, indent: true, bot: true})
		return
	}
	gap := s[len(rest):m.start]
	c := candidate{moment: m, line: i, shape: narrow}
	switch {
	case gap == "":
		c.shape = glued
	case utf8.RuneCountInString(gap) == 2 || strings.Trim(gap, "\t") == "":
		c.shape = wide
	case utf8.RuneCountInString(gap) > 2:
		return // a column of a table
	}
	if m.minute < 0 && c.shape != wide {
		return // "we tried that 6 days ago"
	}
	c.name, c.bot = p.words.cleanName(rest)
	if plausible(c.name, c.shape != wide && m.day == "") {
		p.add(c)
	}
}

// dashHeader reads "Name — Today at 3:06 PM", which is not Slack.
func (p *paste) dashHeader(i int, rest string, m moment) bool {
	name, ok := strings.CutSuffix(rest, " —")
	if !ok || m.minute < 0 || !plausible(name, true) {
		return false
	}
	p.speech = append(p.speech, speech{style: dashStyle,
		opening: opening{line: i, body: i + 1, inline: -1, author: name, time: m.time, day: m.day}})
	return true
}

// bracketHeader reads "name [9:34 PM]" and "[9:34]".
func (p *paste) bracketHeader(i int, s string) {
	open := strings.LastIndexByte(s, '[')
	if open < 0 {
		return
	}
	inner := s[open+1 : len(s)-1]
	m, ok := p.words.momentSuffix(inner)
	if !ok || m.start != 0 || m.minute < 0 {
		return
	}
	if trimLeft(s[:open]) == "" {
		if open == 0 {
			p.add(candidate{moment: m, line: i, shape: bareBracket})
		}
		return
	}
	c := candidate{moment: m, line: i, shape: bracket}
	c.name, c.bot = p.words.cleanName(s[:open])
	if s[0] != ' ' && s[0] != '\t' && plausible(c.name, false) {
		p.add(c)
	}
}

// linkedHeader reads the header as an editor turns it into Markdown: the time
// is a link to the message.
func (p *paste) linkedHeader(i int, s string) {
	if c := s[0]; c != '*' && c != '[' || !strings.Contains(s, "](") {
		return
	}
	open := strings.LastIndex(s, "](")
	open = strings.LastIndexByte(s[:open], '[')
	if open < 0 {
		return
	}
	time, _ := unlink(s[open:])
	m, ok := p.words.momentSuffix(time)
	if !ok || m.start != 0 {
		return
	}
	c := candidate{moment: m, line: i, shape: bareLinked}
	if open > 0 {
		name, _ := unlink(s[:open])
		c.shape = linked
		c.name, c.bot = p.words.cleanName(strings.ReplaceAll(name, "**", ""))
		if !plausible(c.name, false) || !strings.Contains(s, c.name) {
			return
		}
	}
	p.add(c)
}

// add completes a candidate from its surroundings and keeps it.
func (p *paste) add(c candidate) {
	i := c.line
	c.body = i + 1
	c.placed = i == 0 || p.lines[i-1].blank
	c.above = -1
	if c.shape == bare || c.shape == bareBracket {
		c.above = p.nameAbove(i)
	}
	p.cands = append(p.cands, c)
}

// nameAbove returns the line above the time at line i that may hold the name
// it belongs to, -1 when there is none. An APP tag or status emoji may stand
// between the two.
func (p *paste) nameAbove(i int) int {
	const between = 2
	for j := i - 1; j >= 0 && j >= i-1-between; j-- {
		l := p.lines[j]
		if l.blank || l.fenced || l.edited {
			return -1
		}
		s := trim(p.line(j))
		if isEmoji(s) || p.isAppTag(s) {
			continue
		}
		if c := p.text[l.start]; c == ' ' || c == '\t' {
			return -1
		}
		name, _ := p.words.cleanName(s)
		if !plausible(name, false) {
			return -1
		}
		return j
	}
	return -1
}

func (p *paste) isAppTag(s string) bool {
	for _, tag := range p.words.app {
		if s == tag {
			return true
		}
	}
	return false
}

// unlink writes Markdown links as their text and images as their alt text. It
// reports whether there was any.
func unlink(s string) (plain string, any bool) {
	var b strings.Builder
	for s != "" {
		open := strings.IndexByte(s, '[')
		if open < 0 {
			break
		}
		middle := strings.Index(s[open:], "](")
		if middle < 0 {
			break
		}
		middle += open
		end := strings.IndexByte(s[middle:], ')')
		if end < 0 {
			break
		}
		b.WriteString(strings.TrimSuffix(s[:open], "!"))
		b.WriteString(s[open+1 : middle])
		s, any = s[middle+end+1:], true
	}
	b.WriteString(s)
	return b.String(), any
}
