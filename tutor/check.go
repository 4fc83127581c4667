package tutor

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// The thresholds of lexical support: the share of a statement's content words
// that stand in its evidence. On 328 paraphrases of 20 annotated threads, .2
// keeps 91 % and lets 4 % of off-topic ones pass (.1: 92 and 5 %, .3: 85 and
// 1 %); checks of numbers and names take the rest down to 87 and 3 %. A statement
// that cites nothing must earn its citation: at .5, 87 % find their messages and
// 8 % of off-topic ones find some.
const (
	minSupport     = 0.2
	minBestSupport = 0.5
)

// maxCites bounds the messages that one statement may rest on: nobody looks up
// more, and who cites everything can say anything. A statement that cites more
// is treated as if it cited none.
const maxCites = 8

// quoted finds what a statement claims to be somebody's words.
var quoted = regexp.MustCompile(`"([^"\n]{12,})"|“([^”\n]{12,})”|«([^»\n]{12,})»|「([^」\n]{6,})」`)

// check turns a record into a statement that may be shown; ok is false when it
// fails: it rests on no message, or says what its messages do not (grounded).
func (j *job) check(r prompts.Record) (s Statement, ok bool) {
	if s, ok = j.rest(r); ok || r.Kind != prompts.Unknown || j.q.Text == "" {
		return s, ok
	}
	// What the thread lacks cannot always be found in it; that it does not
	// answer the learner's question can be said all the same.
	return Statement{Kind: prompts.Unknown, Text: j.gate.Text(j.lang.say("unsaid")), lang: j.lang, Cites: []string{}}, true
}

// rest is check for what rests on messages.
func (j *job) rest(r prompts.Record) (s Statement, ok bool) {
	text := strings.TrimSpace(r.Text)
	cites, given := j.cites(r)
	if text == "" || len(cites) == 0 || r.Kind == prompts.Term && !j.explains(r.Entry, cites) {
		return Statement{}, false
	}
	foreign := given && !r.Quote && j.foreign(text, cites)
	if !j.grounded(r, text, cites, foreign) {
		return Statement{}, false
	}
	first, _ := j.thread.Message(cites[0])
	s = Statement{
		Kind: kindOf(r.Kind), Text: j.gate.Text(text), Cites: cites, Speaker: j.gate.Text(first.Author),
		Quote: r.Quote, Translated: foreign, Status: statusOf(r),
		By: j.name(r.By, cites), Owner: j.name(r.Owner, cites), Due: j.stated(r.Due, cites),
		AnsweredBy: j.answers(r.AnsweredBy, cites[0]), lang: j.lang,
	}
	return s, !s.Text.IsZero()
}

// cites are the messages that a record rests on: those it names, or else those
// that say what it says. given tells the two apart.
func (j *job) cites(r prompts.Record) (cites []string, given bool) {
	cites, _ = j.gate.Cites(r.Cites)
	if len(cites) > 0 && len(cites) <= maxCites {
		return cites, true
	}
	best, support := j.heardGate().Best(r.Text)
	if support < minBestSupport {
		return nil, false
	}
	return best, false
}

// explains reports whether an entry is one that this learner is taught and that
// a cited message uses: of other words an engine has nothing to say.
func (j *job) explains(entry string, cites []string) bool {
	return slices.ContainsFunc(j.plan.terms, func(use prompts.TermUse) bool {
		return use.Entry.ID == entry && slices.ContainsFunc(use.Messages, func(id string) bool { return slices.Contains(cites, id) })
	})
}

// answers are the messages among ids that can answer what a message asks: those
// that come after it.
func (j *job) answers(ids []string, asked string) []string {
	later := make(map[string]bool)
	for i := len(j.thread.Messages) - 1; i >= 0 && j.thread.Messages[i].ID != asked; i-- {
		later[j.thread.Messages[i].ID] = true
	}
	valid, _ := j.gate.Cites(ids)
	return slices.DeleteFunc(valid, func(id string) bool { return !later[id] })
}

// name returns who the cited messages name, nil when they do not or when it is
// nobody's name ("somebody", "we").
func (j *job) name(value string, cites []string) *safety.Text {
	for _, w := range wordsOf(value) {
		if !wordSets["nobody"].has(w) {
			return j.stated(value, cites)
		}
	}
	return nil
}

// stated returns the value if the cited messages state it, else nil.
func (j *job) stated(value string, cites []string) *safety.Text {
	value = strings.TrimSpace(value)
	if value == "" || !j.gate.Stated(value, cites) {
		return nil
	}
	text := j.gate.Text(value)
	return &text
}

// kindOf is the kind under which a statement is shown.
func kindOf(k prompts.Kind) prompts.Kind {
	known := []prompts.Kind{prompts.Gist, prompts.Decision, prompts.Question, prompts.Action, prompts.Risk, prompts.Disagreement, prompts.Unknown}
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
