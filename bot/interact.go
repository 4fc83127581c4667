package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

// pressed is an interaction: a button, or a modal that was sent.
type pressed struct {
	Type      string `json:"type"`
	TriggerID string `json:"trigger_id"`
	Actions   []struct {
		ActionID string `json:"action_id"`
		Value    string `json:"value"`
	} `json:"actions"`
	View struct {
		CallbackID string `json:"callback_id"`
		Type       string `json:"type"`
		State      struct {
			Values map[string]map[string]struct {
				Value string `json:"value"`
			} `json:"values"`
		} `json:"state"`
	} `json:"view"`
}

// interaction answers a press of a button or a modal that was sent.
func (b *Bot) interaction(ctx context.Context, item inbox.Item) error {
	var p pressed
	if err := decode(item.Payload, &p); err != nil {
		return err
	}
	a, _ := asked(item)
	switch p.Type {
	case "block_actions":
		return b.press(ctx, a, p)
	case "view_submission":
		return b.submitted(ctx, a, p)
	}
	return nil
}

func (b *Bot) press(ctx context.Context, a ask, p pressed) error {
	if len(p.Actions) == 0 {
		return nil
	}
	switch action := p.Actions[0]; action.ActionID {
	case actionBrief:
		pasted, err := b.pasted(ctx, &a)
		if err != nil {
			return b.unread(ctx, a, err)
		}
		return b.explain(ctx, a, brought(pasted), tutor.Question{}, prompts.BriefTask)
	case actionDefine:
		return b.openDefine(ctx, a, p.TriggerID)
	case actionKnow:
		return b.tell(ctx, a, tutor.Claimed, action.Value)
	case actionForget:
		return b.tell(ctx, a, tutor.Reset, action.Value)
	}
	return nil
}

// tell records what a learner says about a word and shows it on the Home tab.
func (b *Bot) tell(ctx context.Context, a ask, kind tutor.EventKind, entry string) error {
	if err := b.Tutor.Tell(ctx, a.who(), kind, entry); err != nil {
		return err
	}
	return b.publishHome(ctx, a)
}

// openDefine asks which word to explain. A trigger lives three seconds, so a
// press that waited longer gets no modal, and says how to go on instead.
func (b *Bot) openDefine(ctx context.Context, a ask, trigger string) error {
	input := slack.NewPlainTextInputBlockElement(slack.NewTextBlockObject(slack.PlainTextType, "canary deployment", false, false), blockWord)
	input.MaxLength = 100
	_, err := b.Slack.OpenViewContext(ctx, trigger, slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: viewDefine,
		Title:           slack.NewTextBlockObject(slack.PlainTextType, "Explain a word", false, false),
		Submit:          slack.NewTextBlockObject(slack.PlainTextType, "Explain", false, false),
		Close:           slack.NewTextBlockObject(slack.PlainTextType, "Cancel", false, false),
		PrivateMetadata: a.at.channel + " " + a.at.threadTS,
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewInputBlock(blockWord, slack.NewTextBlockObject(slack.PlainTextType, "Which word?", false, false), nil, input),
		}},
	})
	if err != nil {
		b.Log.Info("a modal could not be opened", "item", a.item.ID, "error", err)
		return b.say(ctx, a, "Type the word here in the thread and I explain it.")
	}
	return nil
}

// submitted answers the modal that asked for a word.
func (b *Bot) submitted(ctx context.Context, a ask, p pressed) error {
	if p.View.CallbackID != viewDefine {
		return nil
	}
	if a.at.channel == "" {
		return nil // not a modal that Gloss opened
	}
	word := strings.TrimSpace(p.View.State.Values[blockWord][blockWord].Value)
	answer, err := b.define(ctx, a, word, false)
	if err != nil {
		return err
	}
	if answer == "" {
		answer = fmt.Sprintf(noWord, escapeMrkdwn(word))
	}
	return b.say(ctx, a, answer)
}
