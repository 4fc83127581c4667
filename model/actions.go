package model

import (
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
	speaker := r.author(u.message)
	t := task{unit: n, due: dueIn(u)}
	if u.has(joke) || u.length < 2 {
		return t, false
	}
	if u.has(inform) {
		return t, false
	}
	if name, at := r.people.anywhere(u.words, speaker); at >= 0 && r.asked(u, at) {
		t.owner = name
		return t, true
	}
	switch {
	case u.has(commit) && !u.question && !conditional(u, commit):
		t.owner = speaker
		return t, true
	case u.has(someone) && !u.question:
		return t, u.length >= 4
	case u.has(requested):
		return t, u.length >= 4
	}
	return t, false
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
			return !u.question && (u.words[next] != ":" || at == 0)
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
	best := hit{}
	for _, h := range u.hits {
		if h.class == due && h.end-h.start > best.end-best.start {
			best = h
		}
	}
	if best.end > 0 {
		return locate(u.text, u.words[best.start:best.end])
	}
	return clock(u)
}

// clock returns a time or date after a preposition: "by 17:30", "until 3 May".
func clock(u *unit) string {
	for i, w := range u.words[:max(0, len(u.words)-1)] {
		switch w {
		case "by", "before", "until", "till", "at":
			if next := u.words[i+1]; next[0] >= '0' && next[0] <= '9' && (strings.ContainsAny(next, ":.-/") || w == "by" || strings.HasSuffix(next, "pm") || strings.HasSuffix(next, "am")) {
				return locate(u.text, u.words[i:i+2])
			}
		}
	}
	return ""
}

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
	for i := len(found) - 1; i >= 0; i-- {
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
		return soon && (u.length <= 6 || shares(u, before)) || r.overlap(u, before) > .5
	case request.owner == "" && r.another(before.message, u.message):
		return soon && (u.length <= 3 || opens(u, agree) || shares(u, before))
	}
	return false
}

// finished reports whether the owner, or a program, says later that it is done.
func (r *reading) finished(t task) bool {
	u := &r.units[t.unit]
	for i := u.message + 1; i < len(r.messages); i++ {
		if !(r.bot[i] || t.owner == "" || r.author(i) == t.owner) {
			continue
		}
		for _, n := range r.of[i] {
			later := &r.units[n]
			if later.has(done) && !later.question && !later.has(hedge) && r.reports(later, u, t.owner) {
				return true
			}
		}
	}
	return false
}

// reports reports whether a unit that says "done" says it of the task: the owner
// need only hint at it, anybody else has to name it.
func (r *reading) reports(later, u *unit, owner string) bool {
	if owner != "" && r.author(later.message) == owner {
		return shares(u, later) || later.length <= 4
	}
	return r.overlap(u, later) >= .4
}

func (r *reading) actionRecord(t task) prompts.Record {
	rec := r.record(prompts.Action, t.unit)
	rec.Owner, rec.Due = t.owner, t.due
	for _, m := range t.also {
		rec.Cites = append(rec.Cites, r.id(m))
	}
	return rec
}
