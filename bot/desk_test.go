package bot_test

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot"
	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/bot/socket"
	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/tutor"
)

// desk is the whole bot on a Slack on loopback, with a database in a file.
type desk struct {
	*fakeslack.Server
	t    *testing.T
	ctx  context.Context
	url  string
	file string
	log  *lines

	bot     *bot.Bot
	workers *inbox.Workers
	store   *store.Store
	queue   *counted
	// halt stops what start started and waits until it has ended.
	halt func()
	// terms is the file of the glossary, "" for testdata/glossary.json.
	terms string
	// model words the answers, nil for quotes.
	model tutor.Engine
	// sending is held while somebody sends several messages at once.
	sending sync.Mutex
	// sink takes the envelopes; nil for the bot itself.
	sink func(ctx context.Context, e socket.Envelope) ([]byte, error)
}

// open builds a desk that is not at work yet.
func open(t *testing.T, change ...func(*fakeslack.Config)) *desk {
	t.Helper()
	config := fakeslack.Config{
		Team:  fakeslack.Team{ID: "T0ACME", Name: "Acme", Domain: "acme"},
		Me:    fakeslack.User{ID: "U0LENA", Name: "lena", RealName: "Lena Fischer"},
		Users: []fakeslack.User{{ID: "U0RAVI", Name: "ravi", RealName: "Ravi Menon"}, {ID: "U0MINA", Name: "mina", RealName: "Mina Okafor"}},
		Bot:   fakeslack.Bot{ID: "U0GLOSS", BotID: "B0GLOSS", Name: "gloss", RealName: "Gloss"},
		Channels: []fakeslack.Channel{
			{ID: "C0OPS", Name: "ops", Members: []string{"lena", "ravi", "mina", "gloss"}, Messages: []fakeslack.Said{{
				User: "mina", Text: "the canary deployment is slow, every container opens two connections",
				Replies: []fakeslack.Said{
					{User: "ravi", Text: "can we raise the connection pool?"},
					{User: "mina", Text: "decision: we roll the canary back and keep the pool at 100"},
					{User: "ravi", Text: "I will tell support by 5 PM"},
				}}}},
			{ID: "C0STATUS", Name: "status", Members: []string{"lena", "mina", "gloss"}, Messages: []fakeslack.Said{{
				User: "mina", Text: "decision: the status page says degraded",
				Replies: []fakeslack.Said{{User: "ravi", Text: "I will change it back tomorrow"}}}}},
			{ID: "C0VAULT", Name: "vault", Private: true, Members: []string{"lena", "mina", "gloss"}, Messages: []fakeslack.Said{{
				User: "mina", Text: "the container with the keys restarts", Replies: []fakeslack.Said{{User: "mina", Text: "I will move it tomorrow"}}}}},
			{ID: "C0PARTNER", Name: "partner", Shared: true, Members: []string{"lena", "mina", "gloss"}, Messages: []fakeslack.Said{{
				User: "mina", Text: "the container of the shop restarts", Replies: []fakeslack.Said{{User: "mina", Text: "I will look"}}}}},
			{ID: "C0FAR", Name: "far", Members: []string{"lena"}},
		},
		Usergroups: []fakeslack.Usergroup{{Handle: "writers", Members: []string{"mina"}}},
		Commands:   []fakeslack.Command{{Name: "/gloss", Hint: "help"}},
		AckWithin:  time.Minute,
	}
	for _, f := range change {
		f(&config)
	}
	d := &desk{Server: fakeslack.New(config), t: t, file: filepath.Join(t.TempDir(), "gloss.db"), log: new(lines)}
	server := httptest.NewServer(d.Handler())
	d.url = server.URL
	var cancel context.CancelFunc
	d.ctx, cancel = context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(func() {
		d.stop()
		cancel()
		d.Close()
		server.Close()
	})
	return d
}

