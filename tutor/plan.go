package tutor

import (
	"cmp"
	"slices"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// plan is what one learner is taught about one thread. Code makes it; an
// engine only words it.
type plan struct {
	// terms are the approved entries that occur, in order of first occurrence.
	terms []prompts.TermUse
	// unreviewed are entries that occur and are not approved: never taught as
	// fact. open are words whose sense could not be told.
	unreviewed []prompts.TermUse
	open       []glossary.Match
	undefined  []glossary.Undefined
	level      int
	// system is the one that the thread is about, "" when not known.
	system string
	// asked are the entries that the learner's own question names.
	asked map[string]bool
}

func newPlan(g *glossary.Glossary, t thread.Thread, who pupil, level *int) plan {
	matches, undefined := g.Match(t)
	p := plan{undefined: undefined}
	for _, m := range matches {
		entry, ok := g.Entry(m.Entry)
		if !ok {
			p.open = append(p.open, m)
			continue
		}
		use := prompts.TermUse{Entry: entry, Surface: m.Surface, Messages: m.Messages}
		if entry.Status != glossary.Approved {
			use.Treatment = prompts.Bare
			p.unreviewed = append(p.unreviewed, use)
			continue
		}
		use.Treatment = who.treatment(entry)
		p.terms = append(p.terms, use)
	}
	p.system = systemOf(t, p.terms)
	share := vocabulary(p.terms, func(entry string) float64 { return who.states[entry].K(who.now) })
	p.level = levelOf(share, Offset(who.events, p.system, who.now), who.before(p.system))
	if level != nil {
		p.level = max(0, min(*level, len(wordsAt)-1))
	}
	capCards(p.terms, t)
	who.lighten(p.terms, t)
	who.anchor(g, p.terms)
	return p
}

// systemOf is the system that a thread is about: the one it names, else the one
// most of whose terms, by importance, stand in it; "" when there are none.
func systemOf(t thread.Thread, terms []prompts.TermUse) string {
	if t.System != "" {
		return t.System
	}
	weights := make(map[string]int)
	best := ""
	for _, use := range terms {
		weights[use.Entry.System] += weigh(use)
		if best == "" || weights[use.Entry.System] > weights[best] {
			best = use.Entry.System
		}
	}
	return best
}

// weigh is how much a term matters in a thread.
func weigh(u prompts.TermUse) int { return len(u.Messages) * u.Entry.Importance.Weight() }

// capCards keeps the cards of the maxCards new terms that matter most in this
// thread (messages with the term × importance; ties: earlier first message,
// then id) and paraphrases the rest away.
func capCards(terms []prompts.TermUse, t thread.Thread) {
	place := make(map[string]int, len(t.Messages))
	for i, m := range t.Messages {
		place[m.ID] = i
	}
	var cards []*prompts.TermUse
	for i := range terms {
		if terms[i].Treatment == prompts.Card {
			cards = append(cards, &terms[i])
		}
	}
	slices.SortFunc(cards, func(a, b *prompts.TermUse) int {
		return cmp.Or(
			cmp.Compare(weigh(*b), weigh(*a)),
			cmp.Compare(place[a.Messages[0]], place[b.Messages[0]]),
			cmp.Compare(a.Entry.ID, b.Entry.ID),
		)
	})
	for i := maxCards; i < len(cards); i++ {
		cards[i].Treatment = prompts.Paraphrase
	}
}
