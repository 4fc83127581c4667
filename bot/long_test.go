package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/prompts"
)

// TestAnswersLongerThanAMessage also ends the process in the middle of the
// first attempt, after the answer has gone on in further messages.
func TestAnswersLongerThanAMessage(t *testing.T) {
	var paste strings.Builder
	var records []prompts.Record
	for i := range 150 {
		text := fmt.Sprintf("%03d %s", i, strings.Repeat("the queue of orders grew while nobody looked ", 5)+"ok")
		fmt.Fprintf(&paste, "Mina Okafor\n  9:02 AM\n%s\n\n", text)
		records = append(records, quote(fmt.Sprintf("m%d", i+1), text))
	}
	for _, cut := range []bool{false, true} {
		withAndWithoutStreams(t, func(t *testing.T, d *desk) {
			h := newHeld(records[:100], records[100:])
			d.model = h
			d.start()
			d.Post("lena", "@lena", "", paste.String())
			<-h.said
			if cut {
				h.first = records[:1] // the second attempt is shorter
				h.rest = records[1:20]
				d.stop()
				d.start()
				d.queue.add(1)
			} else {
				close(h.goOn)
			}
			d.settle()
			list := d.answers("@lena")
			all := ""
			for _, m := range list {
				if n := len([]rune(m.Text)); n > 12000 || m.Streaming {
					t.Errorf("a message of %d characters, streaming: %v", n, m.Streaming)
				}
				all += m.Text
			}
			want := len(records)
			if cut {
				want = 20
			} else if len(list) < 3 {
				t.Errorf("%d messages", len(list))
			}
			for i := range records {
				n := strings.Count(all, fmt.Sprintf("“%03d ", i))
				if i < want && n != 1 || i >= want && n != 0 {
					t.Fatalf("quote %d stands %d times in %d messages", i, n, len(list))
				}
			}
			if strings.Count(all, "Read 150 of 150") != 1 {
				t.Error("the end stands not once")
			}
		})
	}
}

// TestAThreadLongerThanIsRead mentions Gloss under 12,050 messages.
func TestAThreadLongerThanIsRead(t *testing.T) {
	var replies []fakeslack.Said
	for i := range 12_049 {
		replies = append(replies, fakeslack.Said{User: "ravi", Text: fmt.Sprintf("decision: step %d is done", i)})
	}
	d := open(t, func(c *fakeslack.Config) {
		c.Channels[0].Messages = []fakeslack.Said{{User: "mina", Text: "who does what?", Replies: replies}}
	})
	d.start()
	d.Mention("lena", "ops", d.root("ops"), "")
	d.settle()
	list := d.answers("@lena")[1:]
	d.endedWith(list, "The thread is longer: I read its first 12000 messages.", "Read 12000 of 12051 messages from 2 people")
	for _, method := range []string{"chat.getPermalink", "users.info"} {
		if n := d.Calls(method); n > 3 {
			t.Errorf("%d calls of %s", n, method)
		}
	}
	// Each link leads to the message that is quoted.
	where := make(map[string]string)
	for _, m := range d.Messages("ops", "") {
		where[m.Text] = m.Permalink
	}
	quotes := 0
	for line := range strings.Lines(list[0].Text) {
		_, rest, quoted := strings.Cut(line, "“")
		text, rest, ended := strings.Cut(rest, "”")
		_, link, linked := strings.Cut(rest, "](")
		if !quoted || !ended || !linked {
			continue
		}
		quotes++
		link, _, _ = strings.Cut(link, ")")
		got, _, _ := strings.Cut(link, "?")
		want, _, _ := strings.Cut(d.url+strings.TrimPrefix(where[text], d.url), "?")
		if got != want {
			t.Errorf("%q leads to %s, stands at %s", text, got, want)
		}
	}
	if quotes < 2 {
		t.Errorf("%d quotes", quotes)
	}
}
