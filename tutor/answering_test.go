package tutor_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/tutor"
)

// shop are entries enough to ask about; their lengths are alike.
var shop = []glossary.Entry{
	{ID: "checkout/canary", Term: "canary", System: "checkout", Kind: "process", Importance: glossary.Core, Contrast: []string{"checkout/kill-switch"},
		Plain: "new code goes to a few customers first, so that a fault hurts few people", Why: "Trouble stays small. And cheap.",
		Analogy: glossary.Analogy{Text: "one table tastes a dish first", Breaks: "the guests do not know that they taste"}, Example: "The canary looks fine."},
	{ID: "checkout/kill-switch", Term: "kill switch", System: "checkout", Kind: "concept",
		Plain: "a setting that turns one feature of the shop off at once, for everybody", Why: "The shop stays open."},
	{ID: "checkout/rollback", Term: "rollback", System: "checkout", Kind: "process",
		Plain: "the version before comes back because the new one does harm to somebody"},
	{ID: "checkout/shard", Term: "shard", System: "checkout", Kind: "concept",
		Plain: "one of several parts of a table that is too large for a single machine"},
	{ID: "checkout/queue", Term: "queue", System: "checkout", Kind: "concept",
		Plain: "a line of tasks that wait until a program has the time to do each of them"},
}

// newShop opens a class on the entries of the shop, with a clock that stands
// still.
func newShop(t *testing.T, engine tutor.Engine) (c *class, clock *time.Time) {
	c = newClass(t, engine)
	entries := slices.Clone(shop)
	for i := range entries {
		entries[i].Status = glossary.Approved
	}
	shelf := glossary.New(entries)
	c.Glossary = func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil }
	now := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	c.Now = func() time.Time { return now }
	return c, &now
}

var ana = tutor.Who{Learner: "T/ana"}

// choose answers the check with the choice that begins so.
func (c *class) choose(check *tutor.Check, begins string) tutor.Feedback {
	c.t.Helper()
	if check == nil {
		c.t.Fatal("nothing was asked")
	}
	for i, text := range check.Choices {
		if strings.HasPrefix(text.String(), begins) {
			f, err := c.Answer(c.t.Context(), ana, check.ID, i+1)
			if err != nil {
				c.t.Fatal(err)
			}
			return f
		}
	}
	c.t.Fatalf("no choice begins with %q: %v", begins, check.Choices)
	return tutor.Feedback{}
}

func TestAMistakeIsNamedAndExplainedOtherwise(t *testing.T) {
	c, clock := newShop(t, nil)
	e := c.explain(tutor.Question{Learner: "T/ana"})
	if e.Check.Question.String() != "What does “canary” mean here?" || e.Check.Message != "m1" || !strings.HasPrefix(e.Check.Sentence.String(), "the canary fails") {
		t.Errorf("the question is %+v", e.Check)
	}
	f := c.choose(e.Check, "A setting that turns")
	want := "Not quite: that is what kill switch means. Here, canary means: New code goes to a few customers first, so that a fault hurts few people."
	if f.Right || f.Text.String() != want || f.Next.String() != "It comes again in about a day." {
		t.Errorf("the feedback is %+v", f)
	}
	*clock = clock.AddDate(0, 0, 1)
	if got := line(c.explain(tutor.Question{Learner: "T/ana"}).Terms, "canary"); !strings.Contains(got, "It is not kill switch, which means: a setting that turns one feature of the shop off at once, for everybody.") {
		t.Errorf("the next card says %q", got)
	}
}

func TestAnAnswerCountsOnce(t *testing.T) {
	c, _ := newShop(t, nil)
	check := c.explain(tutor.Question{Learner: "T/ana"}).Check
	first := c.choose(check, "New code")
	if !first.Right || first.Text.String() != "Right. Trouble stays small." || first.Next.String() != "It comes again in about 2 days." {
		t.Errorf("the feedback is %+v", first)
	}
	again := c.choose(check, "A setting")
	if !again.Right || !again.Again || again.Key != first.Key {
		t.Errorf("a second answer is heard as %+v", again)
	}
	events, err := c.Library.Events(t.Context(), "T/ana")
	if err != nil || tutor.Fold(events)["checkout/canary"].Correct != 1 {
		t.Errorf("the events are %+v, %v", events, err)
	}
}

