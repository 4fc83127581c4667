package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/tutor"
)

// actionSense says which sense a word has in a channel.
const actionSense = "sense"

// maxOpen bounds the words of an answer that are asked about, maxSenses the
// senses of each.
const (
	maxOpen   = 2
	maxSenses = 5
)

// askSenses asks somebody who may decide what the words mean in a channel that
// the answer left open. It is asked about public channels only: what is chosen
// stands in the entry, with the channel's name, for everybody to read.
func (b *Bot) askSenses(ctx context.Context, a ask, m material, open []tutor.TermNote) {
	if b.Curation == nil || len(open) == 0 || !a.at.direct() || m.thread.Channel == "" ||
		len(m.from) != 1 || !b.everybodys(ctx, m.from[0].channel) {
		return
	}
	g, err := b.Tutor.Glossary(ctx, a.team)
	if err != nil {
		return
	}
	for _, note := range open[:min(len(open), maxOpen)] {
		var row []slack.BlockElement
		for i, id := range note.Either[:min(len(note.Either), maxSenses)] {
			if e, known := g.Entry(id); known && b.decides(ctx, a.user, e) {
				label := []rune(e.Term + " (" + e.System + ")")
				row = append(row, button(fmt.Sprintf("%s_%d", actionSense, i+1), string(label[:min(len(label), maxLabel)]), id+" "+m.thread.Channel))
			}
		}
		if len(row) == 0 {
			continue
		}
		text := fmt.Sprintf(whichSense, note.Surface.Slack(), safely(m.thread.Channel))
		options := append(a.posting(a.id()+"/sense", text), slack.MsgOptionBlocks(section(text), slack.NewActionBlock("sense", row...)))
		b.optional("chat.postMessage", func() error {
			_, _, err := b.Slack.PostMessageContext(ctx, a.at.channel, options...)
			return err
		})
	}
}

// senseSettled notes on an entry that a channel means it: a version like any
// other, with its author, that can be reverted.
func (b *Bot) senseSettled(ctx context.Context, a *ask, value string) error {
	id, channel, _ := strings.Cut(value, " ")
	if b.Curation == nil || channel == "" {
		return nil
	}
	e, version, err := b.live(ctx, a.team, id)
	if err != nil || e.ID == "" || slices.Contains(e.Channels, channel) {
		return err
	}
	if !b.decides(ctx, a.user, e) {
		return b.say(ctx, *a, fmt.Sprintf(notYours, safely(e.Term)))
	}
	edit := glossary.Edit{Team: a.team, Author: a.user, Base: version, Entry: e, Decides: true, Reason: "it means this in #" + channel}
	edit.Entry.Channels = append(slices.Clone(e.Channels), channel)
	edit.Entry.ReviewedAt = b.Now().Format(time.DateOnly)
	_, err = b.Curation.Propose(ctx, edit)
	if clash, is := errors.AsType[*glossary.Conflict](err); is {
		// Somebody saved in this moment; their words and the channel go together.
		edit.Base, edit.Entry = clash.Version, clash.Merged
		_, err = b.Curation.Propose(ctx, edit)
	}
	return err
}
