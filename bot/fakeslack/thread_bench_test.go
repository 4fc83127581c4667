package fakeslack_test

import (
	"fmt"
	"testing"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// thread reads a whole thread page by page and counts its messages.
func (w *workspace) thread(channel, root string) int {
	w.t.Helper()
	seen, cursor := map[string]bool{}, ""
	for {
		page, _, next, err := w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{ChannelID: channel, Timestamp: root, Limit: 200, Cursor: cursor})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, m := range page {
			seen[m.Timestamp] = true
		}
		if cursor = next; cursor == "" {
			return len(seen)
		}
	}
}

// long gives the channel ops one thread of n messages.
func long(n int) func(*fakeslack.Config) {
	return func(c *fakeslack.Config) {
		replies := make([]fakeslack.Said, n-1)
		for i := range replies {
			replies[i] = fakeslack.Said{User: "ravi", Text: fmt.Sprintf("step %d is done", i)}
		}
		c.Channels[0].Messages = []fakeslack.Said{{User: "lena", Text: "how is it going?", Replies: replies}}
	}
}

func TestAThreadOfTwelveThousandMessages(t *testing.T) {
	w := open(t, long(12000))
	if got := w.thread(w.Channel("ops"), w.Messages("ops", "")[0].TS); got != 12000 {
		t.Errorf("read %d messages", got)
	}
}

// Reading a thread costs as much for each message however long it is.
func BenchmarkReadingAThread(b *testing.B) {
	for _, n := range []int{1200, 12000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := open(b, long(n))
			root := w.Messages("ops", "")[0].TS
			for b.Loop() {
				w.thread(w.Channel("ops"), root)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/message")
		})
	}
}
