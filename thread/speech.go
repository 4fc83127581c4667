package thread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxSpeaker = 60 // bytes of a name in front of a colon
	wideColon  = "："
)

// maySpeak is a quick test whether a line may name its speaker.
func (p *paste) maySpeak(s string) bool {
	switch s[0] {
	case ' ', '\t':
		return false
	case '[', '(', '<', '*', '-', '=', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return true
	}
	head := s[:min(len(s), maxSpeaker)]
	colon := strings.IndexByte(head, ':')
	if colon > 0 && isDigit(s, colon+1) && strings.IndexByte(head, '[') < 0 && strings.IndexByte(head, '(') < 0 {
		// a clock time, which only an IRC client writes behind a month
		return strings.IndexByte(head, '<') > 0 || strings.IndexByte(head, '*') > 0 || p.wideColons && strings.Contains(head, wideColon)
	}
	return colon > 0 || p.wideColons && strings.Contains(head, wideColon)
}

// speechLine looks whether line i names its speaker.
func (p *paste) speechLine(i int) {
	s := p.line(i)
	unseen := 0
	if s[0] >= utf8.RuneSelf {
		unseen = len(s) - len(strings.TrimLeftFunc(s, invisible)) // a direction mark
		s = s[unseen:]
	}
	time, day, at, stamped := p.words.leadingStamp(s)
	if stamped {
		p.stamped++
		p.levels += btoi(p.stamped <= sample && p.words.hasLevel(s[at:min(len(s), at+60)]))
	}
	sp := opening{line: i, body: i + 1, inline: -1}
	sp.time, sp.day = time, day
	switch {
	case s[0] == '[' && !stamped && p.nameFirst(i, s):
		return
	case p.irc(&sp, s, at, stamped), p.speaker(&sp, s, at, stamped):
	case stamped && strings.HasSuffix(s[:at], "- "): // the words of the chat itself
		sp.shape, sp.notice = stampedLine, true
	default:
		return
	}
	if sp.inline >= 0 {
		sp.inline += unseen
	}
	if sp.person == nil {
		sp.person = p.nobody
	}
	p.speaks(sp)
}

// said is what a speaker says on the line that names them, or else on the next.
func (p *paste) said(sp *opening) string {
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

// speaker reads "Name: text" behind a stamp or alone, "Name [10:13]: text" and
// "[10:13] Name".
func (p *paste) speaker(sp *opening, s string, at int, stamped bool) bool {
	rest := s[at:]
	name, length := speakerName(rest)
	if name == "" {
		name = trim(rest)
		if stamped && s[0] == '[' && (plausible(name, true) || surnameFirst(name)) && !p.notName(name) {
			sp.shape, sp.person = paneLine, p.person(name)
			return true
		}
		return false
	}
	sp.shape = namedLine
	if stamped {
		sp.shape, name = stampedLine, p.words.fromTo(name)
	} else if open := strings.LastIndexAny(name, "[("); open > 0 && strings.IndexAny(name[open:], "])") == len(name[open:])-1 {
		if time, day, ok := p.words.stamp(name[open+1 : len(name)-1]); ok {
			sp.shape, sp.time, sp.day, name = stampedLine, time, day, trimRight(name[:open])
		}
	}
	who := p.shown(strings.Trim(name, "*"))
	if !who.plausible(sp.shape == namedLine) || p.notName(who.author) {
		return false
	}
	sp.person, sp.bot = who.person, who.bot
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
	if wide := strings.Index(head, wideColon); wide > 0 && strings.IndexByte(head[:wide], ':') < 0 {
		length = wide + len(wideColon)
		return s[:wide], length + len(s[length:]) - len(trimSpace(s[length:]))
	}
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
	return s[:colon], length + len(rest) - len(trimSpace(rest))
}

// trimSpace is s without white space in front; direction marks stay.
func trimSpace(s string) string {
	return strings.TrimLeftFunc(s, unicode.IsSpace)
}

// surnameFirst reports a name such as "Lee, Ann (External)".
func surnameFirst(s string) bool {
	last, first, ok := strings.Cut(s, ", ")
	return ok && plausible(last+" "+first, true) && properName(last) && properName(first) && !startsSmall(last)
}

// fromTo is the name in what a meeting's chat writes, "From Ann Lee to Everyone",
// or else s.
func (f *furniture) fromTo(s string) string {
	for _, phrase := range f.said {
		rest, ok := strings.CutPrefix(s, phrase[0])
		if !ok {
			continue
		}
		who, _, found := strings.Cut(rest, phrase[1])
		if len(phrase) < 3 || found {
			return trim(who)
		}
	}
	return s
}

// readSpeech returns the openings of the style that carries the paste, with
// the points for it, or none.
func (p *paste) readSpeech() ([]opening, Format, float64) {
	var count [shapes]int
	visible := p.visible()
	for _, sp := range p.speech {
		count[sp.shape] += btoi(!sp.stars && (!sp.notice || sp.shape == ircLine))
	}
	first := shapes // of the line on top
	if len(p.speech) > 0 && p.speech[0].line == p.visibleAfter(0) {
		first = p.speech[0].shape
	}
	irc, stamps, alone := count[ircLine], count[stampedLine]+count[paneLine], count[namedLine]
	switch {
	case irc > 1 && !p.isMarkup() && (irc*2 >= visible || irc*8 >= visible && first == ircLine):
		if p.isLog() || p.isTable() {
			return nil, Plain, 0
		}
		return p.speakers(IRC, ircLine, ircLine, 1)
	case count[commentLine] > 1 || first == commentLine:
		return p.speakers(Transcript, commentLine, commentLine, 2)
	case count[looseLine] > 1 && count[looseLine] > stamps && p.looseTalk():
		return p.speakers(Transcript, looseLine, looseLine, 1)
	case count[dashLine] > stamps:
		return p.speakers(Transcript, dashLine, dashLine, 2)
	case stamps > 1 && stamps*8 >= visible || stamps > 0 && (first == stampedLine || first == paneLine):
		if p.isLog() || p.isProgram() {
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
	points := 0.0
	if from == namedLine {
		p.strays()
	}
	for i := range p.speech {
		sp := &p.speech[i]
		if sp.shape < from || sp.shape > to || sp.stray {
			continue
		}
		if n := len(opens); n > 0 && sp.line < opens[n-1].body {
			continue // the line above is a header itself, not the name
		}
		if sp.notice || sp.stars && sp.turns == 0 {
			p.lines[sp.line].notice = sp.notice
			if day, ok := strings.CutPrefix(p.seen(sp.line), "--- Day changed "); ok && sp.notice {
				p.days[sp.line] = day
			}
			continue
		}
		sp.turns++
		points += worth + float64(btoi(sp.turns == 2)) // they come back
		opens = append(opens, *sp)
	}
	if len(opens) > 0 {
		points += float64(btoi(p.visibleAfter(0) == opens[0].line))
	}
	return opens, format, points
}
