package model

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

func TestPrices(t *testing.T) {
	table, err := ReadPrices(strings.NewReader("openai:gpt-5-mini 1 2 0.5 3 # ours\nopenai:vendor/* 7 7\n"))
	if err != nil {
		t.Fatal(err)
	}
	used := prompts.Usage{PromptTokens: 1_000_000, CachedTokens: 200_000, WrittenTokens: 100_000, CompletionTokens: 10_000}
	for model, want := range map[string]int64{
		"openai:gpt-5-mini":           700_000 + 100_000 + 300_000 + 20_000,
		"openai:gpt-5-mini-2025":      175_000 + 5_000 + 25_000 + 20_000, // the list price
		"openai:vendor/x/y":           7_070_000,
		"ollama:llama3.1:8b":          0,
		"anthropic:claude-sonnet-4-5": 2_100_000 + 60_000 + 375_000 + 150_000,
	} {
		price, ok := table.Of(model)
		if got := price.of(used); !ok || got != want {
			t.Errorf("%s costs %d, want %d", model, got, want)
		}
	}
	if _, ok := table.Of("openai:unheard-of"); ok {
		t.Error("a model nobody priced has a price")
	}
	for _, bad := range []string{"gpt 1 2", "openai:x 1", "openai:x -1 2", "openai:x 1 NaN", "openai:x one two", "openai:x 1 2 3 4 5", "openai:[ 1 2"} {
		if _, err := ReadPrices(strings.NewReader("\n" + bad)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestLimits(t *testing.T) {
	for text, want := range map[string]Limit{
		"": {}, " 2.50 ": {Micros: 2_500_000}, "$0.5": {Micros: 500_000}, "200000 tokens": {Tokens: 200_000}, "1tokens": {Tokens: 1},
	} {
		if got, err := ParseLimit(text); err != nil || got != want {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"0", "-1", "NaN", "Inf", "1e30", "many", "0 tokens", "-5 tokens", "2.5 tokens", "5 euros"} {
		if got, err := ParseLimit(text); err == nil {
			t.Errorf("%q is taken as %+v", text, got)
		}
	}
}

// costly is an engine whose every answer takes 1,000 tokens and 1,000 more.
type costly struct{ name string }

func (c costly) Name() string { return c.name }

func (c costly) Answer(_ context.Context, _ prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	return prompts.Usage{Engine: c.name, PromptTokens: 1000, CompletionTokens: 1000}, emit(prompts.Record{Kind: prompts.Gist, Text: "x"})
}

func TestABudgetEndsInAClearWord(t *testing.T) {
	for _, c := range []struct {
		name           string
		learner, other int // answers until the budget ends for the learner, and then for another
		budget         *Budget
		says           string
	}{
		{"a learner's share", 3, 3, &Budget{PerLearner: Limit{Tokens: 6_000}}, "Your share"},
		{"a day", 3, 0, &Budget{PerDay: Limit{Tokens: 6_000}}, "Today's budget"},
		{"in all", 3, 0, &Budget{Total: Limit{Tokens: 6_000}}, "GLOSS_BUDGET_TOTAL"},
		{"in money", 3, 3, &Budget{PerLearner: Limit{Micros: 10_000}}, "Your share"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.budget.Now = time.Now
			m := &Meter{Engine: costly{"openai:x"}, Price: Price{Input: 1, Output: 2}, Budget: c.budget}
			got, err := answersUntilSpent(t, m, "T/ana")
			var told *Error
			if got != c.learner || !errors.As(err, &told) || told.Kind != Spent || !strings.Contains(told.Sentence(), c.says) {
				t.Errorf("the learner had %d answers: %v", got, err)
			}
			if got, _ := answersUntilSpent(t, m, "T/ben"); got != c.other {
				t.Errorf("another learner then had %d answers, want %d", got, c.other)
			}
		})
	}
}

func answersUntilSpent(t *testing.T, m *Meter, learner string) (int, error) {
	t.Helper()
	for n := range 100 {
		p := thePrompt
		p.Learner = learner
		if _, err := m.Answer(t.Context(), p, nobody); err != nil {
			return n, err
		}
	}
	return 100, errors.New("never spent")
}

func TestANewDayHasANewBudget(t *testing.T) {
	now := time.Date(2026, 1, 31, 23, 0, 0, 0, time.UTC)
	b := &Budget{PerDay: Limit{Tokens: 6_000}, Now: func() time.Time { return now }}
	m := &Meter{Engine: costly{"openai:x"}, Budget: b}
	if got, _ := answersUntilSpent(t, m, "T/ana"); got != 3 {
		t.Errorf("%d answers on the first day", got)
	}
	now = now.Add(2 * time.Hour)
	if got, _ := answersUntilSpent(t, m, "T/ana"); got != 3 {
		t.Errorf("%d answers on the second day", got)
	}
}

func TestWhenTheMoneyIsSpentWhatIsFreeAnswers(t *testing.T) {
	b := &Budget{Total: Limit{Micros: 1}, Now: time.Now}
	paid := &Meter{Engine: costly{"openai:x"}, Price: Price{Input: 1, Output: 1}, Budget: b}
	free := &Meter{Engine: costly{"ollama:x"}, Budget: b}
	usage, err := NewChain(paid, free).Answer(t.Context(), thePrompt, nobody)
	if err != nil || usage.Engine != "ollama:x" {
		t.Errorf("%+v, %v", usage, err)
	}
}

func TestAMoneyBudgetNeedsAPrice(t *testing.T) {
	_, err := NewMeter(costly{"openai:unheard-of"}, nil, &Budget{PerDay: Limit{Micros: 1}})
	if err == nil || !strings.Contains(err.Error(), "GLOSS_PRICES") {
		t.Errorf("%v", err)
	}
	if _, err := NewMeter(costly{"openai:unheard-of"}, nil, &Budget{PerDay: Limit{Tokens: 1}}); err != nil {
		t.Error(err)
	}
}

// TestAnswersUnderWayCount asks for more at once than the budget holds.
func TestAnswersUnderWayCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &Meter{Engine: slow{costly{"openai:x"}}, Budget: &Budget{Total: Limit{Tokens: 5_000}, Now: time.Now}}
		var answered atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if _, err := m.Answer(t.Context(), thePrompt, nobody); err == nil {
					answered.Add(1)
				}
			})
		}
		all.Wait()
		if n := answered.Load(); n != 3 {
			t.Errorf("%d answers at once", n)
		}
	})
}

