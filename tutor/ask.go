package tutor

import (
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// ask fits the plan to a question of the learner's own: only the words that it
// names are kept, also those that the thread itself does not use. One that asks
// what a word means gets it on a card, whatever the learner knows; one that only
// uses the word gets it as the learner's state says.
func (p *plan) ask(g *glossary.Glossary, question string, t thread.Thread, who pupil) {
	asked := thread.Thread{Channel: t.Channel, System: t.System, Messages: []thread.Message{{ID: "question", Text: question}}}
	named := newPlan(g, asked, who, nil)
	p.asked = make(map[string]bool)
	for i, use := range named.terms {
		named.terms[i].Messages = p.messages(use.Entry.ID)
		if asksMeaning(question) {
			named.terms[i].Treatment = prompts.Card
			p.asked[use.Entry.ID] = true
		}
	}
	for i, use := range named.unreviewed {
		named.unreviewed[i].Messages = p.messages(use.Entry.ID)
	}
	for i := range named.open {
		named.open[i].Messages = []string{}
	}
	p.terms, p.unreviewed, p.open = named.terms, named.unreviewed, named.open
	p.undefined = slices.DeleteFunc(p.undefined, func(u glossary.Undefined) bool {
		return indexWord(strings.ToLower(question), strings.ToLower(u.Surface)) < 0
	})
}

// messages are the ids of the thread's messages that use an entry.
func (p *plan) messages(entry string) []string {
	for _, use := range slices.Concat(p.terms, p.unreviewed) {
		if use.Entry.ID == entry {
			return use.Messages
		}
	}
	return []string{}
}

// A text of up to longestTerm words may be a word and no sentence. "What is …"
// with more than longestDefinition asks for more than a word: "what is the
// reason that they rolled back?"
const (
	longestTerm       = 3
	longestDefinition = 5
)

// asksMeaning reports whether a question is about a word rather than about what
// happened: "what is a canary?", "canary?".
func asksMeaning(question string) bool {
	words := wordsOf(question)
	switch n := len(words); {
	case n == 0:
		return false
	case slices.ContainsFunc(words, wordSets["mean"].has):
		return true
	case wordSets["what"].has(words[0]):
		return n <= longestDefinition && (n == 1 || wordSets["is"].has(words[1]))
	default:
		return n <= longestTerm && !wordSets["event"].has(words[0])
	}
}
