package model

import "slices"

// alike is how much a decision has in common with what is taken back to go with
// it, though another has more.
const alike = .25

// takeBack marks the decision that a message takes back, and reports whether
// there was one: the newest about the same thing, or, where the message only
// says "scratch that", the newest of all.
func (r *reading) takeBack(message int, found []ruling) bool {
	for _, n := range r.of[message] {
		u := &r.units[n]
		if !u.has(reverse) || u.question {
			continue
		}
		about := r.without(message, reverse)
		best, most := -1, 0.0
		for i, d := range found {
			if d.status != current || r.units[d.unit].message == message {
				continue
			}
			same := r.overlap(&r.units[d.unit], about)
			if same > .15 && same >= most {
				best, most = i, same
			}
			if most == 0 && !r.another(r.units[d.unit].message, message) {
				best = i
			}
		}
		if best >= 0 {
			found[best].status = reversed
			r.takeAlong(message, about, found)
			return true
		}
	}
	return false
}

// takeAlong marks what goes with a decision that a message takes back: what is
// much alike, and the plans of the same person that have anything to do with it.
func (r *reading) takeAlong(message int, about *unit, found []ruling) {
	for i, d := range found {
		u := &r.units[d.unit]
		if d.status != current || u.message == message {
			continue
		}
		same := r.overlap(u, about)
		mine := !r.another(u.message, message) && slices.Contains(u.words, "plan")
		if same >= alike || mine && same > 0 {
			found[i].status = reversed
		}
	}
}

// instead returns the unit of a message that says what holds in place of what
// it takes back: the longest that asks nothing after the taking back.
func (r *reading) instead(message int) (n int, ok bool) {
	after := false
	for _, i := range r.of[message] {
		u := &r.units[i]
		if u.has(reverse) {
			after = true
		} else if after && !u.question && u.length >= 4 && (!ok || u.length > r.units[n].length) {
			n, ok = i, true
		}
	}
	return n, ok
}
