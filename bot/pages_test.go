package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/tutor"
)

// lengthy gives #ops a thread of n messages and returns its place.
func lengthy(n int) func(*fakeslack.Config) {
	return func(c *fakeslack.Config) {
		var replies []fakeslack.Said
		for i := range n - 1 {
			replies = append(replies, fakeslack.Said{User: "ravi", Text: fmt.Sprintf("step %d", i)})
		}
		c.Channels[0].Messages = []fakeslack.Said{{User: "mina", Text: "who does what?", Replies: replies}}
	}
}

// TestFaultsInTheMiddleOfAThread has later pages fail in ways that may be gone
// in a moment: the thread is whole, and each message there once.
func TestFaultsInTheMiddleOfAThread(t *testing.T) {
	for name, fault := range map[string]fakeslack.Fault{
		"500": {Status: 500}, "cut": {Cut: true}, "cut after": {CutAfter: true}, "nothing": {Body: "{}"}, "rate": {Status: 429, RetryAfter: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := openDesk(t, lengthy(1000))
			d.Fail("conversations.replies", fakeslack.Fault{}, fault, fakeslack.Fault{}, fault)
			var heard []int
			m, err := d.gather(t.Context(), d.by("lena"), []place{d.root("ops")}, func(n int) { heard = append(heard, n) })
			if err != nil || len(m.thread.Messages) != 1000 || m.beyond != 0 || m.thread.Messages[999].Text != "step 998" {
				t.Fatalf("%d messages, %d beyond, %v", len(m.thread.Messages), m.beyond, err)
			}
			if !slices.Equal(heard, []int{200, 400, 600, 800, 1000}) && !slices.Equal(heard, []int{201, 401, 601, 801, 1000}) {
				t.Errorf("heard of %v", heard)
			}
		})
	}
}

// TestFirstPageFails is left to the inbox.
func TestFirstPageFails(t *testing.T) {
	d := openDesk(t)
	d.Fail("conversations.replies", fakeslack.Fault{Status: 429, RetryAfter: 40})
	_, err := d.gather(t.Context(), d.by("lena"), []place{d.root("ops")}, nil)
	if wait, ok := waiting(err).(inbox.RetryAfter); !ok || wait.After != 40*time.Second {
		t.Error(err)
	}
	d.Fail("conversations.replies", fakeslack.Fault{Status: 502})
	if _, err := d.gather(t.Context(), d.by("lena"), []place{d.root("ops")}, nil); err == nil || errors.Is(err, errNotReadable) || !transient(err) {
		t.Error(err)
	}
}

// scripted is a page of an answer, as a fault.
func scripted(t *testing.T, next string, messages ...string) fakeslack.Fault {
	t.Helper()
	var list []json.RawMessage
	for _, m := range messages {
		list = append(list, raw(m))
	}
	body, err := json.Marshal(map[string]any{"ok": true, "messages": list, "has_more": next != "", "response_metadata": map[string]any{"next_cursor": next}})
	if err != nil {
		t.Fatal(err)
	}
	return fakeslack.Fault{Body: string(body)}
}

// TestASlackThatGivesLittle is one where Slack gives 15 messages a minute: what
// came is explained, the reader hears that it is not all, the administrator
// why, once.
func TestASlackThatGivesLittle(t *testing.T) {
	d := openDesk(t)
	for range 2 {
		messages := []string{`{"ts":"1700000000.000000","user":"U0MINA","text":"root","reply_count":90}`}
		for i := range 14 {
			messages = append(messages, fmt.Sprintf(`{"ts":"1700000001.%06d","thread_ts":"1700000000.000000","user":"U0RAVI","text":"reply"}`, i))
		}
		d.Fail("conversations.replies", scripted(t, "more", messages...), fakeslack.Fault{Status: 429, RetryAfter: 60})
		m, err := d.gather(t.Context(), d.by("lena"), []place{{"C0OPS", "1700000000.000000"}}, nil)
		if err != nil || len(m.thread.Messages) != 15 {
			t.Fatalf("%d messages, %v", len(m.thread.Messages), err)
		}
		if got := coverage(m, tutor.Coverage{Messages: 15, Read: 15}); got != "Read 15 of 91 messages from 2 people" {
			t.Error(got)
		}
	}
	if n := strings.Count(d.log.String(), "15 messages of a thread a minute"); n != 1 {
		t.Errorf("the administrator is told %d times", n)
	}
}

