package thread

import (
	"slices"
	"strconv"
	"strings"
)

// ordinal is the id of the nth message.
func ordinal(n int) string { return "m" + strconv.Itoa(n) }

// message reads the message that opens at o and ends before line next.
// Furniture at its end goes to Chrome. Lines is zero when all of it was.
func (p *paste) message(m *Message, o *opening, next int, nextAuthor string) {
	m.Author, m.Time, m.Day, m.Bot, m.Reactions = o.author, o.time, o.day, o.bot, []Reaction{}
	first := p.visibleAfter(o.body) // of the text
	skip := max(0, o.inline)
	if o.inline >= 0 && trimLeft(p.line(o.line)[skip:]) != "" {
		first = o.line // else the text is on the lines below
	}
	last := p.visibleBefore(next - 1)
	for last >= first {
		n := p.chromeAt(last, first, nextAuthor)
		if n == 0 {
			break
		}
		p.out.Chrome = append(p.out.Chrome, last+1)
		last = p.visibleBefore(last - 1)
	}
	if last < o.line {
		return
	}
	m.Lines = [2]int{o.line + 1, last + 1}
	last = p.tail(m, first, last, o.body == o.line)
	if last < first {
		return
	}
	first = p.skipBroadcast(first, last)
	if first > last {
		return
	}
	edited := p.editedLine(first, last)
	m.Edited = edited >= 0
	if first != o.line {
		skip = 0
	}
	m.Text = p.cut(first, skip, last, edited)
}

// tail takes reply lines and reactions off the end of the text and returns the
// last line that is left of it. The only line of a message with a header is
// its text, whatever it looks like.
func (p *paste) tail(m *Message, first, last int, headless bool) int {
	bottom := last
	p.reactions = p.reactions[:0]
	for last >= first && !p.lines[last].fenced {
		only := last == first && last == bottom && !headless
		switch p.role(last) {
		case roleReplies:
			if only {
				return last
			}
			if n := p.replies(last); n > 0 {
				m.Replies = n
			}
			last = p.visibleBefore(last - 1)
			continue
		case roleNewer:
			last = p.visibleBefore(last - 1)
			continue
		}
		at := p.reactionsAt(last, first)
		if at > last {
			break
		}
		last = p.visibleBefore(at - 1)
	}
	if from := len(p.given); len(p.reactions) > 0 {
		p.given = append(p.given, p.reactions...)
		m.Reactions = p.given[from:len(p.given):len(p.given)]
		slices.Reverse(m.Reactions)
	}
	return last
}

// replies returns the count of a reply line, 0 when it has none.
func (p *paste) replies(i int) int {
	s := p.seen(i)
	if strings.Contains(s, "](") {
		s, _ = unlink(s)
		s = strings.TrimPrefix(trim(s), "img")
	}
	return count(s[:p.words.replyCount(s)])
}

// skipBroadcast skips "replied to a thread:" and the line that quotes the root.
func (p *paste) skipBroadcast(first, last int) int {
	s := p.seen(first)
	if p.words.edges[edge(s)] && p.role(first) == roleBroadcast {
		first = p.visibleAfter(first + 1)
		if first <= last {
			first = p.visibleAfter(first + 1)
		}
		return first
	}
	if i := strings.IndexByte(s[:min(len(s), 80)], ':'); i > 0 && first < last && p.words.edges[edge(s[:i+1])] {
		p.buf = skeleton(p.buf[:0], s[:i+1])
		if p.words.lines[string(p.buf)] == roleBroadcast {
			return p.visibleAfter(first + 1)
		}
	}
	return first
}

// editedLine returns the last line with an edit mark, -1 without one.
func (p *paste) editedLine(first, last int) int {
	for i := last; i >= first; i-- {
		if p.lines[i].mark > 0 {
			return i
		}
	}
	return -1
}

// cut returns the text of the lines first..last, without the first skip bytes,
// with LF line ends, without U+FFFC, shared indentation and the edit mark of
// line edited.
func (p *paste) cut(first, skip, last, edited int) string {
	end := p.line(last)
	if edited == last {
		end = p.unmarked(last, end)
		if trim(end) == "" && last > first {
			above := p.visibleBefore(last - 1)
			return p.cut(first, skip, max(first, above), -1)
		}
		edited = -1
	}
	from, to := int(p.lines[first].start)+skip, int(p.lines[last].start)+len(end)
	if p.simple && edited < 0 {
		return cutSpace(p.text[min(from, to):to])
	}
	var b strings.Builder
	b.Grow(max(0, to-from))
	for i := first; i <= last; i++ {
		s := p.line(i)
		if i == last {
			s = end
		}
		if i == first {
			s = s[min(skip, len(s)):]
		}
		if i == edited {
			if s = trimRight(p.unmarked(i, s)); s == "" {
				continue
			}
		}
		if strings.Contains(s, "\ufffc") {
			if s = strings.ReplaceAll(s, "\ufffc", ""); trim(s) == "" {
				s = ""
			}
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
	}
	return cutSpace(b.String())
}

// unmarked is s, which line i ends with, without the edit mark.
func (p *paste) unmarked(i int, s string) string {
	l := p.lines[i]
	return s[:max(0, len(s)-int(l.end-l.to)-int(l.mark))]
}

// cutSpace is s without white space and object replacement characters behind it.
func cutSpace(s string) string {
	if printed(lastByte(s)) {
		return s
	}
	return strings.TrimRightFunc(s, func(r rune) bool { return r == '\ufffc' || hidden(r) && !invisible(r) })
}
