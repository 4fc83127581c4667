package model

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// longPrompt asks about a thread of n messages.
func longPrompt(t *testing.T, n int, learner string) prompts.Prompt {
	t.Helper()
	th := thread.Thread{Channel: "ops"}
	for i := range n {
		th.Messages = append(th.Messages, thread.Message{ID: fmt.Sprintf("m%d", i+1), Author: "Ana", Text: fmt.Sprintf("step %d of the migration is done and checked", i+1)})
	}
	p, err := prompts.Explain{Thread: th, Role: learner, MaxWords: 220}.Prompt()
	if err != nil {
		t.Fatal(err)
	}
	p.Learner = learner
	return p
}

var messageID = regexp.MustCompile(`\{"id":"(m\d+)"`)

// reader is a model that notes the last message of each part, and words an
// answer that cites the first note.
type reader struct {
	mu     sync.Mutex
	parts  int
	asked  int
	fail   func(p prompts.Prompt) error
	tokens int
}

func (*reader) Name() string { return "openai:reader" }

func (r *reader) Answer(_ context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	usage := prompts.Usage{Engine: r.Name(), PromptTokens: tokensOf(p), CompletionTokens: 10}
	r.mu.Lock()
	r.asked++
	r.tokens += usage.PromptTokens
	if p.Task == prompts.NotesTask {
		r.parts++
	}
	r.mu.Unlock()
	if r.fail != nil {
		if err := r.fail(p); err != nil {
			return usage, err
		}
	}
	ids := messageID.FindAllStringSubmatch(p.User, -1)
	last := ids[len(ids)-1][1]
	if p.Task == prompts.NotesTask {
		return usage, emit(prompts.Record{Kind: prompts.Decision, Text: "noted " + last, Cites: []string{last}})
	}
	return usage, emit(prompts.Record{Kind: prompts.Gist, Text: "a migration", Cites: []string{"m1", last}})
}

// heard collects what a Long says.
func heard(t *testing.T, l *Long, p prompts.Prompt) ([]prompts.Record, prompts.Usage, error) {
	t.Helper()
	var records []prompts.Record
	usage, err := l.Answer(t.Context(), p, func(r prompts.Record) error { records = append(records, r); return nil })
	return records, usage, err
}

// uncited counts the parts from which no record cites a message.
func uncited(t *testing.T, p prompts.Prompt, records []prompts.Record) (n int) {
	t.Helper()
	parts, err := p.Split(prompts.Budget{})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts.Notes {
		own := part.Thread.Messages[1:]
		if !slices.ContainsFunc(records, func(r prompts.Record) bool {
			return slices.ContainsFunc(own, func(m thread.Message) bool { return slices.Contains(r.Cites, m.ID) })
		}) {
			n++
		}
	}
	return n
}

func TestALongThreadIsReadInPartsAndEachIsCited(t *testing.T) {
	p := longPrompt(t, 12_000, "sales")
	var told []int
	p.Progress = func(done, of int) error {
		told = append(told, done)
		if of != 31 {
			t.Errorf("of %d parts", of)
		}
		return nil
	}
	r := &reader{}
	records, usage, err := heard(t, &Long{Engine: r}, p)
	if err != nil || usage.Parts != 31 || r.asked != 32 || len(usage.Unread) != 0 {
		t.Fatalf("%d parts, asked %d times, %d unread, %v", usage.Parts, r.asked, len(usage.Unread), err)
	}
	if n := uncited(t, p, records); n != 0 || records[0].Kind != prompts.Gist {
		t.Errorf("%d parts are not cited; the first record is %+v", n, records[0])
	}
	if len(told) != 31 || !slices.IsSorted(told) {
		t.Errorf("progress was told as %v", told)
	}
	if usage.PromptTokens != r.tokens {
		t.Errorf("%d tokens are counted of %d", usage.PromptTokens, r.tokens)
	}
}

func TestAShortThreadIsAskedAboutOnce(t *testing.T) {
	r := &reader{}
	_, usage, err := heard(t, &Long{Engine: r}, longPrompt(t, 20, "sales"))
	if err != nil || r.asked != 1 || usage.Parts != 0 {
		t.Errorf("asked %d times in %d parts, %v", r.asked, usage.Parts, err)
	}
}

// TestTheNextLearnerPaysOnlyForTheWording compares what two learners' answers
// about one thread take.
func TestTheNextLearnerPaysOnlyForTheWording(t *testing.T) {
	l := &Long{Engine: &reader{}}
	_, first, err := heard(t, l, longPrompt(t, 4_000, "sales"))
	if err != nil {
		t.Fatal(err)
	}
	records, second, err := heard(t, l, longPrompt(t, 4_000, "finance"))
	if err != nil || uncited(t, longPrompt(t, 4_000, "finance"), records) != 0 {
		t.Fatal(err)
	}
	t.Logf("the first learner's answer took %d tokens, the second's %d", first.PromptTokens, second.PromptTokens)
	if second.PromptTokens*5 > first.PromptTokens {
		t.Errorf("the second answer took %d tokens of the first's %d", second.PromptTokens, first.PromptTokens)
	}
}

func TestNotesAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &reader{}
		l := &Long{Engine: r}
		for _, want := range []int{2, 2, 4} {
			if _, _, err := heard(t, l, longPrompt(t, 500, "sales")); err != nil || r.parts != want {
				t.Errorf("%d parts were read, want %d; %v", r.parts, want, err)
			}
			time.Sleep(keepNotes * 2 / 3)
		}
		if n := len(l.notes.pages); n > 2 {
			t.Errorf("%d parts are kept", n)
		}
	})
}