// TestPagesThatMakeNoSense end the reading with what there is.
func TestPagesThatMakeNoSense(t *testing.T) {
	root := `{"ts":"1700000000.000000","user":"U0MINA","text":"root","reply_count":3}`
	one := `{"ts":"1700000001.000000","thread_ts":"1700000000.000000","user":"U0RAVI","text":"one"}`
	for name, c := range map[string]struct {
		pages         []fakeslack.Fault
		count, beyond int
	}{
		"the same page for ever":    {[]fakeslack.Fault{scripted(t, "a", root, one), scripted(t, "a", root, one), scripted(t, "a", root, one)}, 2, 2},
		"an empty page":             {[]fakeslack.Fault{scripted(t, "a", root, one), scripted(t, "b")}, 2, 2},
		"a cursor that has expired": {[]fakeslack.Fault{scripted(t, "a", root, one), {Error: "invalid_cursor"}}, 2, 2},
		"messages that are none":    {[]fakeslack.Fault{scripted(t, "", root, `7`, `"x"`, `null`, `[]`, one)}, 2, 0},
		"numbers for timestamps":    {[]fakeslack.Fault{scripted(t, "", root, strings.ReplaceAll(one, `"1700000001.000000"`, `1700000001.000000`), one)}, 2, 0},
		"no timestamp":              {[]fakeslack.Fault{scripted(t, "", root, `{"user":"U0RAVI","text":"one"}`)}, 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			d.Fail("conversations.replies", c.pages...)
			m, err := d.gather(t.Context(), d.by("lena"), []place{{"C0OPS", "1700000000.000000"}}, nil)
			if err != nil || len(m.thread.Messages) != c.count || m.beyond != c.beyond || m.thread.Messages[1].Text != "one" {
				t.Errorf("%d beyond, %v\n%s", m.beyond, err, m.says())
			}
		})
	}
}

// TestALinkToAReplyReadsTheThread gives Gloss a reply, as a link without its
// thread does.
func TestALinkToAReplyReadsTheThread(t *testing.T) {
	d := openDesk(t)
	reply := `{"ts":"` + d.Messages("ops", "")[1].TS + `","thread_ts":"` + d.root("ops").threadTS + `","user":"U0RAVI","text":"can we raise the pool?"}`
	d.Fail("conversations.replies", scripted(t, "", reply)) // Slack gives a reply alone
	m, err := d.gather(t.Context(), d.by("lena"), []place{{"C0OPS", d.Messages("ops", "")[1].TS}, d.root("ops")}, nil)
	if err != nil || len(m.thread.Messages) != 3 || len(m.from) != 1 || m.from[0].place != d.root("ops") {
		t.Errorf("%+v, %v\n%s", m.from, err, m.says())
	}
}

func BenchmarkReadAThread(b *testing.B) {
	var page []json.RawMessage
	for i := range 200 {
		page = append(page, raw(fmt.Sprintf(`{"ts":"17000%05d.000000","user":"U0RAVI","text":"step %d","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"step %d of the roll-out"}]}]}]}`, i, i, i)))
	}
	bot := &Bot{Now: time.Now}
	bot.lacks.Store("users.info", true)
	for b.Loop() {
		g := bot.gathering(ask{})
		for _, data := range page {
			m, _ := tolerant(data)
			g.said(b.Context(), place{"C0OPS", "1.0"}, m)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(page)), "µs/message")
}
