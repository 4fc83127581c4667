package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/thread"
)

// maxMessages bounds how much of a live thread is read.
const maxMessages = 400

// live reads the thread in which Gloss was mentioned, without what people asked
// Gloss there and what it answered; whole is false when the thread goes on
// after what was read.
func (b *Bot) live(ctx context.Context, a ask) (t thread.Thread, whole bool, err error) {
	messages, whole, err := b.replies(ctx, a.at)
	if err != nil {
		return thread.Thread{}, false, err
	}
	people := &people{bot: b, names: make(map[string]string)}
	root := b.permalink(ctx, a.at)
	t = thread.Thread{Format: thread.Slack, Confidence: 1, Channel: b.channelName(ctx, a.at.channel)}
	for _, m := range messages {
		if b.own(m) || m.TS == a.event.TS || b.addressed(m) {
			continue
		}
		said := people.said(ctx, m, len(t.Messages)+1)
		said.Permalink = permalinkTo(root, a.at, m.TS)
		t.Messages = append(t.Messages, said)
	}
	return t, whole, nil
}

// addressed reports whether a message begins with a mention of Gloss.
func (b *Bot) addressed(m message) bool {
	first := mention.FindStringSubmatchIndex(m.Text)
	return first != nil && strings.TrimSpace(m.Text[:first[0]]) == "" && m.Text[first[2]:first[3]] == b.User
}

// said turns a Slack message into the nth of a thread.
func (p *people) said(ctx context.Context, m message, n int) thread.Message {
	out := thread.Message{
		ID: fmt.Sprintf("m%d", n), Author: p.name(ctx, m), Bot: m.BotID != "",
		Text: p.mentions(ctx, messageText(m.Text, m.Blocks)), Edited: edited(m.Edited),
		At: instant(m.TS),
	}
	for _, r := range m.Reactions {
		out.Reactions = append(out.Reactions, thread.Reaction{Name: r.Name, Count: r.Count})
	}
	return out
}

// edited reports whether a message carries word of an edit, and not just false.
func edited(raw json.RawMessage) bool {
	return bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{"))
}

var permalinkPath = regexp.MustCompile(`/archives/[A-Z0-9]+/p[0-9]+$`)

// permalinkTo makes the address of a reply from that of its thread's root, so
// that Slack need not be asked for each: "" when root has no known shape.
func permalinkTo(root string, at place, ts string) string {
	address, err := url.Parse(root)
	if root == "" || err != nil || !permalinkPath.MatchString(address.Path) {
		return ""
	}
	if ts == at.threadTS {
		return root
	}
	address.Path = path.Dir(address.Path) + "/p" + strings.ReplaceAll(ts, ".", "")
	address.RawQuery = url.Values{"thread_ts": {at.threadTS}, "cid": {at.channel}}.Encode()
	return address.String()
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
	var user *slack.User
	if p.bot.optional("users.info", func() (err error) {
		user, err = p.bot.Slack.GetUserInfoContext(ctx, id)
		return err
	}) && user != nil {
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
