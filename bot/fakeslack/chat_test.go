package fakeslack_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

func section(text string) *slack.SectionBlock {
	return slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", text, false, false), nil, nil)
}

func TestWhereTheBotMayPost(t *testing.T) {
	w := open(t)
	for _, c := range []struct{ channel, code string }{
		{w.DM("lena"), ""},
		{w.User("lena"), ""}, // a person stands for their direct message
		{w.Channel("ops"), ""},
		{w.Channel("leads"), ""},
		{w.Channel("random"), "not_in_channel"},
		{w.Channel("secret"), "channel_not_found"},
		{w.Channel("old"), "is_archived"},
		{"C0NOWHERE", "channel_not_found"},
	} {
		_, _, err := w.client.PostMessageContext(w.ctx, c.channel, say("hello"))
		wantError(t, "post to "+c.channel, err, c.code)
	}
}

func TestWhatAMessageMaySay(t *testing.T) {
	w := open(t)
	ops := w.Channel("ops")
	many := make([]slack.Block, 51)
	for i := range many {
		many[i] = slack.NewDividerBlock()
	}
	long := func(n int) string { return strings.Repeat("ß", n) }
	md := func(n int) slack.Block { return slack.NewMarkdownBlock("", long(n)) }
	for _, c := range []struct {
		what    string
		options []slack.MsgOption
		code    string
	}{
		{"nothing", []slack.MsgOption{say("")}, "no_text"},
		{"blanks", []slack.MsgOption{say(" \n")}, "no_text"},
		{"blocks alone", []slack.MsgOption{slack.MsgOptionBlocks(section("x"))}, ""},
		{"markdown and text", []slack.MsgOption{markdown("a"), say("b")}, "markdown_text_conflict"},
		{"markdown and blocks", []slack.MsgOption{markdown("a"), slack.MsgOptionBlocks(section("x"))}, "markdown_text_conflict"},
		{"12,000 of markdown", []slack.MsgOption{markdown(long(12000))}, ""},
		{"12,001 of markdown", []slack.MsgOption{markdown(long(12001))}, "msg_too_long"},
		{"markdown blocks of 12,001 together", []slack.MsgOption{slack.MsgOptionBlocks(md(6000), md(6001))}, "msg_too_long"},
		{"sections of 13,201 together", []slack.MsgOption{slack.MsgOptionBlocks(section(long(3000)), section(long(3000)), section(long(3000)), section(long(3000)), section(long(1201)))}, "msg_blocks_too_long"},
		{"51 blocks", []slack.MsgOption{slack.MsgOptionBlocks(many...)}, "invalid_blocks"},
		{"50 blocks", []slack.MsgOption{slack.MsgOptionBlocks(many[:50]...)}, ""},
	} {
		_, _, err := w.client.PostMessageContext(w.ctx, ops, c.options...)
		wantError(t, c.what, err, c.code)
	}
}

func TestALongTextIsCutAndALongUpdateRefused(t *testing.T) {
	w := open(t)
	ts := w.post(w.DM("lena"), say(strings.Repeat("a", 40001)))
	if got := len(w.Messages("@lena", "")[0].Text); got != 40000 {
		t.Errorf("kept %d characters", got)
	}
	_, _, _, err := w.client.UpdateMessageContext(w.ctx, w.DM("lena"), ts, say(strings.Repeat("a", 4001)))
	wantError(t, "an update of 4,001", err, "msg_too_long")
	_, _, _, err = w.client.UpdateMessageContext(w.ctx, w.DM("lena"), ts, say(strings.Repeat("a", 4000)))
	wantError(t, "an update of 4,000", err, "")
}

