package model

import "github.com/gloss-tutor/gloss/prompts"

// task is work that is still to be done, as it was found.
type task struct {
	unit       int
	also       []int // messages
	owner, due string
	// set says that it was only said when it happens, which asks for nobody.
	set bool
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
	if u.length < 2 || u.has(joke, inform) || u.has(reverse) && !u.has(someone, plan) {
		return task{}, false
	}
	owner, ok := r.taskOf(n)
	if !ok {
		return task{}, false
	}
	t := task{unit: n, owner: owner, due: dueIn(u), set: !u.has(commit, requested, someone, vacant) && u.has(plan)}
	if next := n + 1; t.due == "" && u.has(commit) && next < len(r.units) && r.units[next].message == u.message && r.units[next].length <= 5 {
		t.due = dueIn(&r.units[next]) // "yes, mine. tomorrow before lunch"
	}
	return t, true
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
		return "", !r.taken(n)
	case u.has(someone) && !u.question, u.has(requested):
		return "", u.length >= 4
	case u.has(plan) && dueIn(u) != "" && !u.question && !u.has(hedge, propose):
		return "", u.length >= 4
	}
	return "", false
}

// taken reports whether somebody takes what a question asks a taker for: says
// that they do, or names who does.
func (r *reading) taken(question int) bool {
	for _, i := range r.answers(question) {
		for _, n := range r.of[i] {
			u := &r.units[n]
			if _, at := r.people.anywhere(u.words, ""); at >= 0 || u.has(commit) {
				return true
			}
		}
	}
	return false
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
	if next < len(u.words) && u.words[next] == ":" {
		next++
	}
	if next >= len(u.words) {
		return false
	}
	told := at == 0 || !reported[u.words[at-1]]
	for _, h := range u.hits {
		if h.class == duty && h.start == next {
			return told && !u.question
		}
	}
	if _, ok := cues.verbs[u.words[next]]; ok {
		return told
	}
	return told && cues.acts[u.words[next]] && !u.question && dueIn(u) != ""
}

// reported are the words before a name after which a verb asks for nothing:
// "did Mina check", "when Mina runs".
var reported = wordSet("did does do don't let lets let's have has had if when until till once after before while as make made see saw and or to with for from by than because since")

// conditional reports whether a condition or a doubt stands before a cue of the
// class; when something is to be done is neither.
func conditional(u *unit, c class) bool {
	for _, h := range u.hits {
		if h.class != c {
			continue
		}
		for _, w := range u.words[max(0, h.start-4):h.start] {
			if doubtful[w] {
				return true
			}
		}
	}
	return false
}

// doubtful are the words before a promise that make it none.
var doubtful = wordSet("if maybe perhaps might could would unless probably possibly suppose wish hope should who whether")

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
	if u.length < 3 && t.due == "" { // "on it" to nothing that was asked
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
	case request.owner == "" && !request.set && r.another(before.message, u.message):
		return soon && (shares(u, before) || (u.length <= 3 || opens(u, agree)) && r.next(before.message, u.message))
	}
	return false
}

// next reports whether nobody but the author of the later message spoke between
// two.
func (r *reading) next(earlier, later int) bool {
	for i := earlier + 1; i < later; i++ {
		if !r.bot[i] && r.another(i, later) {
			return false
		}
	}
	return true
}

// doneWithin is how many messages later a task can still be reported done, and
// shortly within how many "done" alone is enough.
const doneWithin, shortly = 300, 40

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
		return r.overlap(u, later) >= .3 || later.length <= 4 && later.message-u.message <= shortly
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
