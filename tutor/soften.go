package tutor

import (
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
)

// soften explains, in brackets behind its first use, a term that an engine was
// told to keep out of the reader's way and used all the same: no word of an
// answer is left that its reader neither knows nor is told. Quotes stay as they
// are, and what is in another language.
func (j *job) soften(s Statement) Statement {
	if s.Quote || s.Translated {
		return s
	}
	text := s.Text.String()
	for _, use := range j.plan.terms {
		if use.Treatment != prompts.Paraphrase || j.softened[use.Entry.ID] {
			continue
		}
		end := endOf(text, use)
		if end < 0 {
			continue
		}
		if j.softened == nil {
			j.softened = make(map[string]bool)
		}
		j.softened[use.Entry.ID] = true
		text = text[:end] + " (" + firstWords(use.Entry.Plain, bracketWords) + ")" + text[end:]
	}
	if text != s.Text.String() {
		s.Text = j.gate.Text(text)
	}
	return s
}

// endOf is where the first of a term's names ends in a text, the longest of
// those that begin there; -1 without one.
func endOf(text string, use prompts.TermUse) int {
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		lower = text // a letter that grows with its case: take the text as it stands
	}
	start, end := -1, -1
	for _, name := range slices.Concat([]string{use.Surface, use.Entry.Term}, use.Entry.Aliases) {
		for _, form := range []string{strings.ToLower(name), strings.ToLower(name) + "s"} {
			at := indexWord(lower, form)
			if form == "" || at < 0 {
				continue
			}
			if start < 0 || at < start || at == start && at+len(form) > end {
				start, end = at, at+len(form)
			}
		}
	}
	return end
}
