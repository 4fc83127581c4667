package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/prompts"
)

const outage = `Mina Okafor
  9:02 AM
heads up: the canary deployment of checkout times out for 1 in 20 customers

Jun Haldane
  9:04 AM
should we raise the connection pool to 200?

Mina Okafor
  9:11 AM
decision: we roll back the canary now and keep the connection pool at 100

Jun Haldane
  9:12 AM
I'll tell support by 5 PM`

// engine is a model that does what a test says.
type engine func(ctx context.Context, emit func(prompts.Record) error) error

func (engine) Name() string { return "test:engine" }

func (e engine) Answer(ctx context.Context, _ prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	return prompts.Usage{}, e(ctx, emit)
}

// quote is a record that stands in outage, or in another thread.
func quote(cite, text string) prompts.Record {
	return prompts.Record{Kind: prompts.Point, Text: text, Cites: []string{cite}, Quote: true}
}

// answers are the bot's messages in a channel.
func (d *desk) answers(channel string) []fakeslack.Message {
	var list []fakeslack.Message
	for _, m := range d.Messages(channel, "") {
		if m.Bot {
			list = append(list, m)
		}
	}
	return list
}

// oneAnswer checks that a channel holds one message of the bot, ended, with
// all the given texts in it once.
func (d *desk) oneAnswer(channel string, texts ...string) {
	d.t.Helper()
	list := d.answers(channel)
	if len(list) != 1 {
		d.t.Fatalf("%d messages, want one:\n%s", len(list), d.Transcript(channel))
	}
	d.endedWith(list, texts...)
}

func (d *desk) endedWith(list []fakeslack.Message, texts ...string) {
	d.t.Helper()
	all, bad := "", ""
	for _, m := range list {
		all += m.Text + "\n"
		if m.Streaming {
			d.t.Error("a message is still streaming")
		}
		if status, _ := d.Session(m.Channel, m.ThreadTS); status == "processing" {
			d.t.Error("the thread still says that Gloss is at work")
		}
	}
	for _, text := range texts {
		if n := strings.Count(all, text); n != 1 {
			bad += fmt.Sprintf("%q stands %d times\n", text, n)
		}
	}
	if bad != "" {
		d.t.Errorf("%sin:\n%s", bad, all)
	}
}

var wholeOutage = []string{"No AI model was used", "heads up: the canary", "Asked and answered:", "decision: we roll back", "I'll tell support", "Connection pool", "Read 4 of 4 messages"}

func TestLesserSlacksAreAnsweredToo(t *testing.T) {
	streams := []string{"chat.startStream", "chat.appendStream", "chat.stopStream"}
	lacking := map[string][]string{
		"streams": streams, "append": {"chat.appendStream"}, "update": {"chat.update"},
		"sessions": {"agents.sessions.setStatus"}, "home": {"views.publish"}, "prompts": {"assistant.threads.setSuggestedPrompts"},
		"links": {"chat.getPermalink"}, "info": {"conversations.info", "users.info"}, "replies": {"conversations.replies"},
		"streams and update": append([]string{"chat.update"}, streams...),
		"all": append([]string{"agents.sessions.setStatus", "views.publish", "views.open", "assistant.threads.setSuggestedPrompts", "chat.getPermalink",
			"conversations.info", "users.info", "conversations.replies", "chat.delete", "chat.postEphemeral"}, streams...),
	}
	for name, methods := range lacking {
		for _, status := range []int{0, 404} {
			t.Run(fmt.Sprintf("%s %d", name, status), func(t *testing.T) {
				t.Parallel()
				d := open(t, func(c *fakeslack.Config) { c.Missing, c.MissingStatus = methods, status })
				d.start()
				d.OpenMessages("lena")
				d.OpenHome("lena")
				root := d.Post("lena", "@lena", "", outage)
				d.settle()
				list := d.answers("@lena")
				before := len(list)
				if strings.Contains(name, "update") {
					list = list[len(list)-1:] // a placeholder that cannot be updated stays
				}
				d.endedWith(list, wholeOutage...)

				d.Post("lena", "@lena", root, "what is a connection pool?")
				d.settle()
				want := "fixed number of open lines"
				if strings.Contains(strings.Join(methods, " "), "conversations.replies") {
					want = "does not let me look back"
				}
				d.endedWith(d.answers("@lena")[before:], want)

				d.Mention("ravi", "ops", d.root("ops"), "")
				d.settle()
				all := d.Transcript("ops")
				if strings.Contains(all, "\tgloss: ") {
					t.Errorf("for everybody to read:\n%s", all)
				}
				want = "we roll the canary back and keep"
				if strings.Contains(strings.Join(methods, " "), "conversations.replies") {
					want = "does not let me look back"
				}
				if all = d.Transcript("@ravi") + all[strings.LastIndex(all, "ravi: @gloss"):]; !strings.Contains(all, want) {
					t.Errorf("Ravi reads:\n%s", all)
				}
			})
		}
	}
}

