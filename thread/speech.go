package thread

import (
	"slices"
	"strings"
)

// style is how a line says who speaks.
type style uint8

const (
	ircStyle   style = iota // <nick> text
	stampStyle              // [10:13] Name: text
	paneStyle               // [10:13] Name, and the text below
	dashStyle               // Name — Today at 10:13, and the text below
	aloneStyle              // Name: text
	styles
)

// speech is a line that may open a message of a log or transcript.
type speech struct {
	opening
	style   style
	notice  bool   // of the chat server: somebody joined, a topic changed
	starred bool   // "* nick waves" without a stamp, which may be a list
	text    string // what was said, or the line below when that is empty
}

const maxSpeaker = 60 // bytes of a name in front of a colon

// scanSpeech finds the lines that name their speaker.
func (p *paste) scanSpeech() {
	for i, l := range p.lines {
		if l.blank || l.fenced {
			continue
		}
		s := p.text[l.start:l.end]
		if c := s[0]; c <= ' ' {
			continue
		}
		time, day, at, stamped := p.words.leadingStamp(s)
		if !stamped && !strings.Contains(s[:min(len(s), maxSpeaker)], ":") && s[0] != '<' && strings.IndexByte("*-=", s[0]) < 0 {
			continue
		}
		sp := speech{opening: opening{line: i, body: i + 1, inline: -1, time: time, day: day}}
		if p.ircLine(&sp, s, at) || p.speaker(&sp, s, at, stamped) {
			if sp.inline >= 0 {
				sp.text = s[sp.inline:]
			}
			if trimLeft(sp.text) == "" && i+1 < len(p.lines) {
				sp.text = p.line(i + 1)
			}
			p.speech = append(p.speech, sp)
		}
	}
	slices.SortStableFunc(p.speech, func(a, b speech) int { return a.line - b.line })
	p.speech = slices.CompactFunc(p.speech, func(a, b speech) bool { return a.line == b.line })
}

// markNotices marks the lines of a chat server as furniture.
func (p *paste) markNotices() {
	for _, sp := range p.speech {
		if sp.notice {
			p.lines[sp.line].notice = true
		}
	}
}

// ircLine reads "<nick> text", "* nick waves" and notices of an IRC client.
func (p *paste) ircLine(sp *speech, s string, at int) bool {
	rest := s[at:]
	sp.style = ircStyle
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
		sp.starred = at == 0
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
func (p *paste) speaker(sp *speech, s string, at int, stamped bool) bool {
	rest := s[at:]
	name, length := speakerName(rest)
	if name == "" {
		name = trim(rest)
		if stamped && s[0] == '[' && plausible(name, true) && !p.words.notNames[strings.ToLower(name)] {
			sp.style, sp.author = paneStyle, name
			return true
		}
		return false
	}
	sp.style = aloneStyle
	if stamped {
		sp.style = stampStyle
	} else if open := strings.LastIndexAny(name, "[("); open > 0 && strings.IndexAny(name[open:], "])") == len(name[open:])-1 {
		if time, day, ok := p.words.stamp(name[open+1 : len(name)-1]); ok {
			sp.style, sp.time, sp.day, name = stampStyle, time, day, trimRight(name[:open])
		}
	}
	name, sp.bot = p.words.cleanName(strings.Trim(name, "*"))
	if !plausible(name, sp.style == aloneStyle) || p.words.notNames[strings.ToLower(name)] {
		return false
	}
	sp.author = name
	sp.inline = at + length
	return true
}

// speakerName cuts the name in front of the colon that opens s, and returns
// how much of s is no text. A bold name may have its colon on either side.
func speakerName(s string) (name string, length int) {
	head := s[:min(len(s), maxSpeaker)]
	from := 0
	if open := strings.IndexAny(head, "[("); open > 0 && open < strings.IndexByte(head, ':') {
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
	var count [styles]int
	visible := 0
	for _, sp := range p.speech {
		count[sp.style] += btoi(!sp.starred)
	}
	for _, l := range p.lines {
		visible += btoi(!l.blank)
	}
	first := styles // of the line on top
	if len(p.speech) > 0 && p.speech[0].line == p.visibleAfter(0) {
		first = p.speech[0].style
	}
	irc, stamps, alone := count[ircStyle], count[stampStyle]+count[paneStyle], count[aloneStyle]
	switch {
	case irc > 1 && !p.isMarkup() && (irc*2 >= visible || irc*8 >= visible && first == ircStyle):
		return p.speakers(IRC, ircStyle, ircStyle, 1)
	case count[dashStyle] > stamps:
		return p.speakers(Transcript, dashStyle, dashStyle, 2)
	case stamps > 1 && stamps*8 >= visible || stamps > 0 && (first == stampStyle || first == paneStyle):
		if p.isLog() {
			return nil, Plain, 0
		}
		return p.speakers(Transcript, stampStyle, paneStyle, 2)
	case alone > 1 && p.isTalk(visible, first == aloneStyle):
		return p.speakers(Transcript, aloneStyle, aloneStyle, 1)
	}
	return nil, Plain, 0
}

// speakers returns the openings of the styles from..to.
func (p *paste) speakers(format Format, from, to style, worth float64) ([]opening, Format, float64) {
	var opens []opening
	named := map[string]int{}
	points := 0.0
	for _, sp := range p.speech {
		if sp.style < from || sp.style > to {
			continue
		}
		if sp.notice || sp.starred && named[sp.author] == 0 {
			continue
		}
		named[sp.author]++
		points += worth
		opens = append(opens, sp.opening)
	}
	for _, n := range named {
		points += float64(btoi(n > 1))
	}
	if len(opens) > 0 {
		points += float64(btoi(p.visibleAfter(0) == opens[0].line))
	}
	return opens, format, points
}
