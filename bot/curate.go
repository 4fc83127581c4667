package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
)

// How much of a glossary an answer to a command shows.
const (
	maxFound     = 5
	maxRevisions = 15
)

// curating answers what /gloss does with the glossary; ok is false for any
// other verb.
func (b *Bot) curating(ctx context.Context, a ask, c slack.SlashCommand, verb, rest string) (ok bool, err error) {
	change := map[string]func(context.Context, ask, slack.SlashCommand, string) error{
		"add": b.commandAdd, "edit": b.commandEdit, "propose": b.commandEdit,
		"approve": b.commandApprove, "reject": b.commandReject, "revert": b.commandRevert,
	}[verb]
	switch {
	case verb == "find":
		return true, b.commandFind(ctx, a, c, rest)
	case verb != "history" && change == nil:
		return false, nil
	case b.Curation == nil:
		return true, b.whisper(ctx, c, glossaryInFiles)
	case verb == "history":
		return true, b.commandHistory(ctx, a, c, rest)
	}
	return true, change(ctx, a, c, rest)
}

func (b *Bot) commandFind(ctx context.Context, a ask, c slack.SlashCommand, word string) error {
	if word == "" {
		return b.whisper(ctx, c, "Which word? Type `/gloss find canary deployment`.")
	}
	found, err := b.found(ctx, a.team, word)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return b.whisper(ctx, c, fmt.Sprintf(noEntry, escapeMrkdwn(word)))
	}
	var lines []string
	for _, e := range found[:min(len(found), maxFound)] {
		lines = append(lines, b.entryShown(ctx, e))
	}
	if more := len(found) - maxFound; more > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more.", more))
	}
	return b.whisper(ctx, c, strings.Join(lines, "\n"))
}

// found are the entries that a word may mean, the best first.
func (b *Bot) found(ctx context.Context, team, word string) ([]glossary.Entry, error) {
	g, err := b.Tutor.Glossary(ctx, team)
	if err != nil {
		return nil, fmt.Errorf("open the glossary: %w", err)
	}
	return g.Find(word), nil
}

// entryShown is an entry in a few lines.
func (b *Bot) entryShown(ctx context.Context, e glossary.Entry) string {
	out := "*" + safely(e.Term) + "*: " + safely(e.Plain)
	if len(e.Aliases) > 0 {
		out += "\n_also:_ " + safely(strings.Join(e.Aliases, ", "))
	}
	if e.Technical != "" {
		out += "\n_technical:_ " + safely(cut(e.Technical, 600))
	}
	return out + "\n_" + b.standing(ctx, e) + "_ · `" + safely(e.ID) + "`"
}

// standing says how far an entry can be relied on: its status, its owner, and
// when it was looked at last.
func (b *Bot) standing(ctx context.Context, e glossary.Entry) string {
	out := "unreviewed"
	switch e.Status {
	case glossary.Approved, glossary.Deprecated, glossary.Rejected:
		out = string(e.Status)
	}
	if e.ReplacedBy != "" {
		out += ", replaced by " + safely(e.ReplacedBy)
	}
	if e.Owner != "" {
		out += " · owner " + b.called(ctx, e.Owner)
	}
	if e.ReviewedAt != "" {
		out += " · reviewed " + safely(e.ReviewedAt)
	}
	return out
}

// called is what a person or group is called, without pinging anybody.
func (b *Bot) called(ctx context.Context, who string) string {
	if userID.MatchString(who) {
		who = b.people().person(ctx, who)
	}
	return safely(who)
}

// safely is what somebody wrote as it can be shown to anybody.
func safely(s string) string { return safety.NewGate(thread.Thread{}).Text(s).Slack() }

// one is the only entry that a word can mean; where there are several, or none,
// the asker is told, and ok is false.
func (b *Bot) one(ctx context.Context, a ask, c slack.SlashCommand, verb, word string) (e glossary.Entry, ok bool, err error) {
	if word == "" {
		return e, false, b.whisper(ctx, c, fmt.Sprintf("Which word? Type `/gloss %s canary deployment`.", verb))
	}
	found, err := b.found(ctx, a.team, word)
	if err != nil {
		return e, false, err
	}
	var same []string
	for _, e := range found {
		if glossary.Key(e.Term) == glossary.Key(found[0].Term) {
			same = append(same, fmt.Sprintf("`/gloss %s %s`", verb, safely(e.ID)))
		}
	}
	switch {
	case len(found) == 0:
		return e, false, b.whisper(ctx, c, fmt.Sprintf(noEntry, escapeMrkdwn(word)))
	case len(same) > 1 && found[0].ID != word:
		return e, false, b.whisper(ctx, c, "That word means several things here. Type one of these:\n"+strings.Join(same, "\n"))
	}
	return found[0], true, nil
}

