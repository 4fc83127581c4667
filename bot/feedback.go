package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

// What can be said of an explanation; the value of each is the lesson's id.
const (
	actionClear    = "clear"
	actionConfused = "confused"
	actionBasic    = "basic"
	actionWrong    = "wrong"
	actionJoin     = "join"
	actionAsked    = "asked"
	viewWrong      = "what_is_wrong"
	blockWhy       = "why"
)

// feedbackButtons let a learner say how an explanation was.
func feedbackButtons(a ask) slack.Block {
	return slack.NewActionBlock("feedback",
		button(actionClear, "Clear", a.id()), button(actionConfused, "Still confused", a.id()),
		button(actionBasic, "Too basic", a.id()), button(actionWrong, "Wrong", a.id()), button(actionJoin, "Join in", a.id()))
}

// learn does what a learner pressed under an explanation or a check.
func (b *Bot) learn(ctx context.Context, a *ask, p pressed, id string) error {
	lesson := p.Actions[0].Value
	switch id {
	case actionCheck, actionHint, actionSkip:
		return b.checkPressed(ctx, a, p, id)
	case actionClear:
		if err := b.rate(ctx, *a, lesson, tutor.Clear); err != nil {
			return err
		}
		return b.whisperTo(ctx, *a, clearNoted)
	case actionBasic:
		if err := b.rate(ctx, *a, lesson, tutor.TooBasic); err != nil {
			return err
		}
		return b.again(ctx, a, p.Message.TS, request{task: prompts.ExplainTask, whole: true})
	case actionConfused:
		return b.reroute(ctx, a, p.Message.TS, lesson)
	case actionIntroduce:
		return b.openWelcome(ctx, *a, p.TriggerID)
	case actionLater:
		return b.settled(ctx, a, p, func(context.Context, *ask, string) error { return nil })
	case actionWrong:
		return b.openWrong(ctx, *a, p, lesson)
	case actionJoin:
		return b.joinIn(ctx, a, p.Message.TS, "", lesson)
	case actionAsked:
		said, err := b.saidOf(ctx, *a, lesson, tutor.Joined)
		if err == nil && !said {
			err = b.Tutor.Joined(ctx, a.who(), lesson)
		}
		if err != nil {
			return err
		}
		return b.whisperTo(ctx, *a, joinedNoted)
	}
	return nil
}

// rate records what a learner says of a lesson, each thing once.
func (b *Bot) rate(ctx context.Context, a ask, lesson string, kind tutor.EventKind) error {
	said, err := b.saidOf(ctx, a, lesson, kind)
	if said || err != nil {
		return err
	}
	return b.Tutor.Rate(ctx, a.who(), lesson, kind)
}

// saidOf reports whether a learner said this of a lesson before.
func (b *Bot) saidOf(ctx context.Context, a ask, lesson string, kind tutor.EventKind) (bool, error) {
	events, err := b.Library.Events(ctx, a.learner())
	if err != nil {
		return false, fmt.Errorf("look up what was said of an explanation: %w", err)
	}
	return slices.ContainsFunc(events, func(e tutor.Event) bool { return e.Lesson == lesson && e.Kind == kind }), nil
}

// studied reads again what an answer is about, if the learner may read it by
// now, for the tutor to be asked about it; pressed is the answer, "" for the
// newest, where it is not known what it is about.
func (b *Bot) studied(ctx context.Context, a *ask, pressed string) (tutor.Question, *renderer, error) {
	if len(a.about.refs) == 0 {
		list, err := b.subjects(ctx, *a, pressed)
		if err != nil {
			return tutor.Question{}, nil, err
		}
		a.about = list[0]
	}
	m, err := b.reading(a)(ctx, func(int) {})
	if err == nil && len(m.thread.Messages) == 0 {
		err = noWords(m)
	}
	if err != nil {
		return tutor.Question{}, nil, err
	}
	q := tutor.Question{ID: a.id(), Team: a.team, Learner: a.learner(), Thread: m.thread, Item: a.item.ID, Attempt: a.item.Attempt}
	return q, &renderer{dialect: mrkdwn, material: m, root: b.source(ctx, *a, m)}, nil
}

// reroute explains what was not understood on another way.
func (b *Bot) reroute(ctx context.Context, a *ask, answerTS, lesson string) error {
	q, show, err := b.studied(ctx, a, answerTS)
	if err != nil {
		return b.unread(ctx, *a, err)
	}
	route, err := b.Tutor.Reroute(ctx, q, tutor.Confusion{Lesson: lesson})
	if err != nil {
		return err
	}
	return b.say(ctx, *a, cut("*Another way*\n"+show.said(route.Text)+show.cites(route.Cites), mrkdwnRoom))
}

// openWrong asks what is wrong with an explanation. Where no modal opens, it
// says how to tell in the thread.
func (b *Bot) openWrong(ctx context.Context, a ask, p pressed, lesson string) error {
	why := slack.NewPlainTextInputBlockElement(slack.NewTextBlockObject(slack.PlainTextType, "Jun did not agree, he only proposed it.", false, false), blockWhy)
	why.Multiline, why.MaxLength = true, 1_000
	_, err := b.Slack.OpenViewContext(ctx, p.TriggerID, slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: viewWrong,
		Title:           slack.NewTextBlockObject(slack.PlainTextType, "What is wrong?", false, false),
		Submit:          slack.NewTextBlockObject(slack.PlainTextType, "Tell Gloss", false, false),
		Close:           slack.NewTextBlockObject(slack.PlainTextType, "Cancel", false, false),
		PrivateMetadata: strings.Join([]string{a.at.channel, a.at.threadTS, p.Message.TS, lesson}, " "),
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewInputBlock(blockWhy, slack.NewTextBlockObject(slack.PlainTextType, "Which line is wrong, and what is right?", false, false), nil, why),
			contextLine(wrongKept),
		}},
	})
	if err != nil {
		b.Log.Info("a modal could not be opened", "item", a.item.ID, "error", err)
		return b.say(ctx, a, wrongHere)
	}
	return nil
}

// toldWrong records that an explanation is disputed, and lays beside what the
// learner wrote what the thread says of it.
func (b *Bot) toldWrong(ctx context.Context, a *ask, metadata, why string) error {
	fields := strings.Fields(metadata)
	if len(fields) < 4 {
		return nil
	}
	if err := b.rate(ctx, *a, fields[3], tutor.Disputed); err != nil {
		return err
	}
	return b.judge(ctx, a, fields[2], why, wrongNoted)
}
