package thread

import (
	"strings"
	"unicode/utf8"
)

// datePart is what one word of a date says, or may say: a set.
type datePart uint8

const (
	noDate    datePart = 0
	dayName   datePart = 1 << iota // Today, Friday
	monthName                      // February, Feb.
	shortName                      // Fri.
	dayNumber                      // 14th, 14.
	year                           // 2024
	wholeDate                      // 2024-02-14, 2月14日
	fillWord                       // de, of
)

// isDate reports whether s, dashes around it apart, is a date and nothing else.
func (f *furniture) isDate(s string) (day string, dashed, ok bool) {
	day = dayWords(s)
	const longestName = 24 // bytes of a day that has no number
	if day == "" || len(day) > 60 || day[0] < utf8.RuneSelf && !f.dateStart[class(day[0])] {
		return "", false, false
	}
	if end := lastByte(day); end < utf8.RuneSelf && !f.dateLast[class(end)] {
		return "", false, false
	}
	start, ok := f.dateSuffix(day)
	ok = ok && start == 0 && (len(day) <= longestName || hasDigit(day))
	return day, len(day) < len(trim(s)), ok
}

// isDay reports a day by its own name, which is nobody's: Monday.
func (f *furniture) isDay(s string) bool {
	return strings.IndexByte(s, ' ') < 0 && f.datePart(s)&(dayName|wholeDate) != 0
}

// dayWords is s without the dashes around it.
func dayWords(s string) string {
	if s != "" && printed(s[0]) && printed(s[len(s)-1]) && s[0] != '-' && s[len(s)-1] != '-' {
		return s
	}
	return strings.Trim(s, "-–—─━ \t\u00a0")
}

// dateSuffix finds the date words that s ends with: a day by its own name, a
// month and a number, or a date in figures, each part at most once.
func (f *furniture) dateSuffix(s string) (start int, ok bool) {
	var seen datePart
	end := len(s)
	for range 6 {
		at := lastWord(s[:end])
		part := f.datePart(s[at:end])
		if open := part &^ seen; open != 0 { // "mar." is a day in front of its month
			part = open & -open
		}
		if part == noDate || seen&part != 0 && part != fillWord && part != wholeDate {
			break
		}
		seen |= part
		complete := seen&(dayName|wholeDate) != 0 || seen&monthName != 0 && seen&dayNumber != 0
		if part != fillWord && complete {
			start, ok = at, true
		}
		if end = len(trimRight(s[:at])); end == 0 {
			break
		}
	}
	return start, ok
}

func (f *furniture) datePart(word string) datePart {
	var buf [32]byte
	if word == "" || len(word) > len(buf) || !f.dateStart[class(word[0])] && word[0] < utf8.RuneSelf {
		return noDate
	}
	word = strings.TrimSuffix(word, ",")
	if isDigit(word, 0) {
		return numberPart(word)
	}
	if word == "" || !f.dateEdges[edge(strings.TrimRight(word, "."))] && word[0] < utf8.RuneSelf && (word[0] != '(' || len(word) < 2 || word[1] < utf8.RuneSelf) {
		return noDate
	}
	if bare := strings.TrimRight(word, "."); bare == "" || !f.dateEnds[endOf(bare)] {
		return cjkDate(word)
	}
	plain := string(skeleton(buf[:0], word))
	if part := f.date[plain]; part != noDate {
		return part
	}
	if part := f.date[strings.TrimRight(plain, ".")] &^ fillWord; part != noDate {
		return part
	}
	return cjkDate(word)
}

// numberPart reads 14, 14th, 2024 and 14/2/2024.
func numberPart(word string) datePart {
	n := 0
	for isDigit(word, n) {
		n++
	}
	rest := word[n:]
	if rest != "" && strings.IndexByte("/.-", rest[0]) >= 0 && isDigit(rest, 1) {
		if len(word) <= len("2024-02-14") && inFigures(word) {
			return wholeDate
		}
		return noDate
	}
	switch rest {
	case "", ".", "st", "nd", "rd", "th", "er", "º", "ª", "°", "e":
		if n == 4 && (word[:2] == "19" || word[:2] == "20") {
			return year
		}
		if n <= 2 {
			return dayNumber
		}
		return noDate
	}
	return cjkDate(word)
}

// inFigures reports whether s is made of digits and what stands between those of
// a date.
func inFigures(s string) bool {
	for i := range len(s) {
		if !isDigit(s, i) && strings.IndexByte("/.-", s[i]) < 0 {
			return false
		}
	}
	return true
}

// cjkDate reads 2024年2月14日(水), 2월, 14일 and (水).
func cjkDate(word string) datePart {
	const units, names = "年月日년월일", "()（）曜火水木金土星期周一二三四五六"
	if word == "" || word[0] < utf8.RuneSelf && word[0] != '(' && !isDigit(word, 0) {
		return noDate
	}
	if last, _ := utf8.DecodeLastRuneInString(word); !strings.ContainsRune(units+names, last) && !isDigit(word, len(word)-1) {
		return noDate
	}
	digits, unit := false, false
	for _, r := range word {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case strings.ContainsRune(units, r):
			unit = true
		case !strings.ContainsRune(names, r):
			return noDate
		}
	}
	if digits && unit {
		return wholeDate
	}
	if !digits && (word[0] == '(' || strings.HasPrefix(word, "（")) {
		return shortName
	}
	return noDate
}
