package thread

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxFurniture = 160 // bytes of a line of furniture
	maxComposer  = 120 // bytes of the input box
)

// role returns what line i is if the client wrote it, else roleNone.
func (p *paste) role(i int) role {
	l := &p.lines[i]
	if l.role == roleUnknown {
		l.role = roleNone
		if n := l.to - l.from; n > 0 && n <= maxLinkedHeader && !l.fenced {
			l.role = p.roleOf(p.seen(i), i)
		}
	}
	return l.role
}

func (p *paste) roleOf(s string, i int) role {
	if s[len(s)-1] == ')' && strings.Contains(s, "](") {
		s, _ = unlink(s)
		s = strings.TrimPrefix(trim(s), "img") // an avatar's alt text
	}
	if s == "" || len(s) > maxFurniture || isCount(s) {
		return roleNone
	}
	if p.words.edges[edge(s)] {
		p.buf = skeleton(p.buf[:0], s)
		if r := p.words.lines[string(p.buf)]; r != roleUnknown {
			return r
		}
	}
	if p.lastReply(s, i) {
		return roleReplies
	}
	switch _, dashed, ok := p.words.isDate(s); {
	case ok && dashed:
		return roleDashedDay
	case ok:
		return roleDay
	}
	return roleNone
}

// lastReply reports whether s says when the last reply came, opens the thread,
// or both: "Last reply 6 days agoView thread".
func (p *paste) lastReply(s string, i int) bool {
	rest, opens := s, false
	for _, view := range p.words.view.with(s[len(s)-1]) {
		if n := len(s) - len(view); n >= 0 && class(s[n]) == class(view[0]) && strings.EqualFold(s[n:], view) {
			rest, opens = trimRight(s[:n]), true
			break
		}
	}
	if opens {
		rest = trimLeft(rest[p.words.replyCount(rest):])
	}
	if rest == "" {
		return opens
	}
	named := false
	for _, last := range p.words.last.with(rest[0]) {
		if n := len(last); len(rest) > n && class(rest[n-1]) == class(last[n-1]) && strings.EqualFold(rest[:n], last) {
			rest, named = trimLeft(strings.TrimLeft(rest[n:], ":：")), true
			break
		}
	}
	if !opens && !named {
		return false
	}
	if m, ok := p.words.momentSuffix(rest); ok && m.start == 0 {
		return true
	}
	if _, dashed, ok := p.words.isDate(rest); ok && !dashed {
		return true
	}
	return opens && i > 0 && !p.lines[i-1].blank && p.role(i-1) == roleReplies
}

// replyCount returns how much of s is a reply count with more behind it, as in
// "12 repliesLast reply 3 days ago"; 0 when none is.
func (f *furniture) replyCount(s string) int {
	const most = 40 // bytes
	var buf [most]byte
	if f.lines[string(skeleton(buf[:0], s))] == roleReplies {
		return len(s)
	}
	end := 0
	for i := 1; i < min(len(s), most); i++ {
		glued := f.replyEnd[class(s[i-1])] && (s[i] >= 'A' && s[i] <= 'Z' || s[i] >= utf8.RuneSelf && utf8.RuneStart(s[i]))
		if glued && f.lines[string(skeleton(buf[:0], s[:i]))] == roleReplies {
			end = i
		}
	}
	return end
}

// furnitureLine reports whether line i is the client's, be it a message's own
// reaction count or reply line or furniture between messages.
func (p *paste) furnitureLine(i int) bool {
	if p.lines[i].fenced || p.lines[i].notice {
		return p.lines[i].notice
	}
	return p.role(i) != roleNone || isCount(p.seen(i))
}

// chromeAt looks at line i, the last of a block, and returns how many lines up
// from it are furniture between messages, 0 when it belongs to the message.
// first is the first line of the message's text, next the author of the message
// that follows, "" at the end.
func (p *paste) chromeAt(i, first int, next string) int {
	if p.lines[i].notice {
		return 1
	}
	if p.lines[i].fenced {
		return 0
	}
	s := p.seen(i)
	only := i <= first
	switch r := p.role(i); {
	case r == roleDashedDay, r == roleDay && !only && (p.alone(i) || next != "" && p.last(i) && !startsSmall(s) || strings.ContainsAny(s, " 年월")):
		p.days[i] = dayWords(s)
		return 1
	case r == roleDay:
		return 0
	case r == roleChrome:
		return btoi(!only || p.strong(s))
	case r == roleNew:
		return btoi(!only && (next != "" || p.alone(i)))
	case r == roleWeak:
		return btoi(!only && p.alone(i))
	case p.avatars && next != "" && isImage(s):
		return 1
	}
	if only || len(s) > maxFurniture || isCount(s) {
		return 0
	}
	if p.isChannel(s) {
		if above := p.visibleBefore(i - 1); above > first && p.role(above) == roleWeak {
			return 1 // the title of a pane; the word above it is next
		}
	}
	if next == "" {
		return btoi(p.isComposer(s))
	}
	client := s == next || p.isLabel(s) || p.isComposer(s)
	return btoi(client && p.alone(i))
}

