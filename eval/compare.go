package eval

import (
	"context"
	"fmt"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// Comparison counts which of two engines explains better. A pair is judged in
// both orders; where the order decides, it is a tie.
type Comparison struct {
	First  string `json:"first"`
	Second string `json:"second"`
	// Wins of each, and Ties, of which Swayed are those that the order decided.
	FirstWins  int `json:"first_wins"`
	SecondWins int `json:"second_wins"`
	Ties       int `json:"ties"`
	Swayed     int `json:"swayed"`
}

// Explainer is one side of a comparison.
type Explainer func(ctx context.Context, t thread.Thread) (Answer, error)

// Compare has two engines explain the same cases, and the judge say which is
// better.
func Compare(ctx context.Context, judge Engine, cases []Case, first, second Explainer, progress func(done, of int, name string)) (Comparison, error) {
	var c Comparison
	for i, one := range cases {
		progress(i, len(cases), one.Name)
		a, err := first(ctx, one.Thread)
		if err != nil {
			return c, fmt.Errorf("%s: %w", one.Name, err)
		}
		b, err := second(ctx, one.Thread)
		if err != nil {
			return c, fmt.Errorf("%s: %w", one.Name, err)
		}
		c.First, c.Second = a.Engine, b.Engine
		there, err := better(ctx, judge, one.Thread, a, b)
		if err != nil {
			return c, fmt.Errorf("%s: %w", one.Name, err)
		}
		back, err := better(ctx, judge, one.Thread, b, a)
		if err != nil {
			return c, fmt.Errorf("%s: %w", one.Name, err)
		}
		switch {
		case there > 0 && back < 0:
			c.FirstWins++
		case there < 0 && back > 0:
			c.SecondWins++
		default:
			c.Ties++
			if there != 0 || back != 0 {
				c.Swayed++
			}
		}
	}
	return c, nil
}

// better is 1 where the judge prefers a, -1 for b and 0 for neither.
func better(ctx context.Context, judge Engine, t thread.Thread, a, b Answer) (int, error) {
	p, err := prompts.Compare{Thread: t, A: a.Claims, B: b.Claims}.Prompt()
	if err != nil {
		return 0, err
	}
	says := ""
	if _, err := judge.Answer(ctx, p, func(r prompts.Record) error {
		if says == "" {
			says = strings.ToLower(strings.TrimSpace(r.Entry))
		}
		return nil
	}); err != nil {
		return 0, fmt.Errorf("ask the judge: %w", err)
	}
	switch says {
	case "a":
		return 1, nil
	case "b":
		return -1, nil
	case "tie":
		return 0, nil
	}
	return 0, errJudge
}
