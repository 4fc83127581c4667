package fakeslack_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// limited is a workspace with Slack's rate limits.
func limited(c *fakeslack.Config) { c.RateLimits = fakeslack.SlackRates() }

// until429 calls until Slack has had enough, and gives how often it went well
// and how long to wait.
func until429(t *testing.T, call func() error) (calls int, wait time.Duration) {
	t.Helper()
	for calls = 0; calls < 1000; calls++ {
		err := call()
		var e *slack.RateLimitedError
		if errors.As(err, &e) {
			return calls, e.RetryAfter
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("there is no limit")
	return 0, 0
}

func TestTiersByMethod(t *testing.T) {
	w := open(t, limited)
	user := func() error { _, err := w.client.GetUserInfoContext(w.ctx, w.User("ravi")); return err }
	info := func() error {
		_, err := w.client.GetConversationInfoContext(w.ctx, &slack.GetConversationInfoInput{ChannelID: w.Channel("ops")})
		return err
	}
	if calls, wait := until429(t, user); calls != 100 || wait != time.Second {
		t.Errorf("users.info: %d calls, then wait %v", calls, wait)
	}
	if calls, wait := until429(t, info); calls != 50 || wait != 2*time.Second {
		t.Errorf("conversations.info, beside it: %d calls, then wait %v", calls, wait)
	}
	w.pass(2 * time.Second)
	if calls, _ := until429(t, info); calls != 1 {
		t.Errorf("after the wait: %d calls", calls)
	}
	w.pass(time.Minute)
	if calls, _ := until429(t, info); calls != 50 {
		t.Errorf("after a minute: %d calls", calls)
	}
}

func TestPostsAreLimitedByChannel(t *testing.T) {
	w := open(t, limited)
	post := func(channel string) func() error {
		return func() error {
			_, _, err := w.client.PostMessageContext(w.ctx, channel, say("x"))
			return err
		}
	}
	if calls, wait := until429(t, post(w.Channel("ops"))); calls != 10 || wait != time.Second {
		t.Errorf("ops: %d posts, then wait %v", calls, wait)
	}
	if calls, _ := until429(t, post(w.DM("lena"))); calls != 10 {
		t.Errorf("a direct message, beside it: %d posts", calls)
	}
}

func TestWhatALimitedCallIsAnswered(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.RateLimits = map[string]fakeslack.Rate{"auth.test": {PerMinute: 1}} })
	ask := func() (*http.Response, string) {
		return w.do(w.request("POST", "/api/auth.test", "", "Authorization", "Bearer "+w.BotToken()))
	}
	ask()
	response, body := ask()
	if response.StatusCode != 429 || response.Header.Get("Retry-After") != "60" || !strings.Contains(body, `"error":"ratelimited"`) {
		t.Errorf("%s, %v, %s", response.Status, response.Header, body)
	}
}

func TestPagesOfARestrictedApp(t *testing.T) {
	w := open(t, long(40), func(c *fakeslack.Config) { c.HistoryLimit = 15 })
	page, more, _, err := w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{ChannelID: w.Channel("ops"), Timestamp: w.Messages("ops", "")[0].TS, Limit: 200})
	if err != nil || len(page) != 16 || !more {
		t.Errorf("%d messages, more %v, %v", len(page), more, err)
	}
}

