package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// post posts a new message and makes it the one that is updated.
func (r *reply) post(ctx context.Context, text string) error {
	ts, err := r.posted(ctx, r.ask.posting(r.ask.id(), text))
	if err != nil {
		return fmt.Errorf("post the answer: %w", waiting(err))
	}
	return r.add(ctx, ts)
}

// posted posts a message, once: when it is not known whether Slack took it, the
// thread tells.
func (r *reply) posted(ctx context.Context, options []slack.MsgOption) (ts string, err error) {
	for range 2 {
		err = waitingFor(ctx, max(r.patience(), patience), func() (err error) {
			_, ts, err = r.bot.Slack.PostMessageContext(ctx, r.ask.at.channel, options...)
			return err
		})
		if err == nil && ts == "" {
			err = errSaidNothing
		}
		if err == nil || limited(err) || !transient(err) || ctx.Err() != nil {
			return ts, err
		}
		unknown := err
		if ts, err = r.found(ctx); err != nil || ts != "" {
			return ts, err
		}
		err = unknown
	}
	return "", err
}

// found is the message of this answer that stands in the thread and that we
// have not heard of, "" when there is none.
func (r *reply) found(ctx context.Context) (string, error) {
	a := r.ask
	a.restarted = true // so that the thread is read
	begun, err := r.bot.begun(ctx, a)
	if err != nil {
		return "", err
	}
	for _, ts := range begun {
		if !slices.Contains(r.placed, ts) {
			return ts, nil
		}
	}
	return "", nil
}

// finish shows an answer of which nothing was shown while it was written.
func (r *reply) finish(ctx context.Context, under []slack.Block) error {
	r.late = false
	parts := pieces(strings.TrimLeft(r.waiting.String(), "\n"), r.room())
	r.waiting.Reset()
	r.bot.jobs.show(r.ask)
	for i, part := range parts {
		blocks := under
		if i < len(parts)-1 {
			blocks = nil
		}
		r.shown, r.ask.whole = part, i == len(parts)-1
		ts, err := r.posted(ctx, r.whole(blocks))
		if r.unfit(err) {
			r.bare = true
			ts, err = r.posted(ctx, r.whole(nil))
		}
		if err != nil {
			return fmt.Errorf("post the answer: %w", waiting(err))
		}
		if err := r.add(ctx, ts); err != nil {
			return err
		}
	}
	return nil
}

// whole are the options of a message that is posted with all that it holds.
func (r *reply) whole(under []slack.Block) []slack.MsgOption {
	options := append(r.content(under), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	if r.ask.at.threadTS != "" {
		options = append(options, slack.MsgOptionTS(r.ask.at.threadTS))
	}
	return options
}
