package thread

import "strings"

// mailField says what a field at the head of a mail holds.
type mailField uint8

const (
	mailNone mailField = iota
	mailFrom
	mailSent
	mailOther
)

// readMail finds the messages of a mail and the ones it answers: blocks of
// "From:", "Sent:" and other fields, and lines such as "On Tue, 5 Mar 2024 at
// 9:01, Ada Lin <ada@example.com> wrote:". It takes the paste for a mail only
// when it begins with one of them.
func (p *paste) readMail() ([]opening, float64) {
	top := p.visibleAfter(0)
	if _, ok := p.mailAt(top); !ok {
		return nil, 0
	}
	var opens []opening
	for i := top; i < len(p.lines); {
		o, ok := p.mailAt(i)
		if !ok {
			i++
			continue
		}
		opens = append(opens, o)
		i = o.body
	}
	return opens, 1 + 2*float64(len(opens))
}

// mailBelow finds the mail that a text answers which stands above it. So far down
// only a line of introduction counts, or a block of at least three fields.
func (p *paste) mailBelow() []opening {
	var opens []opening
	for i := 0; i < len(p.lines); {
		o, ok := p.mailAt(i)
		if !ok || o.body-i > 1 && o.body-i < 3 || o.body-i == 1 && !p.quoted(o.body) {
			i++
			continue
		}
		opens = append(opens, o)
		i = o.body
	}
	return opens
}

// quoted reports whether the text from line i on begins with a quote mark.
func (p *paste) quoted(i int) bool {
	i = p.visibleAfter(i)
	return i < len(p.lines) && strings.HasPrefix(p.seen(i), ">")
}

// mailAt reads the fields or the line of introduction that begin at line i.
func (p *paste) mailAt(i int) (opening, bool) {
	const most = 12 // lines of fields
	if i >= len(p.lines) || p.lines[i].blank {
		return opening{}, false
	}
	if o, ok := p.wroteAt(i); ok {
		return o, true
	}
	o := opening{line: i, body: i, inline: -1}
	author, sent := "", false
	for ; o.body < len(p.lines) && o.body < i+most && !p.lines[o.body].blank; o.body++ {
		key, value, ok := field(p.line(o.body))
		if !ok {
			break
		}
		switch p.words.mail[key] {
		case mailFrom:
			author = mailName(value)
		case mailSent:
			sent = true
			o.time, o.day = p.words.momentIn(value)
		case mailOther:
		default:
			ok = false
		}
		if !ok {
			break
		}
	}
	o.person = p.person(author)
	return o, author != "" && sent
}

// wroteAt reads "On 5 Mar 2024 at 9:01, Ada Lin <ada@example.com> wrote:".
func (p *paste) wroteAt(i int) (opening, bool) {
	s := strings.TrimLeft(p.seen(i), "> ")
	const most = 300 // bytes
	if !strings.HasSuffix(s, ":") || len(s) > most {
		return opening{}, false
	}
	for _, phrase := range p.words.wrote {
		before, after := phrase[0], phrase[len(phrase)-1]
		if len(s) < len(before)+len(after) || !strings.HasPrefix(s, before) || !strings.HasSuffix(s, after) {
			continue
		}
		when := s[len(before) : len(s)-len(after)]
		who := when[strings.LastIndex(when, ",")+1:]
		if len(phrase) == 3 { // the name has a place of its own
			when, who, _ = strings.Cut(when, phrase[1])
		}
		o := opening{line: i, body: i + 1, inline: -1}
		o.time, o.day = p.words.momentIn(when)
		if at := strings.Index(when, o.time); len(phrase) == 2 && trim(when[at+len(o.time):]) != "" {
			who = strings.TrimLeft(when[at+len(o.time):], ", ")
		}
		o.person = p.person(mailName(who))
		return o, o.author != "" && o.time != ""
	}
	return opening{}, false
}

// field cuts a line such as "From: Ada Lin", bold or not.
func field(s string) (key, value string, ok bool) {
	head := s[:min(len(s), 24)]
	colon := strings.IndexByte(head, ':')
	if colon < 1 {
		return "", "", false
	}
	return strings.ToLower(trim(strings.Trim(s[:colon], "*"))), trim(strings.TrimLeft(s[colon+1:], "*")), true
}

// mailName is the name in front of an address, or the address alone.
func mailName(s string) string {
	if open := strings.IndexAny(s, "<["); open > 0 {
		s = s[:open]
	}
	return strings.Trim(trim(s), "\"'<>")
}

// momentIn finds a clock time within a line and the date words before it.
func (f *furniture) momentIn(s string) (time, day string) {
	for i := range len(s) {
		if s[i] != ':' || !isDigit(s, i-1) || !isDigit(s, i+1) || !isDigit(s, i+2) {
			continue
		}
		start, end := i-1, i+3
		if isDigit(s, start-1) {
			start--
		}
		if isDigit(s, end+1) && s[end] == ':' && isDigit(s, end+2) {
			end += 3
		}
		rest := trimLeft(s[end:])
		for _, mark := range f.meridiem {
			if len(rest) >= len(mark) && strings.EqualFold(rest[:len(mark)], mark) {
				end = len(s) - len(rest) + len(mark)
			}
		}
		m := moment{start: int32(start)}
		f.addDay(&m, s)
		return s[start:end], m.day
	}
	return "", ""
}
