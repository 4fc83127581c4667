package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

// pressed is an interaction: a button, or a modal that was sent.
type pressed struct {
	Type        string `json:"type"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	Container   struct {
		MessageTS string `json:"message_ts"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []struct {
		ActionID string `json:"action_id"`
		Value    string `json:"value"`
		Text     struct {
			Text string `json:"text"`
		} `json:"text"`
	} `json:"actions"`
	Message struct {
		TS string `json:"ts"`
	} `json:"message"`
	View struct {
		CallbackID string `json:"callback_id"`
		Type       string `json:"type"`
		Metadata   string `json:"private_metadata"`
		State      struct {
			Values map[string]map[string]struct {
				Value    string `json:"value"`
				User     string `json:"selected_user"`
				Selected struct {
					Value string `json:"value"`
				} `json:"selected_option"`
				Options []json.RawMessage `json:"selected_options"`
			} `json:"values"`
		} `json:"state"`
	} `json:"view"`
}

// interaction answers a press of a button, a modal that was sent, or a message
// shortcut.
func (b *Bot) interaction(ctx context.Context, item inbox.Item) error {
	var p pressed
	if err := decode(item.Payload, &p); err != nil {
		return err
	}
	a, _ := asked(item)
	switch p.Type {
	case "block_actions":
		return b.work(ctx, a, func(ctx context.Context, a *ask) error { return b.press(ctx, a, p) })
	case "view_submission":
		return b.work(ctx, a, func(ctx context.Context, a *ask) error { return b.submitted(ctx, a, p) })
	case "message_action":
		return b.shortcutUsed(ctx, item)
	}
	return nil
}

func (b *Bot) press(ctx context.Context, a *ask, p pressed) error {
	if len(p.Actions) == 0 {
		return nil
	}
	action := p.Actions[0]
	if !b.presses.allow(a.learner(), b.Now()) {
		return b.say(ctx, *a, notSoFast)
	}
	id, _, _ := strings.Cut(action.ActionID, "_") // several buttons of a row share a word
	switch id {
	case actionBrief:
		return b.again(ctx, a, p.Message.TS, request{task: prompts.BriefTask, whole: true})
	case actionWhole:
		return b.again(ctx, a, p.Message.TS, request{task: prompts.ExplainTask, whole: true})
	case actionReading:
		return b.openReading(ctx, a, p.TriggerID, p.Message.TS)
	case actionShare:
		return b.sharePressed(ctx, a, p)
	case actionRetry:
		return b.retry(ctx, a, p, action.Value)
	case actionAnew:
		return b.settled(ctx, a, p, b.answerAnew)
	case actionChoose:
		return b.settled(ctx, a, p, b.chosen)
	case actionThread:
		return b.chosen(ctx, a, action.Value)
	case actionFix:
		return b.settled(ctx, a, p, func(ctx context.Context, a *ask, value string) error { return b.answerCorrected(ctx, a, "", value) })
	case actionSense:
		return b.settled(ctx, a, p, b.senseSettled)
	case actionDefine:
		return b.openDefine(ctx, *a, p.TriggerID)
	case actionKnow:
		return b.tell(ctx, *a, tutor.Claimed, action.Value)
	case actionForget:
		return b.tell(ctx, *a, tutor.Reset, action.Value)
	}
	if queueAction(id) {
		return b.curated(ctx, a, p)
	}
	return b.learn(ctx, a, p, id)
}

// again answers anew about what the answer with a button is about.
func (b *Bot) again(ctx context.Context, a *ask, answerTS string, q request) error {
	q.read = b.reading(a)
	if !a.at.direct() {
		a.origin, a.about = a.at, subject{refs: []place{a.at}}
		return b.explain(ctx, a, q)
	}
	list, err := b.subjects(ctx, *a, answerTS)
	if err != nil {
		return b.unread(ctx, *a, err)
	}
	a.about = list[0]
	return b.explain(ctx, a, q)
}

// settled does what was chosen and takes the buttons away, so that the choice
// is made once.
func (b *Bot) settled(ctx context.Context, a *ask, p pressed, do func(context.Context, *ask, string) error) error {
	b.chose(ctx, *a, p)
	return do(ctx, a, p.Actions[0].Value)
}

// chose puts what was chosen in the place of the buttons.
func (b *Bot) chose(ctx context.Context, a ask, p pressed) {
	chose := p.Actions[0].Text.Text
	if chose == "" {
		return
	}
	text := "→ " + escapeMrkdwn(chose)
	options := []slack.MsgOption{slack.MsgOptionText(text, false), slack.MsgOptionBlocks(contextLine(text))}
	switch {
	case p.Container.Ephemeral && p.ResponseURL != "":
		b.optional("response_url", func() error {
			_, _, err := b.Slack.PostMessageContext(ctx, a.at.channel, append(options, slack.MsgOptionReplaceOriginal(p.ResponseURL))...)
			return err
		})
	case p.Message.TS != "":
		b.optional("chat.update", func() error {
			_, _, _, err := b.Slack.UpdateMessageContext(ctx, a.at.channel, p.Message.TS, options...)
			return err
		})
	}
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

// submitted answers a modal that was sent.
func (b *Bot) submitted(ctx context.Context, a *ask, p pressed) error {
	if p.View.CallbackID == viewReject {
		return b.rejected(ctx, *a, p)
	}
	if p.View.CallbackID == viewWelcome {
		return b.introduced(ctx, a.item, p)
	}
	if a.at.channel == "" {
		return nil // not a modal that Gloss opened
	}
	switch p.View.CallbackID {
	case viewReading:
		fields := strings.Fields(p.View.Metadata)
		return b.answerCorrected(ctx, a, fields[len(fields)-1], p.View.State.Values[blockFix][blockFix].Selected.Value)
	case viewWrong:
		return b.toldWrong(ctx, a, p.View.Metadata, p.View.State.Values[blockWhy][blockWhy].Value)
	case viewDefine:
		return b.definedWord(ctx, *a, strings.TrimSpace(p.View.State.Values[blockWord][blockWord].Value))
	}
	return nil
}

// definedWord answers the modal that asked for a word.
func (b *Bot) definedWord(ctx context.Context, a ask, word string) error {
	answer, err := b.define(ctx, a, word, false)
	if err != nil {
		return err
	}
	if answer == "" {
		answer = fmt.Sprintf(noWord, escapeMrkdwn(word))
	}
	return b.say(ctx, a, answer)
}
