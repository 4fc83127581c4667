package tutor

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// The shares of a definition's words that the entry must have for it to be the
// entry's, and that the cited messages must have for it to be theirs: what people
// say of a thing in the thread is no definition of it.
const (
	ownWords  = 0.5
	saidWords = 0.5
)

// What may stand before a term that is defined, and what says that it is.
var (
	definiendum = regexp.MustCompile(`(?i)^["“(\s]*(?:(?:in (?:short|other words|plain words|this thread|brief)|here|so|note that|put simply|simply put|by|basically)[,:]?\s+)?(?:(?:a|an|the|to|this|our|their)\s+)?["“` + "`" + `*]*$`)
	defines     = regexp.MustCompile(`(?i)^(?:s|es|ing)?["”*` + "`" + `]*\s*(?:\([^)]*\)\s*)?(?:,\s*(?:or|i\.e\.|that is|in other words),?\s+|\s*[=–—:]\s+|\s+-\s+|,?\s*(?:which\s+)?(?:means|refers to|stands for|describes|denotes|is short for|is (?:called|known as|defined as)|here means)\s+(?:that\s+)?|,?\s*(?:which\s+)?(?:is|are|was|were)\s+(?:(?:simply|just|basically|really|nothing but)\s+)?(a|an|the|our|their|your|its|where|when|what|how|one|another|some|any|someone|something|[a-z]+ing|money|people|for)\s)`)
	apposed     = regexp.MustCompile(`(?i)^(?:s|es)?["”*` + "`" + `]*(?:\s*\(([^)]{12,})\)|,\s+((?:a|an|which (?:is|means))\s[^,.;]{8,}))`)
)

// define looks for a meaning that a text gives to a term of the glossary. One
// that no entry of that name gives, nor the messages cited, is replaced by that of
// the entry meant if it is approved, and is a fault if it is not.
func (j *job) define(text string, cites []string) (string, fault) {
	for _, use := range j.uses(cites) {
		at := definitionOf(text, use)
		if at == nil || j.means(use, text[at.meaning:at.end], cites) {
			continue
		}
		if use.Entry.Status != glossary.Approved {
			return "", redefines
		}
		plain := strings.TrimRight(use.Entry.Plain, ". ")
		if at.verb < at.meaning {
			plain = ": " + plain // whatever shape it has
		}
		text = text[:at.verb] + plain + text[at.end:]
	}
	return text, ""
}

// uses are the terms of the thread: those that the cited messages use, and the
// others of which none has a name in common with those.
func (j *job) uses(cites []string) []prompts.TermUse {
	var here, elsewhere []prompts.TermUse
	for _, use := range slices.Concat(j.plan.terms, j.plan.unreviewed) {
		if slices.ContainsFunc(use.Messages, func(id string) bool { return slices.Contains(cites, id) }) {
			here = append(here, use)
		} else {
			elsewhere = append(elsewhere, use)
		}
	}
	taken := make(map[string]bool)
	for _, use := range here {
		for _, name := range namesOf(use) {
			taken[name] = true
		}
	}
	for _, use := range elsewhere {
		if !slices.ContainsFunc(namesOf(use), func(name string) bool { return taken[name] }) {
			here = append(here, use)
		}
	}
	return here
}

// namesOf are the names of a term, in lower case.
func namesOf(use prompts.TermUse) []string {
	names := []string{strings.ToLower(use.Surface), strings.ToLower(use.Entry.Term)}
	for _, alias := range use.Entry.Aliases {
		names = append(names, strings.ToLower(alias))
	}
	return names
}

// defined is where in a text a term is given a meaning: text[verb:meaning] says
// that it is, text[meaning:end] what it is.
type defined struct{ verb, meaning, end int }

// definitionOf finds the first definition of a term in a text, nil without one.
func definitionOf(text string, use prompts.TermUse) *defined {
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return nil
	}
	for _, name := range namesOf(use) {
		for from := 0; name != ""; {
			at := strings.Index(lower[from:], name)
			if at < 0 {
				break
			}
			at += from
			from = at + 1
			if at == 0 || !wordRune(rune(lower[at-1])) {
				if found := definedBehind(text, at, at+len(name)); found != nil {
					return found
				}
			}
		}
	}
	return nil
}

// definedBehind is the definition behind a term at text[at:end], nil without one.
func definedBehind(text string, at, end int) *defined {
	sentence := 0
	for _, stop := range sentenceEnd.FindAllStringIndex(text[:at], -1) {
		sentence = stop[1]
	}
	rest := text[end:]
	if definiendum.MatchString(text[sentence:at]) {
		if m := defines.FindStringSubmatchIndex(rest); m != nil {
			from := m[1]
			if m[2] >= 0 {
				from = m[2] // "a" belongs to what it is
			}
			return &defined{end + ending(rest), end + from, end + from + clauseEnd(rest[from:]) - trailing(rest[from:])}
		}
	}
	if m := apposed.FindStringSubmatchIndex(rest); m != nil {
		i := 2
		if m[2] < 0 {
			i = 4
		}
		return &defined{end + m[i], end + m[i], end + m[i+1]}
	}
	return nil
}

// ending is how many bytes of a term's form, or of the quotation mark behind it,
// a text goes on with.
func ending(text string) int {
	return len(text) - len(strings.TrimLeftFunc(text, func(r rune) bool { return wordRune(r) || strings.ContainsRune("\"”*`", r) }))
}

// trailing is how many bytes of punctuation end the sentence with which a text
// goes on.
func trailing(text string) int {
	clause := text[:clauseEnd(text)]
	return len(clause) - len(strings.TrimRight(clause, ".!;: "))
}

// means reports whether a meaning is an entry's, or what the messages cited say.
func (j *job) means(use prompts.TermUse, meaning string, cites []string) bool {
	own := likeEntry(use.Entry, meaning)
	said := safety.Share(meaning, use.Entry.Term, textOf(j.heard, cites))
	if own < ownWords && said < saidWords {
		return false
	}
	if said < saidWords && contradicts(meaning, use.Entry.Plain) {
		return false
	}
	for _, other := range j.terms.Find(use.Entry.Term) {
		if other.ID == use.Entry.ID || !strings.EqualFold(other.Term, use.Entry.Term) {
			continue
		}
		if like := likeEntry(other, meaning); like >= ownWords && like > max(own, said) {
			return false
		}
	}
	return true
}

// likeEntry is the share of a meaning's words that an entry explains its term
// with.
func likeEntry(e glossary.Entry, meaning string) float64 {
	return safety.Share(meaning, e.Term, e.Plain, e.Technical)
}
