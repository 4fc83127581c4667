package bot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

// What can be pressed in the welcome, and filled in in its modal.
const (
	actionIntroduce = "introduce"
	actionLater     = "later"
	viewWelcome     = "who_are_you"
	blockRole       = "role"
	blockGoals      = "goals"
	blockKnown      = "known"
)

// What somebody may be and may want, for a tap.
var (
	roles = []string{"Product", "Support", "Sales or marketing", "Design", "Management", "Operations or finance"}
	goals = []string{"Follow what is going on", "Take decisions", "Ask good questions", "Explain it to customers"}
)

// welcome asks somebody who they are after their first explanation, once. It is
// noted before it is asked: a crash between the two asks nobody twice.
func (b *Bot) welcome(ctx context.Context, a ask, task prompts.Task) {
	if !b.Welcome || a.public() || a.whispered || task != prompts.ExplainTask {
		return
	}
	p, err := b.Library.Profile(ctx, a.learner())
	if err == nil && (!p.Welcomed.IsZero() || p.Paused) {
		return
	}
	if err == nil {
		err = b.Tutor.Introduce(ctx, a.who(), func(p *tutor.Profile) { p.Welcomed = b.Now() })
	}
	if err == nil {
		options := append(a.posting(a.id()+"/welcome", welcomeAsk), slack.MsgOptionBlocks(section(welcomeAsk),
			slack.NewActionBlock("welcome", button(actionIntroduce, "Three questions", actionIntroduce), button(actionLater, "No, thanks", actionLater))))
		_, _, err = b.Slack.PostMessageContext(ctx, a.at.channel, options...)
	}
	if err != nil {
		b.Log.Info("a newcomer was not asked who they are", "item", a.item.ID, "error", err)
	}
}

// openWelcome asks for role, goals and what is known; each may be left out.
func (b *Bot) openWelcome(ctx context.Context, a ask, trigger string) error {
	words, err := b.Tutor.Survey(ctx, a.who())
	if err != nil {
		return err
	}
	blocks := []slack.Block{choice(blockRole, "What do you do?", roles), choice(blockGoals, "What do you want from engineering threads?", goals)}
	if len(words) > 0 {
		var options []*slack.OptionBlockObject
		for _, w := range words {
			options = append(options, slack.NewOptionBlockObject(w.ID, plainWords(cut(w.Term.String(), 70)), nil))
		}
		known := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plainWords("None yet"), blockKnown, options...)
		input := slack.NewInputBlock(blockKnown, plainWords("Which of these do you know?"), plainWords("Some are invented."), known)
		blocks = append(blocks, input.WithOptional(true))
	}
	_, err = b.Slack.OpenViewContext(ctx, trigger, slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: viewWelcome, Title: plainWords("About you"), Submit: plainWords("Save"), Close: plainWords("Skip"),
		Blocks: slack.Blocks{BlockSet: append(blocks, contextLine(welcomeWhy))},
	})
	if err != nil {
		b.Log.Info("a modal could not be opened", "item", a.item.ID, "error", err)
		return b.say(ctx, a, welcomeLate)
	}
	return nil
}

// choice lets somebody choose one of some words, or none.
func choice(block, label string, words []string) slack.Block {
	var options []*slack.OptionBlockObject
	for _, w := range words {
		options = append(options, slack.NewOptionBlockObject(w, plainWords(w), nil))
	}
	element := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainWords("Choose, or leave it"), block, options...)
	return slack.NewInputBlock(block, plainWords(label), nil, element).WithOptional(true)
}

func plainWords(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// introduced keeps what somebody told about themself. The modal stands in no
// conversation, so they are thanked in their direct message.
func (b *Bot) introduced(ctx context.Context, item inbox.Item, p pressed) error {
	a, _ := asked(item)
	values := p.View.State.Values
	err := b.Tutor.Introduce(ctx, a.who(), func(profile *tutor.Profile) {
		if role := values[blockRole][blockRole].Selected.Value; role != "" {
			profile.Role = role
		}
		if goal := values[blockGoals][blockGoals].Selected.Value; goal != "" {
			profile.Goals = goal
		}
		profile.Welcomed = b.Now()
	})
	if err != nil {
		return err
	}
	var known []string
	for _, raw := range values[blockKnown][blockKnown].Options {
		var option struct {
			Value string `json:"value"`
		}
		if lenient(raw, &option) == nil && option.Value != "" {
			known = append(known, option.Value)
		}
	}
	text := welcomeThanks
	if len(known) > 0 {
		believed, err := b.Tutor.Surveyed(ctx, a.who(), known)
		if err != nil {
			return err
		}
		if !believed {
			text += " " + welcomeInvented
		}
	}
	a.at = place{channel: a.user}
	if err := b.post(ctx, a, a.id(), text); err != nil {
		return fmt.Errorf("thank for an introduction: %w", err)
	}
	return nil
}
