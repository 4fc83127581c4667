package model

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/gloss-tutor/gloss/prompts"
)

// Bounds of reading in parts.
const (
	// window is how many tokens of a thread are asked about at once, leastWindow
	// how few a model must take.
	window, leastWindow = 20_000, 1_000
	// together is how many parts are asked about at the same time.
	together = 4
)

// Long has an engine answer about threads that are longer than it reads at
// once: it takes notes of each part, and words the answer from the notes. Parts
// from which the answer cites nothing speak through their weightiest note, so
// that nothing is left out in silence.
//
// Notes are the same for all learners. They are kept in memory for a while: who
// asks about the same thread next pays only for the wording.
type Long struct {
	Engine
	notes notebook
}

// Answer asks the engine at once, or in parts when the thread is too long for
// that, as far as we know or as the provider says.
func (l *Long) Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	if p.Split == nil {
		return l.Engine.Answer(ctx, p, emit)
	}
	var usage prompts.Usage
	tokens := window
	if len(p.Skipped) == 0 {
		took, err := l.Engine.Answer(ctx, p, emit)
		usage = usage.Add(took)
		if !tooLong(err) {
			return usage, err
		}
		tokens = min(window, tokensOf(p)) / 2
	}
	for {
		took, err := l.inParts(ctx, p, prompts.Budget{Tokens: tokens}, emit)
		usage = usage.Add(took)
		if tokens /= 2; !tooLong(err) || tokens < leastWindow {
			return usage, err
		}
	}
}

func tooLong(err error) bool {
	var failed *Error
	return errors.As(err, &failed) && failed.Kind == TooLong && failed.Streamed == 0
}

// noteTaking is one answer in parts under way.
type noteTaking struct {
	long   *Long
	prompt prompts.Prompt
	parts  prompts.Parts

	mu    sync.Mutex
	notes [][]prompts.Record
	errs  []error
	done  int
	usage prompts.Usage
}

func (l *Long) inParts(ctx context.Context, p prompts.Prompt, b prompts.Budget, emit func(prompts.Record) error) (prompts.Usage, error) {
	parts, err := p.Split(b)
	if err != nil {
		return prompts.Usage{Engine: l.Name()}, err
	}
	r := &noteTaking{
		long: l, prompt: p, parts: parts,
		notes: make([][]prompts.Record, len(parts.Notes)), errs: make([]error, len(parts.Notes)),
		usage: prompts.Usage{Engine: l.Name()},
	}
	if err := r.read(ctx); err != nil {
		return r.usage, err
	}
	r.usage, err = r.word(ctx, emit)
	r.usage.Parts, r.usage.Shortened = len(parts.Notes), parts.Shortened
	r.usage.Unread = parts.Unread
	for i, err := range r.errs {
		if err != nil {
			for _, m := range parts.Notes[i].Thread.Messages[1:] {
				r.usage.Unread = append(r.usage.Unread, m.ID)
			}
		}
	}
	return r.usage, err
}

// read takes the notes of all parts, some at a time. It fails when no part
// could be read, and when the answer must end here; what makes the other parts
// fail too, like a budget that is used up, only keeps them from being asked.
func (r *noteTaking) read(ctx context.Context) error {
	asking, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var all sync.WaitGroup
	free := make(chan struct{}, together)
	for i := range r.parts.Notes {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			if asking.Err() != nil {
				r.errs[i] = context.Cause(asking)
				return
			}
			notes, usage, err := r.long.note(asking, r.parts.Notes[i], r.prompt.Learner)
			if err := r.end(i, notes, usage, err); err != nil {
				stop(err)
			}
		})
	}
	all.Wait()
	var mine *Error
	switch cause := context.Cause(asking); {
	case ctx.Err() != nil:
		return &Error{Kind: byCause(context.Cause(ctx)), Provider: r.long.Name(), Err: context.Cause(ctx)}
	case cause != nil && (tooLong(cause) || !errors.As(cause, &mine)):
		return cause
	case !slices.Contains(r.errs, nil):
		return r.errs[0]
	}
	return nil
}

// end takes what became of a part, and returns what ends the reading.
func (r *noteTaking) end(i int, notes []prompts.Record, usage prompts.Usage, err error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.notes[i], r.errs[i] = notes, err
	r.usage = r.usage.Add(usage)
	r.done++
	var failed *Error
	if errors.As(err, &failed) && slices.Contains([]Kind{TooLong, Auth, Quota, NotFound, Spent}, failed.Kind) {
		return err
	}
	if r.prompt.Progress == nil {
		return nil
	}
	return safely(func() error { return r.prompt.Progress(r.done, len(r.parts.Notes)) })
}

// word has the answer worded from the notes, and adds a note of each part that
// the answer cites nothing of. When the wording fails, the notes stand alone.
func (r *noteTaking) word(ctx context.Context, emit func(prompts.Record) error) (prompts.Usage, error) {
	merged, err := r.parts.Merge(r.notes)
	if err != nil {
		return r.usage, err
	}
	merged.Learner, merged.Quotable = r.prompt.Learner, r.prompt.Quotable
	cited := make(map[string]bool)
	var refused error
	usage, err := r.long.Engine.Answer(ctx, merged, func(rec prompts.Record) error {
		for _, id := range rec.Cites {
			cited[id] = true
		}
		refused = emit(rec)
		return refused
	})
	usage = r.usage.Add(usage)
	if refused != nil || ctx.Err() != nil || tooLong(err) {
		return usage, err
	}
	root := r.prompt.Thread.Messages[0].ID
	for i, notes := range r.notes {
		own := func(id string) bool { return id != root && slices.Contains(r.ids(i), id) }
		if slices.ContainsFunc(r.ids(i), func(id string) bool { return id != root && cited[id] }) {
			continue
		}
		for _, n := range prompts.Weightiest(notes) {
			if !slices.ContainsFunc(notes[n].Cites, own) {
				continue
			}
			if err := emit(notes[n]); err != nil {
				return usage, err
			}
			break
		}
	}
	return usage, err
}

func (r *noteTaking) ids(part int) []string {
	messages := r.parts.Notes[part].Thread.Messages
	ids := make([]string, len(messages))
	for i, m := range messages {
		ids[i] = m.ID
	}
	return ids
}

// note takes the notes of one part, or has them from an earlier reader.
func (l *Long) note(ctx context.Context, part prompts.Prompt, learner string) ([]prompts.Record, prompts.Usage, error) {
	usage := prompts.Usage{Engine: l.Name()}
	if notes, ok := l.notes.find(part); ok {
		return notes, usage, nil
	}
	part.Learner = learner
	var notes []prompts.Record
	usage, err := l.Engine.Answer(ctx, part, func(rec prompts.Record) error {
		if rec.Kind != prompts.Gist && rec.Kind != prompts.Term && len(rec.Cites) > 0 {
			notes = append(notes, rec)
		}
		return nil
	})
	if err == nil && len(notes) == 0 {
		err = &Error{Kind: Empty, Provider: l.Name()}
	}
	if err == nil && !usage.Cut {
		l.notes.keep(part, notes)
	}
	return notes, usage, err
}