func TestUpdatesKeepWhatTheyDoNotMention(t *testing.T) {
	w := open(t)
	dm := w.DM("lena")
	about := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "answer", EventPayload: map[string]any{"job": "7"}})
	ts := w.post(dm, say("one"), slack.MsgOptionBlocks(section("one")), about)
	update := func(options ...slack.MsgOption) fakeslack.Message {
		t.Helper()
		if _, _, _, err := w.client.UpdateMessageContext(w.ctx, dm, ts, options...); err != nil {
			t.Fatal(err)
		}
		return w.Messages("@lena", "")[0]
	}
	if m := update(slack.MsgOptionAttachments(slack.Attachment{Text: "beside"})); m.Text != "" || len(m.Blocks) != 1 || len(m.Attachments) != 1 {
		t.Errorf("after an update of the attachments alone: %+v", m)
	}
	if m := update(say("two"), slack.MsgOptionBlocks(section("two"))); len(m.Blocks) != 1 || len(m.Attachments) != 1 || m.Edited {
		t.Errorf("after an update with blocks: %+v", m)
	}
	if m := update(say("three")); m.Text != "three" || len(m.Blocks) != 0 || !m.Edited || !strings.Contains(string(m.Metadata), `"job":"7"`) {
		t.Errorf("a text alone takes the blocks away: %+v", m)
	}
	if m := update(markdown("**four**")); m.Markdown != "**four**" || m.Text != "" {
		t.Errorf("after an update by markdown: %+v", m)
	}
	page, _, _, err := w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{ChannelID: dm, Timestamp: ts, IncludeAllMetadata: true})
	if err != nil || page[0].Metadata.EventPayload["job"] != "7" {
		t.Errorf("metadata is %+v, %v", page, err)
	}
	page, _, _, _ = w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{ChannelID: dm, Timestamp: ts})
	if page[0].Metadata.EventType != "" {
		t.Error("metadata came unasked")
	}
}

func TestOnlyOwnMessagesChange(t *testing.T) {
	w := open(t)
	dm := w.DM("lena")
	hers, its := w.Post("lena", "@lena", "", "hello"), w.post(dm, say("hi"))
	_, _, _, err := w.client.UpdateMessageContext(w.ctx, dm, hers, say("x"))
	wantError(t, "update hers", err, "cant_update_message")
	_, _, err = w.client.DeleteMessageContext(w.ctx, dm, hers)
	wantError(t, "delete hers", err, "cant_delete_message")
	_, _, err = w.client.DeleteMessageContext(w.ctx, dm, its)
	wantError(t, "delete its own", err, "")
	_, _, err = w.client.DeleteMessageContext(w.ctx, dm, its)
	wantError(t, "delete it again", err, "message_not_found")
	if got, want := w.Transcript("@lena"), "lena: hello\n"; got != want {
		t.Errorf("left: %s", got)
	}
}

func TestAReplyToNothingIsNoReply(t *testing.T) {
	w := open(t)
	_, _, m, err := w.client.PostMessageWithResponseContext(w.ctx, w.DM("lena"), say("x"), slack.MsgOptionTS("1.000001"))
	if err != nil || m.ThreadTimestamp != "" {
		t.Errorf("posted in thread %q, %v", m.ThreadTimestamp, err)
	}
}

func TestEphemeralsAreForOne(t *testing.T) {
	w := open(t)
	ops := w.Channel("ops")
	ts, err := w.client.PostEphemeralContext(w.ctx, ops, w.User("lena"), say("psst"))
	if err != nil {
		t.Fatal(err)
	}
	history, err := w.client.GetConversationHistoryContext(w.ctx, &slack.GetConversationHistoryParameters{ChannelID: ops})
	if err != nil || len(history.Messages) != 1 {
		t.Errorf("the history has %d messages, %v", len(history.Messages), err)
	}
	_, _, _, err = w.client.UpdateMessageContext(w.ctx, ops, ts, say("x"))
	wantError(t, "update it", err, "message_not_found")
	_, err = w.client.PostEphemeralContext(w.ctx, ops, w.User("gus"), say("psst"))
	wantError(t, "to somebody who is not there", err, "user_not_in_channel")
	if got := w.Transcript("ops"); !strings.Contains(got, "helper (only to lena): psst\n") {
		t.Errorf("transcript: %s", got)
	}
}

func TestReactionsCountOnce(t *testing.T) {
	w := open(t)
	ts := w.Post("lena", "ops", "", "hello")
	item := slack.NewRefToMessage(w.Channel("ops"), ts)
	wantError(t, "add", w.client.AddReactionContext(w.ctx, "eyes", item), "")
	wantError(t, "add again", w.client.AddReactionContext(w.ctx, "eyes", item), "already_reacted")
	if err := w.React("ravi", "ops", ts, "eyes"); err != nil {
		t.Fatal(err)
	}
	if m := w.Messages("ops", ts)[0]; len(m.Reactions["eyes"]) != 2 {
		t.Errorf("reactions are %v", m.Reactions)
	}
	wantError(t, "remove", w.client.RemoveReactionContext(w.ctx, "eyes", item), "")
	wantError(t, "remove again", w.client.RemoveReactionContext(w.ctx, "eyes", item), "no_reaction")
	wantError(t, "of nothing", w.client.AddReactionContext(w.ctx, "eyes", slack.NewRefToMessage(w.Channel("ops"), "1.0")), "message_not_found")
}

