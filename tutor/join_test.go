package tutor_test

import (
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// rollout is a thread that leaves something open.
var rollout = thread.Thread{System: "checkout", Messages: []thread.Message{
	{ID: "m1", Author: "Mina Okafor", Text: "How many customers saw the wrong price?"},
	{ID: "m2", Author: "Jun Haldane", Text: "About 40 customers saw the wrong price."},
	{ID: "m3", Author: "Jun Haldane", Text: "Decision: old prices stay until noon."},
	{ID: "m4", Author: "Mina Okafor", Text: "Who tells the shops about the canary?"},
}}

func join(t *testing.T, c *class, q tutor.Question, draft string) tutor.Help {
	t.Helper()
	if q.Thread.Messages == nil {
		q.Thread = rollout
	}
	h, err := c.JoinIn(t.Context(), q, draft)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestQuestionsWorthAsking(t *testing.T) {
	c, _ := newShop(t, nil)
	h := join(t, c, tutor.Question{Reader: &tutor.Reader{Role: "support"}}, "")
	if len(h.Questions) != 2 || h.Questions[0].Stem || h.Questions[0].Text.String() != "Has anybody an answer to this: “Who tells the shops about the canary?”" || h.Questions[0].Cites[0] != "m4" {
		t.Errorf("at level %d: %+v", h.Level, h.Questions)
	}
	if got := h.Questions[1].Text.String(); got != "What does this change for support: “Decision: old prices stay until noon.”" {
		t.Errorf("the second question is %q", got)
	}
	for _, q := range h.Questions {
		if strings.Contains(q.Text.String(), "wrong price") {
			t.Errorf("what was answered is asked again: %q", q.Text)
		}
	}
	one := 1
	if h := join(t, c, tutor.Question{Level: &one}, ""); !h.Questions[0].Stem || !strings.HasSuffix(h.Questions[0].Text.String(), "…") {
		t.Errorf("at level 1: %+v", h.Questions)
	}
	quiet := thread.Thread{Messages: []thread.Message{{ID: "m1", Text: "so be it"}}}
	if h := join(t, c, tutor.Question{Thread: quiet}, ""); len(h.Questions) != 1 {
		t.Errorf("of a thread that leaves nothing open: %+v", h.Questions)
	}
}

func TestADraftIsCommented(t *testing.T) {
	c, _ := newShop(t, nil)
	known := &tutor.Reader{Known: []string{"checkout/canary"}}
	for _, test := range []struct{ name, draft, want string }{
		{"good", "Which shops do we call first?", "Clear and easy to answer."},
		{"no question", "I wonder about the shops.", "I see no question in it."},
		{"many questions", "Which? When? How? Who?", "It asks 4 things."},
		{"long", strings.Repeat("and also ", 40) + "right?", "It is long."},
		{"answered", "How many customers saw the wrong price?", "Jun Haldane may have answered this already: “About 40 customers saw the wrong price.”"},
		{"a secret", "Is " + secret + " the key of the shops?", "There is a password or key in your draft."},
	} {
		h := join(t, c, tutor.Question{Reader: known}, test.draft)
		if len(h.Comments) == 0 || !strings.HasPrefix(h.Comments[0].Text.String(), test.want) || len(h.Questions) > 0 {
			t.Errorf("%s: %+v", test.name, h)
		}
		for _, comment := range h.Comments {
			if strings.Contains(comment.Text.String(), secret) {
				t.Errorf("%s: a comment holds the secret", test.name)
			}
		}
	}
	if h := join(t, c, tutor.Question{}, "Which shops have the canary?"); !strings.Contains(h.Comments[0].Text.String(), "You write canary. Make sure that you mean: new code goes") {
		t.Errorf("of a word that is new: %+v", h.Comments)
	}
}

func TestNothingThatWasHelpedWithIsRemembered(t *testing.T) {
	c, _ := newShop(t, nil)
	join(t, c, tutor.Question{Learner: "T/ana"}, "Which shops?")
	if events, err := c.Library.Events(t.Context(), "T/ana"); err != nil || len(events) > 0 {
		t.Errorf("remembered: %+v, %v", events, err)
	}
	if err := c.Joined(t.Context(), ana, "lesson"); err != nil {
		t.Fatal(err)
	}
	if events, err := c.Library.Events(t.Context(), "T/ana"); err != nil || len(events) != 1 || events[0].Kind != tutor.Joined {
		t.Errorf("who asked in the thread is remembered with %+v, %v", events, err)
	}
}
