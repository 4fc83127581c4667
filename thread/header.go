package thread

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// shape is how a header is laid out, or a line that says who speaks.
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

	ircLine     // <nick> text
	stampedLine // [10:13] Name: text
	paneLine    // [10:13] Name, and the text below
	dashLine    // Name — Today at 10:13, and the text below
	looseLine   // Name, 10:13 or [Name] 10:13:22 or Name 10:13:, and the text below
	commentLine // name commented 3 days ago, and the text below
	namedLine   // Name: text
	shapes
)

// opening is where a message begins, or may begin, and what is known of it.
type opening struct {
	moment
	*person
	line   int // its first line
	body   int // the line after its header
	inline int // where the text begins within the first line, -1 when it does not
	above  int // of a bare or bracketed time: the line above it that may be a name, or -1
	shape  shape
	bot    bool
	placed bool // of a header: a blank line or the top of the paste is above it
	indent bool // of a bare time: white space stands before it
	row    bool // another header stands right above or below it, as in a table
	notice bool // a chat server's: somebody joined, a topic changed
	stars  bool // "* nick waves" without a stamp, which may be a list
	column bool // a nick in a column of its own, which may be a table
}

const (
	maxHeader       = 240  // bytes of a header line
	maxLinkedHeader = 2000 // with addresses
)

// scan classifies each line alone: may it be a header or name its speaker, does
// it end with an edit mark.
func (p *paste) scan() {
	p.wideColons = strings.Contains(p.text, wideColon)
	for i := range p.lines {
		l := &p.lines[i]
		if l.blank || l.fenced {
			continue
		}
		s := p.text[l.start:l.to]
		switch s[len(s)-1] {
		case ')':
			if l.mark = p.editMark(s); l.mark == 0 && len(s) <= maxLinkedHeader {
				p.linkedHeader(i, s)
			}
		case "）"[2]:
			l.mark = p.editMark(s)
		case ']':
			if len(s) <= maxHeader {
				p.bracketHeader(i, s)
			}
		case ':':
			if len(s) <= maxHeader && p.colonHeader(i, s) {
				continue
			}
		}
		if len(s) <= maxHeader && p.words.momentEnd[lastByte(s)] && p.plainHeader(i, s) {
			continue // it is another client's
		}
		if p.maySpeak(s) {
			p.speechLine(i)
		}
	}
}

// editMark returns how long the edit mark at the end of s is, 0 when there is none.
func (p *paste) editMark(s string) uint8 {
	var buf [48]byte
	near := s[max(0, len(s)-len(buf)):]
	open := strings.LastIndexByte(near, '(')
	if lastByte(s) != ')' {
		open = strings.LastIndex(near, "（")
	}
	if open < 0 {
		return 0
	}
	open += len(s) - len(near)
	const least = len("(一)") // no bracket of a call: poll()
	if len(s)-open < least || s[open] == '(' && open > 0 && !hiddenBefore(s, open) {
		return 0
	}
	if !p.words.edited[string(skeleton(buf[:0], s[open:]))] {
		return 0
	}
	return uint8(len(s) - open)
}

// plainHeader reads what ends with a moment: "Name  9:34 PM", "9:34". It
// reports whether the line is another client's (see otherHeader).
func (p *paste) plainHeader(i int, s string) (other bool) {
	m, ok := p.words.momentSuffix(s)
	if !ok {
		return p.commentHeader(i, s)
	}
	lead := len(s) - len(trimLeft(s))
	if lead >= int(m.start) {
		p.add(&opening{moment: m, line: i, shape: bare, indent: lead > 0})
		return false
	}
	rest := trimRight(s[:m.start])
	if p.otherHeader(i, rest, m) {
		return true
	}
	if c := s[0]; c == ' ' || c == '\t' {
		return false // code
	}
	if p.isAppTag(rest) { // the name is on the line above
		p.add(&opening{moment: m, line: i, shape: bare, indent: true, bot: true})
		return false
	}
	gap := s[len(rest):m.start]
	c := opening{moment: m, line: i, shape: narrow}
	switch {
	case gap == "":
		c.shape = glued
	case utf8.RuneCountInString(gap) == 2 || strings.Trim(gap, "\t") == "":
		c.shape = wide
	case utf8.RuneCountInString(gap) > 2:
		return p.looseHeader(i, rest, m) // else a column of a table
	}
	if m.minute < 0 && c.shape != wide {
		return false // "we tried that 6 days ago"
	}
	who := p.shown(rest)
	if who.plausible(c.shape != wide && m.day == "") && !who.isDay {
		c.person, c.bot = who.person, who.bot
		p.add(&c)
	}
	return false
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
			p.add(&opening{moment: m, line: i, shape: bareBracket})
		}
		return
	}
	if name, ok := strings.CutSuffix(trimRight(s[:open]), ","); ok && plausible(name, true) {
		p.speaks(opening{moment: m, person: p.person(name), line: i, body: i + 1, inline: -1, shape: looseLine})
		return
	}
	if s[0] == ' ' || s[0] == '\t' {
		return
	}
	if who := p.shown(s[:open]); who.loose {
		p.add(&opening{moment: m, person: who.person, line: i, shape: bracket, bot: who.bot})
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
	c := opening{moment: m, line: i, shape: bareLinked}
	if open > 0 {
		name, _ := unlink(s[:open])
		who := p.shown(strings.ReplaceAll(name, "**", ""))
		if !who.loose || !strings.Contains(s, who.author) {
			return
		}
		c.shape, c.person, c.bot = linked, who.person, who.bot
	}
	p.add(&c)
}

// add completes a candidate from its surroundings and keeps it.
func (p *paste) add(c *opening) {
	i := c.line
	c.body, c.inline = i+1, -1
	c.placed = i == 0 || p.lines[i-1].blank
	c.above = -1
	if c.shape == bare || c.shape == bareBracket {
		c.above = p.nameAbove(i)
	}
	if c.person == nil {
		c.person = p.nobody
	}
	c.lines[c.shape]++
	p.heads = append(p.grown(p.heads, i), *c)
}

// speaks keeps a line that may name its speaker.
func (p *paste) speaks(sp opening) {
	sp.lines[sp.shape]++
	p.speech = append(p.grown(p.speech, sp.line), sp)
}

// nameAbove returns the line above the time at line i that may hold the name
// it belongs to, -1 when there is none. An APP tag or status emoji may stand
// between the two.
func (p *paste) nameAbove(i int) int {
	const between = 2
	for j := i - 1; j >= 0 && j >= i-1-between; j-- {
		l := p.lines[j]
		if l.blank || l.fenced || l.mark > 0 {
			return -1
		}
		s := p.seen(j)
		if isEmoji(s) || p.isAppTag(s) {
			continue
		}
		if c := p.text[l.start]; c == ' ' || c == '\t' {
			return -1
		}
		if !p.shown(s).loose {
			return -1
		}
		return j
	}
	return -1
}

func (p *paste) isAppTag(s string) bool {
	return slices.Contains(p.words.app[lastByte(s)], s)
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
