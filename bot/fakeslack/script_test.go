package fakeslack_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

func TestWhatSlackMakesOfTypedText(t *testing.T) {
	w := open(t)
	helper, ops := w.User("helper"), w.Channel("ops")
	for _, c := range []struct{ typed, text, kinds string }{
		{"hello", "hello", "section(text)"},
		{"a < b && c > d", "a &lt; b &amp;&amp; c &gt; d", "section(text)"},
		{"@helper hi", "<@" + helper + "> hi", "section(user text)"},
		{"ask @Helper.", "ask @Helper.", "section(text)"}, // nobody is called "Helper."
		{"a@helper", "a@helper", "section(text)"},
		{"see #ops and #secret", "see <#" + ops + "|ops> and #secret", "section(text channel text)"},
		{"see https://a.example/?x=1&y=2.", "see <https://a.example/?x=1&amp;y=2>.", "section(text link text)"},
		{"run `go <x>` now :eyes:", "run `go &lt;x&gt;` now :eyes:", "section(text text text emoji)"},
		{"at 10:30:45", "at 10:30:45", "section(text)"},
		{"look:\n```\nx := 1\n```\nwhy?", "look:\n```x := 1```\nwhy?", "section(text) preformatted(text) section(text)"},
		{"he said\n> it is late\n> very\nok", "he said\n&gt; it is late\n&gt; very\nok", "section(text) quote(text) section(text)"},
		{"<@" + helper + ">", "&lt;@" + helper + "&gt;", "section(text)"}, // pasted, so no mention
	} {
		ts := w.Post("lena", "random", "", c.typed)
		m := w.Messages("random", ts)[0]
		if m.Text != c.text {
			t.Errorf("%q became %q, want %q", c.typed, m.Text, c.text)
		}
		if got := kindsOf(t, m.Blocks[0]); got != c.kinds {
			t.Errorf("%q became %s, want %s", c.typed, got, c.kinds)
		}
	}
}

// kindsOf names the parts and elements of a rich_text block.
func kindsOf(t *testing.T, block json.RawMessage) string {
	t.Helper()
	var rich struct {
		Elements []struct {
			Type     string
			Elements []struct{ Type string }
		}
	}
	if err := json.Unmarshal(block, &rich); err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, p := range rich.Elements {
		var inner []string
		for _, e := range p.Elements {
			inner = append(inner, e.Type)
		}
		parts = append(parts, strings.TrimPrefix(p.Type, "rich_text_")+"("+strings.Join(inner, " ")+")")
	}
	return strings.Join(parts, " ")
}

func TestATranscriptReadsWell(t *testing.T) {
	w := open(t)
	root := w.Mention("ravi", "ops", "", "what is a\nburn rate?")
	w.post(w.Channel("ops"), slack.MsgOptionTS(root), say("fallback"), slack.MsgOptionBlocks(
		slack.NewHeaderBlock(plainText("Burn rate")),
		section("How fast the budget is spent, <@"+w.User("ravi")+">."),
		slack.NewDividerBlock(),
		slack.NewActionBlock("", slack.NewButtonBlockElement("a", "1", plainText("More")), slack.NewButtonBlockElement("b", "1", plainText("Less")))))
	if err := w.React("lena", "ops", root, "eyes"); err != nil {
		t.Fatal(err)
	}
	want := `ravi: the queue is stuck
	:eyes: 1
	lena: since when?
	ravi: since 9
ravi: @helper what is a
	burn rate?
	:eyes: 1
	helper: fallback
		[header] Burn rate
		[section] How fast the budget is spent, @ravi.
		[divider] ---
		[actions] More | Less
`
	if got := w.Transcript("ops"); got != want {
		t.Errorf("transcript:\n%s\nwant:\n%s", got, want)
	}
}

func TestWhatCannotBePlayed(t *testing.T) {
	w := open(t)
	for what, ts := range map[string]string{
		"nobody":                           w.Post("nobody", "ops", "", "x"),
		"nowhere":                          w.Post("lena", "nowhere", "", "x"),
		"not a member":                     w.Post("lena", "leads", "", "x"),
		"no such root":                     w.Post("lena", "ops", "1.0", "x"),
		"nothing typed":                    w.Post("lena", "ops", "", " "),
		"forward of what she does not see": w.Forward("lena", "@lena", "leads", w.post(w.Channel("leads"), say("x")), ""),
	} {
		if ts != "" {
			t.Errorf("%s: posted %s", what, ts)
		}
	}
	w.Join("lena", "leads")
	if w.Post("lena", "leads", "", "hello") == "" {
		t.Error("she joined and may not post")
	}
	w.Leave("helper", "leads")
	_, _, err := w.client.PostMessageContext(w.ctx, w.Channel("leads"), say("x"))
	wantError(t, "the bot was removed", err, "channel_not_found")
}

func TestWaitWakesAtEveryChange(t *testing.T) {
	w := open(t)
	go w.Post("lena", "@lena", "", "hello")
	w.eventually("a message", func() bool { return len(w.Messages("@lena", "")) == 1 })
	ctx, cancel := context.WithCancel(w.ctx)
	cancel()
	if err := w.Wait(ctx, func() bool { return false }); err != context.Canceled {
		t.Errorf("given up: %v", err)
	}
	w.Close()
	if err := w.Wait(w.ctx, func() bool { return false }); err == nil {
		t.Error("waited for a server that is closed")
	}
}

func TestTimestampsAreUniqueAndRise(t *testing.T) {
	w := open(t)
	last := ""
	for range 100 { // while the clock stands still
		ts := w.Post("lena", "ops", "", "x")
		if len(ts) != len("1772442000.000000") || ts <= last {
			t.Fatalf("%s came after %s", ts, last)
		}
		last = ts
	}
}

// TestNothingRunsAfterClose would not end if a goroutine outlived the server:
// a bubble waits for all that were begun in it.
func TestNothingRunsAfterClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fakeslack.New(fakeslack.Config{Bot: fakeslack.Bot{Name: "helper"}, Me: fakeslack.User{Name: "lena"}})
		for range 5 {
			go s.Wait(t.Context(), func() bool { return false })
		}
		synctest.Wait()
		s.Close()
		s.Close() // twice is no more than once
	})
}

func TestCloseEndsLinksAndPages(t *testing.T) {
	w := open(t)
	l := w.dial()
	next := w.watch()
	w.Post("lena", "@lena", "", "hello")
	next("message")
	l.event()
	w.Close() // returns only when the link and the page stream are gone
	if _, _, err := l.conn.ReadMessage(); err == nil {
		t.Error("the link lives")
	}
	if w.Links() != 0 {
		t.Errorf("%d links are left", w.Links())
	}
}

func TestServersAreUsableFromManyGoroutines(t *testing.T) {
	w := open(t)
	w.dial()
	w.watch()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 20 {
				root := w.Post("lena", "@lena", "", "hello")
				ts := w.stream(w.DM("lena"), root, markdown("a"))
				if err := w.stop(w.DM("lena"), ts); err != nil {
					t.Errorf("stop: %v", err)
				}
				w.Transcript("@lena")
				w.Tick()
			}
		})
	}
	all.Wait()
	if got := len(w.Messages("@lena", "")); got != 160 {
		t.Errorf("%d messages, want 160", got)
	}
}
