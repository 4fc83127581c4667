package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/tutor"
)

// asking are the flags of explain and brief.
type asking struct {
	Glossary []string `help:"Glossary to explain with: a directory, .md or .json (repeatable; none = the bundled CNCF glossary)." placeholder:"DIR|FILE" sep:"none"`
	Reader   string   `help:"JSON {id, role, goals, known, shaky} that says who reads." placeholder:"FILE"`
	Offline  bool     `help:"Use no AI model: quotes from the thread and the glossary."`
	JSON     bool     `help:"Print one JSON object."`
	File     string   `arg:"" optional:"" help:"The thread: text as copied from Slack, or JSON; - is standard input."`
}

type explainCommand struct {
	asking
	Level *level `help:"How much help, from 0 (most) to 3." placeholder:"0-3"`
	As    string `help:"Explain to this learner, and remember what they were taught, in the database of DATABASE_URL." placeholder:"ID"`
}

// level is how much help a reader wants, from 0 (most) to 3.
type level int

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *level) UnmarshalText(text []byte) error {
	if len(text) != 1 || text[0] < '0' || text[0] > '3' {
		return fmt.Errorf("it is 0, 1, 2 or 3, not %q", text)
	}
	*l = level(text[0] - '0')
	return nil
}

type briefCommand struct{ asking }

// Run explains the thread.
func (c explainCommand) Run(env environment) error {
	t, q, err := c.prepare(env)
	if err != nil {
		return err
	}
	q.Level = (*int)(c.Level)
	if c.As == "" {
		return c.explain(env, t, q)
	}
	return withStore(env, func(db *store.Store) error {
		t.Library = db
		keepAccounts(t.Model, db)
		q.Learner, q.ID = c.As, "terminal:"+c.As+"/"+t.Now().UTC().Format(time.RFC3339Nano)
		return c.explain(env, t, q)
	})
}

func (c explainCommand) explain(env environment, t *tutor.Tutor, q tutor.Question) error {
	show := newTerminal(env.stdout, q.Thread, false)
	show.progress = env.stderr
	if c.JSON {
		answer, err := t.Explain(env.ctx, q, onlyProgress(env))
		return printJSON(env, answer, err)
	}
	answer, err := t.Explain(env.ctx, q, show.part)
	if err != nil {
		return err
	}
	return show.end(answer.Engine, answer.Coverage, answer.Dropped, answer.Usage)
}

// Run briefs on the thread.
func (c briefCommand) Run(env environment) error {
	t, q, err := c.prepare(env)
	if err != nil {
		return err
	}
	show := newTerminal(env.stdout, q.Thread, true)
	show.progress = env.stderr
	if c.JSON {
		answer, err := t.Brief(env.ctx, q, onlyProgress(env))
		return printJSON(env, answer, err)
	}
	answer, err := t.Brief(env.ctx, q, show.part)
	if err != nil {
		return err
	}
	return show.end(answer.Engine, answer.Coverage, answer.Dropped, answer.Usage)
}

// onlyProgress shows nothing of an answer but how far a long thread is read.
func onlyProgress(env environment) func(tutor.Part) error {
	return func(p tutor.Part) error {
		if p, ok := p.(tutor.Progress); ok {
			tellProgress(env.stderr, p)
		}
		return nil
	}
}

func printJSON(env environment, answer any, err error) error {
	if err != nil {
		return err
	}
	out := json.NewEncoder(env.stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(answer)
}

// prepare reads the input and wires a tutor without memory.
func (a asking) prepare(env environment) (*tutor.Tutor, tutor.Question, error) {
	var q tutor.Question
	var err error
	if q.Thread, err = readThread(env, a.File); err != nil {
		return nil, q, err
	}
	if q.Reader, err = readReader(env, a.Reader); err != nil {
		return nil, q, err
	}
	words, err := loadGlossary(env, a.Glossary)
	if err != nil {
		return nil, q, err
	}
	set := readSettings(env.getenv)
	people, err := set.people()
	if err != nil {
		return nil, q, err
	}
	t := &tutor.Tutor{
		People:   people,
		Offline:  model.Offline{},
		Glossary: func(context.Context, string) (*glossary.Glossary, error) { return words, nil },
		Now:      time.Now,
	}
	q.Offline = a.Offline
	if !a.Offline {
		t.Model, err = openModel(set.Model, env.getenv)
	}
	return t, q, err
}