func TestAHintMakesAnAnswerWorthLess(t *testing.T) {
	stability := func(hint bool) float64 {
		c, _ := newShop(t, nil)
		check := c.explain(tutor.Question{Learner: "T/ana"}).Check
		if hint {
			text, err := c.Hint(t.Context(), ana, check.ID)
			if err != nil || !strings.HasPrefix(text.String(), "Think of it as: one table tastes") {
				t.Errorf("the hint is %q, %v", text, err)
			}
		}
		c.choose(check, "New code")
		events, err := c.Library.Events(t.Context(), "T/ana")
		if err != nil {
			t.Fatal(err)
		}
		return tutor.Fold(events)["checkout/canary"].Memory.Stability
	}
	if with, without := stability(true), stability(false); with >= without {
		t.Errorf("with a hint the memory lasts %g days, without %g", with, without)
	}
}

func TestWhoCannotBeGraded(t *testing.T) {
	c, _ := newShop(t, nil)
	check := c.explain(tutor.Question{Learner: "T/ana"}).Check
	if _, err := c.Answer(t.Context(), tutor.Who{Learner: "T/bo"}, check.ID, 1); !errors.Is(err, tutor.ErrNoCheck) {
		t.Errorf("somebody else's check: %v", err)
	}
	for _, choice := range []int{-1, 5} {
		if _, err := c.Answer(t.Context(), ana, check.ID, choice); err == nil {
			t.Errorf("choice %d was graded", choice)
		}
	}
	f, err := c.Answer(t.Context(), ana, check.ID, tutor.DontKnow)
	if err != nil || f.Right || !strings.HasPrefix(f.Text.String(), "canary means: New code") {
		t.Errorf("who does not know hears %+v, %v", f, err)
	}
}

func TestWhatIsPassedOverIsLeftAlone(t *testing.T) {
	c, clock := newShop(t, nil)
	check := c.explain(tutor.Question{Learner: "T/ana"}).Check
	if err := c.Pass(t.Context(), ana, check.ID); err != nil {
		t.Fatal(err)
	}
	for days, asked := range map[int]bool{2: false, 12: false, 15: true} {
		now := *clock
		*clock = now.AddDate(0, 0, days)
		e := c.explain(tutor.Question{Reader: nil, Learner: "T/ana", ID: fmt.Sprint(days)})
		if got := e.Check != nil && e.Check.Entry == "checkout/canary"; got != asked {
			t.Errorf("after %d days asked: %t", days, got)
		}
		*clock = now
	}
	if err := c.Library.SaveProfile(t.Context(), tutor.Profile{ID: "T/ana", Paused: true}); err != nil {
		t.Fatal(err)
	}
	if e := c.explain(tutor.Question{Learner: "T/ana"}); e.Check != nil {
		t.Error("who paused is asked")
	}
}

// G2: whoever answers right on different days is helped less with the same
// thread; what was decided, and where it stands, stays the same.
func TestRightAnswersMakeHelpLess(t *testing.T) {
	c, clock := newShop(t, nil)
	var last tutor.Explanation
	words := func(e tutor.Explanation) (n int) {
		for _, term := range e.Terms {
			n += len(strings.Fields(term.Text.String()))
		}
		return n
	}
	facts := func(e tutor.Explanation) string { return fmt.Sprint(e.Gist, e.Points) }
	for day := range 3 {
		e := c.explain(tutor.Question{Learner: "T/ana"})
		if day > 0 {
			if words(e) >= words(last) || facts(e) != facts(last) || e.Level < last.Level {
				t.Errorf("day %d: %d words of help after %d, level %d after %d", day, words(e), words(last), e.Level, last.Level)
			}
		}
		last = e
		if e.Check != nil {
			c.choose(e.Check, map[string]string{"checkout/canary": "New code", "checkout/kill-switch": "A setting"}[e.Check.Entry])
		}
		*clock = clock.AddDate(0, 0, 2)
	}
	if words(last) != 0 || last.Level != 3 {
		t.Errorf("in the end %d words of help at level %d", words(last), last.Level)
	}
}

func TestAMeaningThatChangedIsToldOnce(t *testing.T) {
	c, clock := newShop(t, nil)
	c.choose(c.explain(tutor.Question{Learner: "T/ana"}).Check, "New code")
	entries := slices.Clone(shop)
	for i := range entries {
		entries[i].Status = glossary.Approved
	}
	entries[0].Plain = "new code goes to the staff of the shop first"
	shelf := glossary.New(entries)
	c.Glossary = func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil }
	*clock = clock.AddDate(0, 0, 1)
	told := "canary: the meaning has changed. Now: new code goes to the staff of the shop first. Before: new code goes to a few customers first, so that a fault hurts few people."
	if got := line(c.explain(tutor.Question{Learner: "T/ana"}).Terms, "canary"); got != told {
		t.Errorf("the reader is told %q", got)
	}
	if got := line(c.explain(tutor.Question{Learner: "T/ana"}).Terms, "canary"); got != "canary" {
		t.Errorf("the next time the reader is told %q", got)
	}
}
