package model

import (
	"regexp"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
)

// task is work that is still to be done, as it was found.
type task struct {
	unit       int
	also       []int // messages
	owner, due string
}

// actions finds the work that is open when the thread ends, in order.
func (r *reading) actions() []task {
	var found []task
	for i := range r.messages {
		if r.bot[i] || r.order[i] {
			continue
		}
		for _, n := range r.of[i] {
			if t, ok := r.work(n); ok {
				found = r.assign(found, t)
			}
		}
	}
	open := found[:0]
	for _, t := range found {
		if !r.finished(t) {
			open = append(open, t)
		}
	}
	return open
}

// work reads a unit as a promise, a request or something that is to be done.
func (r *reading) work(n int) (task, bool) {
	u := &r.units[n]
	if u.length < 2 || u.has(joke, reverse, inform) {
		return task{}, false
	}
	owner, ok := r.taskOf(n)
	if !ok {
		return task{}, false
	}
	return task{unit: n, owner: owner, due: dueIn(u)}, true
}

// taskOf returns whose task a unit states, "" where it names nobody.
func (r *reading) taskOf(n int) (owner string, ok bool) {
	u := &r.units[n]
	speaker := r.author(u.message)
	if name, at := r.people.anywhere(u.words, speaker); at >= 0 && r.asked(u, at) {
		return r.together(u, at, name), true
	}
	switch {
	case u.has(commit) && !u.question && !conditional(u, commit):
		return speaker, true
	case u.question && u.has(vacant):
		return "", len(r.answers(n)) == 0
	case u.has(someone) && !u.question, u.has(requested):
		return "", u.length >= 4
	}
	return "", false
}

// together returns the owner named at a word, or where others are named with
// them, all as they stand: "Mina and Jun".
func (r *reading) together(u *unit, at int, name string) string {
	_, n := r.people.named(u.words, at)
	end := at + n
	for end+1 < len(u.words) {
		next := end
		if w := u.words[next]; w == "and" || w == "+" || w == "or" {
			next++
		}
		_, n := r.people.named(u.words, next)
		if n == 0 {
			break
		}
		end = next + n
	}
	if end > at+n {
		return locate(u.text, u.words[at:end])
	}
	return name
}

// asked reports whether the person named at a word is asked, or said, to do
// something: a request in the same sentence, or a verb of duty after the name.
func (r *reading) asked(u *unit, at int) bool {
	if u.has(requested) {
		return true
	}
	_, n := r.people.named(u.words, at)
	next := at + n
	if next >= len(u.words) {
		return false
	}
	for _, h := range u.hits {
		if h.class == duty && h.start == next {
			return !u.question
		}
	}
	return false
}

// conditional reports whether a hedge stands right before a cue of the class,
// or a condition opens the unit.
func conditional(u *unit, c class) bool {
	for _, h := range u.hits {
		if h.class == c && hedged(u, h) {
			return true
		}
	}
	return false
}

// dueIn returns the words of a unit that say until when, as they stand.
func dueIn(u *unit) string {
	if at := moment.FindString(u.text); at != "" {
		return at
	}
	best := hit{}
	for _, h := range u.hits {
		switch {
		case h.class != due:
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

// assign adds a task, or joins it to the request that it answers.
func (r *reading) assign(found []task, t task) []task {
	u := &r.units[t.unit]
	for i := len(found) - 1; i >= max(0, len(found)-recent); i-- {
		old := &found[i]
		before := &r.units[old.unit]
		if before.message == u.message && (old.owner == t.owner || t.owner == "") {
			if old.due == "" {
				old.due = t.due
			}
			return found
		}
		if r.accepts(t, *old) {
			if u.length > before.length {
				old.also, old.unit = append(old.also, before.message), t.unit
			} else if u.message != before.message {
				old.also = append(old.also, u.message)
			}
			old.owner = t.owner
			if t.due != "" {
				old.due = t.due
			}
			return found
		}
	}
	if u.length < 4 { // "on it" to nothing that was asked
		return found
	}
	return append(found, t)
}

// accepts reports whether a promise answers a request: soon after one to the
// same person, or to nobody where it names nothing else to do.
func (r *reading) accepts(promise, request task) bool {
	u, before := &r.units[promise.unit], &r.units[request.unit]
	if promise.owner == "" || promise.owner != r.author(u.message) {
		return false
	}
	soon := u.message-before.message <= 3
	switch {
	case request.owner == promise.owner:
		return soon && (u.length <= 6 || opens(u, agree) || shares(u, before)) || r.overlap(u, before) > .5
	case request.owner == "" && r.another(before.message, u.message):
		return soon && (u.length <= 3 || opens(u, agree) || shares(u, before))
	}
	return false
}

// doneWithin is how many messages later a task can still be reported done.
const doneWithin = 300

// finished reports whether the owner, or a program, says later that it is done.
func (r *reading) finished(t task) bool {
	u := &r.units[t.unit]
	for i := u.message + 1; i < min(len(r.messages), u.message+doneWithin); i++ {
		if !(r.bot[i] || t.owner == "" || r.author(i) == t.owner) {
			continue
		}
		for _, n := range r.of[i] {
			later := &r.units[n]
			if !later.question && !later.has(hedge) && r.reports(later, u, t.owner) {
				return true
			}
		}
	}
	return false
}

// reports reports whether a later unit says that a task is done. The owner need
// only hint at it, or say the same in other words than of promise; anybody else
// has to name it.
func (r *reading) reports(later, u *unit, owner string) bool {
	if owner == "" || r.author(later.message) != owner {
		return later.has(done) && r.overlap(u, later) >= .4
	}
	if later.has(done) {
		return shares(u, later) || later.length <= 4
	}
	return !later.has(commit, requested) && len(u.terms) > 1 && r.overlap(u, later) >= .8
}

func (r *reading) actionRecord(t task) prompts.Record {
	rec := r.record(prompts.Action, t.unit)
	rec.Owner, rec.Due = t.owner, t.due
	for _, m := range t.also {
		rec.Cites = append(rec.Cites, r.id(m))
	}
	return rec
}