func TestAPartThatFailsIsNamed(t *testing.T) {
	r := &reader{fail: func(p prompts.Prompt) error {
		if p.Task == prompts.NotesTask && strings.Contains(p.User, `{"id":"m500"`) {
			return failure(IdleTimeout, 0)
		}
		return nil
	}}
	p := longPrompt(t, 1_200, "sales")
	records, usage, err := heard(t, &Long{Engine: r}, p)
	if err != nil || len(records) == 0 {
		t.Fatal(err)
	}
	if !slices.Contains(usage.Unread, "m500") || len(usage.Unread) != 399 {
		t.Errorf("%d messages are named", len(usage.Unread))
	}
}

func TestWhenTheWordingFailsTheNotesStand(t *testing.T) {
	r := &reader{fail: func(p prompts.Prompt) error {
		if p.Task != prompts.NotesTask {
			return failure(Unavailable, 0)
		}
		return nil
	}}
	p := longPrompt(t, 1_200, "sales")
	records, _, err := heard(t, &Long{Engine: r}, p)
	if kindIn(err) != Unavailable || uncited(t, p, records) != 0 {
		t.Errorf("%d records, %v", len(records), err)
	}
}

func TestABudgetThatEndsMidwayLeavesWhatWasRead(t *testing.T) {
	b := &Budget{Total: Limit{Tokens: 130_000}, Now: time.Now}
	l := &Long{Engine: &Meter{Engine: &reader{}, Budget: b}}
	p := longPrompt(t, 12_000, "sales")
	records, usage, err := heard(t, l, p)
	// What is left may suffice for the wording, as calls under way end in any
	// order.
	if err != nil && kindIn(err) != Spent || len(records) == 0 || len(usage.Unread) == 0 {
		t.Errorf("%d records, %d unread, %v", len(records), len(usage.Unread), err)
	}
	if took := usage.PromptTokens + usage.CompletionTokens; took > 130_000 {
		t.Errorf("it took %d tokens", took)
	}
	if got := 31 - uncited(t, p, records); got+len(usage.Unread)/399 < 30 {
		t.Errorf("%d parts are cited, %d messages are named as unread", got, len(usage.Unread))
	}
}

func TestAnEngineThatReadsLessIsAskedForLess(t *testing.T) {
	for name, messages := range map[string]int{"at once": 100, "in parts": 1_000} {
		r := &reader{fail: func(p prompts.Prompt) error {
			if tokensOf(p) > 3_500 {
				return failure(TooLong, 0)
			}
			return nil
		}}
		p := longPrompt(t, messages, "sales")
		records, usage, err := heard(t, &Long{Engine: r}, p)
		if err != nil || len(records) == 0 || usage.Parts < 2 {
			t.Errorf("%s: %d records in %d parts, %v", name, len(records), usage.Parts, err)
		}
	}
	r := &reader{fail: func(prompts.Prompt) error { return failure(TooLong, 0) }}
	if _, _, err := heard(t, &Long{Engine: r}, longPrompt(t, 1_000, "sales")); kindIn(err) != TooLong || r.asked > 40 {
		t.Errorf("asked %d times: %v", r.asked, err)
	}
}

func TestWhoStopsListeningEndsTheReading(t *testing.T) {
	gone := errors.New("the reader left")
	for name, ask := range map[string]func(l *Long, p prompts.Prompt) error{
		"while parts are read": func(l *Long, p prompts.Prompt) error {
			p.Progress = func(int, int) error { return gone }
			_, err := l.Answer(t.Context(), p, nobody)
			return err
		},
		"while the answer is given": func(l *Long, p prompts.Prompt) error {
			_, err := l.Answer(t.Context(), p, func(prompts.Record) error { return gone })
			return err
		},
		"by cancelling": func(l *Long, p prompts.Prompt) error {
			ctx, cancel := context.WithCancelCause(t.Context())
			p.Progress = func(int, int) error { cancel(gone); return nil }
			_, err := l.Answer(ctx, p, nobody)
			return err
		},
	} {
		if err := ask(&Long{Engine: &reader{}}, longPrompt(t, 4_000, "sales")); !errors.Is(err, gone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestALongThreadOverTheWire reads one in parts from a provider that speaks
// OpenAI's protocol.
func TestALongThreadOverTheWire(t *testing.T) {
	r := &reader{}
	p := fake(t, "openai", func(t turn) {
		var body struct {
			Messages []struct{ Role, Content string }
		}
		if json.NewDecoder(t.r.Body).Decode(&body) != nil || len(body.Messages) != 2 {
			t.w.WriteHeader(http.StatusBadRequest)
			return
		}
		asked := prompts.Prompt{System: body.Messages[0].Content, User: body.Messages[1].Content}
		if strings.Contains(asked.System, "You take notes") {
			asked.Task = prompts.NotesTask
		}
		var lines strings.Builder
		_, _ = r.Answer(context.Background(), asked, func(rec prompts.Record) error { return json.NewEncoder(&lines).Encode(rec) })
		t.say(lines.String())
		t.send(t.finish("stop"), t.end)
	})
	prompt := longPrompt(t, 2_000, "sales")
	records, usage, err := heard(t, &Long{Engine: NewChain(p)}, prompt)
	if err != nil || uncited(t, prompt, records) != 0 || usage.Parts != 6 || usage.PromptTokens != 7*11 {
		t.Errorf("%d records, %+v, %v", len(records), usage, err)
	}
	noneLeft(t)
}
