package bot

import (
	"context"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// Sorry tells the learner that their question could not be answered after the
// last attempt, with a button to try it again; unless the whole answer stands
// there, of an attempt that was cut short before it could end the item. It
// reports whether it does.
func (b *Bot) Sorry(ctx context.Context, item inbox.Item, _ error) (answered bool) {
	a, ok := asked(item)
	if !ok {
		return false
	}
	answered = b.answered(ctx, a)
	b.endStreams(ctx, a.at.channel, strings.Fields(item.TS))
	if a.at.threadTS != "" {
		b.status(ctx, a, slack.AgentSessionStatusActive)
	}
	if answered {
		return true
	}
	retry := slack.NewActionBlock("retry", button(actionRetry, "Try again", strconv.FormatInt(item.ID, 10)))
	with := slack.MsgOptionBlocks(section(sorry), retry)
	tell := func() error { return b.post(ctx, a, a.id()+"/sorry", sorry, with) }
	if !a.at.direct() {
		tell = func() error { return b.whisperTo(ctx, a, sorry, with) }
	}
	if err := tell(); err != nil {
		b.Log.Error("tell the learner that an answer is not coming", "item", item.ID, "error", err)
	}
	return false
}

// retry takes a question up again that was given up.
func (b *Bot) retry(ctx context.Context, a *ask, p pressed, value string) error {
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return nil // not a button of ours
	}
	revived, err := b.Inbox.Revive(ctx, id, a.learner())
	if err != nil {
		return err
	}
	if !revived {
		return b.say(ctx, *a, tooLate)
	}
	b.chose(ctx, *a, p)
	if b.Wake != nil {
		b.Wake()
	}
	return nil
}
