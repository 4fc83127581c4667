package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
)

// What counts as around a message that began no thread: so many seconds before
// and after it, and at most so many messages.
const (
	aroundSeconds = 1800
	maxAround     = 60
	// talkative is how many messages there must be for it to be a question
	// whether they belong to it.
	talkative = 4
)

// around lists the messages of a channel that stand around one, oldest first,
// those in threads left out.
func (b *Bot) around(ctx context.Context, at place) ([]message, error) {
	middle := seconds(at.threadTS)
	form := url.Values{
		"channel": {at.channel}, "limit": {strconv.Itoa(maxAround)}, "inclusive": {"true"},
		"oldest": {fmt.Sprintf("%.6f", middle-aroundSeconds)}, "latest": {fmt.Sprintf("%.6f", middle+aroundSeconds)},
	}
	messages, err := b.list(ctx, form)
	slices.SortStableFunc(messages, func(x, y message) int { return cmp.Compare(seconds(x.TS), seconds(y.TS)) })
	return messages, err
}

// aroundAt reads what stands around a message as one conversation.
func (b *Bot) aroundAt(ctx context.Context, a *ask, ref place) (material, error) {
	messages, err := b.around(ctx, ref)
	if err != nil {
		return material{}, err
	}
	g := b.gathering(a.asking())
	g.thread.Channel = b.channelName(ctx, ref.channel)
	link := b.permalink(ctx, ref)
	for _, m := range messages {
		if b.own(m) || m.furniture() || b.addressed(m) {
			continue
		}
		said := g.said(ctx, ref, m)
		said.Permalink = strings.Replace(link, digits(ref.threadTS), digits(m.TS), 1)
		g.add(said, first(m.User, m.BotID, m.Username))
	}
	return g.done(), nil
}

// unsureReach reports whether it is unclear how much is meant by a message: it
// began no thread, and others stand around it.
func (b *Bot) unsureReach(ctx context.Context, a *ask, ref place, m message) (bool, error) {
	if m.ThreadTS != "" || m.replyCount() > 0 || b.access(ctx, a.asking(), ref.channel) != nil {
		return false, nil
	}
	messages, err := b.around(ctx, ref)
	if errors.Is(err, errNotReadable) || errors.Is(err, errLacking) {
		return false, nil
	}
	return len(messages) >= talkative, err
}

// askReach asks, in the direct message, how much is meant.
func (b *Bot) askReach(ctx context.Context, a *ask, task prompts.Task) error {
	a.about.alone = true // until it is known
	err := b.aside(ctx, a)
	a.about.alone = false
	if err != nil {
		return err
	}
	if a.whispered {
		return b.whisperTo(ctx, *a, notReadable)
	}
	alone, around := a.about, a.about
	alone.alone, around.around = true, true
	value := func(s subject) string { return fmt.Sprintf("%s %s %s", chooseReach, s.code(), task) }
	return b.ask(ctx, *a, loneMessage,
		button(actionChoose+"_1", "Only this message", value(alone)),
		button(actionChoose+"_2", "The conversation around it", value(around)))
}

// digits is a ts as permalinks have it.
func digits(ts string) string { return strings.ReplaceAll(ts, ".", "") }

// history lists the newest roots of a channel, the newest first.
func (b *Bot) history(ctx context.Context, channel string, most int) ([]message, error) {
	return b.list(ctx, url.Values{"channel": {channel}, "limit": {strconv.Itoa(most)}, "include_all_metadata": {"true"}})
}

// list lists messages of a channel that are not in threads, the newest first.
func (b *Bot) list(ctx context.Context, form url.Values) ([]message, error) {
	var answer repliesPage
	err := b.attempt("conversations.history", func() error {
		return patiently(ctx, func() (err error) {
			answer, err = b.Web.history(ctx, form)
			return err
		})
	})
	if refused(err, gone...) {
		return nil, errNotReadable
	}
	if err != nil {
		return nil, fmt.Errorf("list messages of a channel: %w", err)
	}
	var messages []message
	for _, raw := range answer.Messages {
		if m, ok := tolerant(raw); ok && m.TS != "" {
			messages = append(messages, m)
		}
	}
	return messages, nil
}

// history reads one page of a channel, undecoded.
func (w Web) history(ctx context.Context, form url.Values) (answer repliesPage, err error) {
	err = w.call(ctx, "conversations.history", form, &answer)
	return answer, err
}
