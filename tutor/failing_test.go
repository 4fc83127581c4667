package tutor_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

func TestWhenAModelFailsQuotesAnswerAndSayWhy(t *testing.T) {
	truth := point("The canary fails for some customers.", "m1")
	lie := point("Umbrellas!", "m1")
	unsaid := prompts.Record{Kind: prompts.Unknown, Text: "Who tells support about the release.", Cites: []string{"m4"}}
	for name, test := range map[string]struct {
		engine *scripted
		says   string
		by     string
	}{
		"before a word, and says why":   {&scripted{err: told{}}, "The model is overloaded. No AI model was used: these are quotes from the thread.", "offline"},
		"before a word, in no words":    {&scripted{err: errors.New("status 500")}, "The AI model failed, so these are quotes from the thread.", "offline"},
		"midway":                        {&scripted{records: []prompts.Record{truth}, err: told{}}, "The AI model stopped midway, so the rest are quotes from the thread.", "scripted:one, then offline"},
		"with nothing":                  {saying(), "The AI model gave no answer that holds up against the thread, so these are quotes from it.", "offline"},
		"with lies only":                {saying(lie), "The AI model gave no answer that holds up against the thread, so these are quotes from it.", "offline"},
		"with what the thread does not": {saying(unsaid), "The AI model said only what the thread leaves open, so the rest are quotes from it.", "scripted:one, then offline"},
		"at its length limit":           {&scripted{records: []prompts.Record{truth}, cut: true}, "The AI model stopped at its length limit, so this answer may be incomplete.", "scripted:one"},
		"not at all":                    {saying(truth), "", "scripted:one"},
		"because there is none":         {nil, "No AI model was used: these are quotes from the thread.", "offline"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newReadingRoom(t, nil)
			if test.engine != nil {
				c.Model = test.engine
			}
			e := c.explain(tutor.Question{})
			if e.Engine != test.by || c.notices() != test.says {
				t.Errorf("answered by %q, saying %q", e.Engine, c.notices())
			}
			if quotes := strings.Contains(said(e), "we stop the canary now"); quotes != strings.HasSuffix(test.by, "offline") {
				t.Errorf("quoted: %t\n%s", quotes, said(e))
			}
		})
	}
}

func TestWhatIsNotShownIsCounted(t *testing.T) {
	engine := saying(point("The canary fails for some customers.", "m1"), point("Umbrellas!", "m1"))
	engine.malformed = 2
	c := newReadingRoom(t, engine)
	if e := c.explain(tutor.Question{}); e.Dropped != 3 {
		t.Errorf("%d dropped, want 3", e.Dropped)
	}
}

func TestAnAskerCanKeepTheModelOut(t *testing.T) {
	engine := saying(point("The canary fails for some customers.", "m1"))
	c := newReadingRoom(t, engine)
	if e := c.explain(tutor.Question{Offline: true}); e.Engine != "offline" || engine.asked != nil {
		t.Errorf("answered by %q", e.Engine)
	}
}

func TestALongThreadSaysWhatWasNotRead(t *testing.T) {
	long := thread.Thread{Messages: slices.Clone(incident.Messages)}
	for i := range 3000 {
		m := incident.Messages[i%5]
		m.ID = "x" + strings.Repeat("i", i%7) + string(rune('a'+i%26)) + strings.Repeat("o", i/26)
		long.Messages = append(long.Messages, m)
	}
	c := newReadingRoom(t, saying(point("The canary fails for some customers.", "m1")))
	e := c.explain(tutor.Question{Thread: long})
	if n := len(e.Coverage.Skipped); n == 0 || e.Coverage.Read+n != e.Coverage.Messages || e.Coverage.Messages != len(long.Messages) {
		t.Fatalf("read %d of %d, %d skipped", e.Coverage.Read, e.Coverage.Messages, n)
	}
	if e.Coverage.Skipped[0].Why == "" {
		t.Error("nothing says why")
	}
	// The offline engine reads all of it.
	if e := c.explain(tutor.Question{Thread: long, Offline: true}); len(e.Coverage.Skipped) != 0 || e.Coverage.Read != len(long.Messages) {
		t.Errorf("offline, %d are skipped", len(e.Coverage.Skipped))
	}
}

