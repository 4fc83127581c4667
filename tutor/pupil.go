package tutor

import (
	"context"
	"slices"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// pupil is what Explain needs to know of whoever asks, stored or described.
type pupil struct {
	role, goals string
	locale      string
	paused      bool
	now         time.Time
	states      map[string]State
	events      []Event
	// lessons are the latest, newest first.
	lessons []Lesson
}

// recentLessons is how many lessons back a thread is known again and a level
// remembered.
const recentLessons = 50

// pupil returns what is known about whoever asks.
func (t *Tutor) pupil(ctx context.Context, q Question) (pupil, error) {
	now := t.Now()
	if q.Reader != nil {
		return q.Reader.pupil(now), nil
	}
	if t.Library == nil || q.Learner == "" {
		return pupil{now: now}, nil
	}
	profile, err := t.Library.Profile(ctx, q.Learner)
	if err != nil {
		return pupil{}, err
	}
	events, err := t.Library.Events(ctx, q.Learner)
	if err != nil {
		return pupil{}, err
	}
	lessons, err := t.Library.Lessons(ctx, q.Learner, recentLessons)
	if err != nil {
		return pupil{}, err
	}
	return pupil{
		role: profile.Role, goals: profile.Goals, locale: profile.Locale, paused: profile.Paused,
		now: now, states: Fold(events), events: events, lessons: lessons,
	}, nil
}

// treatment is how an approved entry is shown. A definition that is no longer
// the one the learner was shown is told at least in a bracket.
func (p pupil) treatment(e glossary.Entry) prompts.Treatment {
	s := p.states[e.ID]
	how := s.Treatment(p.now)
	if how == prompts.Bare && s.outdated(e) {
		return prompts.Bracket
	}
	return how
}

// outdated reports whether the learner was shown another definition than the
// one that the entry has now.
func (s State) outdated(e glossary.Entry) bool { return s.Meaning != "" && s.Meaning != e.Plain }

// before is the level of the last lesson in a system, -1 when there was none.
func (p pupil) before(system string) int {
	for _, l := range p.lessons {
		if l.System == system && system != "" && l.Task != prompts.BriefTask {
			return l.Level
		}
	}
	return -1
}

// freshFor is how long a thread that was explained is remembered as such.
const freshFor = 14 * 24 * time.Hour

// lighten makes brackets of cards that the learner has just had: on the same day,
// or in the same thread, which is read again for what is new in it.
func (p pupil) lighten(terms []prompts.TermUse, t thread.Thread) {
	if len(p.lessons) == 0 {
		return
	}
	hash := threadHash(t)
	for i, use := range terms {
		s := p.states[use.Entry.ID]
		if use.Treatment != prompts.Card || s.Confused || s.Exposed == 0 {
			continue
		}
		if slices.ContainsFunc(p.lessons, func(l Lesson) bool {
			age := p.now.Sub(l.At)
			return (age < aDay || l.Thread == hash && age < freshFor) && l.taught(use.Entry.ID)
		}) {
			terms[i].Treatment = prompts.Bracket
		}
	}
}

// taught reports whether an entry was on a card in the lesson.
func (l Lesson) taught(entry string) bool {
	return slices.ContainsFunc(l.Events, func(e Event) bool { return e.Kind == Taught && e.Entry == entry })
}

// anchor names, on each card, a term near it that the learner knows well.
func (p pupil) anchor(g *glossary.Glossary, terms []prompts.TermUse) {
	for i, use := range terms {
		if use.Treatment != prompts.Card {
			continue
		}
		for _, id := range slices.Concat(use.Entry.Related, use.Entry.Contrast) {
			near, ok := g.Entry(id)
			if ok && near.Status == glossary.Approved && near.ID != use.Entry.ID && p.states[id].Solid(p.now) {
				terms[i].Anchor = near.Term
				break
			}
		}
	}
}
