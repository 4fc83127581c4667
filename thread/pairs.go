package thread

// joinNames turns times below a name into headers of two lines. White space
// before the time, AM or PM, or date words tell them from the time of someone
// who goes on; a 24-hour clock time at the margin needs a paste without any
// other named header, in which names come back.
func (p *paste) joinNames() {
	pairs := p.countPairs()
	for i := range p.heads {
		c := &p.heads[i]
		if c.above < 0 || c.shape == bareBracket && pairs.brackets > 0 || c.shape == bare && pairs.brackets+pairs.links > 0 {
			continue
		}
		who := p.shown(p.seen(c.above))
		placed := p.placedAt(c.above)
		marked := c.meridiem || c.day != "" || c.minute < 0
		again := who.pairs > 1 || pairs.placed > 1
		switch {
		case c.indent && who.loose:
		case marked && pairs.wide == 0 && placed && who.plausible(c.minute < 0):
		case marked && pairs.wide == 0 && pairs.dense && who.strict && !p.timeAt(i-1, c.above-1):
		case who.sure && who.loose && !p.timeAt(i-1, c.above-1):
		case marked && pairs.wide == 0 && pairs.first && who.fullName() && !p.timeAt(i-1, c.above-1):
		case pairs.others == 0 && placed && who.strict && again:
		case pairs.others == 0 && pairs.top && who.pairs > 1 && who.strict && !p.timeAt(i-1, c.above-1):
		default:
			continue
		}
		p.bracketed = p.bracketed || c.shape == bareBracket
		c.line, c.person, c.shape = c.above, who.person, twoLine
		c.bot = c.bot || who.bot || c.body-c.line > 2 && p.tagBetween(c.line, c.body)
		c.placed = placed
	}
}

// pairs counts what speaks for headers of two lines in a paste.
type pairs struct {
	wide, brackets, links int  // headers of one line
	others                int  // those, and pairs whose time is indented
	placed                int  // pairs at the margin below a blank line
	first                 bool // the paste begins with a pair, its time indented or not
	top                   bool // the paste begins with a pair
	dense                 bool // few pairs below the top have a blank line above
}

func (p *paste) countPairs() pairs {
	n := pairs{}
	astray, top := 0, p.visibleAfter(0)
	for top < len(p.lines) && p.lines[top].notice {
		top = p.visibleAfter(top + 1) // the fence around a paste
	}
	for _, c := range p.heads {
		n.wide += btoi(c.shape == wide)
		n.brackets += btoi(c.shape == bracket)
		n.links += btoi(c.shape == linked)
		n.others += btoi(c.shape == wide || c.shape == bracket || c.shape == linked || c.indent && c.above >= 0)
		n.first = n.first || c.above == top
		if (c.shape == wide || c.shape == linked) && c.placed {
			c.sure = true
		}
		if c.above < 0 {
			continue
		}
		if c.indent {
			who := p.shown(p.seen(c.above))
			who.sure = who.sure || who.strict
			continue
		}
		placed := p.placedAt(c.above)
		n.placed += btoi(placed)
		astray += btoi(!placed)
		n.top = n.top || c.above == top
		p.shown(p.seen(c.above)).pairs++
	}
	n.dense = n.top && n.placed-1 < astray
	return n
}

// timeAt reports whether the candidate before the ith ends with line, so that
// the line below it is its text.
func (p *paste) timeAt(i, line int) bool {
	return i >= 0 && p.heads[i].body-1 == line
}

func (p *paste) tagBetween(from, to int) bool {
	for i := from + 1; i < to-1; i++ {
		if p.isAppTag(p.seen(i)) {
			return true
		}
	}
	return false
}
