package thread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// layout is what the headers of one paste have in common.
type layout struct {
	main     shape
	meridiem bool // clock times carry AM or PM
	dense    bool // no blank lines between messages
	doubled  bool // names are given twice
}

// readSlack chooses among the candidates those that agree with each other, and
// returns where messages begin and how many points speak for it (see
// confidence). It returns no openings when too little does.
func (p *paste) readSlack() ([]opening, float64) {
	p.joinNames()
	lay, ok := p.learn()
	if !ok {
		return nil, 0
	}
	p.dense, p.avatars = lay.dense, lay.main == linked
	var (
		opens   = p.heads[:0]
		named   bool
		last    = -1 // minute of the message before
		points  float64
		refused int
	)
	for i := range p.heads {
		c := &p.heads[i]
		if n := len(opens); n > 0 && c.line < opens[n-1].body {
			continue
		}
		if !p.agrees(c, &lay, last) {
			refused++
			continue
		}
		if c.shape >= bare {
			c.person, c.bot = p.nobody, false
			if n := len(opens); n > 0 {
				c.person, c.bot = opens[n-1].person, opens[n-1].bot
			}
			points += 0.5
		} else {
			if c.twice {
				c.person = p.person(undouble(c.author, lay.doubled))
			}
			if c.heads++; c.heads == 2 {
				points++ // they come back
			}
			named = true
			points += shapePoints(c.shape)
		}
		if opens = p.heads[:len(opens)+1]; &opens[len(opens)-1] != c {
			opens[len(opens)-1] = *c
		}
		last = int(c.minute)
	}
	if !named {
		return nil, 0
	}
	if p.onlyAbove(opens[0].line) {
		points++
	}
	return opens, points - 0.25*float64(refused)
}

func shapePoints(s shape) float64 {
	switch s {
	case narrow, glued:
		return 1
	}
	return 2
}

// placedAt reports whether a header may stand at line i: at the top, or below
// a blank line, a code block or a line of furniture.
func (p *paste) placedAt(i int) bool {
	return i == 0 || p.lines[i-1].blank || p.lines[i-1].fenced || p.furnitureLine(i-1)
}

// learn finds the layout that most named candidates share.
func (p *paste) learn() (layout, bool) {
	var count, placed, apart, ampm [shapes]int
	for i := range p.heads {
		c := &p.heads[i]
		if c.shape >= bare {
			continue
		}
		apart[c.shape] += btoi(c.line > 0 && p.lines[c.line-1].blank)
		c.placed = c.placed || p.placedAt(c.line)
		count[c.shape]++
		placed[c.shape] += btoi(c.placed)
		if c.minute >= 0 {
			ampm[c.shape] += btoi(c.meridiem)*2 - 1
		}
		if i > 0 && p.heads[i-1].body == c.line && p.heads[i-1].shape == c.shape && p.heads[i-1].proper == c.proper {
			p.heads[i-1].row, c.row = true, true
		}
	}
	lay := layout{}
	best := 0
	for s := range bare {
		if n := count[s] + placed[s]; n > best && p.supported(s, count[s]) {
			lay.main, best = s, n
		}
	}
	if best == 0 {
		return lay, false
	}
	lay.meridiem = ampm[lay.main] > 0
	main := lay.main
	lay.dense = count[main] > 2 && placed[main]*2 < count[main] || apart[main] == 0 && placed[main] < count[main] && p.properNames(main)
	p.learnNames(&lay)
	return lay, true
}

// learnNames collects who the headers of the main shape name.
func (p *paste) learnNames(lay *layout) {
	doubles, known := 0, 0
	for i := range p.heads {
		c := &p.heads[i]
		if !lay.related(c) || c.row {
			continue
		}
		if c.minute >= 0 && c.meridiem != lay.meridiem {
			c.others++
		} else if !c.placed && !lay.dense {
			continue
		} else if c.shape == lay.main && !c.known {
			doubles += btoi(c.twice)
			c.known = true
			known++
		}
	}
	lay.doubled = known > 1 && doubles == known
}

// related reports whether headers of the shape of c go with the main one.
func (l *layout) related(c *opening) bool {
	family := l.main == wide || l.main == twoLine
	return c.shape == l.main || family && (c.shape == wide || c.shape == twoLine)
}

// properNames reports whether all headers of a distinct shape name somebody as
// people and bots are named, and the first of them is on top.
func (p *paste) properNames(s shape) bool {
	first := true
	for i := range p.heads {
		c := &p.heads[i]
		if c.shape != s {
			continue
		}
		if first && !p.onlyAbove(c.line) || !c.proper || c.small {
			return false
		}
		first = false
	}
	return s != narrow && s != glued
}

// supported reports whether the candidates of a shape are more than a few
// sentences that happen to end in a time: a loose shape needs two of them and a
// name that comes back, or nothing but well-placed ones.
func (p *paste) supported(s shape, count int) bool {
	if count == 0 || s != narrow && s != glued {
		return count > 0
	}
	back, astray := false, false // a name comes back; one stands where no header does or is no name
	for i := range p.heads {
		if c := &p.heads[i]; c.shape == s {
			back = back || c.lines[s] > 1
			astray = astray || !c.placed || !c.proper
		}
	}
	return count > 1 && (back || !astray)
}

// agrees reports whether a candidate fits the layout. last is the minute of the
// message before, -1 when it is not known.
func (p *paste) agrees(c *opening, lay *layout, last int) bool {
	switch c.shape {
	case bareBracket:
		return lay.main == bracket || lay.main == twoLine && p.bracketed
	case bareLinked:
		return lay.main == linked
	case bare:
		return lay.main != bracket && lay.main != linked && p.goesOn(c, lay, last)
	}
	fits := c.placed || c.spaced && c.proper
	if c.minute >= 0 && c.meridiem != lay.meridiem && !(fits && (c.known || c.others > 1)) {
		return false
	}
	if !lay.related(c) {
		return c.day != "" && c.shape == narrow && (c.placed || c.known)
	}
	return c.placed || c.bot || c.known || lay.dense && !c.row || c.others > 1 || lay.below(c, last)
}

// below reports whether a header stands right below a text: it is of the main
// shape and looks like nothing else.
func (l *layout) below(c *opening, last int) bool {
	switch {
	case c.shape != l.main || c.row || !c.proper:
		return false
	case c.shape == twoLine:
		return c.fullName() || c.indent && c.strict
	}
	return c.shape == wide && c.spaced && int(c.minute) >= last
}

// goesOn reports whether a bare time continues the author before: it stands at
// the margin, has no date words and follows the last message within an hour.
func (p *paste) goesOn(c *opening, lay *layout, last int) bool {
	const window, halfDay = 60, 12 * 60
	if c.indent || c.day != "" || c.minute < 0 || c.meridiem && !lay.meridiem {
		return false
	}
	if last < 0 {
		return true
	}
	return ((int(c.minute)-last)%halfDay+halfDay)%halfDay <= window
}

// onlyAbove reports whether nothing but furniture stands above line i.
func (p *paste) onlyAbove(i int) bool {
	for j := range i {
		if !p.lines[j].blank && !p.furnitureLine(j) {
			return false
		}
	}
	return true
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// properName reports whether s is one word, or words without small initials.
func properName(s string) bool {
	if strings.IndexByte(s, ' ') < 0 {
		return true
	}
	for word := range strings.FieldsSeq(s) {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsLower(first) {
			return false
		}
	}
	return true
}
