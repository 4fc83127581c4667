package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/prompts"
)

// TestFaultsCostNoSecondAnswer has calls fail whose outcome cannot be known
// while an answer is shown: it is made good in its message, and the model is
// asked once.
func TestFaultsCostNoSecondAnswer(t *testing.T) {
	for _, method := range []string{"chat.appendStream", "chat.stopStream", "chat.update"} {
		for name, fault := range map[string]fakeslack.Fault{"before": {Cut: true}, "after": {CutAfter: true}, "500": {Status: 500}, "empty": {Body: "{}"},
			"gone": {Error: "message_not_in_streaming_state"}, "429": {Status: 429}, "busy": {Error: "ratelimited"}, "long": {Error: "msg_too_long"},
			"blocks": {Error: "invalid_blocks"}, "conflict": {Error: "streaming_state_conflict"}} {
			inBubble(t, nil, func(c *clockwork) {
				asked := 0
				c.bot.Tutor.Model = engine(func(_ context.Context, emit func(prompts.Record) error) error {
					asked++
					for _, r := range outageQuotes {
						time.Sleep(3 * time.Second)
						if err := emit(r); err != nil {
							return err
						}
					}
					return nil
				})
				c.Fail(method, fakeslack.Fault{}, fault)
				if err := c.ask("lena", outage); err != nil {
					c.t.Fatalf("%s %s: %v", method, name, err)
				}
				list, _ := c.answers("lena")
				all := ""
				for _, m := range list {
					all += reads(m)
				}
				for _, want := range []string{"heads up", "decision: we", "tell support", "Read 4 of 4"} {
					if strings.Count(all, want) != 1 || asked != 1 {
						c.t.Errorf("%s %s: %q stands %d times, the model was asked %d times:\n%s\n%s", method, name, want, strings.Count(all, want), asked, all, c.log)
					}
				}
			}, func(config *fakeslack.Config) {
				if method == "chat.update" {
					config.Missing = []string{"chat.startStream"}
				}
			})
		}
	}
}

// TestAStreamThatNobodyHeardOf loses the answer to the start of an answer's
// second message: it does not stay open, nor stand twice.
func TestAStreamThatNobodyHeardOf(t *testing.T) {
	var records []prompts.Record
	var paste strings.Builder
	for i := range 90 {
		text := fmt.Sprintf("%03d %s", i, strings.Repeat("the queue of orders grew while nobody looked ", 4)+"ok")
		fmt.Fprintf(&paste, "Mina Okafor\n  9:02 AM\n%s\n\n", text)
		records = append(records, quote(fmt.Sprintf("m%d", i+1), text))
	}
	inBubble(t, slowly([]time.Duration{100 * time.Millisecond}, records...), func(c *clockwork) {
		stop := c.work(c.bot, 1)
		c.Fail("chat.startStream", fakeslack.Fault{}, fakeslack.Fault{CutAfter: true})
		c.receive(c.bot, "lena", paste.String())
		time.Sleep(5 * time.Minute)
		stop()
		c.wholly("lena", 90)
	})
}
