package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// replies reads the thread at a place, at most maxMessages; whole is false
// when there are more.
func (b *Bot) replies(ctx context.Context, at place) (messages []message, whole bool, err error) {
	f, err := b.fetch(ctx, at, func(int) {})
	return f.messages, f.beyond == 0, err
}

// own reports whether the bot wrote a message.
func (b *Bot) own(m message) bool {
	return m.User == b.User || b.ID != "" && m.BotID == b.ID
}

// begun finds the messages that an earlier attempt at a question posted and
// was cut short before it could note them: those marked with the question, and
// in a direct message streams without a word. The first attempt has none.
func (b *Bot) begun(ctx context.Context, a ask) ([]string, error) {
	if a.item.Attempt < 2 && !a.restarted || a.at.threadTS == "" {
		return nil, nil
	}
	messages, _, err := b.replies(ctx, a.at)
	if err != nil {
		if _, said := errors.AsType[slack.SlackErrorResponse](err); said && !transient(err) || errors.Is(err, errLacking) || errors.Is(err, errNotReadable) {
			return nil, nil // it cannot be known here
		}
		return nil, waiting(err)
	}
	var found []string
	for _, m := range messages {
		blank := m.empty() && m.marks().Question == "" && m.TS > a.since()
		switch {
		case !b.own(m):
		case m.marks().Question == a.id() || a.at.direct() && blank:
			found = append(found, m.TS)
		case blank:
			b.discard(ctx, a, m.TS)
		}
	}
	return found, nil
}

// answered reports whether the whole answer to a question stands where it is
// shown. What cannot be read is not answered: better told twice than never.
func (b *Bot) answered(ctx context.Context, a ask) bool {
	if a.at.threadTS == "" {
		return false
	}
	messages, _, err := b.replies(ctx, a.at)
	return err == nil && slices.ContainsFunc(messages, func(m message) bool {
		return b.own(m) && m.marks().Question == a.id() && m.marks().Whole != ""
	})
}

// discard takes away a stream without a word. In a channel it may be that of
// another question, which has only just been begun: the one whose message is
// gone goes on in a new one, and nothing is said twice.
func (b *Bot) discard(ctx context.Context, a ask, ts string) {
	b.endStreams(ctx, a.at.channel, []string{ts})
	b.optional("chat.delete", func() error {
		_, _, err := b.Slack.DeleteMessageContext(ctx, a.at.channel, ts)
		return err
	})
}

// since is a ts before which nothing can be an answer to the question.
func (a ask) since() string {
	if a.event.TS != "" {
		return a.event.TS
	}
	return fmt.Sprintf("%d.000000", a.item.Received.Add(-time.Minute).Unix())
}

func (m message) empty() bool {
	var blocks []json.RawMessage
	_ = lenient(m.Blocks, &blocks)
	return strings.TrimSpace(m.Text) == "" && len(blocks) == 0
}

// adopt takes over what earlier attempts posted and could not note any more.
func (r *reply) adopt(ctx context.Context) error {
	begun, err := r.bot.begun(ctx, r.ask)
	if err != nil {
		return err
	}
	known := make(map[string]bool)
	for _, ts := range r.placed {
		known[ts] = true
	}
	for _, ts := range begun {
		if !known[ts] {
			r.placed = append(r.placed, ts)
		}
	}
	return nil
}

// rooted are the messages, after the root that was posted for them.
func (r *reply) rooted() []string {
	if r.ask.at.direct() && r.ask.origin != (place{}) {
		return append([]string{r.ask.at.threadTS}, r.placed...)
	}
	return r.placed
}
