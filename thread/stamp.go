package thread

import (
	"strings"
	"unicode/utf8"
)

// leadingStamp reads the moment that a line of a log or transcript begins with:
// "[10:13 AM] ", "(10:13) ", "2024-02-14 10:13:22 ", "14/02/2024, 10:13 - ".
// rest is where the line goes on.
func (f *furniture) leadingStamp(s string) (time, day string, rest int, ok bool) {
	switch c := s[0]; {
	case c == '[' || c == '(':
		closing := strings.IndexAny(s[:min(len(s), 60)], "])")
		if closing < 0 {
			return "", "", 0, false
		}
		time, day, ok = f.stamp(trim(s[1:closing]))
		rest = closing + 1
	case isDigit(s, 0):
		time, day, rest, ok = f.wordsStamp(s)
	case s[0] > '9' && f.dateStart[class(s[0])] && f.datePart(s[:max(0, strings.IndexByte(s[:min(len(s), 6)], ' '))]) != noDate:
		// only an IRC client writes "Mar 07 10:13:22 <nick>"; a log does without brackets
		time, day, rest, ok = f.wordsStamp(s)
		ok = ok && (strings.HasPrefix(s[rest:], " <") || strings.HasPrefix(s[rest:], " *"))
	}
	if !ok {
		return "", "", 0, false
	}
	for rest < len(s) && (s[rest] == ' ' || s[rest] == '\t') {
		rest++
	}
	if cut, found := strings.CutPrefix(s[rest:], "- "); found {
		rest = len(s) - len(cut)
	}
	return time, day, rest, true
}

// wordsStamp reads a stamp of several words: date, clock time and AM. The longest
// that is one counts.
func (f *furniture) wordsStamp(s string) (time, day string, rest int, ok bool) {
	const longest = 48 // bytes
	head := s[:min(len(s), longest+1)]
	clock := strings.IndexByte(head, ':')
	if clock < 1 || !isDigit(s, clock+1) {
		return "", "", 0, false
	}
	end := 0
	for range 5 {
		n := nextSpace(head[end:])
		if n < 0 {
			break
		}
		if end += n; end > clock {
			if t, d, good := f.stamp(trimStamp(s[:end])); good {
				time, day, rest, ok = t, d, end, true
			}
			if !f.stampGoesOn(s[end+1:]) {
				break
			}
		}
		end++
	}
	return time, day, rest, ok
}

// nextSpace returns where the first space or tab of s is, -1 without one.
func nextSpace(s string) int {
	for i := range len(s) {
		if s[i] == ' ' || s[i] == '\t' {
			return i
		}
	}
	return -1
}

// trimStamp cuts what may stand between a stamp and what it stands before.
func trimStamp(s string) string {
	for s != "" && strings.IndexByte(",:-", s[len(s)-1]) >= 0 {
		s = s[:len(s)-1]
	}
	if lastByte(s) < utf8.RuneSelf {
		return s
	}
	return strings.TrimRight(s, ",:-–")
}

// stampGoesOn is a quick test whether s, behind a clock time, may begin with AM,
// its like or a date.
func (f *furniture) stampGoesOn(s string) bool {
	s = trimLeft(s)
	return s != "" && (f.markStart[class(s[0])] || f.dateStart[class(s[0])] || s[0] >= utf8.RuneSelf || strings.IndexByte(",-", s[0]) >= 0)
}

// stamp reads s, which is a clock time with or without a date.
func (f *furniture) stamp(s string) (time, day string, ok bool) {
	if len(s) < len("9:34") || len(s) > 48 {
		return "", "", false
	}
	colon := strings.IndexByte(s, ':')
	if colon < 1 || !isDigit(s, colon-1) || !isDigit(s, colon+1) || !isDigit(s, colon+2) {
		return "", "", false
	}
	start, end := colon-1, colon+3
	if isDigit(s, start-1) {
		start--
	}
	if end < len(s) && s[end] == ':' && isDigit(s, end+1) && isDigit(s, end+2) {
		end += 3
	}
	if isDigit(s, end) || isDigit(s, start-1) || !validClock(s[start:end]) {
		return "", "", false
	}
	after := s[end:]
	for _, marks := range [2][]string{f.meridiem, f.oclock} {
		if t := trimLeft(after); t != "" && f.markStart[class(t[0])] {
			if n := startMark(t, marks); n > 0 {
				end = len(s) - len(t) + n
				after = s[end:]
			}
		}
	}
	before := trimRight(s[:start])
	for _, mark := range f.before.with(lastByte(before)) {
		if rest, found := strings.CutSuffix(before, mark); found {
			start, before = len(rest), trimRight(rest)
		}
	}
	if after == "Z" {
		after = ""
	}
	day, ok = f.stampDate(before, trim(strings.TrimLeft(after, ", ")))
	return s[start:end], day, ok
}

// startMark returns how much of s is a word such as AM that it begins with.
func startMark(s string, marks []string) (n int) {
	for _, mark := range marks {
		if len(mark) > n && len(s) >= len(mark) && strings.EqualFold(s[:len(mark)], mark) {
			n = len(mark)
		}
	}
	return n
}

// validClock reports whether the hours and minutes of s, such as 9:34, exist.
func validClock(s string) bool {
	two := s[1] != ':'
	return (!two || s[0] < '2' || s[0] == '2' && s[1] < '4') && s[2+btoi(two)] < '6'
}

// stampDate reads the date on one side of the clock time; there may be none.
func (f *furniture) stampDate(before, after string) (day string, ok bool) {
	if before != "" && after != "" {
		return "", false
	}
	if n := len(before) - 1; n > 0 && before[n] == 'T' && isDigit(before, n-1) {
		before = before[:n]
	}
	day = strings.TrimRight(before, ", ") + after
	if day == "" {
		return "", true
	}
	for _, at := range f.at.with(lastByte(day)) {
		if rest, found := strings.CutSuffix(day, " "+at); found {
			day = trimRight(rest)
			break
		}
	}
	start, ok := f.dateSuffix(day)
	return day, ok && start == 0
}
