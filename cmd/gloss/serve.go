package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot"
	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/bot/socket"
	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/tutor"
)

type serveCommand struct{}

// Run is the bot in a workspace, until it is stopped.
func (serveCommand) Run(env environment) error {
	s := readSettings(env.getenv)
	engine, err := openModel(s.Model, env.getenv)
	_, drainErr := s.drain()
	_, switchErr := s.externalChannels()
	if err := errors.Join(s.checkSlack(), switchErr, drainErr, err); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(env.stderr, nil))
	service, err := open(env, s, engine, log)
	if err != nil {
		return err
	}
	defer service.store.Close()
	if err := service.bot.Introduce(env.ctx); err != nil {
		return slackFault("SLACK_BOT_TOKEN", err)
	}
	stop, err := service.administer(s.Admin)
	if err != nil {
		return err
	}
	defer stop()
	log.Info("gloss serves", "user", service.bot.User, "answers", wording(engine))
	return service.run(env.ctx)
}

// service is the whole bot, wired.
type service struct {
	store    *store.Store
	bot      *bot.Bot
	workers  *inbox.Workers
	receiver *socket.Receiver
	budget   *bot.Budget
	metrics  *metrics
	log      *slog.Logger
}

// open wires the bot on its settings; engine is nil for the offline engine.
func open(env environment, s settings, engine tutor.Engine, log *slog.Logger) (*service, error) {
	drain, drainErr := s.drain()
	external, switchErr := s.externalChannels()
	folder, folderErr := folderAt(s.GlossaryDir)
	people, peopleErr := s.people()
	if err := errors.Join(drainErr, switchErr, folderErr, peopleErr); err != nil {
		return nil, err
	}
	db, err := store.Open(env.ctx, s.Database)
	if err != nil {
		return nil, err
	}
	m := newMetrics()
	keepAccounts(engine, ledger{db, m})
	learners := library{db, m}
	client := &http.Client{Timeout: 30 * time.Second}
	counted := &http.Client{Timeout: client.Timeout, Transport: calls{http.DefaultTransport, s.APIURL, m}}
	budget := &bot.Budget{HTTP: counted, URL: s.APIURL, MaxWait: 20 * time.Second, Now: time.Now}
	b := &bot.Bot{
		Slack: slack.New(s.BotToken, slack.OptionAppLevelToken(s.AppToken), slack.OptionHTTPClient(budget), slack.OptionAPIURL(s.APIURL)),
		Web:   bot.Web{HTTP: budget, URL: s.APIURL, Token: s.BotToken},
		Tutor: &tutor.Tutor{
			Model: engine, Offline: model.Offline{}, Library: learners, People: people, Now: time.Now,
			Glossary: glossaries{db, glossary.Starter(), folder, log}.of,
		},
		Inbox: db, Library: learners, Budget: budget, Beat: time.Second, Quiet: 2 * time.Second, ExternalChannels: external, Welcome: true, Now: time.Now, Log: log,
	}
	if folder == nil {
		b.Curation, b.Curators = db, s.curators()
	}
	workers := &inbox.Workers{
		Queue: queue{db, m}, Handle: b.Handle, Exhausted: b.Sorry, N: 8, Attempts: 5, Deaths: 10, Backoff: backoff,
		Lease: 15 * time.Second, Heartbeat: 4 * time.Second, Tick: time.Second, Grace: drain,
		Now: time.Now, Log: log,
	}
	b.Wake = workers.Wake
	receiver := &socket.Receiver{AppToken: s.AppToken, APIURL: s.APIURL, HTTP: client, Sink: b.Receive, Log: log}
	service := &service{store: db, bot: b, workers: workers, receiver: receiver, budget: budget, metrics: m, log: log}
	m.registry.MustRegister(state{service})
	return service, nil
}

// backoff is the wait after an attempt at an item that failed; failed counts
// such attempts from 1. What ails Slack, a model or the network is often over in
// a second, and lasts minutes when it is not; a fault of ours does not mend
// itself, but may be in the way of one item only for as long as others run.
func backoff(failed int, err error) time.Duration {
	if errors.Is(err, inbox.ErrPanic) {
		return time.Minute
	}
	return time.Second << min(2*(failed-1), 7)
}

// run receives and works until ctx ends, or one of the two gives up.
func (s *service) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	worked := make(chan error, 1)
	go func() {
		defer stop()
		worked <- s.workers.Run(ctx)
	}()
	tidied := make(chan struct{})
	go func() {
		defer close(tidied)
		s.tidy(ctx)
	}()
	err := s.receiver.Run(ctx)
	stop()
	<-tidied
	err = errors.Join(err, <-worked)
	var fatal *socket.FatalError
	if errors.As(err, &fatal) {
		return errors.New(fatal.Sentence)
	}
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// keepEnded is how long an item that was answered stays in the inbox: as long
// as Slack may deliver it again.
const keepEnded = 24 * time.Hour

// tidy erases what the inbox no longer needs, at the start and every hour.
func (s *service) tidy(ctx context.Context) {
	ticker := time.NewTicker(time.Hour)
	defer ticker.Stop()
	for {
		if _, err := s.store.Prune(ctx, time.Now().Add(-keepEnded)); err != nil && ctx.Err() == nil {
			s.log.Error("erase what the inbox no longer needs", "error", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}