func TestScopesByKindOfChannel(t *testing.T) {
	w := open(t, people, func(c *fakeslack.Config) {
		c.Scopes = []string{"channels:history", "channels:read", "groups:read"}
		c.Channels[4].Members = append(c.Channels[4].Members, "helper")
	})
	missing := func(what, needed string, err error) {
		t.Helper()
		var e slack.SlackErrorResponse
		if !errors.As(err, &e) || e.Err != "missing_scope" || e.Needed != needed || e.Provided != "channels:history,channels:read,groups:read" {
			t.Errorf("%s: %v, needs %q", what, err, e.Needed)
		}
	}
	_, err := w.client.GetConversationHistoryContext(w.ctx, &slack.GetConversationHistoryParameters{ChannelID: "C0EXT"})
	wantError(t, "a public channel", err, "")
	_, err = w.client.GetConversationHistoryContext(w.ctx, &slack.GetConversationHistoryParameters{ChannelID: "C0OURS"})
	missing("a private channel", "groups:history", err)
	_, err = w.client.GetConversationInfoContext(w.ctx, &slack.GetConversationInfoInput{ChannelID: "G0THEY"})
	missing("a group", "mpim:read", err)
	_, _, err = w.client.GetConversationsForUserContext(w.ctx, &slack.GetConversationsForUserParameters{Types: []string{"public_channel", "im"}})
	missing("a list with direct messages", "im:read", err)
}

func TestArgumentsThatAreNoGood(t *testing.T) {
	w := open(t)
	place := strings.NewReplacer("OPS", w.Channel("ops"), "RANDOM", w.Channel("random"), "ROOT", w.Messages("ops", "")[0].TS)
	for _, c := range []struct{ method, body, code string }{
		{"chat.postMessage", `{"channel":"OPS","text":"x","metadata":"seven"}`, "invalid_metadata_format"},
		{"chat.postMessage", `{"channel":"OPS","text":"x","metadata":[7]}`, "invalid_metadata_format"},
		{"chat.postMessage", `{"channel":"OPS","text":"x","metadata":{"event_type":"a","event_payload":[7]}}`, "invalid_metadata_schema"},
		{"chat.postMessage", `{"channel":"OPS","text":"x","metadata":{"event_payload":{"a":1}}}`, "invalid_metadata_schema"},
		{"users.conversations", `{"types":"public_channel,everything"}`, "invalid_types"},
		{"agents.sessions.setStatus", `{"channel_id":"RANDOM","thread_ts":"ROOT","status":"active"}`, "not_authorized"},
	} {
		body := place.Replace(c.body)
		_, text := w.do(w.request("POST", "/api/"+c.method, body, "Content-Type", "application/json", "Authorization", "Bearer "+w.BotToken()))
		if !strings.Contains(text, `"error":"`+c.code+`"`) {
			t.Errorf("%s %s: %s, want %s", c.method, body, text, c.code)
		}
	}
}

func TestStatusesEndByThemselves(t *testing.T) {
	w := open(t)
	dm := w.DM("lena")
	first, second := w.Post("lena", "@lena", "", "one"), w.Post("lena", "@lena", "", "two")
	wantError(t, "an assistant's status", w.client.SetAssistantThreadsStatusContext(w.ctx, slack.AssistantThreadsSetStatusParameters{ChannelID: dm, ThreadTS: first, Status: "is thinking"}), "")
	_, err := w.client.SetAgentSessionStatusContext(w.ctx, slack.AgentSessionSetStatusParameters{ChannelID: dm, ThreadTS: second, Status: slack.AgentSessionStatusProcessing})
	wantError(t, "a session", err, "")
	w.pass(2 * time.Minute)
	if w.Status(dm, first) != "" || w.Status(dm, second) == "" {
		t.Errorf("after two minutes: %q and %q", w.Status(dm, first), w.Status(dm, second))
	}
	w.pass(time.Hour)
	if status, _ := w.Session(dm, second); status != "active" || w.Status(dm, second) != "" {
		t.Errorf("after an hour: %s, %q", status, w.Status(dm, second))
	}
	body := fmt.Sprintf(`{"channel_id":%q,"thread_ts":%q,"status":"is","loading_messages":["1","2","3","4","5","6","7","8","9","10","11"]}`, dm, first)
	_, text := w.do(w.request("POST", "/api/assistant.threads.setStatus", body, "Content-Type", "application/json", "Authorization", "Bearer "+w.BotToken()))
	if !strings.Contains(text, `"invalid_arguments"`) || !strings.Contains(text, "json-pointer:/loading_messages") {
		t.Errorf("eleven loading messages: %s", text)
	}
}
