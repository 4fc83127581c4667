package tutor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/safety"
)

// ErrNoCheck says that a learner was never asked a check, or that it was erased.
var ErrNoCheck = errors.New("the learner was not asked this")

// DontKnow is the choice of somebody who does not know.
const DontKnow = 0

// Feedback is what a learner hears of their answer.
type Feedback struct {
	Entry string
	Right bool
	// Choice is what they chose, Key the right choice; both count from 1.
	Choice, Key int
	// Text says in two sentences at most what is right and, of a wrong choice,
	// what it would have been right for. Next says when the term comes again.
	Text, Next safety.Text
	// Again is true of an answer to a check that was answered before: nothing
	// was recorded.
	Again bool
}

// Answer grades a learner's choice, from 1, or DontKnow, and remembers it. A
// check that was answered before is graded as it was then. It fails with
// ErrNoCheck when the learner was never asked.
func (t *Tutor) Answer(ctx context.Context, who Who, check string, choice int) (Feedback, error) {
	f, err := t.answer(ctx, who, check, choice)
	if err != nil {
		return Feedback{}, fmt.Errorf("grade an answer: %w", err)
	}
	return f, nil
}

func (t *Tutor) answer(ctx context.Context, who Who, check string, choice int) (Feedback, error) {
	p, err := t.pupil(ctx, Question{Learner: who.Learner})
	if err != nil {
		return Feedback{}, err
	}
	k, asked, err := p.asked(check)
	if err != nil {
		return Feedback{}, err
	}
	if choice < DontKnow || choice > len(k.Entries) {
		return Feedback{}, fmt.Errorf("there is no choice %d of %d", choice, len(k.Entries))
	}
	g, err := t.Glossary(ctx, who.Team)
	if err != nil {
		return Feedback{}, fmt.Errorf("open the glossary: %w", err)
	}
	lang := languageFor(p.locale)
	if before, done := p.answered(asked, k); done {
		f := feedback(g, lang, k, before)
		f.Again = true
		return f, nil
	}
	e := Event{Kind: Right, Entry: asked.Entry, Lesson: asked.Lesson}
	switch {
	case choice != k.Key:
		e.Kind = Wrong
		if choice != DontKnow {
			e.Detail = k.Entries[choice-1]
		}
	case p.has(asked, Hinted):
		e.Kind = RightWithHint
	}
	if err := t.remember(ctx, who, e); err != nil {
		return Feedback{}, err
	}
	e.At = p.now
	f := feedback(g, lang, k, choice)
	f.Next = again(lang, p.states[e.Entry].after(e), p.now)
	return f, nil
}

// asked finds the check and the event with which it was asked.
func (p pupil) asked(check string) (keyed, Event, error) {
	for _, e := range slices.Backward(p.events) {
		if e.Kind != Asked || checkID(e.Lesson, e.Entry) != check {
			continue
		}
		var k keyed
		if err := json.Unmarshal([]byte(e.Detail), &k); err != nil {
			return keyed{}, Event{}, fmt.Errorf("read the check: %w", err)
		}
		if k.Key < 1 || k.Key > len(k.Entries) || len(k.Entries) != len(k.Choices) {
			return keyed{}, Event{}, errors.New("read the check: it has no key")
		}
		return k, e, nil
	}
	return keyed{}, Event{}, ErrNoCheck
}

// answered is the choice made when the check was answered.
func (p pupil) answered(asked Event, k keyed) (choice int, done bool) {
	for _, e := range p.events {
		if e.Lesson != asked.Lesson || e.Entry != asked.Entry {
			continue
		}
		switch e.Kind {
		case Right, RightWithHint:
			return k.Key, true
		case Wrong:
			return slices.Index(k.Entries, e.Detail) + 1, true
		}
	}
	return 0, false
}

// has reports whether something happened to the check.
func (p pupil) has(asked Event, kind EventKind) bool {
	return slices.ContainsFunc(p.events, func(e Event) bool {
		return e.Kind == kind && e.Lesson == asked.Lesson && e.Entry == asked.Entry
	})
}

// feedback says what a choice means.
func feedback(g *glossary.Glossary, lang language, k keyed, choice int) Feedback {
	right, _ := g.Entry(k.Entries[k.Key-1])
	f := Feedback{Entry: k.Entries[k.Key-1], Right: choice == k.Key, Choice: choice, Key: k.Key}
	meaning := k.Choices[k.Key-1]
	gate := entryGate(right)
	switch {
	case f.Right && right.Why != "":
		f.Text = gate.Text(lang.say("check.right.why", sentence(firstSentence(right.Why))))
	case f.Right:
		f.Text = gate.Text(lang.say("check.right", meaning))
	case choice == DontKnow:
		f.Text = gate.Text(lang.say("check.unknown", right.Term, meaning))
	default:
		other, _ := g.Entry(k.Entries[choice-1])
		name := other.Term
		if name == right.Term {
			name = lang.say("check.system", name, other.System)
		}
		f.Text = gate.Text(lang.say("check.wrong", name, right.Term, meaning))
	}
	return f
}

// again says when a term is asked about again.
func again(lang language, s State, now time.Time) safety.Text {
	days := int(math.Ceil(daysBetween(now, s.Due())))
	return entryGate().Text(lang.count("check.again", max(1, days)))
}

// Pass passes over a check: its term is left alone for two weeks.
func (t *Tutor) Pass(ctx context.Context, who Who, check string) error {
	p, err := t.pupil(ctx, Question{Learner: who.Learner})
	if err != nil {
		return fmt.Errorf("pass over a check: %w", err)
	}
	_, asked, err := p.asked(check)
	if err != nil {
		return fmt.Errorf("pass over a check: %w", err)
	}
	return t.remember(ctx, who, Event{Kind: PassedOver, Entry: asked.Entry, Lesson: asked.Lesson})
}

// Hint helps with a check without answering it: what the term is good for, or
// what it is like. It is empty when the entry has neither. A right answer after
// a hint counts for less.
func (t *Tutor) Hint(ctx context.Context, who Who, check string) (safety.Text, error) {
	p, err := t.pupil(ctx, Question{Learner: who.Learner})
	if err != nil {
		return safety.Text{}, fmt.Errorf("hint at an answer: %w", err)
	}
	_, asked, err := p.asked(check)
	if err != nil {
		return safety.Text{}, fmt.Errorf("hint at an answer: %w", err)
	}
	g, err := t.Glossary(ctx, who.Team)
	if err != nil {
		return safety.Text{}, fmt.Errorf("open the glossary: %w", err)
	}
	e, _ := g.Entry(asked.Entry)
	hint := ""
	switch {
	case e.Analogy.Text != "" && e.Analogy.Breaks != "":
		hint = languageFor(p.locale).say("term.analogy", sentence(e.Analogy.Text), sentence(e.Analogy.Breaks))
	case e.Why != "":
		hint = sentence(firstSentence(e.Why))
	default:
		return safety.Text{}, nil
	}
	return entryGate(e).Text(hint), t.remember(ctx, who, Event{Kind: Hinted, Entry: asked.Entry, Lesson: asked.Lesson})
}
