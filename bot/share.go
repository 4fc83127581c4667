package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
)

// shareButton lets the asker put an answer into the thread where they asked.
// Its value says what the answer was: the task, the thread, and the message
// that asked.
func (a ask) shareButton(task prompts.Task) *slack.ButtonBlockElement {
	value := fmt.Sprintf("%s %s %s", task, a.origin, a.event.TS)
	return slack.NewButtonBlockElement(actionShare, value, slack.NewTextBlockObject(slack.PlainTextType, "Share here", false, false))
}

// shareable reports whether an answer can be put into the thread where it was
// asked: it is about that thread, and nothing else.
func (a ask) shareable() bool {
	return a.origin != (place{}) && a.event.TS != "" && !a.about.held && !a.about.alone && !a.about.around &&
		len(a.about.refs) == 1 && a.about.refs[0] == a.origin
}

// share answers, for everybody in the thread, what one of them was answered in
// private. It is worded anew, from the thread alone, so that nothing about the
// learner is in it.
func (b *Bot) share(ctx context.Context, a *ask, value string) error {
	task, rest, _ := strings.Cut(value, " ")
	ref, asked, _ := strings.Cut(rest, " ")
	refs := placesIn(ref)
	if len(refs) != 1 {
		return nil
	}
	a.at, a.origin, a.shared = refs[0], refs[0], true
	a.about = subject{refs: refs}
	q := request{task: prompts.Task(task), read: b.reading(a)}
	if q.task == prompts.AnswerTask {
		text, err := b.askedIn(ctx, refs[0], asked)
		if err != nil {
			return b.unread(ctx, *a, err)
		}
		q.text = text
	}
	return b.explain(ctx, a, q)
}

// askedIn reads back what somebody asked in a thread: text of theirs is never
// kept in a button.
func (b *Bot) askedIn(ctx context.Context, at place, ts string) (string, error) {
	messages, _, err := b.replies(ctx, at)
	if err != nil {
		return "", err
	}
	for _, m := range messages {
		if m.TS == ts {
			_, text, _ := wanted(b.words(event{Text: m.Text, Blocks: m.Blocks}))
			return text, nil
		}
	}
	return "", errNotReadable
}

// sharePressed shares an answer, and says so where it was asked to.
func (b *Bot) sharePressed(ctx context.Context, a *ask, p pressed) error {
	if err := b.share(ctx, a, p.Actions[0].Value); err != nil || !p.Container.Ephemeral {
		return err
	}
	b.optional("response_url", func() error {
		_, _, err := b.Slack.PostMessageContext(ctx, a.at.channel, slack.MsgOptionReplaceOriginal(p.ResponseURL), slack.MsgOptionText(sharedDone, false))
		return err
	})
	return nil
}
