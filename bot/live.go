package bot

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/thread"
)

// maxMessages bounds how much of a live thread is read.
const maxMessages = 400

// live reads the thread in which Gloss was mentioned, without Gloss's own
// messages and the mention itself.
func (b *Bot) live(ctx context.Context, a ask) (thread.Thread, error) {
	messages, _, err := b.Web.replies(ctx, a.at, maxMessages)
	if err != nil {
		return thread.Thread{}, err
	}
	people := &people{bot: b, names: make(map[string]string)}
	t := thread.Thread{Format: thread.Slack, Confidence: 1, Channel: b.channelName(ctx, a.at.channel)}
	for _, m := range messages {
		if m.User == b.User || (b.ID != "" && m.BotID == b.ID) || m.TS == a.event.TS {
			continue
		}
		t.Messages = append(t.Messages, b.said(ctx, people, a.at, m, len(t.Messages)+1))
	}
	return t, nil
}

// said turns a Slack message into one of a thread.
func (b *Bot) said(ctx context.Context, who *people, at place, m message, n int) thread.Message {
	out := thread.Message{
		ID: fmt.Sprintf("m%d", n), Author: who.name(ctx, m), Bot: m.BotID != "",
		Text: who.mentions(ctx, messageText(m.Text, m.Blocks)), Edited: len(m.Edited) > 0,
		At: instant(m.TS), Permalink: b.permalink(ctx, place{at.channel, m.TS}),
	}
	for _, r := range m.Reactions {
		out.Reactions = append(out.Reactions, thread.Reaction{Name: r.Name, Count: r.Count})
	}
	return out
}

// instant is the time in a Slack ts, zero when it holds none.
func instant(ts string) time.Time {
	seconds, _, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// people names the authors of one thread.
type people struct {
	bot   *Bot
	names map[string]string
}

// name is what a person is called; one whom Slack does not name is numbered.
func (p *people) name(ctx context.Context, m message) string {
	if m.User == "" {
		return m.Username
	}
	return p.of(ctx, m.User)
}

func (p *people) of(ctx context.Context, id string) string {
	if name, known := p.names[id]; known {
		return name
	}
	name := fmt.Sprintf("Person %d", len(p.names)+1)
	if user, err := p.bot.Slack.GetUserInfoContext(ctx, id); err == nil && user != nil {
		for _, s := range []string{user.Profile.DisplayName, user.RealName, user.Name} {
			if s != "" {
				name = s
				break
			}
		}
	}
	p.names[id] = name
	return name
}

var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`)

// mentions writes out the people whom a text mentions: "@Mina".
func (p *people) mentions(ctx context.Context, text string) string {
	return mention.ReplaceAllStringFunc(text, func(s string) string {
		return "@" + p.of(ctx, mention.FindStringSubmatch(s)[1])
	})
}

// channelName is the name of a channel without '#', "" when Slack does not say.
func (b *Bot) channelName(ctx context.Context, id string) string {
	var name string
	b.optional("conversations.info", func() error {
		channel, err := b.Slack.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		if err == nil {
			name = channel.Name
		}
		return err
	})
	return name
}
