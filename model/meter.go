package model

import (
	"context"
	"fmt"

	"github.com/gloss-tutor/gloss/prompts"
)

// Meter is an engine with its price: it says what each answer costs, and asks
// the budget first.
type Meter struct {
	Engine
	Price Price
	// Budget bounds the cost; nil bounds nothing.
	Budget *Budget
}

// NewMeter returns an engine with its price from a table. A budget in money
// cannot bound a model without a price; the error says what to do.
func NewMeter(e Engine, prices Prices, budget *Budget) (*Meter, error) {
	price, known := prices.Of(e.Name())
	if !known && budget != nil && (budget.PerLearner.Micros > 0 || budget.PerDay.Micros > 0 || budget.Total.Micros > 0) {
		return nil, fmt.Errorf("there is a budget in dollars, but no price for %s: give one in the file that GLOSS_PRICES names, or set the GLOSS_BUDGET_… in tokens", e.Name())
	}
	return &Meter{Engine: e, Price: price, Budget: budget}, nil
}

// answerTokens is what an answer takes, for an estimate.
const answerTokens = 1500

// Answer asks the engine if the budget allows it; else it returns an *Error of
// kind Spent.
func (m *Meter) Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	if m.Budget == nil {
		usage, err := m.Engine.Answer(ctx, p, emit)
		usage.Cost = m.Price.of(usage)
		return usage, err
	}
	estimate := prompts.Usage{PromptTokens: tokensOf(p), CompletionTokens: answerTokens}
	estimate.Cost = m.Price.of(estimate)
	s := &Spending{Learner: p.Learner, Engine: m.Name(), Usage: estimate}
	scope, err := m.Budget.reserve(ctx, s, m.Price.free())
	if err != nil {
		return prompts.Usage{Engine: m.Name()}, err
	}
	if scope != "" {
		return prompts.Usage{Engine: m.Name()}, &Error{Kind: Spent, Provider: m.Name(), Budget: scope}
	}
	usage := prompts.Usage{Engine: m.Name()}
	// Even an answer that panics gives its reservation back.
	defer func() { m.Budget.settle(ctx, s, usage) }()
	usage, err = m.Engine.Answer(ctx, p, emit)
	usage.Cost = m.Price.of(usage)
	return usage, err
}
