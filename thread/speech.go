package thread

import "strings"

const maxSpeaker = 60 // bytes of a name in front of a colon

// maySpeak is a quick test whether a line may name its speaker.
func maySpeak(s string) bool {
	switch s[0] {
	case ' ', '\t':
		return false
	case '[', '(', '<', '*', '-', '=', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return true
	}
	return strings.IndexByte(s[:min(len(s), maxSpeaker)], ':') > 0
}

// speechLine looks whether line i names its speaker.
func (p *paste) speechLine(i int) {
	s := p.line(i)
	time, day, at, stamped := p.words.leadingStamp(s)
	if stamped {
		p.stamped++
		p.levels += btoi(p.words.hasLevel(s[at:min(len(s), at+60)]))
	}
	sp := opening{line: i, body: i + 1, inline: -1}
	sp.time, sp.day = time, day
	if p.irc(&sp, s, at) || p.speaker(&sp, s, at, stamped) {
		p.speech = append(p.grown(p.speech, i), sp)
	}
}

// said is what a speaker says on the line that names them, or else on the next.
func (p *paste) said(sp opening) string {
	if sp.inline >= 0 {
		if s := p.line(sp.line)[sp.inline:]; trimLeft(s) != "" {
			return s
		}
	}
	if sp.line+1 < len(p.lines) {
		return p.line(sp.line + 1)
	}
	return ""
}

// irc reads "<nick> text", "* nick waves" and notices of an IRC client.
func (p *paste) irc(sp *opening, s string, at int) bool {
	rest := s[at:]
	if rest == "" || strings.IndexByte("<*-=", rest[0]) < 0 {
		return false
	}
	sp.shape = ircLine
	for _, mark := range []string{"-!- ", "*** ", "=== ", "--> ", "<-- ", "-->\t", "<--\t"} {
		if strings.HasPrefix(rest, mark) {
			sp.notice = true
			return true
		}
	}
	var name string
	switch {
	case strings.HasPrefix(rest, "<"):
		end := strings.IndexByte(rest[:min(len(rest), maxSpeaker)], '>')
		if end < 0 {
			return false
		}
		name = rest[1:end]
		if strings.Contains(rest, "</"+name) {
			return false // markup
		}
		sp.inline = at + end + 1
	case strings.HasPrefix(rest, "* "):
		word, _, _ := strings.Cut(rest[2:], " ")
		name = word
		sp.inline = at + 2 + len(word)
		sp.stars = at == 0
	default:
		return false
	}
	name = strings.TrimLeft(name, "@+%~& ")
	if !plausible(name, true) && !nick(name, false) {
		return false
	}
	sp.author = name
	sp.inline += len(s[sp.inline:]) - len(trimLeft(s[sp.inline:]))
	return true
}

// speaker reads "Name: text" behind a stamp or alone, "Name [10:13]: text" and
// "[10:13] Name".
func (p *paste) speaker(sp *opening, s string, at int, stamped bool) bool {
	rest := s[at:]
	name, length := speakerName(rest)
	if name == "" {
		name = trim(rest)
		if stamped && s[0] == '[' && plausible(name, true) && !p.notName(name) {
			sp.shape, sp.author = paneLine, name
			return true
		}
		return false
	}
	sp.shape = namedLine
	if stamped {
		sp.shape = stampedLine
	} else if open := strings.LastIndexAny(name, "[("); open > 0 && strings.IndexAny(name[open:], "])") == len(name[open:])-1 {
		if time, day, ok := p.words.stamp(name[open+1 : len(name)-1]); ok {
			sp.shape, sp.time, sp.day, name = stampedLine, time, day, trimRight(name[:open])
		}
	}
	name, sp.bot = p.words.cleanName(strings.Trim(name, "*"))
	if !plausible(name, sp.shape == namedLine) || p.notName(name) {
		return false
	}
	sp.author = name
	sp.inline = at + length
	return true
}

// notName reports words that stand in front of a colon and name nobody.
func (p *paste) notName(name string) bool {
	p.buf = skeleton(p.buf[:0], name)
	return p.words.notNames[string(p.buf)]
}

// speakerName cuts the name in front of the colon that opens s, and returns
// how much of s is no text. A bold name may have its colon on either side.
func speakerName(s string) (name string, length int) {
	head := s[:min(len(s), maxSpeaker)]
	from := 0
	if open := strings.IndexAny(head[:max(0, strings.IndexByte(head, ':'))], "[("); open > 0 {
		from = max(0, strings.IndexAny(head, "])")) // a stamp with a colon of its own
	}
	colon := strings.IndexByte(head[from:], ':')
	if colon < 0 || from+colon == 0 {
		return "", 0
	}
	colon += from
	length = colon + 1
	for strings.HasPrefix(s[length:], "*") && strings.HasPrefix(s, "*") {
		length++
	}
	rest := s[length:]
	if rest != "" && rest[0] != ' ' && rest[0] != '\t' && !strings.HasPrefix(rest, "\u00a0") {
		return "", 0
	}
	return s[:colon], length + len(rest) - len(trimLeft(rest))
}

// readSpeech returns the openings of the style that carries the paste, with
// the points for it, or none.
func (p *paste) readSpeech() ([]opening, Format, float64) {
	var count [shapes]int
	visible := p.visible()
	for _, sp := range p.speech {
		count[sp.shape] += btoi(!sp.stars)
	}
	first := shapes // of the line on top
	if len(p.speech) > 0 && p.speech[0].line == p.visibleAfter(0) {
		first = p.speech[0].shape
	}
	irc, stamps, alone := count[ircLine], count[stampedLine]+count[paneLine], count[namedLine]
	switch {
	case irc > 1 && !p.isMarkup() && (irc*2 >= visible || irc*8 >= visible && first == ircLine):
		return p.speakers(IRC, ircLine, ircLine, 1)
	case count[dashLine] > stamps:
		return p.speakers(Transcript, dashLine, dashLine, 2)
	case stamps > 1 && stamps*8 >= visible || stamps > 0 && (first == stampedLine || first == paneLine):
		if p.isLog() {
			return nil, Plain, 0
		}
		return p.speakers(Transcript, stampedLine, paneLine, 2)
	case alone > 1 && p.isTalk(visible, first == namedLine):
		return p.speakers(Transcript, namedLine, namedLine, 1)
	}
	return nil, Plain, 0
}

// speakers returns the openings of the styles from..to.
func (p *paste) speakers(format Format, from, to shape, worth float64) ([]opening, Format, float64) {
	opens := p.speech[:0]
	named := map[string]int{}
	points := 0.0
	for _, sp := range p.speech {
		if sp.shape < from || sp.shape > to {
			continue
		}
		if sp.notice || sp.stars && named[sp.author] == 0 {
			p.lines[sp.line].notice = sp.notice
			continue
		}
		named[sp.author]++
		points += worth
		opens = append(opens, sp)
	}
	for _, n := range named {
		points += float64(btoi(n > 1))
	}
	if len(opens) > 0 {
		points += float64(btoi(p.visibleAfter(0) == opens[0].line))
	}
	return opens, format, points
}