func TestPartsComeInReadingOrder(t *testing.T) {
	withSecret := thread.Thread{Channel: "checkout", System: "checkout", Messages: append(slices.Clone(incident.Messages),
		thread.Message{ID: "m7", Author: "Eve", Text: "the key is " + secret + " for zorpify and frobnix_v2"})}
	rank := func(p tutor.Part) int {
		switch p := p.(type) {
		case tutor.Warning:
			return 0
		case tutor.Notice:
			return 1
		case tutor.Statement:
			if p.Kind == prompts.Gist {
				return 2
			}
			return 3
		case tutor.TermNote:
			return 4
		}
		return 5
	}
	c := newReadingRoom(t, nil)
	c.explain(tutor.Question{Thread: withSecret})
	seen := make(map[int]bool)
	for _, p := range c.parts {
		seen[rank(p)] = true
	}
	if len(seen) != 6 {
		t.Errorf("some kind of part is missing: %#v", c.parts)
	}
	if !slices.IsSortedFunc(c.parts, func(a, b tutor.Part) int { return rank(a) - rank(b) }) {
		t.Errorf("the parts came as %#v", c.parts)
	}
}

func TestAnAnswerEndsWithItsReader(t *testing.T) {
	gone := errors.New("the reader is gone")
	c := newClass(t, nil)
	c.Model = &scripted{cut: true, records: []prompts.Record{point("The canary fails for some customers.", "m1")}}
	c.explain(tutor.Question{})
	parts := len(c.parts)
	for _, engine := range []tutor.Engine{c.Model, nil} {
		c.Model = engine
		// Whichever part cannot be shown, nothing comes after it and nothing
		// counts as taught.
		for n := range parts {
			shown := 0
			_, err := c.Explain(t.Context(), tutor.Question{ID: "q", Learner: "T/ana", Thread: incident}, func(tutor.Part) error {
				if shown++; shown > n {
					return gone
				}
				return nil
			})
			if !errors.Is(err, gone) || shown != n+1 {
				t.Errorf("after %d parts: %v, %d shown", n, err, shown)
			}
		}
	}
	if lessons, err := c.Library.Lessons(t.Context(), "T/ana", 0); err != nil || len(lessons) != 0 {
		t.Errorf("%d lessons, %v", len(lessons), err)
	}
	if _, err := c.Brief(t.Context(), tutor.Question{Thread: incident}, func(tutor.Part) error { return gone }); !errors.Is(err, gone) {
		t.Errorf("a brief goes on: %v", err)
	}
}

func TestAnAnswerEndsWithItsContext(t *testing.T) {
	c := newReadingRoom(t, nil)
	stopped := errors.New("the learner pressed Stop")
	for _, engine := range []tutor.Engine{saying(), nil} {
		c.Model, c.parts = engine, nil
		ctx, stop := context.WithCancelCause(t.Context())
		stop(stopped)
		if _, err := c.Explain(ctx, tutor.Question{Thread: incident}, c.keep); !errors.Is(err, stopped) {
			t.Errorf("a stopped question goes on: %v", err)
		}
		if engine != nil && c.notices() != "" {
			t.Errorf("after Stop, the reader is told %q", c.notices())
		}
		if _, err := c.Brief(ctx, tutor.Question{Thread: incident}, c.keep); !errors.Is(err, stopped) {
			t.Errorf("a stopped brief goes on: %v", err)
		}
	}
}

func TestNothingToExplainIsAnErrorOfItsOwn(t *testing.T) {
	c := newReadingRoom(t, nil)
	for _, empty := range []thread.Thread{{}, {Messages: []thread.Message{{ID: "m1", Text: " \n"}}}} {
		if _, err := c.Explain(t.Context(), tutor.Question{Thread: empty}, c.keep); !errors.Is(err, tutor.ErrEmptyThread) {
			t.Errorf("explain: %v", err)
		}
		if _, err := c.Brief(t.Context(), tutor.Question{Thread: empty}, c.keep); !errors.Is(err, tutor.ErrEmptyThread) {
			t.Errorf("brief: %v", err)
		}
	}
}

func TestAGlossaryThatCannotBeOpenedIsSaid(t *testing.T) {
	c := newClass(t, nil)
	broken := errors.New("disk full")
	c.Glossary = func(context.Context, string) (*glossary.Glossary, error) { return nil, broken }
	_, explained := c.Explain(t.Context(), tutor.Question{Thread: incident}, c.keep)
	_, defined := c.Define(t.Context(), "T", "T/ana", "canary")
	_, known := c.Words(t.Context(), "T", "T/ana")
	for _, err := range []error{explained, defined, known} {
		if !errors.Is(err, broken) {
			t.Errorf("the error is %v", err)
		}
	}
}
