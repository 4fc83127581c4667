package thread

import "strings"

// unwrap looks through what was put around a whole paste when it was passed
// on: a code fence, or a quote mark before each line.
func (p *paste) unwrap() {
	first, last := p.visibleAfter(0), p.visibleBefore(len(p.lines)-1)
	if first >= last {
		return
	}
	if p.seen(first) == "```" && p.seen(last) == "```" && strings.Count(p.text, "```") == 2 {
		for i := first + 1; i < last; i++ {
			p.lines[i].fenced = false
		}
		p.lines[first].notice, p.lines[last].notice = true, true
		return
	}
	for i := first; i <= last; i++ {
		if !p.lines[i].blank && p.text[p.lines[i].start] != '>' {
			return
		}
	}
	p.unquote(first, last)
}

// unquote takes the quote marks off the lines. A line that held nothing else
// is blank from then on.
func (p *paste) unquote(first, last int) {
	p.simple = false
	for i := first; i <= last; i++ {
		l := &p.lines[i]
		if l.blank {
			continue
		}
		l.start++
		if l.start < l.end && p.text[l.start] == ' ' {
			l.start++
		}
		if l.look(p.text); l.blank {
			p.marks = append(p.marks, i)
		}
	}
}

// placeMarks puts the lines of bare quote marks between messages to Chrome.
func (p *paste) placeMarks() {
	k := 0
	for _, i := range p.marks {
		for k < len(p.out.Messages) && p.out.Messages[k].Lines[1] < i+1 {
			k++
		}
		if k == len(p.out.Messages) || p.out.Messages[k].Lines[0] > i+1 {
			p.out.Chrome = append(p.out.Chrome, i+1)
		}
	}
}

// rewrap undoes unquote, for a paste that is left undivided.
func (p *paste) rewrap() {
	if len(p.marks) == 0 && p.simple {
		return
	}
	p.lines = splitLines(p.text)
	p.unindent()
	p.marks = nil
}
