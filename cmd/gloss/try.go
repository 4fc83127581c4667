package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

//go:embed samples/*.txt
var sampleFiles embed.FS

type tryCommand struct {
	Addr string `help:"Loopback address of the page." default:"127.0.0.1:8089" placeholder:"HOST:PORT"`
	DB   string `name:"db" help:"Keep what learners are taught in this SQLite file (default: a temporary one)." placeholder:"FILE"`
}

// Run serves a small Slack with the whole bot in it, on loopback.
func (c tryCommand) Run(env environment) error {
	engine, err := openModel(readSettings(env.getenv).Model, env.getenv)
	if err != nil {
		return err
	}
	listener, err := listenLoopback(c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	database := c.DB
	if database == "" {
		dir, err := os.MkdirTemp("", "gloss-try-")
		if err != nil {
			return fmt.Errorf("make a temporary folder for the database: %w", err)
		}
		defer os.RemoveAll(dir)
		database = filepath.Join(dir, "gloss.db")
	}
	log := slog.New(slog.NewTextHandler(env.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	config, err := tryWorkspace(log)
	if err != nil {
		return err
	}
	fake := fakeslack.New(config)
	defer fake.Close()
	server := &http.Server{Handler: fake.Handler(), ReadHeaderTimeout: 10 * time.Second}
	defer server.Close()
	go func() { _ = server.Serve(listener) }()

	base := "http://" + listener.Addr().String()
	service, err := open(env, settings{
		BotToken: fake.BotToken(), AppToken: fake.AppToken(), APIURL: base + "/api/",
		Database: database, Curators: fake.User("you"),
	}, engine, log)
	if err != nil {
		return err
	}
	defer service.store.Close()
	service.bot.Beat, service.bot.Piece, service.bot.Quiet = 300*time.Millisecond, 300, time.Second
	if err := service.bot.Introduce(env.ctx); err != nil {
		return err
	}
	fmt.Fprintf(env.stdout, "Gloss is at %s — open it in a browser. %s Ctrl+C ends it.\n", base, wording(engine))
	return service.run(env.ctx)
}

// listenLoopback listens on an address that only this machine can reach.
func listenLoopback(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, usageError(fmt.Sprintf("--addr %q is not HOST:PORT; use 127.0.0.1:8089", addr))
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, usageError(fmt.Sprintf("--addr %q can be reached from outside; use 127.0.0.1:8089", addr))
	}
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; choose another address, like --addr 127.0.0.1:0 for any free port", addr, reason(err))
	}
	return listener, nil
}

// tryWorkspace is the workspace that the page shows.
func tryWorkspace(log *slog.Logger) (fakeslack.Config, error) {
	samples, err := readSamples()
	if err != nil {
		return fakeslack.Config{}, err
	}
	users := []fakeslack.User{
		{Name: "mina", RealName: "Mina Okafor"}, {Name: "jun", RealName: "Jun Haldane"}, {Name: "priya", RealName: "Priya Nair"},
	}
	return fakeslack.Config{
		Team:  fakeslack.Team{Name: "Try Gloss", Domain: "try-gloss"},
		Me:    fakeslack.User{Name: "you", RealName: "You"},
		Users: users,
		Bot:   fakeslack.Bot{Name: "gloss", RealName: "Gloss"},
		Channels: []fakeslack.Channel{{
			Name: "checkout", Topic: "The checkout service", Members: []string{"you", "mina", "jun", "priya", "gloss"},
			Messages: []fakeslack.Said{{
				User: "mina", Text: "the nightly backup of the database cluster failed again, disk is full on node 3",
				Replies: []fakeslack.Said{
					{User: "jun", Text: "can we just delete the old snapshots?"},
					{User: "mina", Text: "no, compliance wants 90 days. let's move them to object storage instead"},
					{User: "jun", Text: "agreed. I'll do it by Wednesday"},
				},
			}},
		}},
		Samples:  samples,
		Commands: []fakeslack.Command{{Name: "/gloss", Hint: "help | define WORD | welcome | add WORD | edit WORD | forget me"}},
		Shortcuts: []fakeslack.Shortcut{
			{Name: "Explain this thread", CallbackID: "explain_thread"}, {Name: "Brief this thread", CallbackID: "brief_thread"},
			{Name: "Add to glossary", CallbackID: "add_to_glossary"},
		},
		Hint: "Press a sample thread, or paste one of your own below. In #checkout, reply “@gloss explain” in the thread, or use the ⋮ menu of a message: the answer comes here, to you alone.",
		Words: fakeslack.Words{
			About:     "I explain engineering threads in plain words, and show you the lines each point comes from.",
			How:       "Pick a thread, or paste your own below.",
			Composer:  "Message Gloss, or paste a thread",
			NoHome:    "Nothing here yet. What you learn from Gloss will be listed on this page.",
			Answering: "Gloss answers in a thread. Each link there leads to the lines it speaks of.",
			FollowUp:  "Next: ask a follow-up in the thread, in your own words.",
			Again:     "Next: paste a second thread. What you have learned is explained more briefly.",
			Home:      "Next: open Home to see what you have learned, or paste a thread of your own.",
		},
		Log: log,
	}, nil
}

// readSamples reads the sample threads: a line "title|note", an empty line,
// then the text as it would be pasted.
func readSamples() ([]fakeslack.Sample, error) {
	files, err := sampleFiles.ReadDir("samples")
	if err != nil {
		return nil, fmt.Errorf("read the samples: %w", err)
	}
	var samples []fakeslack.Sample
	for _, file := range files {
		data, err := sampleFiles.ReadFile("samples/" + file.Name())
		if err != nil {
			return nil, fmt.Errorf("read the samples: %w", err)
		}
		head, text, found := strings.Cut(string(data), "\n\n")
		title, note, titled := strings.Cut(head, "|")
		if !found || !titled {
			return nil, errors.New("read the samples: " + file.Name() + " does not begin with title|note and an empty line")
		}
		samples = append(samples, fakeslack.Sample{Title: title, Note: note, Text: text})
	}
	return samples, nil
}
