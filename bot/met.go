package bot

import (
	"context"
	"slices"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/tutor"
)

// meet notes the words of a thread that the glossary lacks, for curators: that
// this learner met them, and where they stand if everybody of the workspace may
// read there. An answer counts whether or not it can be noted.
func (b *Bot) meet(ctx context.Context, a ask, m material, jargon []tutor.Jargon) {
	if b.Curation == nil || a.public() || len(jargon) == 0 {
		return
	}
	open := make(map[string]bool)
	for _, from := range m.from {
		if _, asked := open[from.channel]; !asked {
			open[from.channel] = b.everybodys(ctx, from.channel)
		}
	}
	var words []glossary.Met
	for _, j := range jargon {
		met := glossary.Met{Surface: j.Surface.String()}
		for _, said := range m.thread.Messages {
			at, _, there := b.permalinked(said.Permalink)
			if there && open[at.channel] && slices.Contains(j.Messages, said.ID) {
				met.Channel, met.TS = at.channel, at.threadTS
				break
			}
		}
		words = append(words, met)
	}
	if err := b.Curation.Meet(ctx, a.item.ID, a.team, a.learner(), words); err != nil {
		b.Log.Error("note the words that the glossary lacks", "item", a.item.ID, "error", err)
	}
}

// everybodys reports whether everybody of the workspace, and nobody else, may
// read a channel; where Slack does not say, they may not.
func (b *Bot) everybodys(ctx context.Context, channel string) bool {
	at, err := b.roomOf(ctx, channel)
	return err == nil && !at.Private && !at.Group && !at.IM && !at.MPIM && !at.external()
}
