package thread

import (
	"strconv"
	"strings"
)

// ordinal is the id of the nth message.
func ordinal(n int) string { return "m" + strconv.Itoa(n) }

// message reads the message that opens at o and ends before line next.
// Furniture at its end goes to Chrome. Lines is zero when all of it was.
func (p *paste) message(o opening, next int, nextAuthor string) Message {
	m := Message{Author: o.author, Time: o.time, Day: o.day, Bot: o.bot, Reactions: []Reaction{}}
	first := p.visibleAfter(o.body) // of the text
	if o.inline >= 0 && trimLeft(p.line(o.line)[o.inline:]) == "" {
		o.inline = -1 // the text is on the lines below
	}
	if o.inline >= 0 {
		first = o.line
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
		return m
	}
	m.Lines = [2]int{o.line + 1, last + 1}
	last = p.tail(&m, first, last, o.body == o.line)
	if last < first {
		return m
	}
	first = p.skipBroadcast(first, last)
	if first > last {
		return m
	}
	edited := p.editedLine(first, last)
	m.Edited = edited >= 0
	start := p.lines[first].start
	if o.inline >= 0 && first == o.line {
		start += o.inline
	}
	m.Text = p.cut(first, start, last, edited)
	return m
}

// tail takes reply lines and reactions off the end of the text and returns the
// last line that is left of it. The only line of a message with a header is
// its text, whatever it looks like.
func (p *paste) tail(m *Message, first, last int, headless bool) int {
	bottom := last
	var groups [][]Reaction
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
		reactions, at := p.reactionsAt(last, first)
		if reactions == nil {
			break
		}
		groups = append(groups, reactions)
		last = p.visibleBefore(at - 1)
	}
	for k := len(groups) - 1; k >= 0; k-- {
		m.Reactions = append(m.Reactions, groups[k]...)
	}
	return last
}

// replies returns the count of a reply line, 0 when it has none.
func (p *paste) replies(i int) int {
	s := trim(p.line(i))
	if strings.Contains(s, "](") {
		s, _ = unlink(s)
		s = strings.TrimPrefix(trim(s), "img")
	}
	p.buf = skeleton(p.buf[:0], s)
	if p.words.lines[string(p.buf)] != roleReplies {
		return 0
	}
	return count(s)
}

// skipBroadcast skips "replied to a thread:" and the line that quotes the root.
func (p *paste) skipBroadcast(first, last int) int {
	if p.role(first) == roleBroadcast {
		first = p.visibleAfter(first + 1)
		if first <= last {
			first = p.visibleAfter(first + 1)
		}
		return first
	}
	s := trim(p.line(first))
	if i := strings.LastIndexByte(s[:min(len(s), 80)], ':'); i > 0 && first < last && p.words.edges[edge(s[:i+1])] {
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
		if p.lines[i].edited {
			return i
		}
	}
	return -1
}

// cut returns the text from start, which is in line first, to the end of line
// last, with LF line ends, without U+FFFC, shared indentation and the edit mark
// of line edited.
func (p *paste) cut(first, start, last, edited int) string {
	end := p.lines[last].end
	if edited == last {
		s := trimRight(p.text[p.lines[last].start:end])
		end = p.lines[last].start + p.editMark(s)
		if trim(p.text[p.lines[last].start:end]) == "" && last > first {
			above := p.visibleBefore(last - 1)
			return p.cut(first, start, max(first, above), -1)
		}
		edited = -1
	}
	if p.simple && edited < 0 {
		return trimRight(p.text[min(start, end):end])
	}
	var b strings.Builder
	for i := first; i <= last; i++ {
		from, to := p.lines[i].start, p.lines[i].end
		if i == first {
			from = start
		}
		if i == last {
			to = max(from, end)
		}
		s := p.text[from:to]
		if i == edited {
			if s = trimRight(s[:p.editMark(trimRight(s))]); s == "" {
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
	return trimRight(b.String())
}
