package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/tutor"
)

// What can be pressed under a check; the value of each is the check's id.
const (
	actionCheck = "check" // check_1 is the first choice, check_0 "I don't know"
	actionHint  = "hint"
	actionSkip  = "skip"
)

// checkLives is how long after it was asked a check may be answered: later its
// sentence is forgotten, and the answer says nothing of what is known.
const checkLives = 14 * 24 * time.Hour

// asking are the blocks of the check with which an answer ends. A check that
// cannot be shown was not asked, and leaves the lesson.
func (u *unrecorded) asking(a ask, c *tutor.Check) []slack.Block {
	if u.lesson == nil {
		return nil
	}
	shown := func(e tutor.Event) bool {
		return c != nil && e.Entry == c.Entry && !a.public() && !a.whispered
	}
	u.lesson.Events = slices.DeleteFunc(u.lesson.Events, func(e tutor.Event) bool { return e.Kind == tutor.Asked && !shown(e) })
	if !slices.ContainsFunc(u.lesson.Events, func(e tutor.Event) bool { return e.Kind == tutor.Asked }) {
		return nil
	}
	return checkBlocks(*c, "*Quick check* (if you like)\n")
}

// checkBlocks ask what a word means. Which choice is right is in none of them.
func checkBlocks(c tutor.Check, head string) []slack.Block {
	var text strings.Builder
	text.WriteString(head)
	if s := c.Sentence.Slack(); s != "" {
		text.WriteString("> " + strings.ReplaceAll(s, "\n", " ") + "\n")
	}
	text.WriteString(c.Question.Slack())
	var row []slack.BlockElement
	for i, choice := range c.Choices {
		fmt.Fprintf(&text, "\n*%d*  %s", i+1, choice.Slack())
		row = append(row, button(fmt.Sprintf("%s_%d", actionCheck, i+1), strconv.Itoa(i+1), c.ID))
	}
	return []slack.Block{
		section(cut(text.String(), sectionRoom)),
		slack.NewActionBlock("check_"+c.ID, row...),
		slack.NewActionBlock("doubt_"+c.ID,
			button(fmt.Sprintf("%s_%d", actionCheck, tutor.DontKnow), "I don't know", c.ID),
			button(actionHint, "A hint", c.ID), button(actionSkip, "Skip", c.ID)),
	}
}

// checkPressed does what was pressed under a check: a choice, the wish for a
// hint, or to pass it over.
func (b *Bot) checkPressed(ctx context.Context, a *ask, p pressed, id string) error {
	if at := instant(p.Message.TS); !at.IsZero() && b.Now().Sub(at) > checkLives {
		return b.whisperTo(ctx, *a, oldCheck)
	}
	action := p.Actions[0]
	text, err := "", error(nil)
	switch id {
	case actionCheck:
		_, number, _ := strings.Cut(action.ActionID, "_")
		choice, wrong := strconv.Atoi(number)
		if wrong != nil || choice < tutor.DontKnow {
			return nil
		}
		text, err = b.graded(ctx, *a, action.Value, choice)
	case actionHint:
		hint, failed := b.Tutor.Hint(ctx, a.who(), action.Value)
		text, err = "A hint: "+hint.Slack(), failed
		if hint.IsZero() {
			text = noHint
		}
	case actionSkip:
		err = b.Tutor.Pass(ctx, a.who(), action.Value)
		if err == nil {
			return b.whisperTo(ctx, *a, checkSkipped)
		}
	}
	if errors.Is(err, tutor.ErrNoCheck) {
		return b.whisperTo(ctx, *a, notYourCheck)
	}
	if err != nil {
		return err
	}
	if text == "" {
		return b.whisperTo(ctx, *a, checkAnswered)
	}
	return b.say(ctx, *a, text)
}

// graded grades a choice and says what is right; "" when the check was answered
// by an earlier press.
func (b *Bot) graded(ctx context.Context, a ask, check string, choice int) (string, error) {
	f, err := b.Tutor.Answer(ctx, a.who(), check, choice)
	if err != nil || f.Again && a.item.Attempt < 2 {
		return "", err
	}
	return strings.TrimSpace(f.Text.Slack() + "\n" + f.Next.Slack()), nil
}
