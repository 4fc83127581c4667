package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot"
	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/tutor"
)

// clockwork is a bot on a Slack that is called without a network, so that time
// can be the test's own: what takes minutes takes none.
type clockwork struct {
	*fakeslack.Server
	t     *testing.T
	bot   *bot.Bot
	queue *store.Store
	log   *lines
	began time.Time
	mu    sync.Mutex
	// at are when each method was called.
	at map[string][]time.Duration
}

// RoundTrip implements http.RoundTripper.
func (c *clockwork) RoundTrip(request *http.Request) (response *http.Response, err error) {
	method := filepath.Base(request.URL.Path)
	c.mu.Lock()
	c.at[method] = append(c.at[method], time.Since(c.began))
	c.mu.Unlock()
	defer func() {
		if cause := recover(); cause != nil {
			response, err = nil, io.ErrUnexpectedEOF
		}
	}()
	if request.Body == nil {
		request.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	c.Handler().ServeHTTP(recorder, request)
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	return recorder.Result(), nil
}

// inBubble runs a test with a clock of its own.
func inBubble(t *testing.T, engine tutor.Engine, test func(c *clockwork), change ...func(*fakeslack.Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		config := fakeslack.Config{
			Team: fakeslack.Team{ID: "T0ACME", Name: "Acme", Domain: "acme"}, Me: fakeslack.User{ID: "U0LENA", Name: "lena", RealName: "Lena Fischer"},
			Bot: fakeslack.Bot{ID: "U0GLOSS", BotID: "B0GLOSS", Name: "gloss"},
		}
		for i := range 60 {
			config.Users = append(config.Users, fakeslack.User{ID: fmt.Sprintf("U%d", i), Name: fmt.Sprintf("u%d", i)})
		}
		for _, f := range change {
			f(&config)
		}
		c := &clockwork{Server: fakeslack.New(config), t: t, log: new(lines), began: time.Now(), at: make(map[string][]time.Duration)}
		defer c.Close()
		db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "gloss.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		c.queue = db
		const api = "http://127.0.0.1/api/"
		budget := &bot.Budget{HTTP: &http.Client{Transport: c, Timeout: 30 * time.Second}, URL: api, MaxWait: 20 * time.Second, Now: time.Now}
		c.bot = &bot.Bot{
			Slack: slack.New(c.BotToken(), slack.OptionAPIURL(api), slack.OptionHTTPClient(budget)),
			Web:   bot.Web{HTTP: budget, URL: api, Token: c.BotToken()},
			Tutor: &tutor.Tutor{Model: engine, Offline: model.Offline{}, Library: db, Now: time.Now,
				Glossary: func(context.Context, string) (*glossary.Glossary, error) { return glossary.New(nil), nil }},
			Inbox: db, Library: db, Budget: budget, Beat: time.Second, Now: time.Now,
			Log: slog.New(slog.NewTextHandler(c.log, nil)),
		}
		if err := c.bot.Introduce(t.Context()); err != nil {
			t.Fatal(err)
		}
		test(c)
	})
}

// ask has somebody paste a text and the bot work it, to its end.
func (c *clockwork) ask(user, text string) error {
	ts := c.Post(user, "@"+user, "", text)
	payload, err := json.Marshal(map[string]any{"team_id": "T0ACME", "event": map[string]any{"type": "message", "channel_type": "im",
		"channel": c.DM(user), "user": c.User(user), "ts": ts, "text": text}})
	if err != nil {
		c.t.Fatal(err)
	}
	item := inbox.Item{Keys: []string{ts + user}, Kind: "events_api", Learner: "T0ACME/" + c.User(user), Payload: payload, Received: time.Now()}
	if _, err := c.queue.Put(c.t.Context(), item); err != nil {
		c.t.Fatal(err)
	}
	for {
		item, ok, err := c.queue.Lease(c.t.Context(), time.Now(), time.Now().Add(time.Hour))
		if err != nil || !ok {
			return err
		}
		if err := c.bot.Handle(c.t.Context(), item); err != nil {
			return err
		}
		_ = c.queue.Settle(c.t.Context(), item.Lease(), inbox.Done, time.Time{})
	}
}

// calls are when a method was called.
func (c *clockwork) calls(method string) []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Duration(nil), c.at[method]...)
}

// answers are the bot's messages to somebody.
func (c *clockwork) answers(user string) (list []fakeslack.Message, all string) {
	for _, m := range c.Messages("@"+user, "") {
		if m.Bot {
			list = append(list, m)
			all += m.Text + "\n"
			for _, block := range m.Blocks {
				all += string(block)
			}
		}
	}
	return list, all
}
