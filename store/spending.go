package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/gloss-tutor/gloss/model"
)

var _ model.Ledger = (*Store)(nil)

// Spend implements model.Ledger.
func (s *Store) Spend(ctx context.Context, spendings ...model.Spending) error {
	err := s.write(ctx, func(t tx) error {
		for _, each := range spendings {
			if err := addSpending(t, each); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write down what was spent: %w", err)
	}
	return nil
}

func addSpending(t tx, s model.Spending) error {
	u := s.Usage
	_, err := t.exec(`
		insert into spending (day, learner, engine, prompt_tokens, cached_tokens, written_tokens, completion_tokens, cost)
		values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (day, learner, engine) do update set
			prompt_tokens = spending.prompt_tokens + excluded.prompt_tokens,
			cached_tokens = spending.cached_tokens + excluded.cached_tokens,
			written_tokens = spending.written_tokens + excluded.written_tokens,
			completion_tokens = spending.completion_tokens + excluded.completion_tokens,
			cost = spending.cost + excluded.cost`,
		s.Day, s.Learner, s.Engine, u.PromptTokens, u.CachedTokens, u.WrittenTokens, u.CompletionTokens, u.Cost)
	return err
}

// Spent implements model.Ledger.
func (s *Store) Spent(ctx context.Context, learner, day string) (byLearner, onDay, inAll model.Amount, err error) {
	_, err = s.read(ctx).one([]any{
		&inAll.Micros, &inAll.Tokens, &onDay.Micros, &onDay.Tokens, &byLearner.Micros, &byLearner.Tokens,
	}, `
		select
			cast(coalesce(sum(cost), 0) as bigint),
			cast(coalesce(sum(prompt_tokens + completion_tokens), 0) as bigint),
			cast(coalesce(sum(case when day = $1 then cost end), 0) as bigint),
			cast(coalesce(sum(case when day = $1 then prompt_tokens + completion_tokens end), 0) as bigint),
			cast(coalesce(sum(case when day = $1 and learner = $2 then cost end), 0) as bigint),
			cast(coalesce(sum(case when day = $1 and learner = $2 then prompt_tokens + completion_tokens end), 0) as bigint)
		from spending`, day, learner)
	if err != nil {
		err = fmt.Errorf("read what was spent: %w", err)
	}
	return byLearner, onDay, inAll, err
}

// Spendings returns what a learner's answers took, by day and engine, oldest
// first.
func (s *Store) Spendings(ctx context.Context, learner string) ([]model.Spending, error) {
	all, err := spendings(s.read(ctx), learner)
	if err != nil {
		return nil, fmt.Errorf("read what a learner's answers took: %w", err)
	}
	return all, nil
}

func spendings(q queries, learner string) ([]model.Spending, error) {
	all := []model.Spending{}
	err := q.each(func(rows *sql.Rows) error {
		s := model.Spending{Learner: learner}
		u := &s.Usage
		err := rows.Scan(&s.Day, &s.Engine, &u.PromptTokens, &u.CachedTokens, &u.WrittenTokens, &u.CompletionTokens, &u.Cost)
		u.Engine = s.Engine
		all = append(all, s)
		return err
	}, `
		select day, engine, prompt_tokens, cached_tokens, written_tokens, completion_tokens, cost
		from spending where learner = $1 order by day, engine`, learner)
	return all, err
}

// disownSpending takes a learner's name off what they spent, which the budget
// goes on counting.
func disownSpending(t tx, learner string) (int, error) {
	theirs, err := spendings(t.queries, learner)
	if err != nil || learner == "" {
		return 0, err
	}
	for _, s := range theirs {
		s.Learner = ""
		if err := addSpending(t, s); err != nil {
			return 0, err
		}
	}
	return t.exec(`delete from spending where learner = $1`, learner)
}
