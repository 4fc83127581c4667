package model

import "github.com/gloss-tutor/gloss/prompts"

// enquiry is a question as it was found, and the messages that answer it.
type enquiry struct {
	unit    int
	answers []int
}

// questions finds what was asked to be answered, at most one question a
// message, in order.
func (r *reading) questions() []enquiry {
	var found []enquiry
	for i := range r.messages {
		if r.bot[i] || r.order[i] {
			continue
		}
		best := -1
		for _, n := range r.of[i] {
			if r.enquires(&r.units[n]) && (best < 0 || r.units[n].length > r.units[best].length) {
				best = n
			}
		}
		if best >= 0 {
			found = append(found, enquiry{unit: best, answers: r.answers(best)})
		}
	}
	return found
}

// enquires reports whether a unit is a question that wants an answer; what only
// asks somebody to do something is a request.
func (r *reading) enquires(u *unit) bool {
	if !u.question || u.has(joke) || len(u.words) == 0 {
		return false
	}
	for _, h := range u.hits {
		switch h.class {
		case rhetorical:
			// A tag such as "right?" is rhetorical when nothing else is said.
			if h.end-h.start > 1 || len(u.words) <= 2 {
				return false
			}
		case requested:
			if !u.has(ask) && !u.has(someone) {
				return false
			}
		}
	}
	return len(u.words) >= 2 || len(u.terms) > 0
}

// clearly is how much a message has in common with a question that it answers
// without standing next to it.
const clearly = .4

// answers finds who answered: the first other person who within a few messages
// says something about the same thing, or to the asker, or yes or no; failing
// that whoever spoke next. "Don't know" answers nothing, and after it only what
// is clearly about the question still does.
func (r *reading) answers(question int) []int {
	q := &r.units[question]
	near, needed, next := 0, 0.0, -1
	for i := q.message + 1; i < len(r.messages) && near < 2*within; i++ {
		if r.bot[i] || len(r.of[i]) == 0 {
			continue
		}
		near++
		if !r.another(q.message, i) {
			continue
		}
		if r.evades(i) {
			if near <= 2 {
				needed = clearly
			}
			continue
		}
		switch {
		case !r.says(i):
		case needed > 0:
			if r.overlap(r.whole(i), q) >= needed {
				return []int{i}
			}
		case r.replies(i, q, near):
			return []int{i}
		case near <= 2 && next < 0:
			next = i
		}
		if near >= 2 && next >= 0 && needed == 0 {
			return []int{next}
		}
	}
	if next < 0 || needed > 0 {
		return nil
	}
	return []int{next}
}

// evades reports whether a message says that its author does not know, and
// little else.
func (r *reading) evades(message int) bool {
	for _, n := range r.of[message] {
		if u := &r.units[n]; u.has(dontknow) && (u.length <= 6 || opens(u, dontknow)) {
			return true
		}
	}
	return false
}

// says reports whether a message states anything, rather than asks.
func (r *reading) says(message int) bool {
	for _, n := range r.of[message] {
		if !r.units[n].question {
			return true
		}
	}
	return false
}

// replies reports whether a message is about the question, or to the asker, or
// says yes or no to it.
func (r *reading) replies(message int, q *unit, near int) bool {
	for _, n := range r.of[message] {
		u := &r.units[n]
		if near <= 2 && shares(u, q) || len(q.terms) > 2 && r.overlap(u, q) >= clearly || near <= 2 && u.first && (opens(u, agree) || opens(u, assent) || opens(u, negation)) {
			return true
		}
		if a, n := r.people.named(u.words, 0); n > 0 && a == r.author(q.message) {
			return true
		}
	}
	return false
}

func (r *reading) questionRecord(q enquiry) prompts.Record {
	rec := r.record(prompts.Question, q.unit)
	for _, m := range q.answers {
		rec.AnsweredBy = append(rec.AnsweredBy, r.id(m))
	}
	return rec
}