// last reports whether no furniture stands below line i before the next message.
func (p *paste) last(i int) bool {
	below := p.visibleAfter(i + 1)
	return below == len(p.lines) || !p.furnitureLine(below)
}

// strong reports furniture that cannot be words of a person even where nothing
// else stands: it holds a number or goes on with dots.
func (p *paste) strong(s string) bool {
	return strings.ContainsAny(s, "0123456789+…") || strings.HasSuffix(s, "...")
}

// alone reports whether nothing of a text stands right above line i.
func (p *paste) alone(i int) bool {
	return i == 0 || p.dense || p.placedAt(i)
}

// chromeOnTop returns how many lines from first on are furniture above the
// first message: counts, labels, a date, the name of the channel.
func (p *paste) chromeOnTop(first, end int) int {
	i := first
	for ; i < end; i++ {
		if p.lines[i].blank {
			continue
		}
		s, r := p.seen(i), p.role(i)
		isDay := r == roleDay || r == roleDashedDay
		apart := p.apartOnTop(i, end)
		switch {
		case r == roleChrome, (r == roleWeak || r == roleNew) && apart:
		case isDay && (apart || strings.Contains(s, " ")):
			p.days[i] = dayWords(s)
		case apart && p.isChannel(s):
		case p.lines[i].notice, p.avatars && isImage(s):
		default:
			return i
		}
	}
	return i
}

// apartOnTop reports whether nothing but furniture stands between line i, which
// is above the first message, and the next blank line or that message.
func (p *paste) apartOnTop(i, end int) bool {
	const most = 4 // lines
	for j := i + 1; j < end && !p.lines[j].blank; j++ {
		if j > i+most || !p.furnitureLine(j) && !p.isChannel(p.seen(j)) {
			return false
		}
	}
	return true
}

// startsSmall reports whether s begins with a small letter.
func startsSmall(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(first)
}

// isChannel reports whether s is the name of a channel: it begins with '#', is
// made of joined words, or is called by '#' elsewhere in the paste.
func (p *paste) isChannel(s string) bool {
	name, hash := strings.CutPrefix(s, "#")
	if strings.IndexByte(name, ' ') >= 0 || !shortcodeName(name) || strings.ContainsAny(name, "+'&") || len(name) > 80 || strings.ToLower(name) != name {
		return false
	}
	return hash || strings.ContainsAny(name, "_-") || p.called(name)
}

// called reports whether "#name" stands anywhere in the paste.
func (p *paste) called(name string) bool {
	if p.channels == nil {
		p.channels = map[string]bool{}
		for part := range strings.SplitSeq(p.text, "#") {
			end := strings.IndexFunc(part, func(r rune) bool { return !channelRune(r) })
			if end < 0 {
				end = len(part)
			}
			p.channels[part[:end]] = true
		}
	}
	return p.channels[name]
}

func channelRune(r rune) bool {
	return r == '_' || r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// isComposer reports whether s is the input box of a client: "Message #general".
func (p *paste) isComposer(s string) bool {
	if len(s) > maxComposer {
		return false
	}
	fits := func(around [2]string) bool {
		before, after := around[0], around[1]
		if len(s) <= len(before)+len(after) || !strings.HasSuffix(s, after) || !strings.EqualFold(s[:len(before)], before) {
			return false
		}
		name := s[len(before) : len(s)-len(after)]
		return p.isChannel(name) || p.isAuthor(name)
	}
	return slices.ContainsFunc(p.words.composer[class(s[0])], fits) || slices.ContainsFunc(p.words.composerEnd[class(lastByte(s))], fits)
}

func (p *paste) isLabel(s string) bool {
	for _, label := range p.words.labels.with(s[0]) {
		if len(s) >= len(label) && strings.EqualFold(s[:len(label)], label) {
			return true
		}
	}
	return false
}

// isImage reports whether s is one Markdown image and nothing else.
func isImage(s string) bool {
	return strings.HasPrefix(s, "![") && strings.HasSuffix(s, ")") && strings.Count(s, "](") == 1 &&
		strings.IndexByte(s, ')') == len(s)-1
}
