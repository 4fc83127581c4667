package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/eval"
	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// cases reads the threads of the folder, their secrets masked.
func (c evalCommand) cases(env environment) ([]eval.Case, error) {
	files, err := os.ReadDir(c.Folder)
	if err != nil {
		return nil, unreadable(c.Folder, err)
	}
	var cases []eval.Case
	for _, f := range files {
		name, ending := strings.TrimSuffix(f.Name(), filepath.Ext(f.Name())), filepath.Ext(f.Name())
		if ending != ".json" && ending != ".txt" || strings.HasSuffix(name, ".gold") {
			continue
		}
		t, err := readThread(env, filepath.Join(c.Folder, f.Name()))
		if err != nil {
			return nil, err
		}
		one := eval.Case{Name: name}
		one.Thread, _ = safety.MaskThread(t)
		var gold struct {
			Key []string `json:"key_messages"`
		}
		if data, err := os.ReadFile(filepath.Join(c.Folder, name+".gold.json")); err == nil {
			if err := json.Unmarshal(data, &gold); err != nil {
				return nil, fmt.Errorf("read %s.gold.json: %w", name, err)
			}
		}
		one.Key = gold.Key
		cases = append(cases, one)
	}
	if len(cases) == 0 {
		return nil, fmt.Errorf("there is no thread in %s: put NAME.json or NAME.txt there", c.Folder)
	}
	return cases, nil
}

// listening is an engine that remembers why it failed last: the tutor goes on
// without it, but quotes are nothing to measure.
type listening struct {
	tutor.Engine
	failed error
}

func (l *listening) Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	usage, err := l.Engine.Answer(ctx, p, emit)
	l.failed = err
	return usage, err
}

// explainer explains as "gloss explain" does, to a reader of whom nothing is
// known.
func (c evalCommand) explainer(env environment, engine tutor.Engine) (eval.Explainer, error) {
	words, err := loadGlossary(env, c.Glossary)
	if err != nil {
		return nil, err
	}
	heard := &listening{Engine: engine}
	t := &tutor.Tutor{
		Model: heard, Offline: model.Offline{}, Now: time.Now,
		Glossary: func(context.Context, string) (*glossary.Glossary, error) { return words, nil },
	}
	return func(ctx context.Context, th thread.Thread) (eval.Answer, error) {
		e, err := t.Explain(ctx, tutor.Question{Thread: th}, func(tutor.Part) error { return nil })
		if err == nil {
			err = heard.failed
		}
		if err != nil {
			return eval.Answer{}, err
		}
		a := eval.Answer{Engine: engine.Name(), Dropped: e.Dropped, Usage: e.Usage}
		for _, s := range append([]tutor.Statement{*e.Gist}, e.Points...) {
			if !s.Quote {
				a.Claims = append(a.Claims, prompts.Claim{Text: s.Text.String(), Cites: s.Cites})
			}
		}
		return a, nil
	}, nil
}
