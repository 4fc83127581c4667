package tutor

import (
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// The thresholds of lexical support: how far a statement's content words are borne
// out by its evidence (safety.Gate.Support). On statements about annotated threads
// in other words, .45 keeps 97 % of the true ones; of invented ones about the same
// subject it lets a third pass, which is what words can tell. A statement that
// cites nothing must earn its citation: at .5, 87 % find their messages and 8 % of
// off-topic ones find some.
const (
	minSupport     = 0.45
	minBestSupport = 0.5
)

// maxCites bounds the messages that one statement may rest on: nobody looks up
// more, and who cites everything can say anything. A statement that cites more
// is treated as if it cited none.
const maxCites = 8

// check turns a record into a statement that may be shown, or tells why not: it
// rests on no message, or says what its messages do not (grounded).
func (j *job) check(r prompts.Record) (Statement, fault) {
	s, f := j.rest(r)
	if f == "" || r.Kind != prompts.Unknown || j.q.Text == "" {
		return s, f
	}
	// What the thread lacks cannot always be found in it; that it does not
	// answer the learner's question can be said all the same.
	return j.unsaid(), ""
}

// unsaid says that the thread does not answer the learner's question.
func (j *job) unsaid() Statement {
	return Statement{Kind: prompts.Unknown, Text: j.gate.Text(j.lang.say("unsaid")), lang: j.lang, Cites: []string{}}
}

// rest is check for what rests on messages.
func (j *job) rest(r prompts.Record) (Statement, fault) {
	text := strings.TrimSpace(r.Text)
	cites, given := j.cites(r)
	if text == "" || len(cites) == 0 {
		return Statement{}, citesNothing
	}
	if r.Kind == prompts.Term && !j.explains(r.Entry, cites) {
		return Statement{}, notExplained
	}
	foreign := given && !r.Quote && j.foreign(text, cites)
	if !r.Quote && !foreign {
		var f fault
		if text, f = j.define(text, cites); f != "" {
			return Statement{}, f
		}
	}
	if f := j.grounded(r, text, cites, foreign); f != "" {
		return Statement{}, f
	}
	first, _ := j.thread.Message(cites[0])
	s := Statement{
		Kind: kindOf(r.Kind), Text: j.gate.Text(text), Cites: cites, Speaker: j.gate.Text(first.Author),
		Quote: r.Quote, Translated: foreign, Status: statusOf(r),
		By: j.name(r.By, cites), Owner: j.owner(r, cites), Due: j.stated(r.Due, cites),
		AnsweredBy: j.answers(r.AnsweredBy, cites[0]), lang: j.lang,
	}
	if s.Text.IsZero() {
		return s, saysNothing
	}
	return s, ""
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

// owner is name for who is to do something: an author of the messages cited only
// if they take it on there. An engine that only quotes sees to that itself.
func (j *job) owner(r prompts.Record, cites []string) *safety.Text {
	for _, who := range j.authors() {
		if !r.Quote && who.in(r.Owner) && !j.tasked(who, cites) {
			return nil
		}
	}
	return j.name(r.Owner, cites)
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
