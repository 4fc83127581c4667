package store

import (
	"sync"
	"testing"

	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/prompts"
)

func spending(day, learner, engine string) model.Spending {
	return model.Spending{Day: day, Learner: learner, Engine: engine, Usage: prompts.Usage{
		Engine: engine, PromptTokens: 90, CachedTokens: 20, WrittenTokens: 5, CompletionTokens: 10, Cost: 7,
	}}
}

func TestSpendingIsSummedByLearnerAndDay(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		if _, _, total, err := s.Spent(t.Context(), "T1/U1", "2026-01-02"); err != nil || total != (model.Amount{}) {
			t.Errorf("before anything was asked: %+v, %v", total, err)
		}
		err := s.Spend(t.Context(),
			spending("2026-01-01", "T1/U1", "openai:a"),
			spending("2026-01-02", "T1/U1", "openai:a"), spending("2026-01-02", "T1/U1", "openai:a"),
			spending("2026-01-02", "T1/U1", "ollama:b"), spending("2026-01-02", "T1/U2", "openai:a"), spending("2026-01-02", "", "openai:a"))
		if err != nil {
			t.Fatal(err)
		}
		learner, day, total, err := s.Spent(t.Context(), "T1/U1", "2026-01-02")
		if err != nil || learner != amounts(3) || day != amounts(5) || total != amounts(6) {
			t.Errorf("learner %+v, day %+v, total %+v, %v", learner, day, total, err)
		}
		theirs, err := s.Spendings(t.Context(), "T1/U1")
		if err != nil || len(theirs) != 3 || theirs[1].Engine != "ollama:b" || theirs[2].Usage.PromptTokens != 180 || theirs[2].Usage.CachedTokens != 40 {
			t.Errorf("%+v, %v", theirs, err)
		}
	})
}

func amounts(answers int64) model.Amount {
	return model.Amount{Micros: 7 * answers, Tokens: 100 * answers}
}

func TestTheBudgetRemembersWhatAForgottenLearnerSpent(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		if err := s.Spend(t.Context(), spending("2026-01-02", "", "openai:a"), spending("2026-01-02", "T1/U1", "openai:a")); err != nil {
			t.Fatal(err)
		}
		if gone, err := s.Forget(t.Context(), "T1/U1"); err != nil || gone != 1 {
			t.Errorf("%d rows went, %v", gone, err)
		}
		learner, day, total, err := s.Spent(t.Context(), "T1/U1", "2026-01-02")
		if err != nil || learner != (model.Amount{}) || day != amounts(2) || total != amounts(2) {
			t.Errorf("learner %+v, day %+v, total %+v, %v", learner, day, total, err)
		}
	})
}

func TestNothingSpentAtOnceIsLost(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if err := s.Spend(t.Context(), spending("2026-01-02", "T1/U1", "openai:a")); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if _, _, total, err := s.Spent(t.Context(), "", "2026-01-02"); err != nil || total != amounts(20) {
			t.Errorf("total %+v, %v", total, err)
		}
	})
}
