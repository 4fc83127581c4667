package thread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// layout is what the headers of one paste have in common.
type layout struct {
	main     shape
	meridiem bool            // clock times carry AM or PM
	dense    bool            // no blank lines between messages
	known    map[string]bool // authors of headers that stand where headers do
	others   map[string]int  // those who use the other clock, and how often
	doubled  bool            // names are given twice
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
		named   = map[string]int{}
		last    = -1 // minute of the message before
		points  float64
		refused int
	)
	for _, c := range p.heads {
		if n := len(opens); n > 0 && c.line < opens[n-1].body {
			continue
		}
		if !p.agrees(c, lay, last) {
			refused++
			continue
		}
		if c.shape >= bare {
			c.author, c.bot = "", false
			if n := len(opens); n > 0 {
				c.author, c.bot = opens[n-1].author, opens[n-1].bot
			}
			points += 0.5
		} else {
			c.author = undouble(c.author, lay.doubled)
			named[c.author]++
			points += shapePoints(c.shape)
		}
		opens = append(opens, c)
		last = int(c.minute)
	}
	if len(named) == 0 {
		return nil, 0
	}
	for _, n := range named {
		if n > 1 {
			points++
		}
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
		if i > 0 && p.heads[i-1].body == c.line && p.heads[i-1].shape == c.shape && properName(p.heads[i-1].author) == properName(c.author) {
			p.heads[i-1].row, c.row = true, true
		}
	}
	lay := layout{known: map[string]bool{}, others: map[string]int{}}
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
	doubles := 0
	for _, c := range p.heads {
		if !lay.related(c) || c.row {
			continue
		}
		if c.minute >= 0 && c.meridiem != lay.meridiem {
			lay.others[c.author]++
		} else if !c.placed && !lay.dense {
			continue
		} else if c.shape == lay.main && !lay.known[c.author] {
			doubles += btoi(undouble(c.author, true) != c.author)
			lay.known[c.author] = true
		}
	}
	lay.doubled = len(lay.known) > 1 && doubles == len(lay.known)
}

// related reports whether headers of the shape of c go with the main one.
func (l *layout) related(c opening) bool {
	family := l.main == wide || l.main == twoLine
	return c.shape == l.main || family && (c.shape == wide || c.shape == twoLine)
}

// properNames reports whether all headers of a distinct shape name somebody as
// people and bots are named, and the first of them is on top.
func (p *paste) properNames(s shape) bool {
	first := true
	for _, c := range p.heads {
		if c.shape != s {
			continue
		}
		initial, _ := utf8.DecodeRuneInString(c.author)
		if first && !p.onlyAbove(c.line) || !properName(c.author) || unicode.IsLower(initial) {
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
	names := map[string]bool{}
	back, astray := false, false // a name comes back; one stands where no header does or is no name
	for _, c := range p.heads {
		if c.shape == s {
			back = back || names[c.author]
			astray = astray || !c.placed || !properName(c.author)
			names[c.author] = true
		}
	}
	return count > 1 && (back || !astray)
}

// agrees reports whether a candidate fits the layout. last is the minute of the
// message before, -1 when it is not known.
func (p *paste) agrees(c opening, lay layout, last int) bool {
	switch c.shape {
	case bareBracket:
		return lay.main == bracket || lay.main == twoLine && p.bracketed
	case bareLinked:
		return lay.main == linked
	case bare:
		return lay.main != bracket && lay.main != linked && p.goesOn(c, lay, last)
	}
	known := lay.known[c.author]
	fits := c.placed || strings.Contains(c.author, " ") && properName(c.author)
	if c.minute >= 0 && c.meridiem != lay.meridiem && !(fits && (known || lay.others[c.author] > 1)) {
		return false
	}
	if !lay.related(c) {
		return c.day != "" && c.shape == narrow && (c.placed || known)
	}
	return c.placed || c.bot || known || lay.dense && !c.row || lay.others[c.author] > 1 || lay.below(c, last)
}

// below reports whether a header stands right below a text: it is of the main
// shape and looks like nothing else.
func (l *layout) below(c opening, last int) bool {
	switch {
	case c.shape != l.main || c.row || !properName(c.author):
		return false
	case c.shape == twoLine:
		return fullName(c.author) || c.indent && plausible(c.author, true)
	}
	return c.shape == wide && strings.Contains(c.author, " ") && int(c.minute) >= last
}

// goesOn reports whether a bare time continues the author before: it stands at
// the margin, has no date words and follows the last message within an hour.
func (p *paste) goesOn(c opening, lay layout, last int) bool {
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
