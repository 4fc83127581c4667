package tutor_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/tutor"
)

// items are the entries of a recap.
func items(r tutor.Recap) string {
	var all []string
	for _, item := range r.Items {
		all = append(all, strings.TrimPrefix(item.Word.Entry, "checkout/"))
	}
	return strings.Join(all, " ")
}

func (c *class) recap() tutor.Recap {
	c.t.Helper()
	r, err := c.Recap(c.t.Context(), ana)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// tell records events of now.
func (c *class) tell(kind tutor.EventKind, entries ...string) {
	c.t.Helper()
	for _, entry := range entries {
		if err := c.Tell(c.t.Context(), ana, kind, "checkout/"+entry); err != nil {
			c.t.Fatal(err)
		}
	}
}

func TestARecapHoldsWhatIsBeingForgotten(t *testing.T) {
	c, clock := newShop(t, nil)
	if r := c.recap(); len(r.Items) > 0 {
		t.Errorf("who learned nothing is reminded of %s", items(r))
	}
	c.tell(tutor.Right, "canary", "queue")
	c.tell(tutor.Wrong, "shard")
	c.tell(tutor.Taught, "rollback")
	c.tell(tutor.Claimed, "kill-switch")
	*clock = clock.AddDate(0, 0, 1)
	if got := items(c.recap()); got != "kill-switch shard" {
		t.Errorf("after a day: %s", got)
	}
	*clock = clock.AddDate(0, 0, 7)
	r := c.recap()
	if got := items(r); got != "kill-switch shard canary queue" {
		t.Errorf("after a week: %s", got)
	}
	if f := c.choose(r.Items[2].Check, "New code"); !f.Right {
		t.Errorf("the answer is heard as %+v", f)
	}
	if got := r.Items[2].Check.Sentence.String(); got != "The canary looks fine." {
		t.Errorf("without a thread the question stands in %q", got)
	}
}

// G14: eight weeks of absence leave no more than one recap of five.
func TestNothingPilesUp(t *testing.T) {
	c, clock := newShop(t, nil)
	var entries []glossary.Entry
	for i := range 12 {
		entries = append(entries, glossary.Entry{ID: fmt.Sprint("checkout/", i), Term: fmt.Sprint("gizmo", i), System: "checkout",
			Plain: fmt.Sprintf("a%[1]d thing%[1]d for%[1]d work%[1]d", i), Status: glossary.Approved})
	}
	shelf := glossary.New(entries)
	c.Glossary = func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil }
	for i := range 12 {
		c.tell(tutor.Right, fmt.Sprint(i))
	}
	for week := range 8 {
		*clock = clock.AddDate(0, 0, 7)
		r := c.recap()
		if len(r.Items) != 5 {
			t.Errorf("week %d: %d items", week, len(r.Items))
		}
		if r.Ignored != (week >= 2) {
			t.Errorf("week %d: ignored is %t", week, r.Ignored)
		}
	}
}

func TestARecapTellsWhatChangedAndWhatIsKnown(t *testing.T) {
	c, clock := newShop(t, nil)
	c.explain(tutor.Question{Learner: "T/ana"})
	for range 3 {
		c.tell(tutor.Right, "canary", "queue")
		*clock = clock.AddDate(0, 0, 2)
	}
	entries := slices.Clone(shop)
	for i := range entries {
		entries[i].Status = glossary.Approved
	}
	entries[0].Plain = "new code goes to the staff first"
	shelf := glossary.New(entries)
	c.Glossary = func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil }
	r := c.recap()
	if items(r) != "canary" || r.Items[0].Check != nil || !strings.Contains(r.Items[0].Before.String(), "a few customers") || r.Items[0].Word.Plain.String() != "new code goes to the staff first." {
		t.Errorf("the recap is %+v", r)
	}
	if r.Known == nil || r.Known.Standing != tutor.Known {
		t.Errorf("known is %+v", r.Known)
	}
	if r := c.recap(); len(r.Items) > 0 {
		t.Errorf("the change is told twice: %+v", r)
	}
}

func TestARecapComesOnTheLearnersDayAndClock(t *testing.T) {
	c, clock := newShop(t, nil)
	due := func(at string) bool {
		t.Helper()
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		*clock = now
		is, err := c.RecapDue(t.Context(), ana)
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	save := func(p tutor.Profile) {
		t.Helper()
		p.ID = "T/ana"
		if err := c.Library.SaveProfile(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if due("2026-03-06T12:00:00Z") {
		t.Error("a recap comes to somebody who did not ask for it")
	}
	tokyo := tutor.Profile{Recap: tutor.Weekly, RecapDay: time.Friday, Zone: "Asia/Tokyo"}
	save(tokyo)
	for at, want := range map[string]bool{
		"2026-03-05T23:59:00Z": false, "2026-03-06T00:01:00Z": true, // nine o'clock in Tokyo
		"2026-03-06T23:00:00Z": true, "2026-03-07T01:00:00Z": false, // a day late is too late
	} {
		if due(at) != want {
			t.Errorf("due at %s: %t", at, !want)
		}
	}
	c.tell(tutor.Wrong, "canary")
	*clock = time.Date(2026, 3, 13, 0, 5, 0, 0, time.UTC)
	if r := c.recap(); len(r.Items) != 1 {
		t.Errorf("the recap is %+v", r)
	}
	if due("2026-03-13T05:00:00Z") || !due("2026-03-20T05:00:00Z") {
		t.Error("it comes twice a week, or not the next week")
	}
	monthly := tokyo
	monthly.Recap = tutor.Monthly
	save(monthly)
	if due("2026-03-20T05:00:00Z") || !due("2026-04-03T05:00:00Z") {
		t.Error("a monthly recap comes weekly, or never")
	}
	paused := tokyo
	paused.Paused = true
	save(paused)
	*clock = time.Date(2026, 3, 20, 5, 0, 0, 0, time.UTC)
	if due("2026-03-20T05:00:00Z") || len(c.recap().Items) > 0 {
		t.Error("a recap comes to somebody who paused")
	}
	save(tutor.Profile{Recap: tutor.Weekly, RecapDay: time.Friday, Zone: "Nowhere/Atlantis"})
	if !due("2026-03-20T10:00:00Z") {
		t.Error("without a known zone there is no recap")
	}
}
