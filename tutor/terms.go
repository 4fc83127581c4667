package tutor

import (
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
)

// bracketWords bounds the reminder in a bracket.
const bracketWords = 12

// showTerms shows the glossary's part of the answer. The words are the
// entries' own: an engine never words a definition that the glossary has.
func (j *job) showTerms() ([]TermNote, error) {
	notes := []TermNote{}
	extra := mainTerm(j.plan.terms)
	for _, use := range j.plan.terms {
		notes = append(notes, j.note(use, j.termText(use, use.Entry.ID == extra)))
	}
	for _, use := range j.plan.unreviewed {
		notes = append(notes, j.note(use, j.unreviewedText(use.Entry)))
	}
	for _, m := range j.plan.open {
		notes = append(notes, TermNote{Either: m.Either, Surface: j.gate.Text(m.Surface), Messages: m.Messages, Treatment: prompts.Bare, lang: j.lang})
	}
	for _, n := range notes {
		if err := j.show(n); err != nil {
			return nil, err
		}
	}
	return notes, nil
}

// mainTerm is the entry that matters most in the thread among those that have an
// analogy or an example. One card of an answer may have one, and it is this
// term's, known or not: so an answer never grows when its reader learns.
func mainTerm(terms []prompts.TermUse) string {
	main, most := "", 0
	for _, use := range terms {
		if w := weigh(use); w > most && (use.Entry.Analogy.Text != "" && use.Entry.Analogy.Breaks != "" || use.Entry.Example != "") {
			main, most = use.Entry.ID, w
		}
	}
	return main
}

// helpWords is the number of words that explain terms.
func helpWords(notes []TermNote) int {
	n := 0
	for _, note := range notes {
		if note.Status == glossary.Approved {
			n += len(strings.Fields(note.Text.String()))
		}
	}
	return n
}

func (j *job) note(use prompts.TermUse, text string) TermNote {
	n := TermNote{
		Entry: &use.Entry.ID, Surface: j.gate.Text(use.Surface), Messages: use.Messages,
		Status: use.Entry.Status, Treatment: use.Treatment,
		Term: j.gate.Text(use.Entry.Term), Text: j.gate.Text(text),
		Credit: j.gate.Text(use.Entry.Credit), Owner: j.gate.Text(use.Entry.Owner), lang: j.lang,
	}
	if n.Messages == nil {
		n.Messages = []string{}
	}
	return n
}

// termText is the explanation of an approved term at the length of its
// treatment; extra allows the analogy or what stands for it.
func (j *job) termText(use prompts.TermUse, extra bool) string {
	entry, state := use.Entry, j.who.states[use.Entry.ID]
	switch {
	case use.Treatment == prompts.Bracket && state.outdated(entry):
		return j.lang.say("term.changed", sentence(entry.Plain), sentence(state.Meaning))
	case use.Treatment == prompts.Bracket:
		return firstWords(entry.Plain, bracketWords)
	case use.Treatment != prompts.Card:
		return ""
	}
	text := sentence(entry.Plain)
	if other, ok := j.terms.Entry(state.Mistaken); ok && other.Status == glossary.Approved {
		return text + " " + j.lang.say("term.mistaken", other.Term, sentence(other.Plain))
	}
	if entry.Why != "" {
		text += " " + sentence(firstSentence(entry.Why))
	}
	if extra {
		text += j.extra(use, state)
	}
	return text
}

// extra is what helps with a new term beyond its definition: an analogy, never
// without where it breaks; something known instead; and for whom the analogy
// did not do, an example. None is longer than the analogy.
func (j *job) extra(use prompts.TermUse, state State) string {
	entry := use.Entry
	var ways []string
	if use.Anchor != "" {
		ways = append(ways, j.lang.say("term.anchor", use.Anchor))
	}
	example := ""
	if entry.Example != "" {
		example = j.lang.say("term.example", sentence(firstSentence(entry.Example)))
	}
	if state.Exposed > 0 && example != "" {
		ways = append(ways, example)
	}
	full := example
	if entry.Analogy.Text != "" && entry.Analogy.Breaks != "" {
		full = j.lang.say("term.analogy", sentence(entry.Analogy.Text), sentence(entry.Analogy.Breaks))
	}
	for _, way := range ways {
		if len(strings.Fields(way)) <= len(strings.Fields(full)) {
			return " " + way
		}
	}
	if full == "" {
		return ""
	}
	return " " + full
}

// unreviewedText says what may be said of an entry that nobody approved, or
// that is no longer in use.
func (j *job) unreviewedText(e glossary.Entry) string {
	if e.Status != glossary.Deprecated {
		return j.lang.say("term.unreviewed", sentence(e.Plain))
	}
	if next, ok := j.terms.Entry(e.ReplacedBy); ok && next.Status == glossary.Approved {
		return j.lang.say("term.renamed", next.Term, sentence(next.Plain))
	}
	return j.lang.say("term.old")
}

// words are the texts of the entries in the plan: what a gate may let through
// besides the thread.
func (p plan) words() []string {
	var words []string
	for _, use := range p.terms {
		words = append(words, use.Entry.Term, use.Entry.Plain, use.Entry.Technical, use.Entry.Why)
		words = append(words, use.Entry.Links...)
	}
	return words
}

// sentence gives s a full stop if it ends without punctuation.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "。") {
		return s
	}
	return s + "."
}

// firstSentence cuts s after its first sentence, or its first line.
func firstSentence(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if i := strings.Index(s, ". "); i > 0 {
		return s[:i+1]
	}
	return s
}

// firstWords cuts s after n words, at a whole word, and says that it did.
func firstWords(s string, n int) string {
	words := strings.Fields(s)
	if len(words) <= n {
		return s
	}
	return strings.TrimRight(strings.Join(words[:n], " "), ",;:") + " …"
}
