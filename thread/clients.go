package thread

import "strings"

// otherHeader reads the headers of clients that are not Slack: "Name — Today at
// 3:06 PM", also with the name on the line above, and "Name, Yesterday 3:06 PM".
// rest is what stands before the moment.
func (p *paste) otherHeader(i int, rest string, m moment) bool {
	o := opening{moment: m, line: i, body: i + 1, inline: -1}
	if m.minute < 0 {
		return false
	}
	if name, ok := strings.CutSuffix(rest, "—"); ok {
		if o.shape = dashLine; trim(name) == "" {
			above := p.nameAbove(i)
			if above < 0 {
				return false
			}
			o.line, name = above, p.line(above)
			o.bot = p.tagBetween(o.line, o.body)
		}
		who := p.shown(name)
		o.person, o.bot = who.person, o.bot || who.bot
	} else if name, ok := strings.CutSuffix(rest, ","); ok {
		return p.looseHeader(i, name, m)
	}
	if o.person == nil || !o.plausible(m.day == "") {
		return false
	}
	p.speaks(o)
	return true
}

// looseHeader keeps a header that only the rest of the paste can tell from a
// line of text (see looseTalk).
func (p *paste) looseHeader(i int, name string, m moment) bool {
	if m.minute < 0 {
		return false
	}
	who := p.person(name)
	if !who.strict || who.small || !who.proper || who.isDay {
		return false
	}
	p.speaks(opening{moment: m, person: who, line: i, body: i + 1, inline: -1, shape: looseLine})
	return true
}

// colonHeader reads "Name 10:13 AM:".
func (p *paste) colonHeader(i int, s string) bool {
	m, ok := p.words.momentSuffix(s[:len(s)-1])
	return ok && m.start > 0 && p.looseHeader(i, trim(s[:m.start]), m)
}

// nameFirst reads "[Name] 10:13:22".
func (p *paste) nameFirst(i int, s string) bool {
	closing := strings.IndexByte(s[:min(len(s), maxSpeaker)], ']')
	if closing < 2 || !isDigit(s, len(s)-1) {
		return false
	}
	time, day, ok := p.words.stamp(trim(s[closing+1:]))
	return ok && p.looseHeader(i, s[1:closing], moment{time: time, day: day})
}

// looseTalk reports whether the loose headers open messages: each has text below
// it, and stands apart or names somebody who comes back.
func (p *paste) looseTalk() bool {
	again, apart, text := false, true, -1 // text is the line that the one before has as its first of text
	for i := range p.speech {
		sp := &p.speech[i]
		if sp.shape != looseLine {
			continue
		}
		if sp.line == text {
			return false
		}
		text = p.visibleAfter(sp.body)
		again = again || sp.lines[looseLine] > 1
		apart = apart && (sp.line == 0 || p.lines[sp.line-1].blank)
	}
	return text < len(p.lines) && (again || apart)
}

// commentHeader reads "name commented 3 days ago" and "name commented on Mar 7, 2024".
func (p *paste) commentHeader(i int, s string) bool {
	at := strings.IndexByte(s, ' ')
	if at < 1 || at+1 == len(s) || !p.words.commentedStart[s[at+1]] {
		return false
	}
	for _, word := range p.words.commented {
		if !strings.HasPrefix(s[at:], word) || !nick(s[:at], true) {
			continue
		}
		o := opening{person: p.person(s[:at]), line: i, body: i + 1, inline: -1, shape: commentLine}
		when := s[at+len(word):]
		if m, ok := p.words.momentSuffix(when); ok && m.start == 0 {
			o.moment = m
		} else if start, ok := p.words.dateSuffix(when); ok && start <= len("on ") {
			o.day = when[start:]
		} else {
			return false
		}
		p.speaks(o)
		return true
	}
	return false
}