func TestMethodsThatThisSlackLacks(t *testing.T) {
	for _, c := range []struct {
		status int
		check  func(*testing.T, error)
	}{
		{0, func(t *testing.T, err error) { wantError(t, "start", err, "unknown_method") }},
		{404, func(t *testing.T, err error) {
			if e, ok := err.(slack.StatusCodeError); !ok || e.Code != 404 {
				t.Errorf("start: %v", err)
			}
		}},
	} {
		w := open(t, func(config *fakeslack.Config) {
			config.Missing, config.MissingStatus = []string{"chat.startStream"}, c.status
		})
		_, _, err := w.client.StartStreamContext(w.ctx, w.DM("lena"), slack.MsgOptionTS("1.0"))
		c.check(t, err)
		if w.Calls("chat.startStream") != 1 {
			t.Error("the call was not counted")
		}
		w.post(w.DM("lena"), say("plainly"))
	}
	w := open(t)
	wantError(t, "a method nobody has", w.client.SetAssistantThreadsTitleContext(w.ctx, slack.AssistantThreadsSetTitleParameters{}), "unknown_method")
}

func TestFaults(t *testing.T) {
	w := open(t)
	dm := w.DM("lena")
	post := func() (string, error) {
		_, ts, err := w.client.PostMessageContext(w.ctx, dm, say("x"))
		return ts, err
	}
	held := make(chan struct{})
	w.Fail("chat.postMessage",
		fakeslack.Fault{Error: "fatal_error"},
		fakeslack.Fault{Status: http.StatusTooManyRequests, RetryAfter: 7},
		fakeslack.Fault{Status: http.StatusBadGateway},
		fakeslack.Fault{Body: "{}"},
		fakeslack.Fault{Cut: true},
		fakeslack.Fault{CutAfter: true},
		fakeslack.Fault{Hang: held})
	_, err := post()
	wantError(t, "an error", err, "fatal_error")
	_, err = post()
	if limited, ok := err.(*slack.RateLimitedError); !ok || limited.RetryAfter != 7*time.Second {
		t.Errorf("rate limit: %v", err)
	}
	_, err = post()
	if e, ok := err.(slack.StatusCodeError); !ok || e.Code != 502 {
		t.Errorf("bad gateway: %v", err)
	}
	if ts, err := post(); ts != "" || err != nil {
		t.Errorf("an empty body gave %q, %v", ts, err)
	}
	if _, err = post(); err == nil || len(w.Messages("@lena", "")) != 0 {
		t.Errorf("cut before: %v", err)
	}
	if _, err = post(); err == nil || len(w.Messages("@lena", "")) != 1 {
		t.Errorf("cut after: %v", err)
	}
	done := make(chan error)
	go func() {
		_, err := post()
		done <- err
	}()
	w.eventually("the call that hangs", func() bool { return w.Calls("chat.postMessage") == 7 })
	if len(w.Messages("@lena", "")) != 1 {
		t.Error("it did not hang")
	}
	close(held)
	if err := <-done; err != nil {
		t.Errorf("after the hang: %v", err)
	}
}

func TestRequestsAreRemembered(t *testing.T) {
	w := open(t)
	w.post(w.DM("lena"), say("x"), slack.MsgOptionDisableLinkUnfurl())
	calls := w.Requests("chat.postMessage")
	if len(calls) != 1 || calls[0].Args.Get("unfurl_links") != "false" || calls[0].Args.Get("text") != "x" || calls[0].Args.Has("token") {
		t.Errorf("calls are %+v", calls)
	}
}

func TestBodiesThatAreNone(t *testing.T) {
	w := open(t)
	for _, c := range []struct{ body, want string }{
		{`{"channel":`, `{"error":"invalid_json","ok":false}`},
		{`null`, `{"error":"channel_not_found","ok":false}`},
		{`{"channel":["a"],"text":{"b":1}}`, `{"error":"channel_not_found","ok":false}`},
		{`{"channel":"` + w.DM("lena") + `","blocks":"["}`, `{"error":"invalid_blocks_format","ok":false}`},
		{`{"channel":"` + w.DM("lena") + `","blocks":{"a":1}}`, `{"error":"invalid_blocks_format","ok":false}`},
	} {
		r, _ := http.NewRequestWithContext(w.ctx, "POST", w.url+"/api/chat.postMessage", strings.NewReader(c.body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+w.BotToken())
		if _, body := w.do(r); body != c.want {
			t.Errorf("%s: %s, want %s", c.body, body, c.want)
		}
	}
}
