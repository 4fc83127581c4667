package safety

import (
	"regexp"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// springMonth finds May and March where they are months: as verbs they claim
// nothing.
var springMonth = regexp.MustCompile(`(?i)\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (may|mar|march)\b|\b(may|mar|march) \d{1,4}(?:st|nd|rd|th)?\b|\b(?:in|by|until|till|since|of|before|early|late|mid|last|next)[ -](may|march)\b`)

// springMonths are the forms of the months that springMonth finds; a claim is
// only what is written as a name.
func springMonths(text string, claims bool) []string {
	var forms []string
	for _, m := range springMonth.FindAllStringSubmatch(text, -1) {
		if month := strings.Join(m[1:], ""); !claims || month[0] < 'a' {
			forms = append(forms, strings.ToLower(month[:3]))
		}
	}
	return forms
}

// ofDay marks the number of a day of the month that only a date states: it counts
// beside a month or as "the 5th", not as a 5.
const ofDay = "day "

// addTime adds when a message was written. Its minutes and seconds alone, or
// the number of its month, are nothing that anybody stated.
func addTime(m thread.Message, into map[string]bool) {
	if m.At.IsZero() {
		_, tokens := parts(m.Time)
		for _, tok := range tokens {
			addForms(tok, into)
		}
		return
	}
	for _, layout := range []string{"2006-01-02", "2006", "15:04", "Monday", "January"} {
		addForms(m.At.Format(layout), into)
	}
	into[strings.ToLower(m.At.Format("Jan"))] = true
	into[ofDay+m.At.Format("2")] = true
}

// dayOfMonth finds the day in a date: "5th", or a number beside a month.
var dayOfMonth = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)\b|\b(\d{1,2})(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{1,2})\b`)

// daysOfMonth are the days of the dates in a text.
func daysOfMonth(text string) map[string]bool {
	days := make(map[string]bool)
	for _, m := range dayOfMonth.FindAllStringSubmatch(text, -1) {
		days[strings.Join(m[1:], "")] = true
	}
	return days
}
