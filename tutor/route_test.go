package tutor_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/tutor"
)

// reroute asks again and again and returns the routes taken.
func reroute(t *testing.T, c *class, confusion tutor.Confusion, times int) []tutor.Route {
	t.Helper()
	var routes []tutor.Route
	for range times {
		r, err := c.Reroute(t.Context(), c.question(tutor.Question{Learner: "T/ana"}), confusion)
		if err != nil {
			t.Fatal(err)
		}
		if r.Text.IsZero() {
			t.Errorf("a route says nothing: %+v", r)
		}
		routes = append(routes, r)
	}
	return routes
}

func kinds(routes []tutor.Route) string {
	var all []string
	for _, r := range routes {
		all = append(all, string(r.Kind))
	}
	return strings.Join(all, " ")
}

func TestWhoIsStillConfusedIsTakenAnotherWay(t *testing.T) {
	c, clock := newShop(t, nil)
	c.explain(tutor.Question{Learner: "T/ana", ID: "lesson"})
	*clock = clock.Add(time.Minute)
	routes := reroute(t, c, tutor.Confusion{Lesson: "lesson", Entry: "checkout/canary"}, 6)
	if got := kinds(routes); got != "message contrast analogy example person person" {
		t.Errorf("the ways are %s", got)
	}
	if r := routes[0]; r.Cites[0] != "m2" || !strings.HasPrefix(r.Text.String(), "Look at what Jun Haldane writes: “Decision: we stop the canary now and leave the kill switch alone.” There, canary means: new code") {
		t.Errorf("the other message is %+v", r)
	}
	if got := routes[1].Text.String(); !strings.Contains(got, "kill switch is something else: a setting") {
		t.Errorf("the contrast is %q", got)
	}
	seen := make(map[string]bool)
	for _, r := range routes[:5] {
		if seen[r.Text.String()] {
			t.Errorf("a way is taken twice: %q", r.Text)
		}
		seen[r.Text.String()] = true
	}
	if got := treatments(c.explain(tutor.Question{Learner: "T/ana"})); !strings.Contains(got, "canary=card") {
		t.Errorf("the next time: %s", got)
	}
	// Under another explanation the ways are open again.
	if got := kinds(reroute(t, c, tutor.Confusion{Lesson: "other", Entry: "checkout/canary"}, 1)); got != "message" {
		t.Errorf("under another explanation: %s", got)
	}
}

func TestConfusionAboutAllOfIt(t *testing.T) {
	c, clock := newShop(t, nil)
	if r := reroute(t, c, tutor.Confusion{Lesson: "1"}, 1)[0]; r.Entry != "checkout/canary" {
		t.Errorf("without a word, the most important new one is meant: %+v", r)
	}
	if r := reroute(t, c, tutor.Confusion{Lesson: "2", Message: "m2"}, 1)[0]; r.Entry != "checkout/canary" || r.Cites[0] != "m1" {
		t.Errorf("of a message, another one is shown: %+v", r)
	}
	*clock = clock.Add(time.Minute)
	c.tell(tutor.Right, "canary", "kill-switch")
	routes := reroute(t, c, tutor.Confusion{Lesson: "3"}, 3)
	if got := kinds(routes); got != "message step person" {
		t.Errorf("who knows all words is taken: %s", got)
	}
	if got := routes[0].Text.String(); !strings.HasPrefix(got, "Begin at the end. Jun Haldane writes: “Decision: we stop the canary now") {
		t.Errorf("the other start is %q", got)
	}
	if got := routes[1].Text.String(); strings.Count(got, "writes: “") != 3 || len(routes[1].Cites) != 3 {
		t.Errorf("the steps are %q", got)
	}
	events, err := c.Library.Events(t.Context(), "T/ana")
	if err != nil || tutor.Offset(events, "checkout", c.Now()) > -0.9 {
		t.Errorf("the level is moved by %.2f, %v", tutor.Offset(events, "checkout", c.Now()), err)
	}
}

func TestTooBasicIsHeard(t *testing.T) {
	c, clock := newShop(t, nil)
	first := c.explain(tutor.Question{Learner: "T/ana", ID: "lesson"})
	for range 2 {
		if err := c.Rate(t.Context(), ana, "lesson", tutor.TooBasic); err != nil {
			t.Fatal(err)
		}
	}
	*clock = clock.AddDate(0, 0, 1)
	second := c.explain(tutor.Question{Learner: "T/ana"})
	if got := treatments(second); got != "canary=bracket kill-switch=bracket" || second.Level <= first.Level {
		t.Errorf("after \"too basic\": %s at level %d, before %d", got, second.Level, first.Level)
	}
	if second.Check == nil || second.Check.Entry != "checkout/canary" {
		t.Errorf("what is claimed is not checked: %+v", second.Check)
	}
	if err := c.Rate(t.Context(), ana, "lesson", tutor.Right); err == nil {
		t.Error("an answer is taken for a rating")
	}
	if err := c.Rate(t.Context(), ana, "no lesson", tutor.Clear); err != nil {
		t.Errorf("a rating of nothing: %v", err)
	}
}
