package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/tutor"
)

// engines are the models of GLOSS_MODEL within their budget.
type engines struct {
	*model.Long
	chain  *model.Chain
	budget *model.Budget
}

// openModel opens the models that the settings name, with their prices and
// their budget; nil when there is none. Every fault in them is reported.
func openModel(list string, getenv func(string) string) (tutor.Engine, error) {
	if list == "" {
		return nil, nil
	}
	s := readSettings(getenv)
	prices, err := s.prices()
	budget, budgetErr := s.budget()
	if err := errors.Join(err, budgetErr); err != nil {
		return nil, err
	}
	chain, err := model.OpenAll(list, getenv, func(p *model.Provider) (model.Engine, error) {
		return model.NewMeter(p, prices, budget)
	})
	if err != nil {
		return nil, err
	}
	return engines{&model.Long{Engine: chain}, chain, budget}, nil
}

// prices reads the file of GLOSS_PRICES, before the list prices.
func (s settings) prices() (model.Prices, error) {
	if s.Prices == "" {
		return model.ReadPrices(strings.NewReader(""))
	}
	file, err := os.Open(s.Prices)
	if err != nil {
		return nil, fmt.Errorf("GLOSS_PRICES names %s: %w", s.Prices, reason(err))
	}
	defer file.Close()
	const most = 1 << 20
	prices, err := model.ReadPrices(io.LimitReader(file, most))
	if err != nil {
		return nil, fmt.Errorf("GLOSS_PRICES names %s: %w", s.Prices, err)
	}
	return prices, nil
}

// budget reads GLOSS_BUDGET_…; nil when none is set.
func (s settings) budget() (*model.Budget, error) {
	b := &model.Budget{Now: time.Now}
	var faults []error
	for _, limit := range []struct {
		name, text string
		to         *model.Limit
	}{
		{"GLOSS_BUDGET_LEARNER", s.BudgetLearner, &b.PerLearner},
		{"GLOSS_BUDGET_DAY", s.BudgetDay, &b.PerDay},
		{"GLOSS_BUDGET_TOTAL", s.BudgetTotal, &b.Total},
	} {
		var err error
		if *limit.to, err = model.ParseLimit(limit.text); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", limit.name, err))
		}
	}
	return b, errors.Join(faults...)
}

// keepAccounts has a ledger remember what the models cost; without it the
// budget counts only what this process asks.
func keepAccounts(e tutor.Engine, ledger model.Ledger) {
	if e, ok := e.(engines); ok {
		e.budget.Ledger = ledger
	}
}

// wording says who words the answers.
func wording(e tutor.Engine) string {
	if e == nil {
		return "No AI model is set: answers are quotes from the thread."
	}
	return "Answers are worded by " + e.Name() + "."
}
