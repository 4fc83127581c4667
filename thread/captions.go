package thread

import "strings"

// readCaptions reads the captions of a meeting, WebVTT or SubRip, whose lines
// name their speaker. Who spoke is taken off the line of the text, so what
// begins with a time is a header of a caption from then on.
func (p *paste) readCaptions() []opening {
	if !strings.Contains(p.text, "-->") {
		return nil
	}
	var opens []opening
	named := 0
	for i := range p.lines {
		time, ok := captionTime(p.seen(i))
		if !ok {
			continue
		}
		o, name := opening{line: i, body: i + 1, inline: -1, moment: moment{time: time}}, ""
		if i+1 < len(p.lines) && !p.lines[i+1].blank {
			name, _ = p.captionName(p.line(i + 1))
			named += btoi(name != "")
		}
		o.person = p.person(name)
		opens = append(opens, o)
	}
	if named < 2 || named*2 < len(opens) || !p.captionsOnTop(opens[0].line) {
		return nil
	}
	for i := range opens[0].line {
		p.lines[i].notice = !p.lines[i].blank
	}
	for _, o := range opens {
		p.openCaption(o)
	}
	return opens
}

// captionsOnTop reports whether nothing but the head of such a file stands above line i.
func (p *paste) captionsOnTop(i int) bool {
	top := p.visibleAfter(0)
	return top >= i-1 || strings.HasPrefix(p.seen(top), "WEBVTT")
}

// openCaption takes the name, the end tag and what stands above the caption off
// the text.
func (p *paste) openCaption(o opening) {
	if above := o.line - 1; above >= 0 && strings.IndexByte(p.seen(above), ' ') < 0 && (above == 0 || p.lines[above-1].blank || isCount(p.seen(above))) {
		p.lines[above].notice = !p.lines[above].blank // the number of the caption
	}
	if o.author == "" {
		return
	}
	l := p.lines[o.body]
	_, length := p.captionName(p.line(o.body))
	l.start += int32(length)
	if strings.HasSuffix(p.text[l.start:l.end], "</v>") {
		l.end -= int32(len("</v>"))
	}
	if l.look(p.text); !l.blank { // else somebody said nothing
		p.lines[o.body], p.simple = l, false
	}
}

// captionName reads the speaker at the beginning of a caption, "<v Ann Lee>" or
// "Ann Lee: ", and how long that is.
func (p *paste) captionName(s string) (name string, length int) {
	if strings.HasPrefix(s, "<v ") || strings.HasPrefix(s, "<v.") {
		end := strings.IndexByte(s, '>')
		if end < 0 {
			return "", 0
		}
		_, name, _ = strings.Cut(s[:end], " ")
		return trim(name), end + 1
	}
	name, length = speakerName(s)
	if !plausible(name, true) || p.notName(name) {
		return "", 0
	}
	return name, length
}

// captionTime reads the beginning of "00:00:01.000 --> 00:00:04.000".
func captionTime(s string) (time string, ok bool) {
	time, end, ok := strings.Cut(s, " --> ")
	return time, ok && isCaptionClock(time) && len(end) >= len("00:00.000") && isDigit(end, 0)
}

// isCaptionClock reports whether s is such as 00:01.000 or 00:00:01,000.
func isCaptionClock(s string) bool {
	n := len(s) - len(".000")
	return n >= len("00:00") && n <= len("000:00:00") && (s[n] == '.' || s[n] == ',') && s[n-3] == ':' &&
		strings.Trim(s, "0123456789:.,") == ""
}
