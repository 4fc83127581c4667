package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gloss-tutor/gloss/bot"
	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/bot/socket"
	"github.com/gloss-tutor/gloss/prompts"
)

// TestAQuestionThatWasGivenUpIsTriedAgain presses the button of the apology,
// twice, after what was wrong is mended.
func TestAQuestionThatWasGivenUpIsTriedAgain(t *testing.T) {
	for _, where := range []string{"@lena", "ops"} {
		t.Run(where, func(t *testing.T) {
			d := open(t)
			var mended atomic.Bool
			d.model = engine(func(_ context.Context, emit func(prompts.Record) error) error {
				if !mended.Load() {
					panic("boom")
				}
				return errors.Join(emit(quote("m1", "heads up: the canary deployment of checkout times out for 1 in 20 customers")), emit(quote("m4", "I'll tell support by 5 PM")))
			})
			d.start()
			if where == "ops" {
				d.Mention("lena", "ops", d.root("ops"), "explain")
			} else {
				d.Post("lena", "@lena", "", outage)
			}
			d.settle()
			if depth, err := d.store.Depth(d.ctx); err != nil || depth.Dead != 1 {
				t.Errorf("the administrator counts %d, %v", depth.Dead, err)
			}
			apology := d.buttoned("@lena", "retry")
			if apology == "" {
				t.Fatalf("no apology:\n%s", d.Transcript("@lena"))
			}
			mended.Store(true)
			if err := d.Click("lena", "@lena", apology, "retry"); err != nil {
				t.Fatal(err)
			}
			d.settle()
			d.endedWith(d.answers("@lena"), "Read 4 of 4 messages", "→ Try again")
			if all := d.Transcript("@lena"); strings.Contains(all, "I could not answer") {
				t.Errorf("Lena still reads:\n%s", all)
			}
		})
	}
}

// TestAfterStopThereIsAgain begins an answer again that was stopped.
func TestAfterStopThereIsAgain(t *testing.T) {
	withAndWithoutStreams(t, func(t *testing.T, d *desk) {
		h := heldOutage()
		d.model = h
		d.start()
		root := d.Post("lena", "@lena", "", outage)
		<-h.said
		if err := d.StopSession("lena", "@lena", root); err != nil {
			t.Fatal(err)
		}
		d.settle()
		stopped := d.buttoned("@lena", "whole")
		if all := d.Transcript("@lena"); stopped == "" || !strings.Contains(all, "Stopped.") {
			t.Fatalf("after Stop:\n%s", all)
		}
		if err := d.Click("lena", "@lena", stopped, "whole"); err != nil {
			t.Fatal(err)
		}
		d.settle()
		d.endedWith(d.answers("@lena")[1:], heldTexts...)
	})
}

// TestNobodyPressesForEver presses a button more often than anybody reads.
func TestNobodyPressesForEver(t *testing.T) {
	d := open(t)
	d.start()
	d.Post("lena", "@lena", "", outage)
	d.settle()
	answer := d.buttoned("@lena", "brief")
	for range 14 {
		if err := d.Click("lena", "@lena", answer, "brief"); err != nil {
			t.Fatal(err)
		}
	}
	d.settle()
	all := d.Transcript("@lena")
	if n := strings.Count(all, "Read 4 of 4 messages"); n != 11 || strings.Count(all, "many buttons") != 4 {
		t.Errorf("%d answers:\n%s", n, all)
	}
}

// envelope is an event as Slack sends it.
func envelope(id string, event map[string]any) socket.Envelope {
	payload, err := json.Marshal(map[string]any{"team_id": "T0ACME", "event_id": id, "event": event})
	if err != nil {
		panic(err)
	}
	return socket.Envelope{Type: "events_api", ID: id, Payload: payload}
}

// said is the event of a direct message.
func (c *clockwork) said(user, ts, text string) socket.Envelope {
	return envelope("E"+user+ts, map[string]any{"type": "message", "channel_type": "im", "channel": c.DM(user), "user": c.User(user), "ts": ts, "text": text})
}

// receive has a bot take what somebody posts.
func (c *clockwork) receive(b *bot.Bot, user, text string) (ts string) {
	c.t.Helper()
	ts = c.Post(user, "@"+user, "", text)
	if _, err := b.Receive(c.t.Context(), c.said(user, ts, text)); err != nil {
		c.t.Fatal(err)
	}
	return ts
}

// work has workers work for a bot until the returned function is called.
func (c *clockwork) work(b *bot.Bot, n int) (stop func()) {
	workers := &inbox.Workers{Queue: c.queue, Handle: b.Handle, N: n, Attempts: 3, Deaths: 3, Backoff: func(int, error) time.Duration { return time.Second },
		Lease: 15 * time.Second, Heartbeat: 4 * time.Second, Tick: time.Second, Grace: time.Second, Now: time.Now, Log: b.Log}
	ctx, cancel := context.WithCancel(c.t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = workers.Run(ctx) })
	return func() {
		cancel()
		running.Wait()
	}
}

// sluggish is an inbox whose database takes its time.
type sluggish struct {
	bot.Inbox
	takes time.Duration
	err   error
}

