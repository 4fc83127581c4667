package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/glossary"
)

// How much of the queue is on the Home tab: a view holds 100 blocks.
const (
	maxProposals = 8
	maxWanted    = 8
	maxConfusing = 5
	maxStale     = 5
)

// usedLately is how far back it counts what learners met, and usualReview after
// how many days an entry that does not say is looked at again.
const (
	usedLately  = 90 * 24 * time.Hour
	usualReview = 180
)

// queueBlocks is what waits for somebody who may decide on entries: all of it
// for a curator, what is about their own entries for an owner, nothing for
// anybody else. Learners are counted and never named.
func (b *Bot) queueBlocks(ctx context.Context, a ask) ([]slack.Block, error) {
	if b.Curation == nil {
		return nil, nil
	}
	g, err := b.Tutor.Glossary(ctx, a.team)
	if err != nil {
		return nil, fmt.Errorf("open the glossary: %w", err)
	}
	curator := b.curates(ctx, a.user)
	mine := func(e glossary.Entry) bool {
		return curator || e.Owner == a.user || slices.Contains(e.Reviewers, a.user)
	}
	if !curator && !slices.ContainsFunc(g.Entries(), mine) {
		return nil, nil
	}
	blocks, err := b.proposedBlocks(ctx, a, g, mine)
	if err != nil {
		return nil, err
	}
	since := b.Now().Add(-usedLately)
	if curator {
		wanted, err := b.Curation.Wanted(ctx, a.team, since)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, wantedBlocks(wanted, g)...)
	}
	confusing, err := b.Curation.Confusing(ctx, a.team, since)
	if err != nil {
		return nil, err
	}
	blocks = append(blocks, confusingBlocks(confusing, g, mine)...)
	uses, err := b.Curation.Uses(ctx, a.team, since)
	if err != nil {
		return nil, err
	}
	blocks = append(blocks, b.staleBlocks(ctx, g, uses, mine)...)
	if len(blocks) == 0 {
		blocks = []slack.Block{section("Nothing waits for you. Thank you for keeping the glossary alive.")}
	}
	return append([]slack.Block{slack.NewDividerBlock(), header("Glossary: your queue")}, blocks...), nil
}

func (b *Bot) proposedBlocks(ctx context.Context, a ask, g *glossary.Glossary, mine func(glossary.Entry) bool) ([]slack.Block, error) {
	list, err := b.Curation.Proposals(ctx, a.team)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(p glossary.Proposal) bool {
		e, _ := g.Entry(p.Edit.Entry.ID)
		return !mine(e)
	})
	var blocks []slack.Block
	for i, p := range list[:min(len(list), maxProposals)] {
		if i == 0 {
			blocks = append(blocks, section("*Suggested* ("+strconv.Itoa(len(list))+")"))
		}
		id := strconv.Itoa(p.ID)
		blocks = append(blocks, section(cut(b.proposalShown(ctx, p), 2_900)), slack.NewActionBlock("proposal_"+id,
			button(actionApprove, "Approve", id), button(actionAmend, "Edit", id), button(actionReject, "Reject", id)))
	}
	return blocks, nil
}

func wantedBlocks(wanted []glossary.Wanted, g *glossary.Glossary) []slack.Block {
	defined := make(map[string]bool)
	for _, e := range g.Entries() {
		for _, surface := range append([]string{e.Term}, e.Aliases...) {
			defined[glossary.Key(surface)] = true
		}
	}
	wanted = slices.DeleteFunc(wanted, func(w glossary.Wanted) bool { return defined[glossary.Key(w.Surface)] })
	var blocks []slack.Block
	for i, w := range wanted[:min(len(wanted), maxWanted)] {
		if i == 0 {
			blocks = append(blocks, section("*Not in the glossary yet*, by how many people met it"))
		}
		value := cut(w.Surface, 200) + "\n" + w.Channel + " " + w.TS
		blocks = append(blocks, section("*"+safely(cut(w.Surface, 200))+"* · met by "+persons(w.Learners)),
			slack.NewActionBlock(fmt.Sprintf("wanted_%d", i), button(actionEnter, "Define", value), button(actionNoTerm, "Not a term", w.Surface)))
	}
	return blocks
}

func confusingBlocks(confusing []glossary.Confusing, g *glossary.Glossary, mine func(glossary.Entry) bool) []slack.Block {
	var blocks []slack.Block
	for _, c := range confusing {
		e, known := g.Entry(c.Entry)
		if !known || !mine(e) || len(blocks) > maxConfusing {
			continue
		}
		if len(blocks) == 0 {
			blocks = append(blocks, section("*Confusing*, by how many people looked it up or took it for something else"))
		}
		text := slack.NewTextBlockObject(slack.MarkdownType, cut("*"+safely(e.Term)+"* · "+persons(c.Learners)+"\n> "+safely(e.Plain), 2_900), false, false)
		edit := slack.NewButtonBlockElement(actionEdit, e.ID, plainLabel("Edit"))
		blocks = append(blocks, slack.NewSectionBlock(text, nil, slack.NewAccessory(edit)))
	}
	return blocks
}

// staleBlocks are the entries to be looked at again, by how long that is due
// and how many people meet them.
func (b *Bot) staleBlocks(ctx context.Context, g *glossary.Glossary, uses map[string]int, mine func(glossary.Entry) bool) []slack.Block {
	type due struct {
		entry  glossary.Entry
		weight int
	}
	var list []due
	for _, e := range g.Entries() {
		reviewed, err := time.Parse(time.DateOnly, e.ReviewedAt)
		age := int(b.Now().Sub(reviewed).Hours() / 24)
		if err == nil && e.Status == glossary.Approved && mine(e) && age > cmp.Or(e.ReviewEvery, usualReview) {
			list = append(list, due{e, age * (1 + uses[e.ID])})
		}
	}
	slices.SortStableFunc(list, func(x, y due) int { return y.weight - x.weight })
	var blocks []slack.Block
	for i, d := range list[:min(len(list), maxStale)] {
		if i == 0 {
			blocks = append(blocks, section("*Due for a look*"))
		}
		text := "*" + safely(d.entry.Term) + "* · met by " + persons(uses[d.entry.ID]) + " lately · _" + b.standing(ctx, d.entry) + "_\n> " + safely(d.entry.Plain)
		blocks = append(blocks, section(cut(text, 2_900)), slack.NewActionBlock(fmt.Sprintf("stale_%d", i),
			button(actionStill, "Still right", d.entry.ID), button(actionEdit, "Edit", d.entry.ID), button(actionRetire, "Retire", d.entry.ID)))
	}
	return blocks
}
