package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/tutor"
)

// Bot answers what people do in Slack. All fields but Beat must be set.
type Bot struct {
	// Slack is the Web API client, Web the raw caller on the same address.
	Slack *slack.Client
	Web   Web
	Tutor *tutor.Tutor
	Inbox inbox.Queue
	// Wake is called when something new is in the inbox.
	Wake func()
	// Library remembers learners; the same one that the tutor has.
	Library tutor.Library
	// User and ID are the bot's own user and bot ids, as auth.test gives them.
	User, ID string
	// Beat is the shortest time between two pieces of a streamed answer.
	Beat time.Duration
	Now  func() time.Time
	Log  *slog.Logger

	// lacks are the methods that this Slack answered with unknown_method.
	lacks sync.Map
}

// Introduce asks Slack who the bot is and fills in User and ID.
func (b *Bot) Introduce(ctx context.Context) error {
	who, err := b.Slack.AuthTestContext(ctx)
	if err != nil {
		return fmt.Errorf("ask Slack who we are: %w", err)
	}
	b.User, b.ID = who.UserID, who.BotID
	return nil
}

// Handle works one inbox item. An error means that it should be tried again,
// unless it wraps inbox.ErrPermanent.
func (b *Bot) Handle(ctx context.Context, item inbox.Item) error {
	switch item.Kind {
	case "events_api":
		return b.event(ctx, item)
	case "slash_commands":
		return b.command(ctx, item)
	case "interactive":
		return b.interaction(ctx, item)
	}
	return nil
}

// Sorry tells the learner that their question could not be answered after the
// last attempt.
func (b *Bot) Sorry(ctx context.Context, item inbox.Item, _ error) {
	var e callback
	if item.Kind != "events_api" || decode(item.Payload, &e) != nil || e.Event.Channel == "" {
		return
	}
	if err := b.say(ctx, e.Event.place(), sorry); err != nil {
		b.Log.Error("tell the learner that an answer is not coming", "item", item.ID, "error", err)
	}
}

// optional runs a call that lesser Slacks lack. A method that is not there is
// not called again; no failure of it is the learner's trouble.
func (b *Bot) optional(method string, call func() error) bool {
	if _, lacking := b.lacks.Load(method); lacking {
		return false
	}
	err := call()
	if err == nil {
		return true
	}
	if missing(err) {
		b.lacks.Store(method, true)
	}
	b.Log.Debug("Slack did not take an optional call", "method", method, "error", err)
	return false
}

// missing reports whether err says that this Slack does not have the method,
// or does not let the app use it.
func missing(err error) bool {
	var status slack.StatusCodeError
	if errors.As(err, &status) && (status.Code == 404 || status.Code == 405 || status.Code == 501) {
		return true
	}
	var answer slack.SlackErrorResponse
	if errors.As(err, &answer) {
		switch answer.Err {
		case "unknown_method", "not_authorized", "missing_scope", "method_deprecated", "feature_not_enabled", "not_allowed_token_type":
			return true
		}
	}
	return false
}

// say posts one plain message of our own words.
func (b *Bot) say(ctx context.Context, at place, text string) error {
	_, _, err := b.Slack.PostMessageContext(ctx, at.channel,
		slack.MsgOptionText(text, false), slack.MsgOptionTS(at.threadTS),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	if err != nil {
		return fmt.Errorf("post a message: %w", waiting(err))
	}
	return nil
}

// waiting turns Slack's rate limit into the inbox's "try again after".
func waiting(err error) error {
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		return inbox.RetryAfter{Err: err, After: limited.RetryAfter}
	}
	return err
}
