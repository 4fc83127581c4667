package tutor_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/tutor"
)

func TestASurveyAsksForWordsThatDoNotExistToo(t *testing.T) {
	c, _ := newShop(t, nil)
	if words, err := c.Survey(t.Context(), ana); err != nil || words != nil {
		t.Errorf("of a small glossary: %+v, %v", words, err)
	}
	shelf := glossary.New(glossary.Starter())
	c.Glossary = func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil }
	words, err := c.Survey(t.Context(), ana)
	if err != nil || len(words) != 12 {
		t.Fatalf("%d words, %v", len(words), err)
	}
	var real, invented []string
	for _, w := range words {
		if _, ok := shelf.Entry(w.ID); ok {
			real = append(real, w.ID)
		} else if invented = append(invented, w.ID); len(shelf.Find(w.Term.String())) > 0 || w.Term.IsZero() {
			t.Errorf("%q is no invention", w.Term)
		}
	}
	if len(real) != 10 || len(invented) != 2 {
		t.Errorf("%d real words, %d invented", len(real), len(invented))
	}
	if again, err := c.Survey(t.Context(), ana); err != nil || !slices.Equal(again, words) {
		t.Errorf("the second time others are asked: %v", err)
	}
	if believed, err := c.Surveyed(t.Context(), ana, append(invented[:1:1], real...)); err != nil || believed {
		t.Errorf("who knows what does not exist is believed: %v", err)
	}
	if events, err := c.Library.Events(t.Context(), "T/ana"); err != nil || len(events) > 0 {
		t.Errorf("remembered: %+v, %v", events, err)
	}
	if believed, err := c.Surveyed(t.Context(), ana, append(real[:3:3], "no/entry")); err != nil || !believed {
		t.Errorf("who knows what exists is not believed: %v", err)
	}
	met, err := c.Words(t.Context(), "", "T/ana")
	if err != nil || len(met) != 3 || met[0].Standing != tutor.Known || met[0].Evidence.String() != "You said that you know it; one question will tell." {
		t.Errorf("the words are %+v, %v", met, err)
	}
}

func TestAnIntroductionIsKeptWithoutSecrets(t *testing.T) {
	c, _ := newShop(t, nil)
	for _, change := range []func(*tutor.Profile){
		func(p *tutor.Profile) { p.Role = "sales, key " + secret },
		func(p *tutor.Profile) { p.Recap, p.RecapDay, p.Locale = tutor.Weekly, time.Monday, "de-DE" },
	} {
		if err := c.Introduce(t.Context(), ana, change); err != nil {
			t.Fatal(err)
		}
	}
	p, err := c.Library.Profile(t.Context(), "T/ana")
	if err != nil || !strings.HasPrefix(p.Role, "sales, key ‹") || strings.Contains(p.Role, secret) || p.Recap != tutor.Weekly {
		t.Errorf("kept: %+v, %v", p, err)
	}
	e := c.explain(tutor.Question{Learner: "T/ana"})
	if got := c.notices(); got != "Ohne KI-Modell beantwortet: Das sind Zitate aus dem Thread." {
		t.Errorf("in German, Gloss says %q", got)
	}
	if got := e.Check.Question.String(); got != "Was bedeutet „canary“ hier?" {
		t.Errorf("in German, Gloss asks %q", got)
	}
}

func TestGrowthIsSeen(t *testing.T) {
	c, clock := newShop(t, nil)
	start := clock.Truncate(24 * time.Hour)
	c.explain(tutor.Question{Learner: "T/ana", Channel: "C1", TS: "1.0"})
	for range 3 {
		*clock = clock.AddDate(0, 0, 1)
		c.tell(tutor.Right, "canary")
	}
	*clock = clock.AddDate(0, 0, 1)
	c.explain(tutor.Question{Learner: "T/ana"})
	got, err := c.Growth(t.Context(), ana)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Systems) != 1 || got.Systems[0] != (tutor.SystemGrowth{System: "checkout", Known: 1, Learning: 1, New: 3}) {
		t.Errorf("by system: %+v", got.Systems)
	}
	if n := len(got.Lessons); n != 2 || got.Lessons[0].Help <= got.Lessons[1].Help || got.Lessons[0].Channel != "C1" {
		t.Errorf("by lesson: %+v", got.Lessons)
	}
	want := []tutor.DayGrowth{{Day: start, Learning: 2}, {Day: start.AddDate(0, 0, 3), Known: 1, Learning: 1}}
	if !slices.Equal(got.Days, want) {
		t.Errorf("by day: %+v, want %+v", got.Days, want)
	}
	for _, w := range mustWords(t, c) {
		if w.Entry == "checkout/canary" && !strings.HasPrefix(w.Evidence.String(), "You answered right on 3 days. It comes again about 2026-0") {
			t.Errorf("the evidence is %q", w.Evidence)
		}
	}
}

func mustWords(t *testing.T, c *class) []tutor.Word {
	t.Helper()
	words, err := c.Words(t.Context(), "", "T/ana")
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func TestChangedDefinitionsAreReportedOnce(t *testing.T) {
	c, clock := newShop(t, nil)
	c.explain(tutor.Question{Learner: "T/ana"})
	*clock = clock.Add(time.Hour)
	if changes, err := c.Changes(t.Context(), ana); err != nil || len(changes) > 0 {
		t.Errorf("without a change: %+v, %v", changes, err)
	}
	entries := slices.Clone(shop)
	for i := range entries {
		entries[i].Status = glossary.Approved
	}
	entries[1].Plain = "a switch that turns the whole shop off"
	shelf := glossary.New(entries)
	c.Glossary = func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil }
	changes, err := c.Changes(t.Context(), ana)
	if err != nil || len(changes) != 1 || changes[0].Word.Plain.String() != "a switch that turns the whole shop off." || !strings.HasPrefix(changes[0].Before.String(), "a setting that turns one feature") {
		t.Errorf("the changes are %+v, %v", changes, err)
	}
	if changes, err := c.Changes(t.Context(), ana); err != nil || len(changes) > 0 {
		t.Errorf("told twice: %+v, %v", changes, err)
	}
}
