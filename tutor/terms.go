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
	analogy := false
	for _, use := range j.plan.terms {
		text := termText(use, !analogy)
		analogy = analogy || (use.Treatment == prompts.Card && use.Entry.Analogy.Text != "")
		notes = append(notes, j.note(use, text))
	}
	for _, use := range j.plan.unreviewed {
		notes = append(notes, j.note(use, unreviewedText(j.terms, use.Entry)))
	}
	for _, m := range j.plan.open {
		notes = append(notes, TermNote{Either: m.Either, Surface: j.gate.Text(m.Surface), Messages: m.Messages, Treatment: prompts.Bare})
	}
	for _, n := range notes {
		if err := j.show(n); err != nil {
			return nil, err
		}
	}
	return notes, nil
}

func (j *job) note(use prompts.TermUse, text string) TermNote {
	n := TermNote{
		Entry: &use.Entry.ID, Surface: j.gate.Text(use.Surface), Messages: use.Messages,
		Status: use.Entry.Status, Treatment: use.Treatment,
		Term: j.gate.Text(use.Entry.Term), Text: j.gate.Text(text),
		Credit: j.gate.Text(use.Entry.Credit), Owner: j.gate.Text(use.Entry.Owner),
	}
	if n.Messages == nil {
		n.Messages = []string{}
	}
	return n
}

// termText is the explanation of an approved term at the length of its
// treatment. One answer holds at most one analogy, and never without where it
// breaks.
func termText(use prompts.TermUse, analogy bool) string {
	entry := use.Entry
	switch use.Treatment {
	case prompts.Bracket:
		return firstWords(entry.Plain, bracketWords)
	case prompts.Card:
		text := sentence(entry.Plain)
		if entry.Why != "" {
			text += " " + sentence(firstSentence(entry.Why))
		}
		if analogy && entry.Analogy.Text != "" && entry.Analogy.Breaks != "" {
			text += " Think of it as: " + sentence(entry.Analogy.Text) + " Where that stops being true: " + sentence(entry.Analogy.Breaks)
		}
		return text
	}
	return ""
}

// unreviewedText says what may be said of an entry that nobody approved, or
// that is no longer in use.
func unreviewedText(g *glossary.Glossary, e glossary.Entry) string {
	if e.Status != glossary.Deprecated {
		return "unreviewed: " + sentence(e.Plain)
	}
	if next, ok := g.Entry(e.ReplacedBy); ok && next.Status == glossary.Approved {
		return "an old word, now called " + next.Term + ": " + sentence(next.Plain)
	}
	return "an old word that is no longer used."
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
