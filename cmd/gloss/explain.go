package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/thread"
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
	Level *int   `help:"How much help, from 0 (most) to 3." placeholder:"0-3"`
	As    string `help:"Explain to this learner, and remember what they were taught, in the database of DATABASE_URL." placeholder:"ID"`
}

type briefCommand struct{ asking }

// Run explains the thread.
func (c explainCommand) Run(env environment) error {
	if c.Level != nil && (*c.Level < 0 || *c.Level > 3) {
		return usageError(fmt.Sprintf("--level is 0, 1, 2 or 3, not %d", *c.Level))
	}
	t, q, err := c.prepare(env)
	if err != nil {
		return err
	}
	q.Level = c.Level
	if c.As == "" {
		return c.explain(env, t, q)
	}
	return withStore(env, func(db *store.Store) error {
		t.Library = db
		q.Learner, q.ID = c.As, "terminal:"+c.As+"/"+t.Now().UTC().Format(time.RFC3339Nano)
		return c.explain(env, t, q)
	})
}

func (c explainCommand) explain(env environment, t *tutor.Tutor, q tutor.Question) error {
	show := newTerminal(env.stdout, q.Thread, false)
	if c.JSON {
		answer, err := t.Explain(env.ctx, q, silent)
		return printJSON(env, answer, err)
	}
	answer, err := t.Explain(env.ctx, q, show.part)
	if err != nil {
		return err
	}
	return show.end(answer.Engine, answer.Coverage, answer.Dropped)
}

// Run briefs on the thread.
func (c briefCommand) Run(env environment) error {
	t, q, err := c.prepare(env)
	if err != nil {
		return err
	}
	show := newTerminal(env.stdout, q.Thread, true)
	if c.JSON {
		answer, err := t.Brief(env.ctx, q, silent)
		return printJSON(env, answer, err)
	}
	answer, err := t.Brief(env.ctx, q, show.part)
	if err != nil {
		return err
	}
	return show.end(answer.Engine, answer.Coverage, answer.Dropped)
}

func silent(tutor.Part) error { return nil }

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
	if q.Reader, err = readReader(a.Reader); err != nil {
		return nil, q, err
	}
	words, err := loadGlossary(env, a.Glossary)
	if err != nil {
		return nil, q, err
	}
	t := &tutor.Tutor{
		Offline:  model.Offline{},
		Glossary: func(context.Context, string) (*glossary.Glossary, error) { return words, nil },
		Now:      time.Now,
	}
	q.Offline = a.Offline
	if !a.Offline {
		t.Model, err = openModel(strings.TrimSpace(env.getenv("GLOSS_MODEL")), env.getenv)
	}
	return t, q, err
}

type threadCommand struct {
	JSON bool   `help:"Print one JSON object."`
	File string `arg:"" optional:"" help:"The thread: text as copied from Slack, or JSON; - is standard input."`
}

// Run shows how the thread was read.
func (c threadCommand) Run(env environment) error {
	t, err := readThread(env, c.File)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(env, t, nil)
	}
	return printThread(env, t)
}

func printThread(env environment, t thread.Thread) error {
	fmt.Fprintf(env.stdout, "Read as %s, %d messages from %d people, confidence %.2f.\n", t.Format, len(t.Messages), len(t.Authors()), t.Confidence)
	for _, m := range t.Messages {
		fmt.Fprintf(env.stdout, "\n%s  lines %d-%d  %s  %s %s\n", m.ID, m.Lines[0], m.Lines[1], clean(m.Author), clean(m.Day), clean(m.Time))
		for line := range strings.SplitSeq(clean(m.Text), "\n") {
			fmt.Fprintf(env.stdout, "    %s\n", line)
		}
	}
	if len(t.Chrome) > 0 {
		fmt.Fprintf(env.stdout, "\nThe client's furniture, lines %v\n", t.Chrome)
	}
	if len(t.Unplaced) > 0 {
		fmt.Fprintf(env.stdout, "\nCould not be placed, lines %v\n", t.Unplaced)
	}
	return nil
}
