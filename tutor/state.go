package tutor

import (
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// State is what is known about one learner and one term: the fold of their
// events. The zero State is a term the learner never met.
//
// An explanation that was shown is no proof that it stuck, so meeting a term
// any number of times makes it shaky at most; only what the learner says makes
// it known. (Incidental reading teaches 9–18 % of words: Webb, Uchihara and
// Yanagisawa 2023.)
type State struct {
	// Lessons is the number of lessons in which the term was explained.
	Lessons int
	// Claimed says that the learner said "I know this" and has not asked for
	// the term since.
	Claimed bool
	// Last is the time of the last event.
	Last time.Time
}

// Fold works the events of one learner, in any order per term but oldest first
// as a whole, into a State per entry id.
func Fold(events []Event) map[string]State {
	states := make(map[string]State)
	for _, e := range events {
		states[e.Entry] = states[e.Entry].after(e)
	}
	return states
}

func (s State) after(e Event) State {
	s.Last = e.At
	switch e.Kind {
	case Taught, Reminded:
		s.Lessons++
	case LookedUp:
		s.Claimed = false
		s.Lessons++
	case Claimed:
		s.Claimed = true
	case Reset:
		return State{Last: e.At}
	}
	return s
}

// Treatment is how a term in this state is shown: new ones on a card, shaky
// ones in a bracket, known ones bare.
func (s State) Treatment() prompts.Treatment {
	switch {
	case s.Claimed:
		return prompts.Bare
	case s.Lessons > 0:
		return prompts.Bracket
	}
	return prompts.Card
}

// eventFor is what showing a term in the given way does to a learner; ok is
// false when it does nothing.
func eventFor(t prompts.Treatment) (kind EventKind, ok bool) {
	switch t {
	case prompts.Card:
		return Taught, true
	case prompts.Bracket:
		return Reminded, true
	case prompts.Bare:
		return Met, true
	}
	return "", false
}
