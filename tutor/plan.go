package tutor

import (
	"cmp"
	"slices"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// maxCards is how many new terms one explanation teaches; jargon harms reading
// even where it is defined (Bullock et al. 2019, Shulman et al. 2020).
const maxCards = 5

// wordsAt bounds the length of an explanation, in words, by level: who knows
// more is told less.
var wordsAt = [...]int{220, 180, 130, 90}

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
		use.Treatment = who.states[entry.ID].Treatment()
		p.terms = append(p.terms, use)
	}
	p.level = levelOf(p.terms)
	if level != nil {
		p.level = max(0, min(*level, len(wordsAt)-1))
	}
	capCards(p.terms, t)
	return p
}

// levelOf places the reader between 0 and 3 by how much of the thread's
// vocabulary is theirs, weighted by importance: known counts 1, shaky a half.
func levelOf(terms []prompts.TermUse) int {
	var have, all float64
	for _, t := range terms {
		weight := float64(t.Entry.Importance.Weight())
		all += weight
		switch t.Treatment {
		case prompts.Bare:
			have += weight
		case prompts.Bracket:
			have += weight / 2
		}
	}
	if all == 0 {
		return 0
	}
	return min(3, int(4*have/all))
}

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
	weight := func(u *prompts.TermUse) int { return len(u.Messages) * u.Entry.Importance.Weight() }
	slices.SortFunc(cards, func(a, b *prompts.TermUse) int {
		return cmp.Or(
			cmp.Compare(weight(b), weight(a)),
			cmp.Compare(place[a.Messages[0]], place[b.Messages[0]]),
			cmp.Compare(a.Entry.ID, b.Entry.ID),
		)
	})
	for i := maxCards; i < len(cards); i++ {
		cards[i].Treatment = prompts.Paraphrase
	}
}