// TestBusySlack has each method refuse for a second, and those without which
// nothing can be shown three times in a row, which is left to the inbox.
func TestBusySlack(t *testing.T) {
	busy := fakeslack.Fault{Status: 429, RetryAfter: 1}
	for _, method := range []string{"chat.startStream", "chat.appendStream", "chat.stopStream", "agents.sessions.setStatus", "chat.getPermalink"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			d.start()
			d.Fail(method, busy)
			d.Post("lena", "@lena", "", outage)
			d.settle()
			d.oneAnswer("@lena", wholeOutage...)
		})
	}
	for _, method := range []string{"chat.postMessage", "chat.update"} {
		t.Run(method+" without streams", func(t *testing.T) {
			t.Parallel()
			d := open(t, func(c *fakeslack.Config) { c.Missing = []string{"chat.startStream"} })
			d.start()
			d.Fail(method, busy, busy, busy)
			d.Post("lena", "@lena", "", outage)
			d.settle()
			d.oneAnswer("@lena", wholeOutage...)
		})
	}
	for method, do := range map[string]func(d *desk){
		"conversations.replies": func(d *desk) { d.Mention("lena", "ops", d.root("ops"), "") },
		"views.publish":         func(d *desk) { d.OpenHome("lena") },
		"chat.postMessage":      func(d *desk) { d.Post("lena", "@lena", "", "hi") },
	} {
		t.Run(method+" once", func(t *testing.T) {
			t.Parallel()
			d := open(t)
			d.start()
			d.Fail(method, busy)
			do(d)
			d.settle()
			if got := d.Calls(method); got < 2 {
				t.Errorf("%d calls", got)
			}
			if _, home := d.Home("lena"); len(d.answers("@lena")) != 1 && len(d.answers("ops")) != 1 && !home {
				t.Errorf("not answered:\n%s", d.Transcript("@lena"))
			}
		})
	}
}

// TestOutcomesUnknown breaks the connection before or after Slack has done
// what it was asked: there is one answer all the same.
func TestOutcomesUnknown(t *testing.T) {
	for _, method := range []string{"chat.startStream", "chat.appendStream", "chat.stopStream", "agents.sessions.setStatus", "chat.postMessage", "chat.update", "conversations.replies"} {
		for name, fault := range map[string]fakeslack.Fault{"before": {Cut: true}, "after": {CutAfter: true}, "500": {Status: 500}, "empty": {Body: "{}"}, "error": {Error: "internal_error"}} {
			t.Run(method+" "+name, func(t *testing.T) {
				t.Parallel()
				plain := method == "chat.postMessage" || method == "chat.update"
				d := open(t, func(c *fakeslack.Config) {
					if plain {
						c.Missing = []string{"chat.startStream"}
					}
				})
				d.start()
				d.Fail(method, fault)
				d.Post("lena", "@lena", "", outage)
				d.settle()
				d.oneAnswer("@lena", wholeOutage...)
			})
		}
	}
	t.Run("talk", func(t *testing.T) {
		d := open(t)
		d.start()
		d.Fail("chat.postMessage", fakeslack.Fault{CutAfter: true})
		d.Post("lena", "@lena", "", "hi")
		d.settle()
		d.oneAnswer("@lena", "Paste an engineering thread")
	})
}

func TestAModelThatFails(t *testing.T) {
	for name, c := range map[string]struct {
		model engine
		says  []string
	}{
		"at once": {func(context.Context, func(prompts.Record) error) error { return told{errors.New("402")} }, append([]string{"The AI account is empty."}, wholeOutage...)},
		"midway": {func(_ context.Context, emit func(prompts.Record) error) error {
			return errors.Join(emit(quote("m4", "I'll tell support by 5 PM")), told{errors.New("402")})
		}, []string{"The AI model stopped midway", "decision: we roll back", "Read 4 of 4 messages"}},
		"silent": {func(context.Context, func(prompts.Record) error) error { return nil }, append([]string{"no answer that holds up"}, wholeOutage[1:]...)},
		"panics": {func(context.Context, func(prompts.Record) error) error { panic("boom " + outage) }, []string{"I could not answer this one"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.model = c.model
			d.start()
			d.Post("lena", "@lena", "", outage)
			d.settle()
			d.endedWith(d.answers("@lena"), c.says...)
			if log := d.log.String(); strings.Contains(log, "canary") {
				t.Errorf("the log holds what was pasted:\n%s", log)
			}
		})
	}
}

// told is an error with a sentence for the reader.
type told struct{ error }

func (told) Sentence() string { return "The AI account is empty." }
