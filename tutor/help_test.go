package tutor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// words is a glossary of n entries of all importances, and a thread with them.
func words(r *rand.Rand, n int) (*glossary.Glossary, thread.Thread) {
	var entries []glossary.Entry
	talk := thread.Thread{System: "x", Messages: []thread.Message{{ID: "m1"}, {ID: "m2"}}}
	for i := range n {
		name := fmt.Sprintf("gizmo%c", 'a'+i)
		e := glossary.Entry{ID: fmt.Sprint("x/", i), Term: name, System: "x", Status: glossary.Approved,
			Plain: "A thing with a name of " + fmt.Sprint(r.IntN(9)) + " letters that is used in the shop for one purpose and no other.", Why: "It matters.",
			Importance: []glossary.Importance{glossary.Core, glossary.Common, glossary.Rare}[r.IntN(3)]}
		if r.IntN(2) == 0 {
			e.Analogy = glossary.Analogy{Text: "a thing at home", Breaks: "this one is not at home"}
		}
		if r.IntN(2) == 0 {
			e.Example = "We turned it twice."
		}
		if i > 0 && r.IntN(2) == 0 {
			e.Related = []string{fmt.Sprint("x/", r.IntN(i))}
		}
		entries = append(entries, e)
		m := &talk.Messages[r.IntN(2)]
		m.Text += " " + name
	}
	return glossary.New(entries), talk
}

// help is the words that explain each term of a thread to somebody, and their
// level.
func help(t *testing.T, g *glossary.Glossary, talk thread.Thread, who pupil) (map[string]int, plan) {
	t.Helper()
	j := &job{terms: g, thread: talk, who: who, lang: "en", plan: newPlan(g, talk, who, nil)}
	each := make(map[string]int)
	extra := mainTerm(j.plan.terms)
	for _, use := range j.plan.terms {
		each[use.Entry.ID] = len(slices.DeleteFunc([]byte(j.termText(use, use.Entry.ID == extra)), func(b byte) bool { return b != ' ' }))
	}
	return each, j.plan
}

// G1 and G3: cards are exactly the new terms, up to five; to know a term better
// never lowers the level and never adds words about it, unless it was kept out of
// the way because five others were taught; and where none was, the answer as a
// whole has no more words of help.
func TestKnowingMoreNeverAddsHelp(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 5))
	var g *glossary.Glossary
	var talk thread.Thread
	n := 0
	for i := range randomStates {
		if i%50 == 0 {
			n = 1 + r.IntN(9)
			g, talk = words(r, n)
		}
		who := pupil{now: noon, states: make(map[string]State)}
		for i := range n {
			who.states[fmt.Sprint("x/", i)] = ofK(r.Float64())
		}
		each, p := help(t, g, talk, who)
		cards, fresh, total := 0, 0, 0
		for _, use := range p.terms {
			if who.states[use.Entry.ID].K(noon) < .35 {
				fresh++
			}
			switch use.Treatment {
			case prompts.Card:
				cards++
				if who.states[use.Entry.ID].K(noon) >= .35 {
					t.Fatalf("%s is on a card at K %.2f", use.Entry.ID, who.states[use.Entry.ID].K(noon))
				}
			}
			total += each[use.Entry.ID]
		}
		if cards != min(fresh, 5) {
			t.Fatalf("%d cards for %d new terms", cards, fresh)
		}
		id := fmt.Sprint("x/", r.IntN(n))
		who.states[id] = ofK(who.states[id].K(noon) + r.Float64()*(1-who.states[id].K(noon)))
		after, q := help(t, g, talk, who)
		all := 0
		for _, words := range after {
			all += words
		}
		if after[id] > each[id] && each[id] > 0 || q.level < p.level {
			t.Fatalf("%s at a higher K: %d words of help after %d, level %d after %d", id, after[id], each[id], q.level, p.level)
		}
		if fresh <= 5 && all > total {
			t.Fatalf("%s at a higher K: %d words of help after %d", id, all, total)
		}
	}
}

// ofK is a state with a K of about k.
func ofK(k float64) State {
	s := State{Correct: 3, Reviewed: noon}
	s.Memory.Difficulty, s.Memory.Stability = 5, 1
	for days := 1.0; s.K(noon) > k && days < 1e9; days *= 1.3 {
		s.Reviewed = noon.Add(-time.Duration(min(days, 1e5) * float64(24*time.Hour)))
		if days > 1e5 {
			s.Memory.Stability = 1e5 / days
		}
	}
	return s
}
