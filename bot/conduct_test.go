package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/bot/socket"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

// held is a model that says one thing, waits to be let go, and says the rest.
// From its second answer on it does not wait.
type held struct {
	first, rest []prompts.Record
	said        chan struct{}
	goOn        chan struct{}
	once        sync.Once
}

func newHeld(first, rest []prompts.Record) *held {
	return &held{first: first, rest: rest, said: make(chan struct{}), goOn: make(chan struct{})}
}

func (h *held) Name() string { return "test:held" }

func (h *held) Answer(ctx context.Context, _ prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	for _, r := range h.first {
		if err := emit(r); err != nil {
			return prompts.Usage{}, err
		}
	}
	var err error
	h.once.Do(func() {
		close(h.said)
		select {
		case <-h.goOn:
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
	})
	if err != nil {
		return prompts.Usage{}, err
	}
	for _, r := range h.rest {
		if err := emit(r); err != nil {
			return prompts.Usage{}, err
		}
	}
	return prompts.Usage{}, nil
}

func heldOutage() *held {
	return newHeld([]prompts.Record{quote("m1", "heads up: the canary deployment of checkout times out for 1 in 20 customers")},
		[]prompts.Record{quote("m3", "decision: we roll back the canary now and keep the connection pool at 100"), quote("m4", "I'll tell support by 5 PM")})
}

var heldTexts = []string{"heads up: the canary", "decision: we roll back", "I'll tell support", "Connection pool", "Read 4 of 4 messages"}

// withAndWithoutStreams runs a test in a Slack that has streams and in one
// that has none.
func withAndWithoutStreams(t *testing.T, test func(t *testing.T, d *desk)) {
	for name, missing := range map[string][]string{"stream": nil, "plain": {"chat.startStream"}} {
		t.Run(name, func(t *testing.T) {
			test(t, open(t, func(c *fakeslack.Config) { c.Missing = missing }))
		})
	}
}

func TestAProcessThatEndsMidAnswer(t *testing.T) {
	withAndWithoutStreams(t, func(t *testing.T, d *desk) {
		h := heldOutage()
		d.model = h
		d.start()
		d.Post("lena", "@lena", "", outage)
		<-h.said
		d.stop()
		if half := d.Transcript("@lena"); strings.Contains(half, "Read 4 of 4") || len(d.answers("@lena")) != 1 {
			t.Fatalf("not half an answer:\n%s", half)
		}
		d.start()
		d.queue.add(1) // what the last process left
		d.settle()
		d.oneAnswer("@lena", heldTexts...)
		if lessons, err := d.store.Lessons(d.ctx, "T0ACME/U0LENA", 0); err != nil || len(lessons) != 1 {
			t.Errorf("%d lessons, %v", len(lessons), err)
		}
	})
}

// TestAStreamThatSlackEnds has Slack end the stream before the answer is whole.
func TestAStreamThatSlackEnds(t *testing.T) {
	h := heldOutage()
	d := open(t)
	d.model = h
	d.start()
	d.Post("lena", "@lena", "", outage)
	<-h.said
	m := d.answers("@lena")[0]
	if _, _, err := d.bot.Slack.StopStreamContext(d.ctx, m.Channel, m.TS); err != nil {
		t.Fatal(err)
	}
	close(h.goOn)
	d.settle()
	list := d.answers("@lena")
	if len(list) != 1 {
		t.Fatalf("%d messages", len(list))
	}
	blocks := string(list[0].Blocks[0])
	for _, text := range heldTexts {
		if strings.Count(blocks, text) != 1 {
			t.Errorf("%q is not once in %s", text, blocks)
		}
	}
	if !strings.Contains(blocks, `"type":"markdown"`) || !strings.Contains(blocks, "**What happened**") {
		t.Errorf("Markdown that began as a stream is shown as something else: %s", blocks)
	}
	if d.buttoned("@lena", "brief") == "" {
		t.Error("no buttons")
	}
}

func TestStop(t *testing.T) {
	withAndWithoutStreams(t, func(t *testing.T, d *desk) {
		h := heldOutage()
		d.model = h
		d.start()
		root := d.Post("lena", "@lena", "", outage)
		<-h.said
		// A second question waits for its turn; it is stopped as well.
		second := d.Post("lena", "@lena", "", strings.ReplaceAll(outage, "100", "90"))
		for _, ts := range []string{second, root} {
			if err := d.StopSession("lena", "@lena", ts); err != nil {
				t.Fatal(err)
			}
		}
		d.settle()
		list := d.answers("@lena")
		if len(list) != 1 {
			t.Fatalf("%d messages:\n%s", len(list), d.Transcript("@lena"))
		}
		d.endedWith(list, "heads up: the canary")
		if strings.Contains(list[0].Text, "decision") {
			t.Errorf("went on after Stop:\n%s", list[0].Text)
		}
		// The next question is answered.
		d.Post("lena", "@lena", "", strings.ReplaceAll(outage, "100", "80"))
		d.settle()
		d.endedWith(d.answers("@lena")[1:], "heads up: the canary", "Read 4 of 4 messages")
	})
}

func TestTheSameEventMoreThanOnce(t *testing.T) {
	d := open(t, func(c *fakeslack.Config) {
		c.Events = []string{"app_mention", "message.im", "message.channels"}
	})
	d.sink = func(ctx context.Context, e socket.Envelope) (response []byte, err error) {
		for range 4 {
			response, err = d.bot.Receive(ctx, e)
		}
		return response, err
	}
	d.start()
	d.Post("lena", "@lena", "", outage)
	d.Mention("ravi", "ops", d.root("ops"), "")
	d.settle()
	d.oneAnswer("@lena", wholeOutage...)
	d.endedWith(d.answers("@ravi"), "About <", "Read 4 of 4 messages")
	if list := d.answers("@ravi"); len(list) != 2 {
		t.Errorf("%d messages", len(list))
	}
	d.oneAnswer("ops", "I answered you")
}

func TestWhatIsNothingToAnswer(t *testing.T) {
	d := open(t)
	d.start()
	for kind, payloads := range map[string][]string{
		"events_api": {
			`{"event":{"type":"message","channel":"D1","text":"plover`, `"plover"`, `[]`, `{}`, `null`,
			`{"event_id":"E1","event":{"type":"novelty_added","user":"U0LENA"}}`,
			`{"event_id":"E2","event":{"type":"channel_created","channel":{"id":"C1"}}}`,
			`{"event_id":"E3","event":{"type":"message","channel_type":"im","channel":"D1","ts":"1.0","bot_id":"B1","user":"U1","text":"plover"}}`,
			`{"event_id":"E4","event":{"type":"message","channel_type":"im","channel":"D1","ts":"1.1","user":"U0GLOSS","text":"plover"}}`,
			`{"event_id":"E5","event":{"type":"message","channel_type":"mpim","channel":"G1","ts":"1.2","user":"U1","text":"plover"}}`,
			`{"event_id":"E6","event":{"type":"message","subtype":"message_changed","hidden":true,"channel_type":"im","channel":"D1","ts":"1.3","message":{"text":"plover"}}}`,
		},
		"novelty": {`{"trigger_id":"1","text":"plover"}`},
	} {
		for _, payload := range payloads {
			before := strings.Count(d.log.String(), "an envelope ")
			response, err := d.bot.Receive(d.ctx, socket.Envelope{Type: kind, ID: "x", Payload: json.RawMessage(payload)})
			if err != nil || response != nil {
				t.Errorf("%s: %q, %v", payload, response, err)
			}
			if n := strings.Count(d.log.String(), "an envelope ") - before; n != 1 {
				t.Errorf("%s: %d lines in the log", payload, n)
			}
		}
	}
	d.settle()
	if strings.Contains(d.log.String(), "plover") || len(d.answers("@lena")) > 0 {
		t.Errorf("answered, or told the log what was said:\n%s", d.log)
	}
}

func TestOddShapesCostNoQuestion(t *testing.T) {
	d := open(t)
	d.start()
	ts := d.Post("lena", "@lena", "", "hi")
	d.settle()
	payload := `{"team_id":"T0ACME","event_id":"E1","event":{"type":"message","channel_type":"im","channel":"` + d.DM("lena") + `",
		"user":"U0LENA","ts":"` + ts[:len(ts)-1] + `x","thread_ts":"` + ts + `","text":"define container","blocks":7,"files":{"a":1},"hidden":"no","tab":[1]}}`
	if _, err := d.bot.Receive(d.ctx, socket.Envelope{Type: "events_api", Payload: json.RawMessage(payload)}); err != nil {
		t.Fatal(err)
	}
	d.settle()
	if list := d.answers("@lena"); len(list) != 2 || !strings.Contains(list[1].Text, "A box that holds") {
		t.Errorf("not answered:\n%s", d.Transcript("@lena"))
	}
}

func TestWhatCannotBeStoredIsNotTaken(t *testing.T) {
	d := open(t)
	d.start()
	d.stop() // closes the database
	_, err := d.bot.Receive(d.ctx, socket.Envelope{Type: "slash_commands", ID: "x",
		Payload: json.RawMessage(`{"team_id":"T0ACME","user_id":"U0LENA","command":"/gloss","text":"plover","trigger_id":"1"}`)})
	if err == nil || strings.Contains(err.Error(), "plover") {
		t.Errorf("taken, or told: %v", err)
	}
}

// forgetful is a library that does not take the first lesson.
type forgetful struct {
	tutor.Library
	once sync.Once
}

func (f *forgetful) Record(ctx context.Context, l tutor.Lesson) (err error) {
	f.once.Do(func() { err = errors.New("the disk is full") })
	if err != nil {
		return err
	}
	return f.Library.Record(ctx, l)
}

// TestALessonThatIsNotRecordedAtOnce answers again, in place, and teaches the
// same: the first attempt has taught nothing yet.
func TestALessonThatIsNotRecordedAtOnce(t *testing.T) {
	withAndWithoutStreams(t, func(t *testing.T, d *desk) {
		d.start()
		d.bot.Library = &forgetful{Library: d.store}
		d.Post("lena", "@lena", "", outage)
		d.settle()
		d.oneAnswer("@lena", append(wholeOutage, "A fixed number of open lines to a database, which programs share.")...)
		if lessons, err := d.store.Lessons(d.ctx, "T0ACME/U0LENA", 0); err != nil || len(lessons) != 1 {
			t.Errorf("%d lessons, %v", len(lessons), err)
		}
	})
}
