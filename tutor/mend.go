package tutor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// Bounds of what an engine is asked to mend: what is beyond is dropped as it is,
// and so is all of it when the time that is left would not do.
const (
	maxMended = 12
	mendTime  = 15 * time.Second
)

// mend lets the model that answered word once more what was refused, told why,
// and adds what passes to a. It is done once: what fails again stays dropped, and
// a model that fails here has answered all the same.
func (j *job) mend(ctx context.Context, p prompts.Prompt, a *answered) error {
	refused := a.refused[:min(len(a.refused), maxMended)]
	until, bounded := ctx.Deadline()
	if len(refused) == 0 || len(p.Skipped) > 0 || a.usage.Parts > 0 || bounded && time.Until(until) < mendTime {
		return nil
	}
	again, err := p.Mend(refused)
	if err != nil {
		return fmt.Errorf("ask for what was refused: %w", err)
	}
	mended := 0
	usage, err := j.tutor.Model.Answer(ctx, again, func(r prompts.Record) error {
		s, f := j.check(r)
		if f != "" || mended == len(refused) {
			return nil
		}
		added, err := j.add(a, p, s)
		if added {
			mended++
			a.dropped--
		}
		return err
	})
	a.usage = a.usage.Add(usage)
	var stopped stopShowing
	switch {
	case errors.As(err, &stopped):
		return stopped.error
	case ctx.Err() != nil:
		return fmt.Errorf("ask for what was refused: %w", context.Cause(ctx))
	}
	return nil
}