// start begins work, as the process does.
func (d *desk) start() {
	d.t.Helper()
	entries, _, err := glossary.Load(cmp.Or(d.terms, "testdata/glossary.json"))
	if err != nil {
		d.t.Fatal(err)
	}
	if d.store, err = store.Open(d.ctx, d.file); err != nil {
		d.t.Fatal(err)
	}
	d.queue = &counted{shelf: d.store, changed: make(chan struct{})}
	log := slog.New(slog.NewTextHandler(io.MultiWriter(d.log, d.t.Output()), &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := &http.Client{Timeout: 20 * time.Second}
	d.bot = &bot.Bot{
		Slack: slack.New(d.BotToken(), slack.OptionAPIURL(d.url+"/api/"), slack.OptionHTTPClient(client)),
		Web:   bot.Web{HTTP: client, URL: d.url + "/api/", Token: d.BotToken()},
		Tutor: &tutor.Tutor{Model: d.model, Offline: model.Offline{}, Library: d.store, Now: time.Now,
			Glossary: func(ctx context.Context, team string) (*glossary.Glossary, error) {
				own, err := d.store.Glossary(ctx, team)
				if err != nil {
					return nil, err
				}
				refused, err := d.store.Refused(ctx, team)
				return glossary.New(append(slices.Clone(entries), own...), refused...), err
			}},
		Curation: d.store, Curators: []string{"@writers"},
		Inbox: d.queue, Library: d.store, Now: time.Now, Log: log,
		Quiet: 2 * time.Second, Pause: d.pause,
	}
	if err := d.bot.Introduce(d.ctx); err != nil {
		d.t.Fatal(err)
	}
	d.workers = &inbox.Workers{
		Queue: d.queue, Handle: d.bot.Handle, Exhausted: d.bot.Sorry, N: 4, Attempts: 3, Deaths: 3,
		Backoff: func(int, error) time.Duration { return time.Millisecond },
		Lease:   time.Minute, Heartbeat: 15 * time.Second, Tick: 5 * time.Millisecond, Grace: time.Millisecond,
		Now: time.Now, Log: log,
	}
	d.bot.Wake = d.workers.Wake
	sink := d.bot.Receive
	if d.sink != nil {
		sink = d.sink
	}
	receiver := &socket.Receiver{AppToken: d.AppToken(), APIURL: d.url + "/api/", Sink: sink, Log: log, Links: 1}
	ctx, cancel := context.WithCancel(d.ctx)
	var running sync.WaitGroup
	running.Go(func() { _ = d.workers.Run(ctx) })
	running.Go(func() { _ = receiver.Run(ctx) })
	d.halt = func() {
		cancel()
		running.Wait()
		if err := d.store.Close(); err != nil {
			d.t.Error(err)
		}
	}
	d.until("a link", func() bool { return d.Links() > 0 })
}

// pause is the quiet after a message: it ends when nobody is about to send
// more, and all that was sent has arrived.
func (d *desk) pause(ctx context.Context, _ time.Duration) error {
	d.sending.Lock() // whoever sends has ended
	defer d.sending.Unlock()
	return d.Wait(ctx, d.arrived)
}

// arrived reports whether all that Slack sent is acknowledged.
func (d *desk) arrived() bool {
	n := d.Deliveries()
	return n.Sent-n.Retried == n.Acked
}

// stop ends the work, as the end of the process does.
func (d *desk) stop() {
	if d.halt != nil {
		d.halt()
		d.halt = nil
	}
}

// until waits for something to be seen in Slack.
func (d *desk) until(what string, condition func() bool) {
	d.t.Helper()
	if err := d.Wait(d.ctx, condition); err != nil {
		d.t.Fatalf("waiting for %s: %v\n%s", what, err, d.Transcript("@lena"))
	}
}

// settle waits until everything that Slack sent is acknowledged and worked.
func (d *desk) settle() {
	d.t.Helper()
	d.until("acknowledgements", d.arrived)
	if err := d.queue.idle(d.ctx); err != nil {
		d.t.Fatalf("waiting for the inbox to empty: %v\n%s", err, d.Transcript("@lena"))
	}
}

// root is the newest message that starts a thread in somebody's direct message.
func (d *desk) root(channel string) string {
	d.t.Helper()
	root := ""
	for _, m := range d.Messages(channel, "") {
		if m.ThreadTS == "" && m.Ephemeral == "" {
			root = m.TS
		}
	}
	return root
}

// buttoned is the newest message that holds a button.
func (d *desk) buttoned(channel, action string) string {
	found := ""
	for _, m := range d.Messages(channel, "") {
		for _, block := range m.Blocks {
			if bytes.Contains(block, []byte(`"action_id":"`+action+`"`)) {
				found = m.TS
			}
		}
	}
	return found
}
