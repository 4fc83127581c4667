package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// command answers /gloss, for its sender's eyes only.
func (b *Bot) command(ctx context.Context, item inbox.Item) error {
	var c slack.SlashCommand
	if err := decode(item.Payload, &c); err != nil {
		return err
	}
	a, _ := asked(item)
	verb, rest, _ := strings.Cut(strings.TrimSpace(plainText(c.Text)), " ")
	rest = strings.TrimSpace(rest)
	verb = strings.ToLower(verb)
	if done, err := b.curating(ctx, a, c, verb, rest); done || err != nil {
		return err
	}
	switch verb {
	case "define":
		return b.commandDefine(ctx, a, c, rest)
	case "welcome":
		return b.openWelcome(ctx, a, c.TriggerID)
	case "forget":
		return b.commandForget(ctx, a, c, rest)
	}
	return b.whisper(ctx, c, helpText)
}

func (b *Bot) commandDefine(ctx context.Context, a ask, c slack.SlashCommand, word string) error {
	if word == "" {
		return b.whisper(ctx, c, "Which word? Type `/gloss define canary deployment`.")
	}
	answer, err := b.define(ctx, a, word, false)
	if err != nil {
		return err
	}
	if answer == "" {
		answer = fmt.Sprintf(noWord, escapeMrkdwn(word))
	}
	return b.whisper(ctx, c, answer)
}

func (b *Bot) commandForget(ctx context.Context, a ask, c slack.SlashCommand, rest string) error {
	switch strings.ToLower(rest) {
	case "me":
		return b.whisper(ctx, c, forgetAsk)
	case "me yes":
		if _, err := b.Library.Forget(ctx, a.learner()); err != nil {
			return fmt.Errorf("forget a learner: %w", err)
		}
		if err := b.whisper(ctx, c, forgotten); err != nil {
			return err
		}
		return b.publishHome(ctx, a)
	}
	return b.whisper(ctx, c, "Type `/gloss forget me` to have everything about you erased.")
}

// whisper answers a command so that only its sender sees it.
func (b *Bot) whisper(ctx context.Context, c slack.SlashCommand, text string) error {
	option := slack.MsgOptionResponseURL(c.ResponseURL, slack.ResponseTypeEphemeral)
	if c.ResponseURL != "" {
		if _, _, err := b.Slack.PostMessageContext(ctx, c.ChannelID, slack.MsgOptionText(text, false), option); err == nil {
			return nil
		}
	}
	if _, err := b.Slack.PostEphemeralContext(ctx, c.ChannelID, c.UserID, slack.MsgOptionText(text, false)); err != nil {
		return fmt.Errorf("answer a command: %w", waiting(err))
	}
	return nil
}
