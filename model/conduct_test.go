package model

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// sequence is an engine that ends its calls one after the other as told, and
// answers when there is nothing left to tell.
type sequence struct {
	name string
	ends []error
	at   []time.Time
}

func (s *sequence) Name() string { return s.name }

func (s *sequence) Answer(_ context.Context, _ prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	s.at = append(s.at, time.Now())
	usage := prompts.Usage{Engine: s.name, PromptTokens: 10}
	if len(s.ends) > 0 {
		err := s.ends[0]
		s.ends = s.ends[1:]
		if err != nil {
			return usage, err
		}
	}
	return usage, emit(prompts.Record{Kind: prompts.Gist, Text: s.name})
}

func failure(k Kind, wait time.Duration) error {
	return &Error{Kind: k, Provider: "openai:a", RetryAfter: wait}
}

func TestWhatIsAskedAgain(t *testing.T) {
	for _, c := range []struct {
		name  string
		ends  []error
		calls int
		least time.Duration // the pause before the second call
		by    string
	}{
		{"busy once", []error{failure(RateLimit, 0)}, 2, firstWait, "a"},
		{"busy, and says for how long", []error{failure(RateLimit, 7*time.Second)}, 2, 7 * time.Second, "a"},
		{"busy for longer than a reader waits", []error{failure(RateLimit, time.Minute)}, 1, 0, "b"},
		{"down twice", []error{failure(Unavailable, 0), failure(Unavailable, 0)}, 3, firstWait, "a"},
		{"down for good", []error{failure(Unavailable, 0), failure(Unavailable, 0), failure(Unavailable, 0)}, 3, firstWait, "b"},
		{"cut off once", []error{failure(Truncated, 0)}, 2, firstWait, "a"},
		{"silent", []error{failure(IdleTimeout, 0)}, 1, 0, "b"},
		{"the key is refused", []error{failure(Auth, 0)}, 1, 0, "b"},
		{"no credit", []error{failure(Quota, 0)}, 1, 0, "b"},
		{"filtered", []error{failure(Filter, 0)}, 1, 0, "b"},
		{"an error of no kind", []error{errors.New("odd")}, 1, 0, "b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b := &sequence{name: "a", ends: c.ends}, &sequence{name: "b"}
				usage, err := NewChain(a, b).Answer(t.Context(), thePrompt, nobody)
				if err != nil || usage.Engine != c.by || len(a.at) != c.calls {
					t.Fatalf("%s answered after %d calls of a: %v", usage.Engine, len(a.at), err)
				}
				if c.calls > 1 && a.at[1].Sub(a.at[0]) < c.least {
					t.Errorf("asked again after %v", a.at[1].Sub(a.at[0]))
				}
				if want := 10 * (len(a.at) + len(b.at)); usage.PromptTokens != want {
					t.Errorf("%d tokens, want %d: failures cost too", usage.PromptTokens, want)
				}
			})
		})
	}
}

func TestAReaderWhoLeavesIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		a := &sequence{name: "a", ends: []error{failure(RateLimit, 9*time.Second)}}
		start := time.Now()
		if _, err := NewChain(a).Answer(ctx, thePrompt, nobody); kindIn(err) != RateLimit {
			t.Errorf("%v", err)
		}
		if waited := time.Since(start); waited != time.Second {
			t.Errorf("waited %v", waited)
		}
	})
}

// TestAProviderThatIsDownIsPassedOverForAWhile follows a breaker through its
// states on a clock of its own.
func TestAProviderThatIsDownIsPassedOverForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := failure(IdleTimeout, 0)
		a := &sequence{name: "a", ends: []error{down, down, down, down, down}}
		chain := NewChain(a, &sequence{name: "b"})
		ask := func(want string, calls int) {
			t.Helper()
			usage, err := chain.Answer(t.Context(), thePrompt, nobody)
			if err != nil || usage.Engine != want || len(a.at) != calls {
				t.Fatalf("%s answered, a was called %d times, %v; want %s and %d", usage.Engine, len(a.at), err, want, calls)
			}
		}
		ask("b", 1)
		ask("b", 2)
		ask("b", 3) // opens
		ask("b", 3)
		time.Sleep(firstPause)
		ask("b", 4) // the probe fails: open for twice as long
		time.Sleep(firstPause)
		ask("b", 4)
		time.Sleep(firstPause)
		ask("b", 5)
		time.Sleep(4 * firstPause)
		ask("a", 6) // the probe answers: closed
		ask("a", 7)
	})
}

func TestOnlyOneReaderTriesAProviderThatWasDown(t *testing.T) {
	var b breaker
	synctest.Test(t, func(t *testing.T) {
		b.note(failure(Auth, 0).(*Error))
		if last, ok := b.admit(); ok || last.Kind != Auth {
			t.Errorf("a refused key is tried again at once: %v", last)
		}
		time.Sleep(firstPause)
		if _, ok := b.admit(); !ok {
			t.Error("no probe")
		}
		if _, ok := b.admit(); ok {
			t.Error("two probes at once")
		}
		b.note(failure(Canceled, 0).(*Error))
		if _, ok := b.admit(); !ok {
			t.Error("a reader who left during the probe keeps it from the next")
		}
		b.note(failure(RateLimit, time.Hour).(*Error))
		time.Sleep(59 * time.Minute)
		if _, ok := b.admit(); ok {
			t.Error("the provider asked for an hour")
		}
	})
}

func TestWhoFailsAllTheTimeSaysWhy(t *testing.T) {
	a := &sequence{name: "a", ends: []error{failure(Auth, 0)}}
	chain := NewChain(a)
	for range 3 {
		_, err := chain.Answer(t.Context(), thePrompt, nobody)
		if kindIn(err) != Auth {
			t.Errorf("%v", err)
		}
	}
	if len(a.at) != 1 {
		t.Errorf("asked %d times", len(a.at))
	}
}
