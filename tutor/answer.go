package tutor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// answered is what became of a prompt.
type answered struct {
	engine     string
	promptHash string
	statements []Statement
	said       []string // their texts before words were explained in them
	dropped    int
	refused    []prompts.Refused // of the model's records, those dropped and why
	skipped    []Skipped
	usage      prompts.Usage
}

// ask has the prompt answered, each record checked and shown as it comes: by
// the model, and where it fails by the offline engine.
func (j *job) ask(ctx context.Context, p prompts.Prompt) (answered, error) {
	a := answered{promptHash: promptHash(p), skipped: []Skipped{}}
	p.Quotable, p.Learner = j.gate.Unchanged, j.q.Learner
	j.instructions = p.System
	p.Progress = func(done, of int) error {
		if err := j.show(Progress{Done: done, Of: of}); err != nil {
			return stopShowing{err}
		}
		return nil
	}
	why := j.lang.say("quotes.only")
	if j.tutor.Model != nil && !j.q.Offline {
		err := j.run(ctx, j.tutor.Model, p, &a)
		if ctx.Err() != nil {
			return a, fmt.Errorf("ask the model: %w", context.Cause(ctx))
		}
		var stopped stopShowing
		if errors.As(err, &stopped) {
			return a, stopped.error
		}
		if err == nil {
			if err := j.mend(ctx, p, &a); err != nil {
				return a, err
			}
		}
		if len(a.statements) > 0 {
			j.skip(&a, p)
		}
		if err == nil && j.enough(a) {
			return a, nil
		}
		why = j.whyQuotes(err, len(a.statements) > 0)
	}
	if err := j.show(Notice{why}); err != nil {
		return a, err
	}
	err := j.run(ctx, j.tutor.Offline, p, &a)
	return a, err
}

// skip notes which messages the model did not read, or not to their end.
func (j *job) skip(a *answered, p prompts.Prompt) {
	unread, cut := p.Skipped, p.Cut
	if a.usage.Parts > 0 {
		unread, cut = a.usage.Unread, a.usage.Shortened
	}
	for _, id := range unread {
		a.skipped = append(a.skipped, Skipped{Message: id, Why: j.lang.say("skipped")})
	}
	for _, id := range cut {
		a.skipped = append(a.skipped, Skipped{Message: id, Why: j.lang.say("skipped.rest")})
	}
}

// enough reports whether a model that ended well has answered: to say only what
// the thread does not say answers a question, but explains no thread.
func (j *job) enough(a answered) bool {
	return slices.ContainsFunc(a.statements, func(s Statement) bool { return s.Kind != prompts.Unknown || j.q.Text != "" })
}

// stopShowing marks an error that came from showing, not from the engine.
type stopShowing struct{ error }

func (s stopShowing) Unwrap() error { return s.error }

// run lets one engine answer and adds what passes to a.
func (j *job) run(ctx context.Context, e Engine, p prompts.Prompt, a *answered) error {
	before := len(a.statements)
	usage, err := e.Answer(ctx, p, func(r prompts.Record) error {
		s, f := j.check(r)
		if f != "" {
			a.dropped++
			r.Text, _ = safety.Mask(r.Text) // a model may make up what looks like a secret
			a.refused = append(a.refused, prompts.Refused{Record: r, Why: string(f)})
			return nil
		}
		_, err := j.add(a, p, s)
		return err
	})
	a.dropped += usage.Malformed
	a.usage = a.usage.Add(usage)
	if len(a.statements) > before || a.engine == "" {
		a.engine = joinEngines(a.engine, cmp.Or(usage.Engine, e.Name()), before > 0)
	}
	if err != nil {
		return fmt.Errorf("answer with %s: %w", e.Name(), err)
	}
	if usage.Cut {
		if err := j.show(Notice{j.lang.say("cut")}); err != nil {
			return stopShowing{err}
		}
	}
	return nil
}

// add shows a statement and adds it to the answer, unless the answer has it or is
// full.
func (j *job) add(a *answered, p prompts.Prompt, s Statement) (added bool, err error) {
	if a.has(s) || a.full(p.MaxWords, s) {
		return false, nil
	}
	a.said = append(a.said, s.Text.String())
	if s.Translated && !slices.ContainsFunc(a.statements, func(old Statement) bool { return old.Translated }) {
		if err := j.show(Notice{j.lang.say("unchecked")}); err != nil {
			return false, stopShowing{err}
		}
	}
	s = j.soften(s)
	a.statements = append(a.statements, s)
	if err := j.show(s); err != nil {
		return false, stopShowing{err}
	}
	return true, nil
}

// joinEngines names who answered: the second alone, unless the first already
// said something.
func joinEngines(first, second string, both bool) string {
	if both {
		return first + ", then " + second
	}
	return second
}

// has reports whether the answer says s already: a second gist, or a sentence
// repeated.
func (a *answered) has(s Statement) bool {
	for i, old := range a.statements {
		if old.Kind == s.Kind && (s.Kind == prompts.Gist || a.said[i] == s.Text.String()) {
			return true
		}
	}
	return false
}

// full reports whether an answer of at most so many words, 0 for no bound, has no
// room for s. What was decided, what is open and who does what always has; an
// engine that quotes keeps to the bound by itself.
func (a *answered) full(words int, s Statement) bool {
	switch s.Kind {
	case prompts.Gist, prompts.Decision, prompts.Question, prompts.Action:
		return false
	}
	if s.Quote {
		return false
	}
	total := len(strings.Fields(s.Text.String()))
	for _, said := range a.said {
		total += len(strings.Fields(said))
	}
	return words > 0 && len(a.said) > 0 && total > words
}

// whyQuotes says in a sentence why the reader sees quotes after a model was
// asked.
func (j *job) whyQuotes(err error, some bool) string {
	switch {
	case some && err == nil:
		return j.lang.say("quotes.little")
	case some:
		return j.lang.say("quotes.rest")
	}
	var told interface{ Sentence() string }
	if errors.As(err, &told) {
		return told.Sentence() + " " + j.lang.say("quotes.only")
	}
	if err != nil {
		return j.lang.say("quotes.failed")
	}
	return j.lang.say("quotes.nothing")
}
