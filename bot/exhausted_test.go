package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/tutor"
)

// unfinished is a library in which no lesson ends its question, as if each
// process died between the last word and the record of it.
type unfinished struct{ *store.Store }

func (unfinished) Record(context.Context, tutor.Lesson) error { return errors.New("cut short") }

// TestNobodyApologisesForAnAnswer shows an answer on every attempt and never
// gets to end its question: the answer stays, without an apology.
func TestNobodyApologisesForAnAnswer(t *testing.T) {
	for name, missing := range map[string][]string{"stream": nil, "plain": {"chat.startStream"}, "at once": {"chat.startStream", "chat.update", "chat.delete"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t, func(c *fakeslack.Config) { c.Missing = missing })
			d.start()
			d.bot.Library = unfinished{d.store}
			d.Post("lena", "@lena", "", outage)
			d.Mention("ravi", "ops", d.root("ops"), "")
			d.settle()
			if name != "at once" { // there each attempt leaves its own
				d.oneAnswer("@lena", wholeOutage...)
			}
			for _, channel := range []string{"@lena", "@ravi", "ops"} {
				if all := d.Transcript(channel); strings.Contains(all, "I could not answer this one") {
					t.Errorf("an apology beside the answer:\n%s", all)
				}
			}
			if all := d.Transcript("@ravi"); !strings.Contains(all, "we roll the canary back") {
				t.Errorf("not answered:\n%s", all)
			}
			if depth, err := d.queue.Depth(t.Context()); err != nil || depth.Dead+depth.Waiting != 0 {
				t.Errorf("the queue holds %+v, %v", depth, err)
			}
		})
	}
}

// TestHalfAnAnswerIsApologisedFor fails every attempt after a part was shown.
func TestHalfAnAnswerIsApologisedFor(t *testing.T) {
	withAndWithoutStreams(t, func(t *testing.T, d *desk) {
		d.start()
		d.bot.Library = unfinished{d.store}
		broken := make([]fakeslack.Fault, 60)
		for i := range broken {
			broken[i] = fakeslack.Fault{Error: "internal_error"}
		}
		d.Fail("chat.stopStream", broken...)
		d.Fail("chat.update", broken...)
		d.Post("lena", "@lena", "", outage)
		d.settle()
		if all := d.Transcript("@lena"); strings.Count(all, "gloss: I could not answer this one") != 1 {
			t.Errorf("not one apology:\n%s", all)
		}
		if depth, err := d.queue.Depth(t.Context()); err != nil || depth.Dead != 1 {
			t.Errorf("the queue holds %+v, %v", depth, err)
		}
	})
}

// TestAQuestionThatCameLate stores questions five minutes after they were
// asked, and at once.
func TestAQuestionThatCameLate(t *testing.T) {
	for late, want := range map[time.Duration]int{0: 0, 20 * time.Second: 0, 5 * time.Minute: 1} {
		t.Run(late.String(), func(t *testing.T) {
			t.Parallel()
			d := open(t)
			d.start()
			d.bot.Now = func() time.Time { return time.Now().Add(late) }
			d.Post("lena", "@lena", "", outage)
			d.settle()
			d.oneAnswer("@lena", wholeOutage...)
			if text := d.answers("@lena")[0].Text; strings.Count(text, "Sorry for the wait") != want {
				t.Errorf("want %d apologies for the wait:\n%s", want, text)
			}
		})
	}
}
