package tutor

import (
	"cmp"
	"slices"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor/fsrs"
)

// State is what is known about one learner and one term: the fold of their
// events. The zero State is a term the learner never met. What follows from it
// is in known.go.
type State struct {
	// Memory is the term's trace in the memory, Reviewed when it was last
	// retrieved, or was not; zero when nobody ever asked.
	Memory   fsrs.State
	Reviewed time.Time
	// Correct is the number of days since the last failure on which the term
	// was retrieved, Lapses the number of failures after a success.
	Correct, Lapses int
	// Lessons is the number of times that the term was explained, Exposed the
	// number of days on which it was, ExposedAt the last of those.
	Lessons, Exposed int
	ExposedAt        time.Time
	// Lookups is the number of times that the learner asked for the meaning.
	Lookups int
	// Claimed says that the learner said "I know this" and was not asked yet.
	Claimed bool
	// Confused says that the learner asked for the term, or took it for
	// another, and has not seen it on a card since.
	Confused bool
	// Mistaken is the id of the entry that the learner took this one for when
	// last asked, "" when they did not.
	Mistaken string
	// Meaning is the definition that the learner was shown last, "" when that
	// is not known.
	Meaning string
	// Asked is when a question about the term was last shown, Skipped when the
	// learner last passed over one.
	Asked, Skipped time.Time
	// Last is the time of the last event.
	Last time.Time
}

// Fold works the events of one learner into a State per entry id. The order of
// the events makes no difference, nor does an event that is there twice.
func Fold(events []Event) map[string]State {
	states := make(map[string]State)
	for _, e := range settled(events) {
		if e.Entry != "" {
			states[e.Entry] = states[e.Entry].after(e)
		}
	}
	return states
}

// settled are the events in order of time, to the millisecond as the database
// keeps it, each once. One lesson hears the same feedback once, however often a
// button is pressed.
func settled(events []Event) []Event {
	sorted := slices.Clone(events)
	slices.SortFunc(sorted, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.At.UnixMilli(), b.At.UnixMilli()), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Entry, b.Entry),
			cmp.Compare(a.Lesson, b.Lesson), cmp.Compare(a.Detail, b.Detail))
	})
	sorted = slices.CompactFunc(sorted, func(a, b Event) bool {
		return a.At.UnixMilli() == b.At.UnixMilli() && a.said() == b.said()
	})
	heard := make(map[Event]bool)
	return slices.DeleteFunc(sorted, func(e Event) bool {
		if e.Lesson == "" || e.Kind != TooBasic && e.Kind != StillConfused {
			return false
		}
		twice := heard[e.said()]
		heard[e.said()] = true
		return twice
	})
}

// said is an event without when and how it came.
func (e Event) said() Event {
	return Event{Kind: e.Kind, Entry: e.Entry, Lesson: e.Lesson, Detail: e.Detail}
}

func (s State) after(e Event) State {
	s.Last = e.At
	switch e.Kind {
	case Taught:
		s = s.exposed(e)
		s.Confused = false
	case Reminded:
		s = s.exposed(e)
	case LookedUp, StillConfused:
		s = s.puzzled(e)
	case Right, OwnWords:
		s = s.graded(e, fsrs.Good)
	case RightWithHint:
		s = s.graded(e, fsrs.Hard)
	case Wrong:
		s = s.graded(e, fsrs.Again)
	case Claimed:
		s.Claimed, s.Confused = true, false
	case Asked:
		s.Asked = e.At
	case PassedOver:
		s.Skipped = e.At
	case Reset:
		return State{Last: e.At}
	}
	return s
}

// exposed is the state after the term was explained. A definition that differs
// from the one that was learned unsettles what was learned.
func (s State) exposed(e Event) State {
	s.Lessons++
	if s.Exposed == 0 || e.At.Sub(s.ExposedAt) >= aDay {
		s.Exposed++
		s.ExposedAt = e.At
	}
	if e.Detail != "" {
		if s.Meaning != "" && s.Meaning != e.Detail {
			s.Memory.Stability = min(s.Memory.Stability, unsettled)
		}
		s.Meaning = e.Detail
	}
	return s
}

// unsettled is the most, in days, that a memory is trusted whose object changed.
const unsettled = 7

// puzzled is the state after the learner asked what the term means: whoever
// knew it has lost it, and whoever did not needs a card.
func (s State) puzzled(e Event) State {
	if s.K(e.At) >= knownFrom {
		s = s.failed(e)
	} else {
		s.Confused = true
	}
	s.Claimed = false
	s.Lookups++
	return s.exposed(e)
}

// graded is the state after the learner was asked. What is asked twice within a
// day is practice: it moves nothing but a misunderstanding that it shows.
func (s State) graded(e Event, g fsrs.Grade) State {
	fresh := s.Reviewed.IsZero() || e.At.Sub(s.Reviewed) >= aDay
	switch {
	case g == fsrs.Again && fresh:
		s = s.failed(e)
	case fresh:
		s.Memory = s.Memory.Next(daysBetween(s.Reviewed, e.At), g)
		s.Reviewed = e.At
		s.Correct++
	}
	if g == fsrs.Again {
		s.Confused, s.Mistaken = true, e.Detail
	} else {
		s.Confused, s.Mistaken = false, ""
	}
	s.Claimed = false
	return s
}

func (s State) failed(e Event) State {
	if s.Correct > 0 {
		s.Lapses++
	}
	s.Memory = s.Memory.Next(daysBetween(s.Reviewed, e.At), fsrs.Again)
	s.Reviewed = e.At
	s.Correct = 0
	return s
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
