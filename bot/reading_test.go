package bot

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/store"
)

// desk is a bot that reads a Slack on loopback and is not at work: tests call
// what reads.
type desk struct {
	*fakeslack.Server
	*Bot
	t   *testing.T
	log *strings.Builder
}

// openDesk opens a desk. Lena asks; she, Ravi and Mina are in #ops.
func openDesk(t *testing.T, change ...func(*fakeslack.Config)) *desk {
	t.Helper()
	config := fakeslack.Config{
		Team:  fakeslack.Team{ID: "T0ACME", Name: "Acme", Domain: "acme"},
		Me:    fakeslack.User{ID: "U0LENA", Name: "lena", RealName: "Lena Fischer"},
		Users: []fakeslack.User{{ID: "U0RAVI", Name: "ravi", RealName: "Ravi Menon"}, {ID: "U0MINA", Name: "mina", RealName: "Mina Okafor"}},
		Bot:   fakeslack.Bot{ID: "U0GLOSS", BotID: "B0GLOSS", Name: "gloss", RealName: "Gloss"},
		Channels: []fakeslack.Channel{{ID: "C0OPS", Name: "ops", Members: []string{"lena", "ravi", "mina", "gloss"}, Messages: []fakeslack.Said{{
			User: "mina", Text: "the canary is slow",
			Replies: []fakeslack.Said{{User: "ravi", Text: "can we raise the pool?"}, {User: "mina", Text: "no, we roll back"}},
		}}}},
	}
	for _, f := range change {
		f(&config)
	}
	d := &desk{Server: fakeslack.New(config), t: t, log: new(strings.Builder)}
	server := httptest.NewServer(d.Handler())
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "gloss.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Server.Close(); server.Close(); db.Close() })
	client := &http.Client{Timeout: 20 * time.Second}
	d.Bot = &Bot{
		Slack:   slack.New(d.BotToken(), slack.OptionAPIURL(server.URL+"/api/"), slack.OptionHTTPClient(client)),
		Web:     Web{HTTP: client, URL: server.URL + "/api/", Token: d.BotToken()},
		Library: db, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(io.MultiWriter(&locked{out: d.log}, t.Output()), nil)),
	}
	if err := d.Introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// locked is a writer for several goroutines.
type locked struct {
	mu  sync.Mutex
	out io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Write(p)
}

// by is something that a person asks in their direct message.
func (d *desk) by(user string) ask {
	return ask{item: inbox.Item{ID: 1, Payload: []byte("{}")}, team: "T0ACME", user: d.Server.User(user), at: place{d.DM(user), "1.0"}}
}

// root is the newest message that starts a thread in a channel.
func (d *desk) root(channel string) place {
	d.t.Helper()
	at := place{channel: d.Server.Channel(channel)}
	for _, m := range d.Messages(channel, "") {
		if m.ThreadTS == "" {
			at.threadTS = m.TS
		}
	}
	return at
}

// posted is the message that a person posted last, as Slack gives it.
func (d *desk) posted(channel string) message {
	d.t.Helper()
	messages := d.Messages(channel, "")
	if len(messages) == 0 {
		d.t.Fatal("nothing was posted")
	}
	last := messages[len(messages)-1]
	all, _, err := d.replies(d.t.Context(), place{last.Channel, last.TS})
	if err != nil || len(all) == 0 {
		d.t.Fatal(err)
	}
	return all[len(all)-1]
}

// says lists who says what in a thread.
func (m material) says() string {
	var lines []string
	for _, said := range m.thread.Messages {
		lines = append(lines, said.ID+" "+said.Author+": "+said.Text)
	}
	return strings.Join(lines, "\n")
}
