package tutor

import (
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
)

// grounded reports whether text rests on the cited messages: a quote to the
// letter, a statement by its numbers, names, quotations and words. The words of
// a statement in another language cannot be compared; the rest still is. What
// repeats the prompt's instructions is refused in any case.
func (j *job) grounded(r prompts.Record, text string, cites []string, foreign bool) bool {
	if r.Quote {
		return j.gate.Verbatim(text, cites[:1]) && j.gate.Unchanged(text)
	}
	evidence := j.evidence(cites)
	if safety.Repeats(text, j.instructions) {
		return false
	}
	if safety.AsksForSecret(text) || len(evidence.Unstated(text, cites)) > 0 || j.misattributes(text, cites) {
		return false
	}
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		if !evidence.Verbatim(strings.Join(m[1:], ""), cites) {
			return false
		}
	}
	if foreign {
		return j.anchored(text, cites)
	}
	if r.Kind != prompts.Question && r.Kind != prompts.Unknown && contradicts(text, textOf(j.heard, cites)) {
		return false
	}
	return evidence.Support(j.substance(text), cites) >= minSupport
}

// evidence is a gate that knows only what a statement about the cited messages
// may rest on: their words, and those of the entries whose terms they use.
func (j *job) evidence(cites []string) *safety.Gate {
	var cited thread.Thread
	for _, id := range cites {
		if m, found := j.heard.Message(id); found {
			cited.Messages = append(cited.Messages, m)
		}
	}
	var used plan
	for _, use := range j.plan.terms {
		if slices.ContainsFunc(use.Messages, func(id string) bool { return slices.Contains(cites, id) }) {
			used.terms = append(used.terms, use)
		}
	}
	return safety.NewGate(cited, used.words()...)
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
