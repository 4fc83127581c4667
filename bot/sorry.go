package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

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

// longWait is the delay from which an event has been on its way for longer than
// a learner expects: Slack sends an event that was not taken again at once, then
// after a minute and after five.
const longWait = 45 * time.Second

// delayed says so at the top of an answer whose question could not be stored
// when it was asked, as while the database is away; "" for any other.
func (a ask) delayed() string {
	seconds, err := strconv.ParseFloat(a.event.EventTS, 64)
	if err != nil || a.item.Received.Sub(time.Unix(int64(seconds), 0)) < longWait {
		return ""
	}
	return sorryForTheWait + "\n"
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
