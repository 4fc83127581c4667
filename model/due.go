package model

import (
	"regexp"
	"strings"
)

// dueIn returns the words of a unit that say until when, as they stand.
func dueIn(u *unit) string {
	if at := moment.FindString(u.text); at != "" {
		return at
	}
	best := hit{}
	for _, h := range u.hits {
		switch {
		case h.class != due, h.start > 0 && past[u.words[h.start-1]]:
		case best.end > 0 && h.start <= best.end && best.start <= h.end:
			best.start, best.end = min(best.start, h.start), max(best.end, h.end)
		case h.end-h.start > best.end-best.start:
			best = h
		}
	}
	if best.end > 0 {
		return locate(u.text, u.words[best.start:best.end])
	}
	return ""
}

// past are the words before a day that has been: "the version of Monday".
var past = wordSet("of since from last")

// moment matches a time or date that is somebody's limit: with a preposition or
// the name of a day, for a bare "13:00" is more often when something happened.
var moment = regexp.MustCompile(`(?i)\b(?:` +
	`(?:by|before|until|till|on|due)\s+(?:the\s+)?(?:` + day + `,?\s+)?(?:` + hour + `|` + date + `)(?:\s+(?:at\s+)?` + hour + `)?` +
	`|` + day + `\s+(?:at\s+)?` + hour + `)`)

const (
	day   = `(?:today|tonight|tomorrow|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)`
	hour  = `(?:\d{1,2}[:.]\d\d\b|\d{1,2}\s?[ap]m\b)`
	month = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b`
	date  = `(?:\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?` + month + `|` + month + `\s+\d{1,2}\b|\d{1,2}(?:st|nd|rd|th)\b|\d{1,2}[./]\d{1,2}\b)`
)

// locate returns the piece of a text that the words were made of.
func locate(text string, all []string) string {
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return ""
	}
	for from := 0; from < len(text); {
		start := strings.Index(lower[from:], all[0])
		if start < 0 {
			return ""
		}
		start += from
		end := start + len(all[0])
		for _, w := range all[1:] {
			next := strings.Index(lower[end:], w)
			if next < 0 || next > 3 {
				end = -1
				break
			}
			end += next + len(w)
		}
		if end > 0 {
			return text[start:end]
		}
		from = start + 1
	}
	return ""
}
