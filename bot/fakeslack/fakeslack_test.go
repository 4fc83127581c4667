package fakeslack_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// workspace is a server on loopback with a client of the bot, and a clock that
// stands still until it is moved.
type workspace struct {
	*fakeslack.Server
	t      testing.TB
	url    string
	client *slack.Client
	clock  *clock
	ctx    context.Context
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// pass moves the clock and lets the server notice.
func (w *workspace) pass(d time.Duration) {
	w.clock.advance(d)
	w.Tick()
}

func open(t testing.TB, change ...func(*fakeslack.Config)) *workspace {
	t.Helper()
	c := &clock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	config := fakeslack.Config{
		Team:  fakeslack.Team{ID: "T0ACME", Name: "Acme", Domain: "acme"},
		Me:    fakeslack.User{Name: "lena", RealName: "Lena"},
		Users: []fakeslack.User{{Name: "ravi", RealName: "Ravi"}, {Name: "gus", Guest: true}},
		Bot:   fakeslack.Bot{Name: "helper", RealName: "Helper"},
		Channels: []fakeslack.Channel{
			{Name: "ops", Members: []string{"lena", "ravi", "helper"}, Messages: []fakeslack.Said{
				{User: "ravi", Text: "the queue is stuck", Reactions: map[string][]string{"eyes": {"lena"}},
					Replies: []fakeslack.Said{{User: "lena", Text: "since when?"}, {User: "ravi", Text: "since 9"}}},
			}},
			{Name: "random", Members: []string{"lena"}},
			{Name: "secret", Private: true, Members: []string{"ravi", "lena"}},
			{Name: "leads", Private: true, Members: []string{"ravi", "helper"}},
			{Name: "old", Archived: true, Members: []string{"lena", "helper"}},
		},
		Commands:  []fakeslack.Command{{Name: "/help", Hint: "what can you do"}},
		Shortcuts: []fakeslack.Shortcut{{Name: "Explain", CallbackID: "explain"}},
		Samples:   []fakeslack.Sample{{Title: "A sample", Text: "text"}},
		Hint:      "say hello",
		Now:       c.Now,
	}
	for _, f := range change {
		f(&config)
	}
	s := fakeslack.New(config)
	server := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		s.Close()
		server.Close()
	})
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	return &workspace{Server: s, t: t, url: server.URL, clock: c, ctx: ctx,
		client: slack.New(s.BotToken(), slack.OptionAPIURL(server.URL+"/api/"), slack.OptionAppLevelToken(s.AppToken()))}
}

// post says something as the bot and returns its ts.
func (w *workspace) post(channel string, options ...slack.MsgOption) string {
	w.t.Helper()
	_, ts, err := w.client.PostMessageContext(w.ctx, channel, options...)
	if err != nil {
		w.t.Fatalf("post to %s: %v", channel, err)
	}
	return ts
}

func say(text string) slack.MsgOption { return slack.MsgOptionText(text, false) }

// wantError checks that an error is Slack's, by name.
func wantError(t *testing.T, doing string, err error, code string) {
	t.Helper()
	var e slack.SlackErrorResponse
	switch {
	case code == "" && err != nil:
		t.Errorf("%s: %v", doing, err)
	case code != "" && (!errors.As(err, &e) || e.Err != code):
		t.Errorf("%s: got %v, want %s", doing, err, code)
	}
}

func TestTheBotKnowsWhoItIs(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.Scopes = []string{"chat:write", "im:history"} })
	who, err := w.client.AuthTestContext(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if who.UserID != w.User("helper") || who.TeamID != "T0ACME" || !strings.HasPrefix(who.BotID, "B") {
		t.Errorf("auth.test says %+v", who)
	}
	if got := who.Header.Get("X-OAuth-Scopes"); got != "chat:write,im:history" {
		t.Errorf("scopes are %q", got)
	}
	team, err := w.client.GetTeamInfoContext(w.ctx)
	if err != nil || team.Domain != "acme" {
		t.Errorf("team.info says %+v, %v", team, err)
	}
}

func TestTokensAreChecked(t *testing.T) {
	w := open(t)
	as := func(token string) *slack.Client {
		return slack.New(token, slack.OptionAPIURL(w.url+"/api/"), slack.OptionAppLevelToken(token))
	}
	_, err := as("xoxb-somebody").AuthTestContext(w.ctx)
	wantError(t, "a foreign token", err, "invalid_auth")
	_, err = as("").AuthTestContext(w.ctx)
	wantError(t, "no token", err, "not_authed")
	_, err = as(w.AppToken()).AuthTestContext(w.ctx)
	wantError(t, "the app token for a bot method", err, "not_allowed_token_type")
	_, _, err = as(w.BotToken()).StartSocketModeContext(w.ctx)
	wantError(t, "the bot token for a link", err, "not_allowed_token_type")
}

func TestScopesAreChecked(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.Scopes = []string{"chat:write"} })
	err := w.client.AddReactionContext(w.ctx, "eyes", slack.NewRefToMessage(w.Channel("ops"), "1.000000"))
	wantError(t, "a reaction without the scope", err, "missing_scope")
	var e slack.SlackErrorResponse
	if errors.As(err, &e); e.Needed != "reactions:write" || e.Provided != "chat:write" {
		t.Errorf("needed %q, provided %q", e.Needed, e.Provided)
	}
}

func TestAnAnswerInAThread(t *testing.T) {
	w := open(t)
	root := w.Post("lena", "@lena", "", "what is a queue?")
	first := w.post(w.DM("lena"), slack.MsgOptionTS(root), say("a line of waiting work"))
	if _, _, _, err := w.client.UpdateMessageContext(w.ctx, w.DM("lena"), first, say("waiting work, in order")); err != nil {
		t.Fatal(err)
	}
	messages, _, _, err := w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{ChannelID: w.DM("lena"), Timestamp: root})
	if err != nil {
		t.Fatal(err)
	}
	if len(messages) != 2 || messages[0].Text != "what is a queue?" || messages[1].Text != "waiting work, in order" || messages[1].Edited == nil {
		t.Errorf("the thread is %+v", messages)
	}
	if messages[1].BotID == "" || messages[1].User != w.User("helper") {
		t.Errorf("the answer is by %q, %q", messages[1].User, messages[1].BotID)
	}
	want := "lena: what is a queue?\n\thelper: waiting work, in order\n"
	if got := w.Transcript("@lena"); got != want {
		t.Errorf("transcript:\n%swant:\n%s", got, want)
	}
	link, err := w.client.GetPermalinkContext(w.ctx, &slack.PermalinkParameters{Channel: w.DM("lena"), Ts: first})
	wantLink := w.url + "/archives/" + w.DM("lena") + "/p" + strings.Replace(first, ".", "", 1) + "?thread_ts=" + root + "&cid=" + w.DM("lena")
	if err != nil || link != wantLink {
		t.Errorf("permalink %s, %v; want %s", link, err, wantLink)
	}
}
