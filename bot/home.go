package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

// The identifiers of what can be pressed; they come back in interactions.
const (
	actionBrief  = "brief"
	actionDefine = "define"
	actionKnow   = "know"
	actionForget = "forget"
	// actionWhole has a thread explained from its beginning again,
	// actionReading shows how it was read, actionFix has it read otherwise.
	actionWhole   = "whole"
	actionReading = "reading"
	actionFix     = "fix"
	// actionOpen is a link, actionShare puts an answer into the thread.
	actionOpen = "open"
	// actionThread explains the thread out of which a message was forwarded.
	actionThread = "thread"
	actionShare  = "share"
	// actionAnew answers a message that was changed, actionChoose is an answer
	// to a question of Gloss.
	actionAnew   = "anew"
	actionChoose = "choose"
	// actionRetry takes a question up again that was given up.
	actionRetry = "retry"
	viewDefine  = "define_word"
	viewReading = "how_read"
	blockWord   = "word"
	blockFix    = "fix"
)

// maxHomeWords bounds the words on the Home tab: a view holds 100 blocks.
const maxHomeWords = 30

// opened greets whoever opens the app: suggested prompts beside the messages,
// the words they have met on the Home tab.
func (b *Bot) opened(ctx context.Context, a ask) error {
	if len(a.event.Context.Entities) > 0 {
		b.sights.see(a.learner(), a.event.Context)
	}
	if a.event.Tab == "messages" {
		b.optional("assistant.threads.setSuggestedPrompts", func() error {
			p := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: a.event.Channel, Title: "Try"}
			p.AddPrompt("What can you do?", "What can you do?")
			p.AddPrompt("What is a container?", "What is a container?")
			if b.sights.of(a.learner()).place().threadTS != "" {
				p.AddPrompt("Explain what I am looking at", "Explain what I am looking at")
			}
			return b.Slack.SetAssistantThreadsSuggestedPromptsContext(ctx, p)
		})
		return nil
	}
	return b.publishHome(ctx, a)
}

// publishHome shows a learner the words they have met.
func (b *Bot) publishHome(ctx context.Context, a ask) error {
	words, err := b.Tutor.Words(ctx, a.team, a.learner())
	if err != nil {
		return fmt.Errorf("show the home tab: %w", err)
	}
	lessons, err := b.Library.Lessons(ctx, a.learner(), 0)
	if err != nil {
		return fmt.Errorf("show the home tab: %w", err)
	}
	queue, err := b.queueBlocks(ctx, a)
	if err != nil {
		return fmt.Errorf("show the home tab: %w", err)
	}
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: append(homeBlocks(words, len(lessons)), queue...)}}
	err = b.attempt("views.publish", func() error {
		_, err := b.Slack.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: a.user, View: view})
		return err
	})
	if errors.Is(err, errLacking) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("show the home tab: %w", waiting(err))
	}
	return nil
}

func homeBlocks(words []tutor.Word, lessons int) []slack.Block {
	blocks := []slack.Block{header("What you have met so far")}
	if len(words) == 0 {
		return append(blocks, section("Nothing yet. Paste an engineering thread to me in *Messages* and I explain it; the words it teaches you appear here."))
	}
	blocks = append(blocks, section(count(len(words), "word")+" in "+count(lessons, "explanation")+". Only you see this. Tell me what you know and next time I only remind you of it."))
	for i, w := range words[:min(len(words), maxHomeWords)] {
		blocks = append(blocks, wordBlock(i, w))
	}
	if hidden := len(words) - maxHomeWords; hidden > 0 {
		blocks = append(blocks, contextLine(fmt.Sprintf("… and %d more.", hidden)))
	}
	credits := ""
	for _, w := range words {
		if credits = w.Credit.Slack(); credits != "" {
			blocks = append(blocks, contextLine("Definitions: "+credits))
			break
		}
	}
	return append(blocks, contextLine("`/gloss forget me` erases all of this."))
}

// count is a number of things in words.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func wordBlock(i int, w tutor.Word) slack.Block {
	action, label := actionKnow, "I know this"
	if w.Standing == tutor.Known {
		action, label = actionForget, "Explain it again"
	}
	state := string(w.Standing)
	if why := w.Evidence.Slack(); why != "" {
		state += ": " + why
	}
	button := slack.NewButtonBlockElement(action, w.Entry, slack.NewTextBlockObject(slack.PlainTextType, label, false, false))
	text := cut("*"+w.Term.Slack()+"*  ·  "+state+"\n"+w.Plain.Slack(), 2_900)
	return slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil,
		slack.NewAccessory(button), slack.SectionBlockOptionBlockID(fmt.Sprintf("word_%d", i)))
}

// cut shortens s to at most n bytes at a word.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return pieces(s, n)[0] + "…"
}

func header(text string) slack.Block {
	return slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, text, false, false))
}

func section(text string) slack.Block {
	return slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil)
}

func contextLine(text string) slack.Block {
	return slack.NewContextBlock("", slack.NewTextBlockObject(slack.MarkdownType, text, false, false))
}

// maxOffers bounds how many threads are offered under an answer.
const maxOffers = 3

// buttons stand under an answer.
func (b *Bot) buttons(a ask, q request, m material) []slack.Block {
	if a.public() {
		return nil
	}
	var row []slack.BlockElement
	if a.whispered && !a.shareable() {
		return nil
	}
	if a.whispered {
		return []slack.Block{slack.NewActionBlock("next", a.shareButton(q.task))}
	}
	if q.task != prompts.BriefTask {
		row = append(row, button(actionBrief, "Brief me", actionBrief))
	}
	row = append(row, button(actionDefine, "Explain a word", actionDefine))
	if m.since {
		row = append(row, button(actionWhole, "The whole thread again", actionWhole))
	}
	for i, ref := range m.offers[:min(len(m.offers), maxOffers)] {
		label := "The whole thread"
		if i > 0 {
			label = fmt.Sprintf("The whole thread of message %d", i+1)
		}
		row = append(row, button(fmt.Sprintf("%s_%d", actionThread, i+1), label, chooseThread+" "+ref.String()))
	}
	if a.shareable() {
		row = append(row, a.shareButton(q.task))
	}
	row = append(row, button(actionReading, "Not right?", actionReading))
	next := slack.NewActionBlock("next", row...)
	if q.task != prompts.ExplainTask {
		return []slack.Block{next}
	}
	return []slack.Block{feedbackButtons(a), next}
}

func button(action, label, value string) slack.BlockElement {
	return slack.NewButtonBlockElement(action, value, slack.NewTextBlockObject(slack.PlainTextType, label, false, false))
}
