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

// answers finds who answered: the first other person who within a few messages
// says something about the same thing, to the asker, or right after. "Don't
// know" answers nothing, and after it only what is clearly about the question
// still does.
func (r *reading) answers(question int) []int {
	q := &r.units[question]
	near, needed := 0, 0.0
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
				needed = .5
			}
			continue
		}
		if r.answered(q, i, near, needed) {
			return []int{i}
		}
	}
	return nil
}

// evades reports whether a message says that its author does not know, and
// little else.
func (r *reading) evades(message int) bool {
	for _, n := range r.of[message] {
		if u := &r.units[n]; u.has(dontknow) && (u.length <= 14 || opens(u, dontknow)) {
			return true
		}
	}
	return false
}

func (r *reading) answered(q *unit, message, near int, needed float64) bool {
	related, said := false, false
	for _, n := range r.of[message] {
		u := &r.units[n]
		said = said || !u.question
		_, at := r.people.anywhere(u.words, r.author(message))
		toAsker := at == 0 && r.people.byName[u.words[0]] == r.author(q.message)
		related = related || shares(u, q) || toAsker
	}
	if needed > 0 {
		return said && r.overlap(r.whole(message), q) >= needed
	}
	return said && (related || near <= 2)
}

func (r *reading) questionRecord(q enquiry) prompts.Record {
	rec := r.record(prompts.Question, q.unit)
	for _, m := range q.answers {
		rec.AnsweredBy = append(rec.AnsweredBy, r.id(m))
	}
	return rec
}
