/*
Fakeslack runs a Slack on loopback as a process of its own, so that an app can be
stopped, killed and started again while Slack lives on.

	fakeslack [-addr 127.0.0.1:8090] [-config FILE.json] [-clock real|TIME] [-rates]

Once it listens it prints what the app needs, a line each, and goes on until it
is interrupted or terminated:

	SLACK_API_URL=http://127.0.0.1:8090/api/
	SLACK_BOT_TOKEN=xoxb-…
	SLACK_APP_TOKEN=xapp-…
	PAGE=http://127.0.0.1:8090/
	CONTROL=http://127.0.0.1:8090/control/

The file is a [fakeslack.Config] in JSON, by its field names; durations are in
nanoseconds, a file's Content is in base64. Without one there is a small
workspace: ana (the person at the page), ben, and an app called app, all in
#general. The clock real goes with the machine's; a TIME in RFC 3339 stands
still. Both can be moved by the control API. With -rates Slack's rate limits hold.

# Control API

What people and faults do is sent by POST as a JSON object to /control/NAME.
People are named by id or handle, channels by id or name, or @HANDLE for a
person's direct messages with the app. The answer is {"ok":true,…}, or status 400
and {"ok":false,"error":"…"}.

	post       user channel text [thread_ts]                → ts
	reply      the same
	mention    the same; the text begins with the app's name → ts
	plant      channel [thread_ts] said (a fakeslack.Said)  → ts
	forward    user channel origins [text]                  → ts     origins: [{"channel":…,"ts":…}]
	file       user channel files [text thread_ts]          → ts     files: [{"name":…,"text":…}], or any field of fakeslack.File
	click      user channel ts action_id [value]            a button or option in a message
	press      user view_id action_id [value]               the same in a modal, or with view_id "" in the home tab
	submit     user view_id values                          → complaints     values: {BLOCK:{ACTION:"text" or ["a","b"] or Slack's own object}}
	suggest    user view_id action_id text                  → options     types into a select that asks the app
	close      user view_id
	shortcut   user channel ts callback_id
	command    user channel command text
	edit       user channel ts text
	delete     user channel ts
	react      user channel ts name                         adds a reaction, or takes it away
	look       user [channel thread_ts]                     what they have open beside the app
	stop       user channel thread_ts                       the Stop button
	rename     user channel thread_ts text                  gives the thread's session another title
	join       user channel
	leave      user channel
	home       user                                         opens the home tab
	messages   user                                         opens the messages tab
	faults     method faults [share]                        the next calls go wrong, one fault each; with a share (0 to 1),
	           that part of all calls from now on, of every method when method is "". A fault is any of
	           {"error":…} {"status":500,"retry_after":…} {"body":"{}"} {"cut":true} {"cut_after":true} {"hang":true} {"slow_ms":…}
	release                                                 lets go on what hangs
	disconnect reason                                       warning, refresh_requested, link_disabled, …
	refuse     reason                                       disconnects every new link at once; "" ends it
	twice      share                                        delivers that part of all events two times
	uninstall                                               ends the app's tokens and links
	cut                                                     breaks every link without a word
	advance    seconds                                      moves the clock

What there is to see is asked for by GET from /control/NAME?…, with the same
names as the script methods of package fakeslack and their results:

	info                               → api_url bot_token app_token team bot users channels dms now
	changes    since                   → changes     waits, at most 30 s, until more has changed than since
	transcript channel                 → transcript
	messages   channel [thread_ts]     → messages
	views      user                    → views
	session    channel thread_ts       → session title status
	deliveries                         → deliveries
	calls      [method]                → calls
	requests   [method]                → requests
	links                              → links
	streams                            → streams     the messages that are being streamed
*/
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "fakeslack:", err)
		os.Exit(1)
	}
}

// run serves until the context ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("fakeslack", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8090", "loopback `address` to listen on; port 0 is any free one")
	file := flags.String("config", "", "the workspace, as a JSON `file`")
	clock := flags.String("clock", "real", "real, or a `time` in RFC 3339 at which the clock stands still")
	rates := flags.Bool("rates", false, "keep Slack's rate limits")
	if err := flags.Parse(args); err != nil {
		return err
	}
	config, err := readConfig(*file)
	if err != nil {
		return err
	}
	told, err := readClock(*clock)
	if err != nil {
		return err
	}
	config.Now = told.Now
	if *rates {
		config.RateLimits = fakeslack.SlackRates()
	}
	config.Log = slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))

	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", *addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", *addr, err)
	}
	fake := fakeslack.New(config)
	defer fake.Close()
	mux := http.NewServeMux()
	mux.Handle("/control/", fake.Control(told))
	mux.Handle("/", fake.Handler())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	base := "http://" + listener.Addr().String() + "/"
	fmt.Fprintf(stdout, "SLACK_API_URL=%sapi/\nSLACK_BOT_TOKEN=%s\nSLACK_APP_TOKEN=%s\nPAGE=%s\nCONTROL=%scontrol/\n",
		base, fake.BotToken(), fake.AppToken(), base, base)
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

func readConfig(file string) (fakeslack.Config, error) {
	if file == "" {
		return fakeslack.Config{
			Me: fakeslack.User{Name: "ana", RealName: "Ana"}, Users: []fakeslack.User{{Name: "ben", RealName: "Ben"}},
			Bot:      fakeslack.Bot{Name: "app", RealName: "App"},
			Channels: []fakeslack.Channel{{Name: "general", Members: []string{"ana", "ben", "app"}}},
		}, nil
	}
	var config fakeslack.Config
	open, err := os.Open(file)
	if err != nil {
		return config, fmt.Errorf("read the workspace: %w", err)
	}
	defer open.Close()
	decoder := json.NewDecoder(open)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&config); err != nil {
		return config, fmt.Errorf("read the workspace in %s: %w", file, err)
	}
	if config.Bot.Name == "" || config.Me.Name == "" {
		return config, fmt.Errorf("read the workspace in %s: Bot.Name and Me.Name are missing", file)
	}
	return config, nil
}

func readClock(text string) (*fakeslack.Clock, error) {
	if text == "real" {
		return &fakeslack.Clock{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, fmt.Errorf("-clock %q is neither real nor a time like 2026-03-02T09:00:00Z", text)
	}
	return fakeslack.StoppedClock(at), nil
}
