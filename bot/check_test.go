package bot_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/tutor"
)

// outcomes counts how checks were answered, or passed over, by somebody.
func (d *desk) outcomes(learner string) (n int) {
	d.t.Helper()
	events, err := d.store.Events(d.ctx, learner)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, e := range events {
		switch e.Kind {
		case tutor.Right, tutor.RightWithHint, tutor.Wrong, tutor.PassedOver:
			n++
		}
	}
	return n
}

// TestWhatACheckGivesAway reads all that Slack holds of a check before it is
// answered: every choice differs in its number and its words alone.
func TestWhatACheckGivesAway(t *testing.T) {
	d := open(t)
	d.terms = "testdata/school.json"
	d.start()
	d.Post("lena", "@lena", "", outage)
	d.settle()
	ts := d.buttoned("@lena", "check_1")
	for _, m := range d.Messages("@lena", "") {
		for _, block := range m.Blocks {
			if m.TS == ts && (bytes.Contains(block, []byte("platform/")) || bytes.Contains(block, []byte(`"style"`))) {
				t.Errorf("it says which is right: %s", block)
			}
		}
	}
}

// TestACheckPressedByWhomItIsNotFor presses a check weeks later, in somebody
// else's name, and with a choice that is none.
func TestACheckPressedByWhomItIsNotFor(t *testing.T) {
	d := open(t)
	d.terms = "testdata/school.json"
	d.start()
	d.Post("lena", "@lena", "", outage)
	d.settle()
	root, ts := d.root("@lena"), d.buttoned("@lena", "check_1")
	events, err := d.store.Events(d.ctx, "T0ACME/U0LENA")
	if err != nil || len(events) == 0 {
		t.Fatal(events, err)
	}
	id := ""
	for _, m := range d.Messages("@lena", "") {
		for _, block := range m.Blocks {
			if _, after, ok := bytes.Cut(block, []byte(`"block_id":"check_`)); ok && m.TS == ts {
				id = string(after[:16])
			}
		}
	}
	press := func(name, user, ts, action string) {
		d.receive("interactive", fmt.Sprintf(`{"type":"block_actions","trigger_id":"t-%s","team":{"id":"T0ACME"},"user":{"id":%q},
			"channel":{"id":"D0LENA"},"message":{"ts":%q,"thread_ts":%q},"actions":[{"action_id":%q,"value":%q}]}`, name, user, ts, root, action, id))
	}
	old := fmt.Sprintf("%d.000100", time.Now().AddDate(0, 0, -20).Unix())
	press("old", "U0LENA", old, "check_1")
	press("other", "U0RAVI", ts, "check_1")
	press("strange", "U0LENA", ts, "check_x")
	for _, learner := range []string{"T0ACME/U0LENA", "T0ACME/U0RAVI"} {
		if n := d.outcomes(learner); n != 0 {
			t.Errorf("%s: %d answers were graded", learner, n)
		}
	}
	all := d.Transcript("@lena") + d.Transcript("@ravi")
	for _, said := range []string{"more than two weeks old", "I do not have this question of yours"} {
		if !strings.Contains(all, said) {
			t.Errorf("nobody said %q:\n%s", said, all)
		}
	}
	press("first", "U0LENA", ts, "check_1")
	press("second", "U0LENA", ts, "check_2")
	if n := d.outcomes("T0ACME/U0LENA"); n != 1 {
		t.Errorf("pressed twice, graded %d times", n)
	}
}
