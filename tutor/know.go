package tutor

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// Word is one term that a learner met, for their own eyes.
type Word struct {
	Entry     string
	Term      safety.Text
	Plain     safety.Text
	Credit    safety.Text
	Treatment prompts.Treatment
	Standing  Standing
	// Evidence says in a sentence why it stands so.
	Evidence safety.Text
	State    State
}

// Standing is how a learner and a term stand, in one word.
type Standing string

// The standings. A term is Known when it was retrieved on three days since the
// last failure, or when the learner says so; every other one that they met is
// Learning.
const (
	New      Standing = "new"
	Learning Standing = "learning"
	Known    Standing = "known"
)

// Standing is how the learner and the term stand.
func (s State) Standing() Standing {
	switch {
	case s.Claimed || s.Correct >= knownDays:
		return Known
	case s == State{Last: s.Last}:
		return New
	}
	return Learning
}

// Words returns the terms a learner has met, the last met first. Entries that
// have left the glossary are left out.
func (t *Tutor) Words(ctx context.Context, team, learner string) ([]Word, error) {
	g, err := t.Glossary(ctx, team)
	if err != nil {
		return nil, fmt.Errorf("open the glossary: %w", err)
	}
	p, err := t.pupil(ctx, Question{Learner: learner})
	if err != nil {
		return nil, fmt.Errorf("look up the learner: %w", err)
	}
	var words []Word
	for id, state := range p.states {
		entry, ok := g.Entry(id)
		if !ok || state.Standing() == New {
			continue
		}
		words = append(words, newWord(entry, state, p.now, languageFor(p.locale)))
	}
	slices.SortFunc(words, func(a, b Word) int {
		return cmp.Or(b.State.Last.Compare(a.State.Last), cmp.Compare(a.Entry, b.Entry))
	})
	return words, nil
}

func newWord(e glossary.Entry, s State, now time.Time, lang language) Word {
	g := entryGate(e)
	return Word{
		Entry: e.ID, Term: g.Text(e.Term), Plain: g.Text(sentence(e.Plain)), Credit: g.Text(e.Credit),
		Treatment: s.Treatment(now), Standing: s.Standing(), Evidence: g.Text(s.evidence(lang)), State: s,
	}
}

// evidence says what a learner has shown to know of a term, and when it comes
// again.
func (s State) evidence(lang language) string {
	const date = "2006-01-02"
	var all []string
	switch {
	case s.Correct > 0:
		all = append(all, lang.count("evidence.right", s.Correct), lang.say("evidence.due", s.Due().Format(date)))
	case !s.Reviewed.IsZero():
		all = append(all, lang.say("evidence.wrong", s.Reviewed.Format(date)))
	case s.Claimed:
		all = append(all, lang.say("evidence.claimed"))
	case s.Exposed > 0:
		all = append(all, lang.count("evidence.explained", s.Exposed), lang.say("evidence.unasked"))
	}
	if s.Lookups > 0 {
		all = append(all, lang.count("evidence.lookups", s.Lookups))
	}
	return strings.Join(all, " ")
}

// Define looks a word up in the glossary of a workspace, the best match first;
// only entries that are approved are returned. A learner who looks up a word
// is remembered as having asked for it; "" is nobody.
func (t *Tutor) Define(ctx context.Context, team, learner, word string) ([]Word, error) {
	g, err := t.Glossary(ctx, team)
	if err != nil {
		return nil, fmt.Errorf("open the glossary: %w", err)
	}
	var words []Word
	for _, e := range g.Find(word) {
		if e.Status == glossary.Approved {
			words = append(words, newWord(e, State{}, t.Now(), ""))
		}
	}
	if len(words) > 0 {
		return words, t.Tell(ctx, Who{Team: team, Learner: learner}, LookedUp, words[0].Entry)
	}
	return words, nil
}

// Who is the person behind something that was done outside a question.
type Who struct {
	// Team is the workspace, Learner the learner's id; "" is nobody, of whom
	// nothing is kept.
	Team, Learner string
	// Item is the inbox item in which it came, 0 for none: what came in before
	// the learner was forgotten is not stored after.
	Item int64
}

// Tell records what passed between a learner and a term outside a lesson: that
// they know it (Claimed), want it forgotten (Reset) or asked for it (LookedUp).
func (t *Tutor) Tell(ctx context.Context, who Who, kind EventKind, entry string) error {
	return t.remember(ctx, who, Event{Kind: kind, Entry: entry})
}

// remember appends events of now.
func (t *Tutor) remember(ctx context.Context, who Who, events ...Event) error {
	if t.Library == nil || who.Learner == "" {
		return nil
	}
	now := t.Now()
	for i := range events {
		events[i].Learner, events[i].At, events[i].Item = who.Learner, now, who.Item
	}
	if err := t.Library.Append(ctx, events...); err != nil {
		return fmt.Errorf("record what the learner did: %w", err)
	}
	return nil
}
