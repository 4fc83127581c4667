package bot_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

var kept = strings.ReplaceAll(outage, "roll back the canary now", "keep the canary")

// TestAQuestionThatChangesBeforeItsTurn changes, or deletes, what waits behind
// an answer that is being written.
func TestAQuestionThatChangesBeforeItsTurn(t *testing.T) {
	for name, c := range map[string]struct {
		change func(d *desk, ts string) error
		want   int
	}{
		"changed": {func(d *desk, ts string) error { return d.Edit("lena", "@lena", ts, kept) }, 2},
		"deleted": {func(d *desk, ts string) error { return d.Delete("lena", "@lena", ts) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			h := heldOutage()
			d.model = h
			d.start()
			d.Post("lena", "@lena", "", outage)
			<-h.said
			second := d.Post("lena", "@lena", "", outage)
			d.until("the second question", d.arrived)
			d.model = nil
			if err := c.change(d, second); err != nil {
				t.Fatal(err)
			}
			d.until("the change", d.arrived)
			close(h.goOn)
			d.settle()
			list := d.answers("@lena")
			if len(list) != c.want {
				t.Fatalf("%d messages:\n%s", len(list), d.Transcript("@lena"))
			}
			if c.want == 2 && !strings.Contains(d.Transcript("@lena"), "Read 4 of 4") {
				t.Errorf("not answered:\n%s", d.Transcript("@lena"))
			}
		})
	}
}

// TestAQuestionThatChangesBeforeItsAnswer changes, or deletes, what Gloss has
// begun to work on and shown nothing of.
func TestAQuestionThatChangesBeforeItsAnswer(t *testing.T) {
	for name, change := range map[string]func(d *desk, ts string) error{
		"changed": func(d *desk, ts string) error { return d.Edit("lena", "@lena", ts, kept) },
		"deleted": func(d *desk, ts string) error { return d.Delete("lena", "@lena", ts) },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.start()
			d.sending.Lock() // the quiet does not end
			ts := d.Post("lena", "@lena", "", outage)
			d.until("work", func() bool { status, _ := d.Session("@lena", ts); return d.arrived() && status == "processing" })
			err := change(d, ts)
			d.until("the change", d.arrived)
			d.sending.Unlock()
			if err != nil {
				t.Fatal(err)
			}
			d.settle()
			if name == "deleted" {
				if list := d.answers("@lena"); len(list) != 0 {
					t.Errorf("a deleted question was answered:\n%s", d.Transcript("@lena"))
				}
				return
			}
			d.oneAnswer("@lena", "decision: we keep the canary", "Read 4 of 4")
		})
	}
}

// TestAPartOfAQuestionThatIsDeleted deletes one of two messages before anything
// was shown: the other is answered.
func TestAPartOfAQuestionThatIsDeleted(t *testing.T) {
	d := open(t)
	d.start()
	d.sending.Lock()
	d.Post("lena", "@lena", "", outage)
	second := d.Post("lena", "@lena", "", "Ana Lindqvist\n  4:40 PM\nplover\n\nRafi Cohen\n  4:43 PM\nfinch")
	d.until("both messages", d.arrived)
	err := errors.Join(d.queue.left(d.ctx, 1), d.Delete("lena", "@lena", second)) // they are one question by now
	d.until("the deletion", d.arrived)
	d.sending.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	d.settle()
	d.endedWith(d.answers("@lena"), "Read 4 of 4", "decision: we roll back")
}

// TestAQuestionThatIsDeletedMidAnswer takes back what was shown.
func TestAQuestionThatIsDeletedMidAnswer(t *testing.T) {
	withAndWithoutStreams(t, func(t *testing.T, d *desk) {
		h := heldOutage()
		d.model = h
		d.start()
		ts := d.Post("lena", "@lena", "", outage)
		<-h.said
		d.until("half an answer", func() bool { return strings.Contains(d.Transcript("@lena"), "gloss") })
		if err := d.Delete("lena", "@lena", ts); err != nil {
			t.Fatal(err)
		}
		d.settle()
		if all := d.Transcript("@lena"); strings.Contains(all, "canary") {
			t.Errorf("still shown:\n%s", all)
		}
	})
}

// TestAMentionWhoseOutcomeIsUnknown breaks the connection before or after Slack
// has done what it was asked: there is one root and one answer all the same.
func TestAMentionWhoseOutcomeIsUnknown(t *testing.T) {
	for _, method := range []string{"conversations.open", "chat.postMessage", "chat.startStream", "chat.stopStream", "chat.postEphemeral", "conversations.replies", "conversations.info", "users.info"} {
		for name, fault := range map[string]fakeslack.Fault{"before": {Cut: true}, "after": {CutAfter: true}, "500": {Status: 500}, "empty": {Body: "{}"}} {
			t.Run(method+" "+name, func(t *testing.T) {
				t.Parallel()
				d := open(t)
				d.start()
				d.Fail(method, fault)
				d.Mention("lena", "ops", d.root("ops"), "explain")
				d.settle()
				list := d.answers("@lena")
				if len(list) != 2 {
					t.Fatalf("%d messages:\n%s%s", len(list), d.Transcript("@lena"), d.Transcript("ops"))
				}
				d.endedWith(list, "About <", "Read 4 of 4 messages")
				if strings.Contains(d.Transcript("ops"), "gloss: ") {
					t.Errorf("for everybody to read:\n%s", d.Transcript("ops"))
				}
			})
		}
	}
}

// TestAnAskerWhoCannotBeWrittenTo is answered where they asked, for their eyes
// only.
func TestAnAskerWhoCannotBeWrittenTo(t *testing.T) {
	d := open(t, func(c *fakeslack.Config) { c.Missing = []string{"conversations.open"} })
	d.start()
	d.Mention("lena", "ops", d.root("ops"), "explain")
	d.settle()
	if len(d.answers("@lena")) != 0 {
		t.Errorf("in the direct message:\n%s", d.Transcript("@lena"))
	}
	list := d.answers("ops")
	d.endedWith(list, "decision: we roll the canary back", "Read 4 of 4 messages")
	for _, m := range list {
		if m.Ephemeral != d.User("lena") {
			t.Errorf("for everybody to read:\n%s", d.Transcript("ops"))
		}
	}
	if events, err := d.store.Lessons(d.ctx, "T0ACME/U0LENA", 0); err != nil || len(events) != 1 {
		t.Errorf("%d lessons, %v", len(events), err)
	}
}

// TestStopInPrivate stops the answer to a mention, where it is being written.
func TestStopInPrivate(t *testing.T) {
	d := open(t)
	h := newHeld(nil, nil)
	d.model = h
	d.start()
	d.Mention("lena", "ops", d.root("ops"), "explain")
	<-h.said
	root := d.answers("@lena")[0].TS
	if err := d.StopSession("lena", "@lena", root); err != nil {
		t.Fatal(err)
	}
	d.settle()
	if all := d.Transcript("@lena"); strings.Contains(all, "Read 4 of 4") {
		t.Errorf("went on after Stop:\n%s", all)
	}
}
