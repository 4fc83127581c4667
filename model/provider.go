package model

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/tmc/langchaingo/llms"

	"github.com/gloss-tutor/gloss/prompts"
)

// Provider is a language model reached through langchaingo, behind a guard: an
// answer is reported only when its stream was whole, and every failure is an
// *Error of one Kind. It is safe for concurrent use.
type Provider struct {
	name, host string
	dialect    dialect
	client     llms.Model
	transport  *transport

	// Overall bounds a whole answer, FirstEvent the wait for its first event
	// (models that reason think long), Idle the silence between two events.
	// Keep-alives count as silence; the time that emit takes does not.
	Overall, FirstEvent, Idle time.Duration
}

// Name returns the provider and the model: "openai:gpt-4o-mini".
func (p *Provider) Name() string { return p.name }

// The causes of a call that the guard ended.
var (
	errIdle    = errors.New("no event for too long")
	errTooSlow = errors.New("no whole answer for too long")
)

// Answer asks the model and emits its records while they stream, from another
// goroutine perhaps, but never at once and never after it has returned. It
// returns an *Error when the call fails; what was emitted before that stands.
func (p *Provider) Answer(ctx context.Context, prompt prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	usage := prompts.Usage{Engine: p.name}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	overall := time.AfterFunc(p.Overall, func() { cancel(errTooSlow) })
	defer overall.Stop()
	idle := time.AfterFunc(p.FirstEvent, func() { cancel(errIdle) })
	defer idle.Stop()

	emitted := 0
	decoder := prompts.NewDecoder(func(r prompts.Record) error {
		emitted++
		return emit(r.Resolve(prompt.Thread))
	})
	c := &call{dialect: p.dialect, tokens: tokensOf(prompt), shared: prompt.Shared, idle: idle, patience: p.Idle}
	hear := func(_ context.Context, chunk []byte) error {
		return c.pause(func() error { return c.hear(chunk, decoder) })
	}
	resp, panicked := p.generate(withCall(ctx, c), prompt, hear)

	o := c.end(context.Cause(ctx), panicked)
	if o.kind == "" {
		if err := safely(decoder.Close); err != nil {
			o.kind, o.err = Callback, err
		} else if emitted == 0 {
			o.kind = Empty
		}
	}
	usage.Malformed = decoder.Malformed()
	count(&usage, resp)
	if usage.PromptTokens == 0 && o.status == http.StatusOK {
		usage.PromptTokens, usage.CompletionTokens = c.tokens, (o.streamed+3)/4
		usage.Estimated = true
	}
	if o.kind != "" {
		return usage, &Error{
			Kind: o.kind, Provider: p.name, Host: p.host, Status: o.status,
			RetryAfter: o.retryAfter, Streamed: o.streamed, Err: o.err,
		}
	}
	usage.Cut = cut(o.stop)
	return usage, nil
}

// generate calls the client library and catches it when it crashes. Its error
// is dropped: what happened is in the call, and the error may hold a body.
func (p *Provider) generate(ctx context.Context, prompt prompts.Prompt, hear func(context.Context, []byte) error) (resp *llms.ContentResponse, panicked bool) {
	defer func() {
		if recover() != nil {
			panicked = true
		}
	}()
	options := []llms.CallOption{llms.WithStreamingFunc(hear)}
	if p.dialect.maxTokens > 0 {
		options = append(options, llms.WithMaxTokens(p.dialect.maxTokens))
	}
	resp, _ = p.client.GenerateContent(ctx, []llms.MessageContent{
		llms.TextParts(llms.ChatMessageTypeSystem, prompt.System),
		llms.TextParts(llms.ChatMessageTypeHuman, prompt.User),
	}, options...)
	return resp, false
}

// hear takes a piece of the answer's text. The library calls it from a
// goroutine of its own, in which a panic would end the process.
func (c *call) hear(chunk []byte, to io.Writer) error {
	ignore := false
	c.note(func() {
		ignore = c.returned || c.callback != nil
		c.streamed += len(chunk)
	})
	if ignore || len(chunk) == 0 {
		return nil
	}
	err := safely(func() error { _, err := to.Write(chunk); return err })
	if err != nil {
		c.note(func() { c.callback = err })
	}
	return err
}

// safely runs what ends in the caller's emit; a panic becomes an error.
func safely(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("emit panicked: %T", v)
		}
	}()
	return f()
}

// count takes the tokens that the provider counted, under the names of the
// library's clients, which repeat them in every choice.
func count(usage *prompts.Usage, resp *llms.ContentResponse) {
	if resp == nil {
		return
	}
	for _, choice := range resp.Choices {
		if choice == nil {
			continue
		}
		number := func(names ...string) (n int) {
			for _, name := range names {
				v, _ := choice.GenerationInfo[name].(int)
				n = max(n, v)
			}
			return n
		}
		usage.CachedTokens = max(usage.CachedTokens, number("PromptCachedTokens", "CacheReadInputTokens"))
		usage.WrittenTokens = max(usage.WrittenTokens, number("CacheCreationInputTokens"))
		usage.CompletionTokens = max(usage.CompletionTokens, number("CompletionTokens", "OutputTokens"))
		// Anthropic counts what its cache holds apart, the others within.
		apart := number("InputTokens") + number("CacheReadInputTokens") + number("CacheCreationInputTokens")
		usage.PromptTokens = max(usage.PromptTokens, number("PromptTokens"), apart)
	}
}
