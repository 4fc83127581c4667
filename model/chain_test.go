package model

import (
	"context"
	"errors"
	"testing"

	"github.com/gloss-tutor/gloss/prompts"
)

// scripted is an engine that emits so many records and then ends as told.
type scripted struct {
	name    string
	records int
	err     error
}

func (s scripted) Name() string { return s.name }

func (s scripted) Answer(_ context.Context, _ prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	for range s.records {
		if err := emit(prompts.Record{Kind: prompts.Point, Text: s.name}); err != nil {
			return prompts.Usage{Engine: s.name}, err
		}
	}
	return prompts.Usage{Engine: s.name}, s.err
}

func TestAChainGoesOnOnlyBeforeAnythingWasSaid(t *testing.T) {
	down := &Error{Kind: Timeout, Provider: "openai:a"}
	for _, c := range []struct {
		name   string
		chain  *Chain
		engine string
		heard  string
		failed bool
	}{
		{"first answers", NewChain(scripted{"a", 1, nil}, scripted{"b", 1, nil}), "a", "a", false},
		{"first is down", NewChain(scripted{"a", 0, down}, scripted{"b", 1, nil}), "b", "b", false},
		{"first breaks off", NewChain(scripted{"a", 1, down}, scripted{"b", 1, nil}), "a", "a", true},
		{"all are down", NewChain(scripted{"a", 0, down}, scripted{"b", 0, down}), "b", "", true},
		{"none", NewChain(), "", "", true},
	} {
		heard := ""
		usage, err := c.chain.Answer(t.Context(), thePrompt, func(r prompts.Record) error { heard += r.Text; return nil })
		if usage.Engine != c.engine || heard != c.heard || (err != nil) != c.failed {
			t.Errorf("%s: %s said %q, %v", c.name, usage.Engine, heard, err)
		}
	}
}

func TestAChainStopsWhenTheCallerDoes(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	asked := false
	_, err := NewChain(scripted{"a", 0, context.Canceled}, scripted{"b", 1, nil}).Answer(ctx, thePrompt, func(prompts.Record) error { asked = true; return nil })
	if !errors.Is(err, context.Canceled) || asked {
		t.Errorf("%v, asked on: %v", err, asked)
	}
}

func TestTheFirstFailureOfAChainGivesTheSentence(t *testing.T) {
	chain := NewChain(scripted{"a", 0, &Error{Kind: Auth, Provider: "openai:a"}}, scripted{"b", 0, &Error{Kind: Network, Provider: "ollama:b", Host: "h"}})
	_, err := chain.Answer(t.Context(), thePrompt, func(prompts.Record) error { return nil })
	var told interface{ Sentence() string }
	if !errors.As(err, &told) || told.Sentence() != "OpenAI refused the key. Check OPENAI_API_KEY." {
		t.Errorf("%v", err)
	}
}
