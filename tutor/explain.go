package tutor

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
)

// Explain explains the question's thread to its learner, or answers their own
// question about it, and records the lesson. Parts are shown in reading order
// as soon as they are checked; the whole is returned as well. It fails with
// ErrEmptyThread, with an error of show, or when the context ends or the
// library does not answer; a failing model is no failure.
func (t *Tutor) Explain(ctx context.Context, q Question, show func(Part) error) (Explanation, error) {
	j, err := t.begin(ctx, q, show)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain: %w", err)
	}
	e, err := j.explain(ctx)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain: %w", err)
	}
	return e, nil
}

func (j *job) explain(ctx context.Context) (Explanation, error) {
	e := Explanation{Level: j.plan.level}
	var err error
	if e.Warnings, err = j.warn(); err != nil {
		return e, err
	}
	task, prompt, err := j.explainPrompt()
	if err != nil {
		return e, err
	}
	a, err := j.ask(ctx, prompt)
	if err != nil {
		return e, err
	}
	e.Engine, e.Dropped, e.Usage = a.engine, a.dropped, a.usage
	e.Gist, e.Points = j.split(a.statements)
	if e.Terms, err = j.showTerms(); err != nil {
		return e, err
	}
	if e.Undefined, err = j.showUndefined(); err != nil {
		return e, err
	}
	e.Coverage = j.coverage(a)
	asked := j.quiz()
	if j.tutor.Library != nil && j.q.Learner == "" {
		asked = nil // others read along, and nobody could be graded
	}
	if asked != nil {
		e.Check = &asked.Check
		if err := j.show(asked.Check); err != nil {
			return e, err
		}
	}
	return e, j.record(ctx, task, a, helpWords(e.Terms), asked)
}

// explainPrompt is the prompt for "explain this", or for a question of the
// learner's own.
func (j *job) explainPrompt() (prompts.Task, prompts.Prompt, error) {
	words := wordsAt[j.plan.level]
	if j.q.Text != "" {
		p, err := prompts.Answer{
			Thread: j.thread, Terms: j.plan.terms, Undefined: j.plan.undefined, Level: j.plan.level,
			MaxWords: words, Role: j.who.role, Goals: j.who.goals, Question: j.q.Text,
		}.Prompt()
		return prompts.AnswerTask, p, err
	}
	p, err := prompts.Explain{
		Thread: j.thread, Terms: j.plan.terms, Undefined: j.plan.undefined, Level: j.plan.level,
		MaxWords: words, Role: j.who.role, Goals: j.who.goals,
	}.Prompt()
	return prompts.ExplainTask, p, err
}

// split takes the gist out of the statements; where the engine gave none that
// holds, a plain count stands in.
func (j *job) split(all []Statement) (*Statement, []Statement) {
	points := make([]Statement, 0, len(all))
	var gist *Statement
	for i := range all {
		if all[i].Kind == prompts.Gist && gist == nil {
			gist = &all[i]
			continue
		}
		points = append(points, all[i])
	}
	if gist == nil {
		gist = &Statement{Kind: prompts.Gist, Text: j.gate.Text(j.count()), Cites: []string{j.thread.Messages[0].ID}, lang: j.lang}
	}
	return gist, points
}

// count says how long the thread is and between whom.
func (j *job) count() string {
	authors := j.thread.Authors()
	messages := j.lang.count("message", len(j.thread.Messages))
	switch n := len(authors); {
	case n == 0:
		return j.lang.say("count.text", messages)
	case n <= 3:
		return j.lang.say("count.few", messages, strings.Join(authors, ", "))
	default:
		return j.lang.say("count.many", messages, n)
	}
}

func (j *job) coverage(a answered) Coverage {
	n := len(j.thread.Messages)
	return Coverage{Messages: n, Read: n - len(a.skipped), Skipped: a.skipped}
}

// warn shows what a reader should take care with, first of all what to talk to a
// person about; then masked secrets and signs of tricks.
func (j *job) warn() ([]Warning, error) {
	warnings := []Warning{}
	for _, m := range j.matters {
		whom := cmp.Or(j.tutor.People[m.Topic], j.lang.say("person.whom."+string(m.Topic)))
		note := j.lang.say("person."+string(m.Topic)) + " " + j.lang.say("person.talk", whom)
		warnings = append(warnings, Warning{Kind: PersonFirst, Message: m.Message, Note: j.gate.Text(note)})
	}
	if j.judges {
		note := j.gate.Text(j.lang.say("person.judged"))
		warnings = append(warnings, Warning{Kind: PersonFirst, Message: j.thread.Messages[0].ID, Note: note})
	}
	for _, m := range j.masked {
		note := j.lang.say("secret", m.Kind)
		warnings = append(warnings, Warning{Kind: SecretWarning, Message: m.Message, Note: j.gate.Text(note)})
	}
	for _, s := range j.signs {
		warnings = append(warnings, Warning{Kind: WarningKind(s.Kind), Message: s.Message, Note: j.gate.Text(s.Note)})
	}
	for _, w := range warnings {
		if err := j.show(w); err != nil {
			return nil, err
		}
	}
	return warnings, nil
}

func (j *job) showUndefined() ([]Jargon, error) {
	jargon := []Jargon{}
	for _, u := range j.plan.undefined {
		word := Jargon{Surface: j.gate.Text(u.Surface), Messages: u.Messages}
		if word.Surface.IsZero() {
			continue
		}
		jargon = append(jargon, word)
		if err := j.show(word); err != nil {
			return nil, err
		}
	}
	return jargon, nil
}
