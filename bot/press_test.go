package bot_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/bot/socket"
)

// receive hands the bot an envelope that the small Slack would not send.
func (d *desk) receive(kind, payload string) {
	d.t.Helper()
	if _, err := d.bot.Receive(d.ctx, socket.Envelope{Type: kind, ID: payload, Payload: json.RawMessage(payload)}); err != nil {
		d.t.Fatal(err)
	}
	d.settle()
}

// TestAButtonThatSomebodyElsePresses presses, in a channel, what was put there
// for everybody: who presses is answered alone.
func TestAButtonThatSomebodyElsePresses(t *testing.T) {
	d := open(t)
	d.start()
	root := d.root("ops")
	d.Mention("lena", "ops", root, "here: explain")
	d.settle()
	shared := d.answers("ops")
	for _, user := range []string{"U0RAVI", "U0LENA"} {
		d.receive("interactive", fmt.Sprintf(`{"type":"block_actions","trigger_id":"t-%[1]s","team":{"id":"T0ACME"},"user":{"id":%[1]q},
			"channel":{"id":"C0OPS"},"message":{"ts":%[2]q,"thread_ts":%[3]q},"actions":[{"action_id":"brief","value":"brief"}]}`,
			user, shared[0].TS, root))
	}
	if list := d.answers("ops"); len(list) != len(shared) {
		t.Errorf("for everybody to read:\n%s", d.Transcript("ops"))
	}
	for _, user := range []string{"@ravi", "@lena"} {
		d.endedWith(d.answers(user), "About <", "decision: we roll the canary back")
	}
}

func TestAModalThatCannotBeOpened(t *testing.T) {
	for name, fault := range map[string]fakeslack.Fault{"too late": {Error: "expired_trigger_id"}, "not here": {Error: "unknown_method"}} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.start()
			d.Post("lena", "@lena", "", outage)
			d.settle()
			d.Fail("views.open", fault)
			if err := d.Click("lena", "@lena", d.buttoned("@lena", "define"), "define"); err != nil {
				t.Fatal(err)
			}
			d.settle()
			list := d.answers("@lena")
			d.endedWith(list[1:], "Type the word here")
			// What it says can be done, and is answered.
			d.Post("lena", "@lena", d.root("@lena"), "connection pool")
			d.settle()
			d.endedWith(d.answers("@lena")[2:], "A fixed number of open lines")
		})
	}
}

func TestAnAnswerThatIsNotComing(t *testing.T) {
	down := fakeslack.Fault{Status: 500}
	for name, do := range map[string]func(d *desk) error{
		"a button": func(d *desk) error {
			d.Fail("conversations.replies", down, down, down, down, down, down)
			return d.Click("lena", "@lena", d.buttoned("@lena", "brief"), "brief")
		},
		"a question": func(d *desk) error {
			d.Fail("conversations.replies", down, down, down, down, down, down)
			d.Post("lena", "@lena", d.root("@lena"), "why?")
			return nil
		},
		"a paste": func(d *desk) error {
			d.Fail("chat.startStream", fakeslack.Fault{Cut: true}, fakeslack.Fault{Cut: true}, fakeslack.Fault{Cut: true})
			d.Post("lena", "@lena", "", outage)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.start()
			d.Post("lena", "@lena", "", outage)
			d.settle()
			if err := do(d); err != nil {
				t.Fatal(err)
			}
			d.settle()
			d.endedWith(d.answers("@lena")[1:], "I could not answer this one")
		})
	}
}

// TestAThreadThatGlossCannotRead mentions it where it is not.
func TestAThreadThatGlossCannotRead(t *testing.T) {
	d := open(t)
	d.start()
	root := d.Post("lena", "far", "", "the queue is stuck")
	ts := d.Mention("lena", "far", root, "")
	d.receive("events_api", fmt.Sprintf(`{"team_id":"T0ACME","event_id":"E1","event":{"type":"app_mention","user":"U0LENA",
		"channel":"C0FAR","ts":%q,"thread_ts":%q,"text":"<@U0GLOSS> explain"}}`, ts, root))
	d.oneAnswer("@lena", "I cannot read this thread")
	if all := d.Transcript("far"); strings.Contains(all, "gloss:") {
		t.Errorf("in the channel:\n%s", all)
	}
}

func TestAPasteThatWasDeleted(t *testing.T) {
	d := open(t)
	d.start()
	root := d.Post("lena", "@lena", "", outage)
	d.settle()
	if err := d.Delete("lena", "@lena", root); err != nil {
		t.Fatal(err)
	}
	d.receive("events_api", fmt.Sprintf(`{"team_id":"T0ACME","event_id":"E1","event":{"type":"message","channel_type":"im","user":"U0LENA",
		"channel":%q,"ts":"1772442000.000100","thread_ts":%q,"text":"why?"}}`, d.DM("lena"), root))
	if all := d.Transcript("@lena"); !strings.Contains(all, "Paste") {
		t.Errorf("no word of it:\n%s", all)
	}
}
