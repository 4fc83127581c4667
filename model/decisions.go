package model

import (
	"slices"

	"github.com/gloss-tutor/gloss/prompts"
)

// ruling is a decision as it was found: the unit that states it and the other
// messages that carry it.
type ruling struct {
	unit   int
	also   []int // messages
	status string
}

const (
	current  = "current"
	reversed = "reversed"
	proposed = "proposed_only"
)

// recent is how many decisions or tasks back one can be repeated or joined.
const recent = 200

// within is how many messages later somebody can still be answering.
const within = 4

// decisions finds what was decided, in the order in which it was; what was
// taken back afterwards is reversed, what was only proposed is that.
func (r *reading) decisions() []ruling {
	var found []ruling
	for i := range r.messages {
		if r.bot[i] || r.order[i] {
			continue
		}
		revoked := r.takeBack(i, found)
		if n, ok := r.stated(i); ok {
			found = r.rule(found, ruling{unit: n, status: current})
		} else if n, ok := r.instead(i); ok && revoked {
			found = append(found, ruling{unit: n, status: current})
		} else if d, ok := r.settled(i); ok {
			found = r.rule(found, d)
		} else if n, ok := r.endorsed(i); ok {
			found = r.rule(found, ruling{unit: n, status: current})
		} else if n, ok := r.proposal(i); ok {
			found = r.rule(found, r.fate(n))
		}
	}
	return found
}

// stated returns the unit in which a message states a decision, the longest
// where it states several. "Decided." speaks for the unit beside it.
func (r *reading) stated(message int) (n int, ok bool) {
	all := r.of[message]
	for i, k := range all {
		u := &r.units[k]
		if !r.decides(u) || u.first && u.length <= 4 && u.length > 2 && opens(u, agree) {
			continue
		}
		if u.length < 3 {
			switch {
			case i+1 < len(all):
				k = all[i+1]
			case i > 0:
				k = all[i-1]
			default:
				continue
			}
			if r.units[k].question {
				continue
			}
		}
		if !ok || r.units[k].length > r.units[n].length {
			n, ok = k, true
		}
	}
	return n, ok
}

// endorsed returns what a message says to do, where at least two approve of it
// by reaction: approval of a report or a joke decides nothing.
func (r *reading) endorsed(message int) (n int, ok bool) {
	if r.approvals(message) < 2 {
		return 0, false
	}
	for _, k := range r.of[message] {
		u := &r.units[k]
		if u.question || u.length < tooShort || u.has(joke, done, cause, hedge, dontknow) || !u.aims() {
			continue
		}
		if !ok || u.length > r.units[n].length {
			n, ok = k, true
		}
	}
	return n, ok
}

// aims reports whether a unit says anything that can be done: a verb for it, a
// cue, or a time.
func (u *unit) aims() bool {
	for _, w := range u.words {
		if _, ok := cues.verbs[w]; ok || cues.acts[w] {
			return true
		}
	}
	return u.has(propose, decide, plan, commit, someone, requested, due)
}

// settled returns what a go-ahead settles: the question or proposal of somebody
// else shortly before, or what the message says itself when it says more.
func (r *reading) settled(message int) (ruling, bool) {
	for _, k := range r.of[message] {
		u := &r.units[k]
		if !u.first || u.question || u.length > 20 || !opens(u, assent) || u.has(joke) {
			continue
		}
		for i := message - 1; i >= max(0, message-2); i-- {
			if !r.another(i, message) || r.bot[i] || r.order[i] {
				continue
			}
			for _, before := range r.of[i] {
				b := &r.units[before]
				if !b.question && !b.has(propose) || b.length < 4 {
					continue
				}
				if u.length > 6 {
					return ruling{unit: k, also: []int{i}, status: current}, true
				}
				return ruling{unit: before, also: []int{message}, status: current}, true
			}
		}
	}
	return ruling{}, false
}

// decides reports whether a unit states a decision of its author's: a cue for
// it, and nothing that makes it a question, a wish or somebody else's.
func (r *reading) decides(u *unit) bool {
	if u.question || u.has(joke, order, dontknow) {
		return false
	}
	for _, h := range u.hits {
		if h.class == decide && !h.negated && !hedged(u, h) {
			return true
		}
	}
	return false
}

// hedged reports whether a hedge stands before the cue, near enough to belong
// to it.
func hedged(u *unit, cue hit) bool {
	for _, h := range u.hits {
		if h.class == hedge && h.start < cue.start && cue.start-h.start <= 4 {
			return true
		}
	}
	return false
}

// rule adds a decision, or where it repeats one that stands, joins the two: the
// later words, both messages.
func (r *reading) rule(found []ruling, d ruling) []ruling {
	u := &r.units[d.unit]
	for i := max(0, len(found)-recent); i < len(found); i++ {
		old := &found[i]
		before := &r.units[old.unit]
		if before.message == u.message && old.status == d.status {
			if len(u.text) > len(before.text) {
				old.unit = d.unit
			}
			return found
		}
		if old.status != reversed && d.status == current && len(u.terms) > 2 && len(before.terms) > 2 && r.overlap(before, u) >= .6 {
			d.also = append(append(d.also, before.message), old.also...)
			return append(slices.Delete(found, i, i+1), d)
		}
	}
	return append(found, d)
}

// proposal returns the unit in which a message proposes something.
func (r *reading) proposal(message int) (n int, ok bool) {
	for _, i := range r.of[message] {
		u := &r.units[i]
		if u.length >= 4 && u.has(propose) && !u.has(joke) && len(u.terms) > 1 {
			return i, true
		}
	}
	return 0, false
}

// fate tells what became of a proposal: adopted when at least two approve of it
// by reaction, or somebody else agrees soon and nobody objects before.
func (r *reading) fate(n int) ruling {
	message := r.units[n].message
	if r.approvals(message) >= 2 {
		return ruling{unit: n, status: current}
	}
	for i := message + 1; i < len(r.messages) && i <= message+within; i++ {
		if !r.another(message, i) || r.bot[i] || r.order[i] {
			continue
		}
		for _, k := range r.of[i] {
			u := &r.units[k]
			if u.has(disagree) || u.has(propose) && shares(u, &r.units[n]) {
				return ruling{unit: n, status: proposed}
			}
			if u.first && !u.question && opens(u, agree) && !u.has(hedge) && !idea(&r.units[n]) {
				return ruling{unit: n, also: []int{i}, status: current}
			}
		}
	}
	return ruling{unit: n, status: proposed}
}

// idea reports whether a proposal is put as no more than what could be done; one
// who likes it decides nothing yet.
func idea(u *unit) bool {
	for _, w := range u.words[:min(4, len(u.words))] {
		if ideal[w] {
			return true
		}
	}
	return false
}

var ideal = wordSet("could might maybe perhaps")

// opens reports whether a unit begins with a cue of the class.
func opens(u *unit, c class) bool {
	for _, h := range u.hits {
		if h.class == c && !h.negated && h.start <= 1 {
			return true
		}
	}
	return false
}

func (r *reading) decisionRecord(d ruling) prompts.Record {
	message := r.units[d.unit].message
	rec := r.record(prompts.Decision, d.unit)
	rec.By, rec.Status = r.author(message), d.status
	for _, m := range d.also {
		rec.Cites = append(rec.Cites, r.id(m))
	}
	return rec
}
