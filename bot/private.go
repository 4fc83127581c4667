package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
)

// errNoDirect says that somebody cannot be written to in private.
var errNoDirect = errors.New("the asker has no direct message")

// aside moves the answer to what was asked in a channel into the asker's
// direct message, under a root that says what it is about. Where there is no
// direct message it stays in the channel, for the asker's eyes only.
func (b *Bot) aside(ctx context.Context, a *ask) error {
	if a.origin == (place{}) || a.at != a.origin {
		return nil
	}
	root, err := b.rooted(ctx, *a)
	if errors.Is(err, errNoDirect) {
		b.Log.Info("an asker has no direct message; the answer is shown to them alone", "item", a.item.ID, "error", err)
		a.whispered = true
		return nil
	}
	if err != nil {
		return err
	}
	a.at = root
	b.jobs.now(*a)
	return nil
}

// rooted is the message in the asker's direct message under which the answer
// stands: the one that an earlier attempt posted, or a new one.
func (b *Bot) rooted(ctx context.Context, a ask) (place, error) {
	if first, _, _ := strings.Cut(a.item.TS, " "); strings.HasPrefix(a.item.Channel, "D") && first != "" {
		return place{a.item.Channel, first}, nil
	}
	direct, err := b.directWith(ctx, a.user)
	if err != nil {
		return place{}, err
	}
	ts, err := b.recent(ctx, a, direct)
	if ts == "" && err == nil {
		ts, err = b.postRoot(ctx, a, direct)
	}
	if err != nil {
		return place{}, err
	}
	return place{direct, ts}, b.Inbox.Place(ctx, a.item.Lease(), direct, ts)
}

// directWith is the channel of a person's direct message with the bot.
func (b *Bot) directWith(ctx context.Context, user string) (string, error) {
	var channel *slack.Channel
	err := b.attempt("conversations.open", func() error {
		return patiently(ctx, func() (err error) {
			channel, _, _, err = b.Slack.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}, ReturnIM: true})
			return err
		})
	})
	if err == nil && channel != nil && channel.ID != "" {
		return channel.ID, nil
	}
	if err == nil {
		err = errSaidNothing
	}
	if transient(err) {
		return "", fmt.Errorf("open the asker's direct message: %w", waiting(err))
	}
	return "", errors.Join(errNoDirect, err)
}

// recent finds the root that an earlier attempt posted and was cut short
// before it could note it; the first attempt has none.
func (b *Bot) recent(ctx context.Context, a ask, direct string) (string, error) {
	if a.item.Attempt < 2 {
		return "", nil
	}
	messages, err := b.history(ctx, direct, recentMessages)
	if err != nil {
		return "", err
	}
	for _, m := range messages {
		if b.own(m) && m.marks().Question == a.id()+"/root" {
			return m.TS, nil
		}
	}
	return "", nil
}

// recentMessages is how many of a direct message's newest roots are searched
// for one that was posted moments ago.
const recentMessages = 30

// postRoot posts the root of an answer.
func (b *Bot) postRoot(ctx context.Context, a ask, direct string) (string, error) {
	at := a
	at.at = place{channel: direct}
	ts := ""
	err := patiently(ctx, func() (err error) {
		_, ts, err = b.Slack.PostMessageContext(ctx, direct, at.posting(a.id()+"/root", b.rootText(ctx, a))...)
		return err
	})
	switch {
	case closed(err):
		return "", errors.Join(errNoDirect, err)
	case err == nil && ts == "":
		err = errSaidNothing
	}
	if err != nil {
		return "", fmt.Errorf("post the root of an answer: %w", waiting(err))
	}
	return ts, nil
}

// rootText says where the thread stands that an answer is about.
func (b *Bot) rootText(ctx context.Context, a ask) string {
	what, where := "a thread", ""
	if a.about.alone || a.about.held {
		what = "a message"
	}
	ref := a.origin
	if len(a.about.refs) > 0 {
		ref = a.about.refs[0]
	}
	if name := b.channelName(ctx, ref.channel); name != "" {
		where = " in #" + name
	}
	if link := b.permalink(ctx, ref); link != "" {
		return "About " + mrkdwn.link(what+where, link)
	}
	return "About " + what + escapeMrkdwn(where)
}

// notice tells the asker, in the thread where they asked and for their eyes
// only, where the answer is, and lets them share it.
func (b *Bot) notice(ctx context.Context, a ask, task prompts.Task) {
	if a.origin == (place{}) || a.at == a.origin || a.event.TS == "" {
		return // a shortcut leaves no trace in the channel
	}
	row := []slack.BlockElement{}
	if link := b.permalink(ctx, a.at); link != "" {
		open := slack.NewButtonBlockElement(actionOpen, "", slack.NewTextBlockObject(slack.PlainTextType, "Open", false, false))
		open.URL = link
		row = append(row, open)
	}
	if a.shareable() {
		row = append(row, a.shareButton(task))
	}
	b.optional("chat.postEphemeral", func() error {
		_, err := b.Slack.PostEphemeralContext(ctx, a.origin.channel, a.user, slack.MsgOptionTS(a.origin.threadTS),
			slack.MsgOptionText(answeredAside, false), slack.MsgOptionBlocks(section(answeredAside), slack.NewActionBlock("aside", row...)))
		return err
	})
}

// whisperTo says something in a channel to one person alone, or where that is
// not possible in their direct message.
func (b *Bot) whisperTo(ctx context.Context, a ask, text string, more ...slack.MsgOption) error {
	options := append([]slack.MsgOption{slack.MsgOptionText(text, false)}, more...)
	if a.at.threadTS != "" && (a.event.TS == "" || a.event.followsUp()) {
		options = append(options, slack.MsgOptionTS(a.at.threadTS))
	}
	err := b.attempt("chat.postEphemeral", func() error {
		_, err := b.Slack.PostEphemeralContext(ctx, a.at.channel, a.user, options...)
		return err
	})
	if err == nil {
		return nil
	}
	if transient(err) {
		return fmt.Errorf("tell the asker alone: %w", waiting(err))
	}
	a.at.threadTS = ""
	_, _, err = b.Slack.PostMessageContext(ctx, a.user, a.posting(a.id(), text)...)
	if err != nil {
		return fmt.Errorf("tell the asker alone: %w", waiting(err))
	}
	return nil
}

// whisper shows the whole answer where it was asked, to the asker alone.
func (r *reply) whisper(ctx context.Context, under []slack.Block) error {
	parts := pieces(strings.TrimLeft(r.waiting.String(), "\n"), r.room())
	for i, part := range parts {
		r.shown = part
		options := r.content(nil)
		if i == len(parts)-1 {
			options = r.content(under)
		}
		options = append(options, slack.MsgOptionTS(r.ask.origin.threadTS))
		err := patiently(ctx, func() error {
			_, err := r.bot.Slack.PostEphemeralContext(ctx, r.ask.origin.channel, r.ask.user, options...)
			return err
		})
		if err != nil {
			return fmt.Errorf("show the answer to the asker alone: %w", waiting(err))
		}
	}
	return nil
}

// withdraw takes back what was shown of an answer, because its question was
// deleted.
func (r *reply) withdraw(ctx context.Context) {
	r.leave()
	r.bot.endStreams(ctx, r.ask.at.channel, r.placed)
	for _, ts := range r.placed {
		r.bot.optional("chat.delete", func() error {
			_, _, err := r.bot.Slack.DeleteMessageContext(ctx, r.ask.at.channel, ts)
			return err
		})
	}
	r.bot.status(ctx, r.ask, slack.AgentSessionStatusActive)
}