func (s sluggish) Put(ctx context.Context, item inbox.Item) (bool, error) {
	select {
	case <-time.After(s.takes):
	case <-ctx.Done():
		return false, ctx.Err()
	}
	if s.err != nil {
		return false, s.err
	}
	return s.Inbox.Put(ctx, item)
}

// TestASlowDatabase tells the learner, once, that their question is not stored
// yet, also when Slack sends it again; and nothing when it is stored in time.
func TestASlowDatabase(t *testing.T) {
	full := errors.New("the disk is full")
	for name, c := range map[string]struct {
		puts []sluggish
		want int
	}{
		"in time":             {[]sluggish{{takes: time.Second}}, 0},
		"full, then in time":  {[]sluggish{{err: full}, {takes: time.Second}}, 0},
		"late":                {[]sluggish{{takes: 2500 * time.Millisecond}}, 1},
		"full for a minute":   {[]sluggish{{err: full}, {takes: time.Minute, err: full}, {}}, 1},
		"away for two, again": {[]sluggish{{takes: time.Minute, err: full}, {takes: time.Minute, err: full}, {takes: time.Minute, err: full}}, 1},
	} {
		inBubble(t, nil, func(w *clockwork) {
			ts := w.Post("lena", "@lena", "", outage)
			for i, put := range c.puts {
				put.Inbox = w.queue
				w.bot.Inbox = put
				if _, err := w.bot.Receive(w.t.Context(), w.said("lena", ts, outage)); !errors.Is(err, put.err) {
					w.t.Errorf("%s, %d: %v", name, i+1, err)
				}
			}
			time.Sleep(5 * time.Second)
			if list, all := w.answers("lena"); len(list) != c.want || c.want > 0 && !strings.Contains(all, "cannot write it down yet") {
				w.t.Errorf("%s:\n%s", name, all)
			}
		})
	}
}

// TestTheLine tells who waits how many answers come before theirs.
func TestTheLine(t *testing.T) {
	inBubble(t, slowly([]time.Duration{time.Minute}, outageQuotes...), func(c *clockwork) {
		c.bot.Quiet = time.Second
		stop := c.work(c.bot, 2)
		for i := range 4 {
			c.receive(c.bot, fmt.Sprintf("u%d", i), outage)
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		told := make(map[string]string)
		for _, r := range c.Requests("assistant.threads.setStatus") {
			told[r.Args.Get("channel_id")] = r.Args.Get("status")
		}
		for i, want := range []string{"", "", "waits: 2 answers before yours …", "waits: 3 answers before yours …"} {
			if got := told[c.DM(fmt.Sprintf("u%d", i))]; got != want {
				c.t.Errorf("u%d is told %q, want %q", i, got, want)
			}
		}
		time.Sleep(10 * time.Minute)
		stop()
		for i := range 4 {
			if _, all := c.answers(fmt.Sprintf("u%d", i)); strings.Count(all, "Read 4 of 4") != 1 {
				c.t.Errorf("u%d reads:\n%s", i, all)
			}
		}
	})
}

// TestStopReachesTheOtherProcess has Stop come to a process that does not work
// on the answer.
func TestStopReachesTheOtherProcess(t *testing.T) {
	ended := make(chan time.Duration, 1)
	patient := engine(func(ctx context.Context, _ func(prompts.Record) error) error {
		began := time.Now()
		<-ctx.Done()
		ended <- time.Since(began)
		return context.Cause(ctx)
	})
	inBubble(t, patient, func(c *clockwork) {
		other := &bot.Bot{Slack: c.bot.Slack, Web: c.bot.Web, Tutor: c.bot.Tutor, Inbox: c.queue, Library: c.queue, Beat: time.Second, Now: time.Now, Log: c.bot.Log}
		if err := other.Introduce(c.t.Context()); err != nil {
			c.t.Fatal(err)
		}
		stop := c.work(c.bot, 2)
		defer stop()
		root := c.receive(c.bot, "lena", outage)
		time.Sleep(2 * time.Second)
		if err := c.StopSession("lena", "@lena", root); err != nil {
			c.t.Fatal(err)
		}
		now := fmt.Sprintf("%d.000000", time.Now().Unix()+1)
		halt := envelope("Estop", map[string]any{"type": "agent_session_stopped", "channel": c.DM("lena"), "thread_ts": root, "user": c.User("lena"), "event_ts": now})
		if _, err := other.Receive(c.t.Context(), halt); err != nil {
			c.t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		select {
		case <-ended:
		default:
			c.t.Error("the model is still at work")
		}
		if depth, err := c.queue.Depth(c.t.Context()); err != nil || depth.Waiting != 0 {
			c.t.Errorf("%d wait, %v", depth.Waiting, err)
		}
		list, all := c.answers("lena")
		if len(list) > 1 || len(list) == 1 && list[0].Streaming || strings.Contains(all, "Read 4 of 4") {
			c.t.Errorf("after Stop:\n%s", all)
		}
		if status, _ := c.Session("@lena", root); status != "active" {
			c.t.Errorf("the thread is %q", status)
		}
	})
}
