package tutor

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
)

// The thresholds of lexical support: the share of a statement's content words
// that stand in the messages it cites. At .2, 96 % of true statements pass and
// 90 % of off-topic ones fail, on everyday dialogue; a statement that cites
// nothing must earn its citation.
const (
	minSupport     = 0.2
	minBestSupport = 0.5
)

// quoted finds what a statement claims to be somebody's words.
var quoted = regexp.MustCompile(`"([^"\n]{12,})"|“([^”\n]{12,})”|«([^»\n]{12,})»`)

// check turns a record into a statement that may be shown; ok is false when it
// fails: it rests on no message, says numbers nobody said, or misquotes.
func check(g *safety.Gate, t thread.Thread, r prompts.Record) (s Statement, ok bool) {
	text := strings.TrimSpace(r.Text)
	if r.Kind == prompts.Unknown {
		return Statement{Kind: prompts.Unknown, Text: g.Text(theThreadDoesNotSay), Cites: []string{}}, true
	}
	cites, _ := g.Cites(r.Cites)
	if len(cites) == 0 {
		best, support := g.Best(text)
		if support < minBestSupport {
			return Statement{}, false
		}
		cites = best
	}
	foreign := !r.Quote && len(r.Cites) > 0 && otherScript(text, t, cites)
	if text == "" || !grounded(g, t, r, text, cites, foreign) {
		return Statement{}, false
	}
	s = Statement{Kind: kindOf(r.Kind), Text: g.Text(text), Cites: cites, Quote: r.Quote, Status: statusOf(r), Translated: foreign}
	if first, found := t.Message(cites[0]); found {
		s.Speaker = g.Text(first.Author)
	}
	s.By = stated(g, r.By, cites)
	s.Owner = stated(g, r.Owner, cites)
	s.Due = stated(g, r.Due, cites)
	s.AnsweredBy, _ = g.Cites(r.AnsweredBy)
	return s, !s.Text.IsZero()
}

// grounded reports whether text rests on the cited messages: a quote to the
// letter, a statement by its words, numbers and quotations. The words of a
// statement in another script than the thread's cannot be compared; the rest
// still is.
func grounded(g *safety.Gate, t thread.Thread, r prompts.Record, text string, cites []string, foreign bool) bool {
	if r.Quote {
		return g.Verbatim(text, cites[:1]) && g.Unchanged(text)
	}
	if safety.AsksForSecret(text) || len(g.Unstated(text, cites)) > 0 {
		return false
	}
	if namesOutsider(g, t, text, cites) || !foreign && g.Support(text, cites) < minSupport {
		return false
	}
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		if !g.Verbatim(m[1]+m[2]+m[3], cites) {
			return false
		}
	}
	return true
}

// stated returns the value if the cited messages state it, else nil.
func stated(g *safety.Gate, value string, cites []string) *safety.Text {
	value = strings.TrimSpace(value)
	if value == "" || !g.Stated(value, cites) {
		return nil
	}
	text := g.Text(value)
	return &text
}

func kindOf(k prompts.Kind) prompts.Kind {
	known := []prompts.Kind{prompts.Gist, prompts.Decision, prompts.Question, prompts.Action, prompts.Risk, prompts.Disagreement}
	if slices.Contains(known, k) {
		return k
	}
	return prompts.Point
}

func statusOf(r prompts.Record) string {
	if r.Kind != prompts.Decision {
		return ""
	}
	switch r.Status {
	case "reversed", "proposed_only":
		return r.Status
	}
	return "current"
}

// namesOutsider reports whether a text names somebody of the thread, by full or
// first name, who neither wrote nor is named in the messages cited: who said or
// does what has to rest on those.
func namesOutsider(g *safety.Gate, t thread.Thread, text string, cites []string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' })
	for _, author := range t.Authors() {
		first, _, _ := strings.Cut(author, " ")
		if len(first) < 3 || !unicode.IsUpper([]rune(first)[0]) || sharesName(t, author, first) {
			continue
		}
		named := slices.Contains(words, first) || slices.Contains(words, first+"'s")
		if named && !g.Stated(author, cites) && !g.Stated(first, cites) {
			return true
		}
	}
	return false
}

// sharesName reports whether a first name also stands in another author's name,
// as that of a company does: then it tells nobody apart.
func sharesName(t thread.Thread, author, first string) bool {
	return slices.ContainsFunc(t.Authors(), func(other string) bool {
		return other != author && strings.Contains(other, first)
	})
}

// otherScript reports whether a text is written in another script than the
// messages it cites, as English about a Japanese thread is.
func otherScript(text string, t thread.Thread, cites []string) bool {
	var source strings.Builder
	for _, id := range cites {
		m, _ := t.Message(id)
		source.WriteString(m.Text)
	}
	return mostlyLatin(text) && !mostlyLatin(source.String())
}

// mostlyLatin reports whether at least three quarters of a text's letters are
// Latin; code and names in a text of another script are fewer.
func mostlyLatin(s string) bool {
	latin, all := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			all++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	return 4*latin >= 3*all
}
