package model

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// Engine is what a Chain tries: a Provider, or anything that answers like one.
type Engine interface {
	Name() string
	Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error)
}

// Bounds of trying again.
const (
	// attempts is how often one engine is asked at most.
	attempts = 3
	// firstWait is the pause before the second attempt; it doubles. A provider
	// that asks for more than longestWait is left for the next one: a reader
	// is waiting.
	firstWait, longestWait = 500 * time.Millisecond, 10 * time.Second
)

// Chain tries its engines in order until one answers. An engine that is merely
// busy is asked again, one that keeps failing is passed over for a while. Once
// something was emitted the chain stays with that engine: a reader is not told
// a thing twice. It is safe for concurrent use.
type Chain struct{ links []*link }

type link struct {
	engine  Engine
	breaker breaker
}

// NewChain returns a chain of engines, the best first.
func NewChain(engines ...Engine) *Chain {
	c := &Chain{}
	for _, e := range engines {
		c.links = append(c.links, &link{engine: e})
	}
	return c
}

// Engines returns the engines, in order.
func (c *Chain) Engines() []Engine {
	engines := make([]Engine, len(c.links))
	for i, l := range c.links {
		engines[i] = l.engine
	}
	return engines
}

// Name returns the names of the engines, in order.
func (c *Chain) Name() string {
	names := make([]string, len(c.links))
	for i, l := range c.links {
		names[i] = l.engine.Name()
	}
	return strings.Join(names, ",")
}

// Answer returns what the first engine that answers returns, with the tokens
// and the cost of those that failed before it. When none does, the error joins
// those of all, in order.
func (c *Chain) Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	var failed []error
	usage := prompts.Usage{Engine: c.Name()}
	emitted := false
	heard := func(r prompts.Record) error {
		emitted = true
		return emit(r)
	}
	for _, l := range c.links {
		took, err := l.answer(ctx, p, heard, &emitted)
		usage = usage.Add(took)
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

// answer asks one engine, and again while that may help.
func (l *link) answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error, emitted *bool) (prompts.Usage, error) {
	usage := prompts.Usage{Engine: l.engine.Name()}
	for attempt := 1; ; attempt++ {
		if last, ok := l.breaker.admit(); !ok {
			return usage, last
		}
		took, err := l.engine.Answer(ctx, p, emit)
		usage = usage.Add(took)
		var failed *Error
		if err != nil && !errors.As(err, &failed) {
			failed = &Error{Kind: Callback, Provider: l.engine.Name(), Err: err}
		}
		l.breaker.note(failed)
		if err == nil || *emitted || attempt >= worth(failed) {
			return usage, err
		}
		wait := firstWait << (attempt - 1)
		wait = max(failed.RetryAfter, wait+rand.N(wait/2))
		if !pause(ctx, wait) {
			return usage, err
		}
	}
}

// worth says how many attempts a request is worth that fails like this: more
// where the provider is only busy, and one where the next would take as long or
// end the same.
func worth(e *Error) int {
	switch {
	case (e.Kind == RateLimit || e.Kind == Unavailable) && e.RetryAfter <= longestWait:
		return attempts
	case e.Kind == Network, e.Kind == Truncated, e.Kind == Empty:
		return 2
	}
	return 1
}

// pause waits, and reports false when the caller gives up.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
