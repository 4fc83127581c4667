package tutor

import (
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
)

// grounded finds why a text does not rest on the cited messages, if it does not:
// a quote to the letter, a statement by its numbers, names, quotations and words.
// The words of a statement in another language cannot be compared; the rest still
// is. What repeats the prompt's instructions is refused in any case.
func (j *job) grounded(r prompts.Record, text string, cites []string, foreign bool) fault {
	if r.Quote {
		if !j.gate.Verbatim(text, cites[:1]) || !j.gate.Unchanged(text) {
			return misquotes
		}
		return ""
	}
	evidence := j.evidence(cites)
	switch {
	case safety.Repeats(text, j.instructions):
		return repeatsRules
	case safety.AsksForSecret(text):
		return asksReader
	case safety.Blames(text) && j.namesAuthor(text):
		return blamesPeople
	case j.calls(text, cites):
		return callsPeople
	case len(evidence.Unstated(text, cites)) > 0:
		return statesFigures
	case j.misattributes(text, cites):
		return misattributed
	case j.misquotes(text, cites):
		return misquotes
	case foreign:
		if !j.anchored(text, cites) {
			return unfounded
		}
		return ""
	case r.Kind != prompts.Question && r.Kind != prompts.Unknown && contradicts(text, textOf(j.heard, cites)):
		return contradicted
	case evidence.Support(j.substance(text), cites) < minSupport:
		return unfounded
	}
	return ""
}

// calls reports whether a text calls people whom no cited message calls.
func (j *job) calls(text string, cites []string) bool {
	said := strings.ToLower(textOf(j.heard, cites))
	return slices.ContainsFunc(safety.Calls(text), func(call string) bool { return !strings.Contains(said, strings.ToLower(call)) })
}

// namesAuthor reports whether text names an author of the thread.
func (j *job) namesAuthor(text string) bool {
	return slices.ContainsFunc(j.authors(), func(who named) bool {
		return slices.ContainsFunc(who.names, func(name string) bool { return indexWord(text, name) >= 0 })
	})
}

// evidence is a gate that knows only what a statement about the cited messages
// may rest on: their words, and those of the entries whose terms they use.
func (j *job) evidence(cites []string) *safety.Gate {
	var used plan
	for _, use := range j.plan.terms {
		if slices.ContainsFunc(use.Messages, func(id string) bool { return slices.Contains(cites, id) }) {
			used.terms = append(used.terms, use)
		}
	}
	return j.heardGate().Evidence(cites, used.words()...)
}

// substance is what a text says apart from who says it: that a message is Ana's
// does not bear out what "Ana says".
func (j *job) substance(text string) string {
	for _, who := range j.authors() {
		for _, name := range who.names {
			for at := indexWord(text, name); at >= 0; at = indexWord(text, name) {
				text = text[:at] + " " + text[at+len(name):]
			}
		}
	}
	words := slices.DeleteFunc(strings.Fields(text), func(w string) bool { return wordSets["say"].has(strings.ToLower(w)) })
	return strings.Join(words, " ")
}

// withoutOrders is the thread without the lines that try to give orders to
// whoever reads it with a tool, each up to the end of its paragraph: a model
// that followed them would find its words there. A line is known by its own
// sign; where only the message as a whole has one, all of it goes.
func withoutOrders(t thread.Thread, signs []safety.Sign) thread.Thread {
	t.Messages = slices.Clone(t.Messages)
	for i, m := range t.Messages {
		orders := func(s safety.Sign) bool { return s.Kind == string(InjectionWarning) && s.Message == m.ID }
		if slices.ContainsFunc(signs, orders) {
			t.Messages[i].Text = withoutOrderLines(m.Text)
		}
	}
	return t
}

func withoutOrderLines(text string) string {
	var kept []string
	found, inside := false, false
	for line := range strings.SplitSeq(text, "\n") {
		if ordering(line) {
			found, inside = true, true
		} else if blank := strings.TrimSpace(line); blank == "" || strings.HasPrefix(blank, "```") {
			inside = false
		}
		if !inside {
			kept = append(kept, line)
		}
	}
	if !found {
		return ""
	}
	return strings.Join(kept, "\n")
}

// ordering reports whether a line by itself gives orders to a tool.
func ordering(line string) bool {
	signs := safety.Signs(thread.Thread{Messages: []thread.Message{{Text: line}}})
	return slices.ContainsFunc(signs, func(s safety.Sign) bool { return s.Kind == string(InjectionWarning) })
}
