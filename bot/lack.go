package bot

import (
	"errors"
	"net/http"
	"slices"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// errLacking says that this Slack does not have a method, or does not allow it.
var errLacking = errors.New("this Slack does not have the method")

// attempt makes a call that lesser Slacks lack. A method found lacking is
// remembered until the process ends and not called again: errLacking. Any other
// error may be gone the next time.
func (b *Bot) attempt(method string, call func() error) error {
	if b.lacking(method) {
		return errLacking
	}
	err := call()
	if missing(err) {
		b.lacks.Store(method, true)
		b.Log.Info("this Slack lacks a method; Gloss does without", "method", method, "error", err)
		return errLacking
	}
	return err
}

// lacking reports whether one of the methods was found lacking.
func (b *Bot) lacking(methods ...string) bool {
	return slices.ContainsFunc(methods, func(method string) bool {
		_, lacking := b.lacks.Load(method)
		return lacking
	})
}

// optional makes a call whose failure is not the learner's trouble, and
// reports whether it went well.
func (b *Bot) optional(method string, call func() error) bool {
	err := b.attempt(method, call)
	if err != nil && !errors.Is(err, errLacking) {
		b.Log.Info("Slack did not take an optional call", "method", method, "error", err)
	}
	return err == nil
}

// missing reports whether err says that this Slack does not have the method,
// or does not let the app use it.
func missing(err error) bool {
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return slices.Contains([]int{404, 405, 501}, status.Code)
	}
	return refused(err, "unknown_method", "not_authorized", "missing_scope", "method_deprecated",
		"feature_not_enabled", "not_allowed_token_type", "method_not_supported_for_channel_type")
}

// closed reports whether err says that Gloss may not post in a channel.
func closed(err error) bool {
	return refused(err, "not_in_channel", "channel_not_found", "is_archived", "restricted_action")
}

// lasting adds to an error of a place where Gloss may not post that trying again
// is of no use.
func lasting(err error) error {
	if closed(err) {
		return errors.Join(err, inbox.ErrPermanent)
	}
	return err
}

// transient reports whether err may be gone the next time: Slack was not
// reached, was busy, or said so.
func transient(err error) bool {
	if _, answered := errors.AsType[slack.SlackErrorResponse](err); answered {
		return refused(err, "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout")
	}
	return !missing(err) && !errors.Is(err, errLacking)
}

// refused reports whether err is one of Slack's errors, by name.
func refused(err error, codes ...string) bool {
	answer, ok := errors.AsType[slack.SlackErrorResponse](err)
	return ok && slices.Contains(codes, answer.Err)
}

// waiting turns Slack's rate limit into the inbox's "try again after". It may
// come without saying for how long.
func waiting(err error) error {
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return inbox.RetryAfter{Err: err, After: limited.RetryAfter}
	}
	status, _ := errors.AsType[slack.StatusCodeError](err)
	if status.Code == http.StatusTooManyRequests || refused(err, "ratelimited", "rate_limited") {
		return inbox.RetryAfter{Err: err, After: usualWait}
	}
	return err
}
