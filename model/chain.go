package model

import (
	"context"
	"errors"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
)

// Engine is what a Chain tries: a Provider, or anything that answers like one.
type Engine interface {
	Name() string
	Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error)
}

// Chain tries its engines in order until one answers. Once something was
// emitted it stays with that engine: a reader is not told a thing twice.
type Chain []Engine

// Name returns the names of the engines, in order.
func (c Chain) Name() string {
	names := make([]string, len(c))
	for i, e := range c {
		names[i] = e.Name()
	}
	return strings.Join(names, ",")
}

// Answer returns what the first engine that answers returns. When none does,
// the error joins those of all, in order.
func (c Chain) Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	var failed []error
	usage := prompts.Usage{Engine: c.Name()}
	for _, e := range c {
		emitted := false
		var err error
		usage, err = e.Answer(ctx, p, func(r prompts.Record) error {
			emitted = true
			return emit(r)
		})
		if err == nil {
			return usage, nil
		}
		failed = append(failed, err)
		if emitted || ctx.Err() != nil {
			break
		}
	}
	if len(failed) == 0 {
		return usage, errors.New("no model to ask")
	}
	return usage, errors.Join(failed...)
}
