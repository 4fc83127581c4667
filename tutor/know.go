package tutor

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
)

// Word is one term that a learner met, for their own eyes.
type Word struct {
	Entry     string
	Term      safety.Text
	Plain     safety.Text
	Credit    safety.Text
	Treatment prompts.Treatment
	State     State
}

// Words returns the terms a learner has met, the last met first. Entries that
// have left the glossary are left out.
func (t *Tutor) Words(ctx context.Context, team, learner string) ([]Word, error) {
	g, err := t.Glossary(ctx, team)
	if err != nil {
		return nil, fmt.Errorf("open the glossary: %w", err)
	}
	if t.Library == nil || learner == "" {
		return nil, nil
	}
	events, err := t.Library.Events(ctx, learner)
	if err != nil {
		return nil, fmt.Errorf("look up the learner: %w", err)
	}
	var words []Word
	for id, state := range Fold(events) {
		entry, ok := g.Entry(id)
		if !ok || state == (State{Last: state.Last}) {
			continue
		}
		words = append(words, newWord(entry, state))
	}
	slices.SortFunc(words, func(a, b Word) int {
		return cmp.Or(b.State.Last.Compare(a.State.Last), cmp.Compare(a.Entry, b.Entry))
	})
	return words, nil
}

func newWord(e glossary.Entry, s State) Word {
	g := safety.NewGate(thread.Thread{}, e.Links...)
	return Word{
		Entry: e.ID, Term: g.Text(e.Term), Plain: g.Text(sentence(e.Plain)), Credit: g.Text(e.Credit),
		Treatment: s.Treatment(), State: s,
	}
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
			words = append(words, newWord(e, State{}))
		}
	}
	if len(words) > 0 {
		return words, t.Tell(ctx, learner, LookedUp, words[0].Entry)
	}
	return words, nil
}

// Tell records what passed between a learner and a term outside a lesson: that
// they know it (Claimed), want it forgotten (Reset) or asked for it (LookedUp).
// Of nobody, "", nothing is kept.
func (t *Tutor) Tell(ctx context.Context, learner string, kind EventKind, entry string) error {
	if t.Library == nil || learner == "" {
		return nil
	}
	if err := t.Library.Append(ctx, Event{Learner: learner, At: t.Now(), Kind: kind, Entry: entry}); err != nil {
		return fmt.Errorf("record what the learner said: %w", err)
	}
	return nil
}
