package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/glossary"
)

// live is an entry as it counts now and its version, 0 for one that came with
// Gloss or that there is not yet.
func (b *Bot) live(ctx context.Context, team, id string) (glossary.Entry, int, error) {
	revisions, err := b.Curation.History(ctx, team, id)
	if err != nil {
		return glossary.Entry{}, 0, err
	}
	if n := len(revisions); n > 0 {
		return revisions[n-1].Entry, revisions[n-1].Version, nil
	}
	g, err := b.Tutor.Glossary(ctx, team)
	if err != nil {
		return glossary.Entry{}, 0, fmt.Errorf("open the glossary: %w", err)
	}
	e, _ := g.Entry(id)
	return e, 0, nil
}

// decidesOn reports whether somebody may decide on a proposal: whoever may on
// the entry as it counts now. What a proposal says of owners gives no rights.
func (b *Bot) decidesOn(ctx context.Context, a ask, p glossary.Proposal) (bool, error) {
	e, _, err := b.live(ctx, a.team, p.Edit.Entry.ID)
	return err == nil && b.decides(ctx, a.user, e), err
}

// approve makes a proposal count and tells its author.
func (b *Bot) approve(ctx context.Context, a ask, p glossary.Proposal, reason string) error {
	why := "suggested by " + b.called(ctx, p.Edit.Author)
	if p.Edit.Reason != "" {
		why += ", " + p.Edit.Reason
	}
	if reason != "" {
		why = reason + " (" + why + ")"
	}
	if _, err := b.Curation.Approve(ctx, a.team, p.ID, a.user, why); err != nil {
		return err
	}
	b.tellAuthor(ctx, a, p, "Your suggestion for “%s” is approved and counts from now on. Thank you.", reason)
	return nil
}

// reject turns a proposal down and tells its author.
func (b *Bot) reject(ctx context.Context, a ask, p glossary.Proposal, reason string, noTerm bool) error {
	if err := b.Curation.Reject(ctx, a.team, p.ID, a.user, reason, noTerm); err != nil {
		return err
	}
	b.tellAuthor(ctx, a, p, "Your suggestion for “%s” was not taken this time. Thank you for making it.", reason)
	return nil
}

// tellAuthor tells who proposed something what became of it. The decision
// counts whether or not they can be told.
func (b *Bot) tellAuthor(ctx context.Context, a ask, p glossary.Proposal, sentence, reason string) {
	author := p.Edit.Author
	if author == a.user || !userID.MatchString(author) {
		return
	}
	text := fmt.Sprintf(sentence, safely(p.Edit.Entry.Term))
	if reason != "" {
		text += "\n> " + safely(cut(reason, 500))
	}
	b.optional("chat.postMessage", func() error {
		_, _, err := b.Slack.PostMessageContext(ctx, author, slack.MsgOptionText(text, false), slack.MsgOptionDisableLinkUnfurl())
		return err
	})
}

// fieldNames lists fields of entries in words.
func fieldNames(names []string) string {
	return strings.ReplaceAll(strings.Join(names, ", "), "_", " ")
}

// proposalShown is a proposal in a few lines: what it is for, by whom, why, and
// what it says.
func (b *Bot) proposalShown(ctx context.Context, p glossary.Proposal) string {
	what := "change"
	if p.Edit.Base == 0 {
		what = "new"
	}
	if now, _, err := b.live(ctx, p.Edit.Team, p.Edit.Entry.ID); err == nil && now.ID != "" {
		what = "changes " + fieldNames(glossary.Differences(now, p.Edit.Entry))
	}
	if p.Edit.Entry.Owner != "" {
		what += ", owner " + b.called(ctx, p.Edit.Entry.Owner)
	}
	out := fmt.Sprintf("*%s* (%s, by %s, %s)", safely(p.Edit.Entry.Term), what, b.called(ctx, p.Edit.Author), p.At.UTC().Format("2006-01-02"))
	if p.Edit.Reason != "" {
		out += ": " + safely(cut(p.Edit.Reason, 300))
	}
	return out + "\n> " + safely(cut(p.Edit.Entry.Plain, 600))
}
