package model

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// Amount is what was spent: money in millionths of a US dollar, and tokens.
type Amount struct{ Micros, Tokens int64 }

func (a Amount) add(b Amount) Amount { return Amount{a.Micros + b.Micros, a.Tokens + b.Tokens} }

// Limit bounds an Amount; a field that is 0 bounds nothing.
type Limit Amount

// ParseLimit reads "2.50" or "$2.50" as dollars and "200000 tokens" as tokens;
// "" is no limit.
func ParseLimit(text string) (Limit, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Limit{}, nil
	}
	const most = 1e12
	if number, ok := strings.CutSuffix(text, "tokens"); ok {
		n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
		if err == nil && n > 0 && n < most {
			return Limit{Tokens: n}, nil
		}
	} else if n, err := strconv.ParseFloat(strings.TrimPrefix(text, "$"), 64); err == nil && n > 0 && n*1e6 < most {
		return Limit{Micros: int64(math.Ceil(n * 1e6))}, nil
	}
	return Limit{}, fmt.Errorf("%q is no budget: write dollars, like 2.50, or tokens, like 200000 tokens", text)
}

// exceeded reports whether an amount does not fit. Money is no bound for what
// costs none.
func (l Limit) exceeded(a Amount, free bool) bool {
	return l.Micros > 0 && !free && a.Micros > l.Micros || l.Tokens > 0 && a.Tokens > l.Tokens
}

// Spending is what one answer took, or one attempt at it.
type Spending struct {
	// Day is the date, "2026-11-25", in the zone of Budget.Now.
	Day string `json:"day"`
	// Learner is who asked, "" for nobody known; Engine is provider:model.
	Learner string        `json:"-"`
	Engine  string        `json:"-"`
	Usage   prompts.Usage `json:"usage"`
}

// Ledger remembers what models have cost.
type Ledger interface {
	// Spend adds spendings, all or none.
	Spend(ctx context.Context, spendings ...Spending) error
	// Spent returns what a learner spent on a day, what all spent on that day,
	// and what was spent in all.
	Spent(ctx context.Context, learner, day string) (byLearner, onDay, inAll Amount, err error)
}

// Scope is whose budget a limit bounds.
type Scope string

// The scopes of a Budget's limits.
const (
	LearnerScope Scope = "learner" // one learner on one day
	DayScope     Scope = "day"     // all learners on one day
	TotalScope   Scope = "total"   // all learners for good
)

func (s Scope) sentence() string {
	switch s {
	case LearnerScope:
		return "Your share of AI answers for today is used up; there is a new one tomorrow."
	case DayScope:
		return "Today's budget for AI answers is used up; there is a new one tomorrow."
	}
	return "The budget for AI answers is used up. Whoever runs Gloss can raise GLOSS_BUDGET_TOTAL."
}

// Budget bounds what models may cost. It is safe for concurrent use.
type Budget struct {
	// PerLearner bounds each learner's day, PerDay all learners' day, and
	// Total everything.
	PerLearner, PerDay, Total Limit
	// Ledger remembers; one ledger may serve several processes, which then
	// keep to the limits but for the answers under way elsewhere. With nil the
	// Budget bounds what is asked through it, and remembers that itself.
	Ledger Ledger
	// Now is the clock; its zone says when a day ends.
	Now func() time.Time

	mu sync.Mutex
	// underWay are estimates for the calls that have not ended, unsaved what
	// the ledger could not take.
	underWay map[*Spending]bool
	unsaved  []Spending
}

// reserve admits a call if its estimated usage fits, until settle is called
// with what it took.
func (b *Budget) reserve(ctx context.Context, s *Spending, free bool) (Scope, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s.Day = b.Now().Format(time.DateOnly)
	var learner, day, total Amount
	if b.Ledger != nil {
		var err error
		if learner, day, total, err = b.Ledger.Spent(ctx, s.Learner, s.Day); err != nil {
			return "", fmt.Errorf("look up what was spent: %w", err)
		}
	}
	add := func(other Spending) {
		a := amount(other.Usage)
		total = total.add(a)
		if other.Day != s.Day {
			return
		}
		day = day.add(a)
		if other.Learner == s.Learner {
			learner = learner.add(a)
		}
	}
	for other := range b.underWay {
		add(*other)
	}
	for _, other := range b.unsaved {
		add(other)
	}
	add(*s)
	switch {
	case b.Total.exceeded(total, free):
		return TotalScope, nil
	case b.PerDay.exceeded(day, free):
		return DayScope, nil
	case s.Learner != "" && b.PerLearner.exceeded(learner, free):
		return LearnerScope, nil
	}
	if b.underWay == nil {
		b.underWay = make(map[*Spending]bool)
	}
	b.underWay[s] = true
	return "", nil
}

// settle writes down what a call took in place of its estimate. What the ledger
// does not take now counts all the same, and is written with the next.
func (b *Budget) settle(ctx context.Context, s *Spending, usage prompts.Usage) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.underWay, s)
	if amount(usage) == (Amount{}) {
		return
	}
	took := *s
	took.Usage = usage
	b.unsaved = append(b.unsaved, took)
	if b.Ledger == nil {
		return
	}
	// The reader may be gone; what they had is paid for all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if b.Ledger.Spend(ctx, b.unsaved...) == nil {
		b.unsaved = nil
	}
}

func amount(u prompts.Usage) Amount {
	return Amount{Micros: u.Cost, Tokens: int64(u.PromptTokens) + int64(u.CompletionTokens)}
}
