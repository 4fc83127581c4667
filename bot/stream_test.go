package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

// slowly is a model that waits before each record.
func slowly(waits []time.Duration, records ...prompts.Record) engine {
	return func(ctx context.Context, emit func(prompts.Record) error) error {
		for i, r := range records {
			select {
			case <-time.After(waits[min(i, len(waits)-1)]):
			case <-ctx.Done():
				return context.Cause(ctx)
			}
			if err := emit(r); err != nil {
				return err
			}
		}
		return nil
	}
}

var outageQuotes = []prompts.Record{quote("m1", "heads up: the canary deployment of checkout times out for 1 in 20 customers"),
	quote("m3", "decision: we roll back the canary now and keep the connection pool at 100"), quote("m4", "I'll tell support by 5 PM")}

// TestASlowModel shows within a second what is read, and nothing that was said
// waits for what is said next.
func TestASlowModel(t *testing.T) {
	inBubble(t, slowly([]time.Duration{10 * time.Second, 30 * time.Second}, outageQuotes...), func(c *clockwork) {
		done := make(chan error, 1)
		go func() { done <- c.ask("lena", outage) }()
		at := func(second float64, want, not string) {
			c.t.Helper()
			time.Sleep(time.Duration(second*float64(time.Second)) - time.Since(c.began))
			synctest.Wait()
			if _, all := c.answers("lena"); !strings.Contains(all, want) || not != "" && strings.Contains(all, not) {
				c.t.Errorf("after %v s:\n%s", second, all)
			}
		}
		at(0.1, "", "Reading")
		if status := c.calls("agents.sessions.setStatus"); len(status) == 0 || status[0] != 0 {
			c.t.Errorf("at work since %v", status)
		}
		at(1.1, "Reading 4 messages", "heads up")
		at(11.1, "heads up", "decision")
		at(42, "decision", "tell support")
		if err := <-done; err != nil {
			c.t.Fatal(err)
		}
		list, all := c.answers("lena")
		if len(list) != 1 || list[0].Streaming || strings.Contains(all, "in_progress") || !strings.Contains(all, "Read 4 of 4") {
			c.t.Errorf("in the end:\n%s", all)
		}
	})
}

// chatter is a thread, and a model that quotes each of its messages.
func chatter(n int, wait time.Duration) (paste string, engine tutor.Engine) {
	var text strings.Builder
	var records []prompts.Record
	for i := range n {
		said := fmt.Sprintf("%03d the queue of orders grew while nobody looked", i)
		fmt.Fprintf(&text, "Mina Okafor\n  9:02 AM\n%s\n\n", said)
		records = append(records, quote(fmt.Sprintf("m%d", i+1), said))
	}
	return text.String(), slowly([]time.Duration{wait}, records...)
}

// wholly checks that messages hold each of n quotes once, in order.
func (c *clockwork) wholly(user string, n int) []fakeslack.Message {
	c.t.Helper()
	list, _ := c.answers(user)
	all, last := "", -1
	for _, m := range list {
		all += reads(m)
		if m.Streaming {
			c.t.Errorf("a message to %s still streams", user)
		}
	}
	for i := range n {
		at := strings.Index(all, fmt.Sprintf("“%03d ", i))
		if at <= last || strings.Count(all, fmt.Sprintf("“%03d ", i)) != 1 {
			c.t.Fatalf("quote %d of %s stands not once, or not in order:\n%s\n%s", i, user, all, c.log)
		}
		last = at
	}
	return list
}

// reads is what a message says, also where its text for notifications is cut.
func reads(m fakeslack.Message) string {
	for _, block := range m.Blocks {
		var b struct{ Type, Text string }
		if json.Unmarshal(block, &b) == nil && b.Type == "markdown" {
			return b.Text
		}
	}
	return m.Text
}

// TestAnAnswerOfTwelveMinutes goes on in a new message before Slack ends a
// stream, which it does after five.
func TestAnAnswerOfTwelveMinutes(t *testing.T) {
	paste, engine := chatter(35, 20*time.Second)
	inBubble(t, engine, func(c *clockwork) {
		if err := c.ask("lena", paste); err != nil {
			c.t.Fatal(err)
		}
		if list := c.wholly("lena", 35); len(list) != 3 {
			c.t.Errorf("%d messages", len(list))
		}
		if n := c.Calls("chat.update"); n != 0 || c.Calls("chat.stopStream") != 3 {
			c.t.Errorf("%d updates, %d ends: Slack ended a stream", n, c.Calls("chat.stopStream"))
		}
		if strings.Contains(c.log.String(), "no longer streamed") {
			c.t.Error(c.log)
		}
	})
}

// TestPace has a model that says more than Slack takes, to one learner and to
// twenty at once.
func TestPace(t *testing.T) {
	for _, learners := range []int{1, 20} {
		paste, engine := chatter(100, 300*time.Millisecond)
		inBubble(t, engine, func(c *clockwork) {
			var asking sync.WaitGroup
			for i := range learners {
				asking.Go(func() {
					if err := c.ask(fmt.Sprintf("u%d", i), paste); err != nil {
						c.t.Errorf("u%d: %v", i, err)
					}
				})
			}
			asking.Wait()
			for i := range learners {
				c.wholly(fmt.Sprintf("u%d", i), 100)
			}
			appends := c.calls("chat.appendStream")
			for i, at := range appends {
				n := 0
				for _, later := range appends[i:] {
					if later-at < time.Minute {
						n++
					}
				}
				if n > 120 || learners == 1 && n > 65 {
					c.t.Errorf("%d parts were shown in the minute from %v on; %v", n, at, appends)
					break
				}
			}
		}, func(config *fakeslack.Config) { config.RateLimits = fakeslack.SlackRates() })
	}
}

// TestMoreAnswersThanStreams asks what Slack lets nobody stream: forty answers
// at once. Those that find no stream left come in one piece.
func TestMoreAnswersThanStreams(t *testing.T) {
	inBubble(t, slowly([]time.Duration{5 * time.Second}, outageQuotes...), func(c *clockwork) {
		var asking sync.WaitGroup
		for i := range 40 {
			asking.Go(func() {
				if err := c.ask(fmt.Sprintf("u%d", i), outage); err != nil {
					c.t.Errorf("u%d: %v", i, err)
				}
			})
		}
		asking.Wait()
		for i := range 40 {
			list, all := c.answers(fmt.Sprintf("u%d", i))
			if len(list) != 1 || list[0].Streaming || !strings.Contains(all, "Read 4 of 4") || !strings.Contains(all, `"action_id":"brief"`) {
				c.t.Errorf("u%d reads:\n%s", i, all)
			}
		}
		if n := c.Calls("chat.startStream"); n == 0 || n > 25 {
			c.t.Errorf("%d streams", n)
		}
		if took := time.Since(c.began); took > 2*time.Minute {
			c.t.Errorf("it took %v", took)
		}
	}, func(config *fakeslack.Config) { config.RateLimits = fakeslack.SlackRates() })
}
