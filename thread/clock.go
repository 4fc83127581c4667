package thread

import (
	"strings"
	"unicode/utf8"
)

// moment is when something was said, as the source shows it.
type moment struct {
	time     string // clock time or "6 days ago", as pasted
	day      string // the date words before it, "" without
	start    int32  // where it begins in the line
	minute   int16  // minute of the day as shown, -1 for "6 days ago"
	meridiem bool   // shown with AM or PM or their like
}

// longestAgo is the most bytes of a moment such as "6 days ago" with the gap
// before it.
const longestAgo = 48

// momentSuffix finds the moment that s, trimmed at the right, ends with.
func (f *furniture) momentSuffix(s string) (moment, bool) {
	if s == "" {
		return moment{}, false
	}
	if f.clockEnd[class(lastByte(s))] {
		if m, ok := f.clockSuffix(s); ok {
			f.addDay(&m, s)
			return m, true
		}
	}
	if f.agoEnds[endOf(s)] {
		if start, ok := f.agoSuffix(s); ok {
			return moment{start: int32(start), time: s[start:], minute: -1}, true
		}
	}
	return moment{}, false
}

// clockSuffix reads a clock time of hours and minutes at the end of s. Chat
// clients show no seconds, so a time with seconds is none.
func (f *furniture) clockSuffix(s string) (moment, bool) {
	end, meridiem := len(s), false
	if !isDigit(s, end-1) {
		if end, meridiem = f.clockMark(s); end < 0 {
			return moment{}, false
		}
	}
	start, minute, ok := clockDigits(s, end)
	if !ok {
		return moment{}, false
	}
	if start > 0 {
		rest := trimRight(s[:start])
		for _, word := range f.before.with(lastByte(rest)) {
			if strings.HasSuffix(rest, word) && start-len(rest) < utf8.UTFMax {
				start, meridiem = len(rest)-len(word), true
				break
			}
		}
	}
	return moment{start: int32(start), time: s[start:], minute: int16(minute), meridiem: meridiem}, true
}

// clockDigits reads "9:34", or "9.34" before a mark, that ends at end.
func clockDigits(s string, end int) (start, minute int, ok bool) {
	if end < 4 || !isDigit(s, end-1) || !isDigit(s, end-2) || !isDigit(s, end-4) {
		return 0, 0, false
	}
	if c := s[end-3]; c != ':' && (c != '.' || end == len(s)) {
		return 0, 0, false
	}
	start = end - 4
	hour := int(s[start] - '0')
	if isDigit(s, start-1) {
		start--
		hour += 10 * int(s[start]-'0')
	}
	minute = int(s[end-2]-'0')*10 + int(s[end-1]-'0')
	if hour > 23 || minute > 59 || start > 0 && strings.IndexByte("0123456789:.,/-+", s[start-1]) >= 0 {
		return 0, 0, false
	}
	return start, hour*60 + minute, true
}

// clockMark cuts AM, PM or a word such as "Uhr" from the end of s and returns
// where the digits before it end, -1 without a mark.
func (f *furniture) clockMark(s string) (end int, meridiem bool) {
	for _, word := range f.meridiem {
		if n := len(s) - len(word); n > 0 && strings.EqualFold(s[n:], word) {
			return len(trimRight(s[:n])), true
		}
	}
	for _, word := range f.oclock {
		if rest, ok := strings.CutSuffix(s, word); ok {
			return len(trimRight(rest)), false
		}
	}
	return -1, false
}

// agoSuffix finds a moment such as "6 days ago" at the end of s. It is all of s,
// or a gap wider than that between words stands before it: within a sentence it
// is no moment.
func (f *furniture) agoSuffix(s string) (start int, ok bool) {
	start = afterGap(s)
	if start == len(s) || len(s)-start > longestAgo || !f.agoStart[class(s[start])] {
		return 0, false
	}
	var buf [longestAgo]byte
	return start, f.ago[string(skeleton(buf[:0], s[start:]))]
}

// afterGap returns where s goes on behind its last tab or double white space, 0
// without one. It looks no further back than a moment may be long.
func afterGap(s string) int {
	for i := len(s) - 1; i > 0 && i >= len(s)-longestAgo-len("  "); i-- {
		c := s[i-1]
		if printed(c) {
			continue
		}
		switch {
		case c == '\t':
			return i
		case c == ' ' && i > 1 && (s[i-2] == ' ' || s[i-2] == 0xa0): // or the last byte of a NBSP
			return i
		case c == 0xa0 && i > 2 && s[i-2] == 0xc2 && (s[i-3] == ' ' || s[i-3] == 0xa0):
			return i
		}
	}
	return 0
}

// lastWord returns where the last word of s begins; s ends with it.
func lastWord(s string) int {
	n := len(s)
	for n > 0 && printed(s[n-1]) {
		n--
	}
	i := strings.LastIndexFunc(s[:n], hidden)
	if i < 0 {
		return 0
	}
	_, width := utf8.DecodeRuneInString(s[i:])
	return i + width
}

// addDay moves the start of m over the date words in front of the clock time,
// "Nov 19th at ", and keeps them as the day.
func (f *furniture) addDay(m *moment, s string) {
	rest := trimRight(s[:m.start])
	if rest == "" {
		return
	}
	gap, joined := int(m.start)-len(rest), false
	for _, word := range f.at.with(rest[len(rest)-1]) {
		n := len(rest) - len(word)
		if n > 0 && strings.EqualFold(rest[n:], word) && (hiddenBefore(rest, n) || word[0] >= utf8.RuneSelf) {
			rest, joined = trimRight(rest[:n]), true
			break
		}
	}
	if !joined && gap >= utf8.UTFMax {
		return
	}
	if !joined && gap > 1 && rest[len(rest)-1] != ',' && s[len(rest)] == ' ' {
		return // "April  9:34 PM" is a person
	}
	rest = strings.TrimRight(rest, ",")
	if start, ok := f.dateSuffix(rest); ok {
		m.start, m.day = int32(start), rest[start:]
	}
}

// hiddenBefore reports whether white space stands before s[i].
func hiddenBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return hidden(r)
}