// slow is an engine that takes a second.
type slow struct{ Engine }

func (s slow) Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	time.Sleep(time.Second)
	return s.Engine.Answer(ctx, p, emit)
}

// broken is a ledger that takes nothing while down.
type broken struct {
	down  bool
	taken []Spending
}

func (l *broken) Spend(_ context.Context, spendings ...Spending) error {
	if l.down {
		return errors.New("the disk is full")
	}
	l.taken = append(l.taken, spendings...)
	return nil
}

func (l *broken) Spent(context.Context, string, string) (byLearner, onDay, inAll Amount, err error) {
	for _, s := range l.taken {
		inAll = inAll.add(amount(s.Usage))
	}
	return inAll, inAll, inAll, nil
}

func TestWhatTheLedgerCouldNotTakeIsNotForgotten(t *testing.T) {
	ledger := &broken{down: true}
	m := &Meter{Engine: costly{"openai:x"}, Budget: &Budget{Total: Limit{Tokens: 8_000}, Ledger: ledger, Now: time.Now}}
	for i := range 2 {
		if _, err := m.Answer(t.Context(), thePrompt, nobody); err != nil {
			t.Fatal(i, err)
		}
	}
	ledger.down = false
	got, _ := answersUntilSpent(t, m, "T/ana")
	if got != 2 || len(ledger.taken) != 4 {
		t.Errorf("%d more answers, %d in the ledger", got, len(ledger.taken))
	}
}