func (b *Bot) commandHistory(ctx context.Context, a ask, c slack.SlashCommand, word string) error {
	e, ok, err := b.one(ctx, a, c, "history", word)
	if err != nil || !ok {
		return err
	}
	revisions, err := b.Curation.History(ctx, a.team, e.ID)
	if err != nil {
		return err
	}
	lines := []string{b.entryShown(ctx, e)}
	if len(revisions) == 0 {
		lines = append(lines, "Nobody has changed it here; it came with Gloss.")
	}
	hidden := max(0, len(revisions)-maxRevisions)
	for i := len(revisions) - 1; i >= hidden; i-- {
		r := revisions[i]
		line := fmt.Sprintf("%d · %s · %s", r.Version, r.At.UTC().Format("2006-01-02"), b.called(ctx, r.Author))
		if i > 0 {
			line += " · changed " + fieldNames(glossary.Differences(revisions[i-1].Entry, r.Entry))
		}
		if r.Reason != "" {
			line += ": " + safely(cut(r.Reason, 200))
		}
		lines = append(lines, line)
	}
	if hidden > 0 {
		lines = append(lines, fmt.Sprintf("… and %d earlier ones.", hidden))
	}
	return b.whisper(ctx, c, strings.Join(lines, "\n"))
}

// commandRevert brings an earlier version of an entry back: WORD VERSION.
func (b *Bot) commandRevert(ctx context.Context, a ask, c slack.SlashCommand, rest string) error {
	at := strings.LastIndexByte(rest, ' ')
	version, err := strconv.Atoi(rest[at+1:])
	if at < 0 || err != nil {
		return b.whisper(ctx, c, "To which version? Type `/gloss revert WORD 2`; `/gloss history WORD` lists them.")
	}
	e, ok, err := b.one(ctx, a, c, "revert", strings.TrimSpace(rest[:at]))
	if err != nil || !ok {
		return err
	}
	if !b.decides(ctx, a.user, e) {
		return b.whisper(ctx, c, fmt.Sprintf(notYours, safely(e.Term)))
	}
	revisions, err := b.Curation.History(ctx, a.team, e.ID)
	if err != nil {
		return err
	}
	if version < 1 || version > len(revisions) {
		return b.whisper(ctx, c, fmt.Sprintf("There is no version %d; `/gloss history %s` lists them.", version, safely(e.ID)))
	}
	if len(glossary.Differences(revisions[len(revisions)-1].Entry, revisions[version-1].Entry)) > 0 {
		if _, err := b.Curation.Revert(ctx, a.team, e.ID, version, a.user, fmt.Sprintf("back to version %d", version)); err != nil {
			return err
		}
	}
	return b.whisper(ctx, c, fmt.Sprintf("Done: “%s” is as it was in version %d.", safely(e.Term), version))
}

// commandApprove makes a proposal count, or lists those that wait.
func (b *Bot) commandApprove(ctx context.Context, a ask, c slack.SlashCommand, rest string) error {
	return b.commandDecide(ctx, a, c, "approve", rest, func(p glossary.Proposal, reason string) error {
		return b.approve(ctx, a, p, reason)
	})
}

// commandReject turns a proposal down: NUMBER REASON.
func (b *Bot) commandReject(ctx context.Context, a ask, c slack.SlashCommand, rest string) error {
	return b.commandDecide(ctx, a, c, "reject", rest, func(p glossary.Proposal, reason string) error {
		return b.reject(ctx, a, p, reason, false)
	})
}

func (b *Bot) commandDecide(ctx context.Context, a ask, c slack.SlashCommand, verb, rest string, do func(glossary.Proposal, string) error) error {
	number, reason, _ := strings.Cut(rest, " ")
	id, err := strconv.Atoi(strings.TrimPrefix(number, "#"))
	list, listErr := b.Curation.Proposals(ctx, a.team)
	if listErr != nil {
		return listErr
	}
	if err != nil {
		lines := []string{fmt.Sprintf("Which one? Type `/gloss %s NUMBER`, with a reason if you like.", verb)}
		for _, p := range list[:min(len(list), maxRevisions)] {
			lines = append(lines, fmt.Sprintf("%d · %s", p.ID, b.proposalShown(ctx, p)))
		}
		if len(list) == 0 {
			lines = []string{"Nothing waits for a decision."}
		}
		return b.whisper(ctx, c, strings.Join(lines, "\n"))
	}
	for _, p := range list {
		if p.ID != id {
			continue
		}
		if yours, err := b.decidesOn(ctx, a, p); err != nil || !yours {
			return errors.Join(err, b.whisper(ctx, c, fmt.Sprintf(notYours, safely(p.Edit.Entry.Term))))
		}
		err := do(p, strings.TrimSpace(reason))
		if _, clash := errors.AsType[*glossary.Conflict](err); clash {
			return b.whisper(ctx, c, fmt.Sprintf("“%s” was changed since that was proposed. Open my Home tab and press *Edit* beside it to see both together.", safely(p.Edit.Entry.Term)))
		}
		if err != nil && !errors.Is(err, glossary.ErrNoProposal) {
			return err
		}
		return b.whisper(ctx, c, fmt.Sprintf("Done: the proposal for “%s” is %s.", safely(p.Edit.Entry.Term), map[string]string{"approve": "approved", "reject": "rejected"}[verb]))
	}
	return b.whisper(ctx, c, fmt.Sprintf("No proposal %d waits; somebody may have decided on it. `/gloss %s` lists those that do.", id, verb))
}
