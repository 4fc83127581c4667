package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/glossary"
)

// askWithin bounds how long Slack is asked who decides while a form waits for
// its answer. A user group that takes longer to look up decides nothing: the
// edit then waits for a curator.
const askWithin = 400 * time.Millisecond

// entrySent is a form for an entry that was sent.
type entrySent struct {
	entryForm
	// typed are the values by field, blocks the ids of their blocks.
	typed, blocks map[string]string
}

// saveEntry saves what was sent in a form and answers it: with what is wrong
// beside each field, with both versions where somebody else was faster, or with
// what became of it. It runs while Slack waits; sent again it changes nothing.
func (b *Bot) saveEntry(ctx context.Context, h head, payload []byte) ([]byte, error) {
	var p pressed
	if err := lenient(payload, &p); err != nil || b.Curation == nil || h.Team.ID != b.team {
		return nil, nil
	}
	sent := entrySent{typed: map[string]string{}, blocks: map[string]string{}}
	_ = json.Unmarshal([]byte(p.View.Metadata), &sent.entryForm)
	for block, values := range p.View.State.Values {
		for field, v := range values {
			sent.typed[field], sent.blocks[field] = cmp.Or(v.Value, v.User), block
		}
	}
	base, e, err := b.entryOf(ctx, h, sent)
	if err != nil {
		return nil, err
	}
	complaints, err := b.lint(ctx, h.Team.ID, base, e, sent)
	if err != nil {
		return nil, err
	}
	if len(complaints) > 0 {
		return json.Marshal(slack.NewErrorsViewSubmissionResponse(complaints))
	}
	return b.propose(ctx, h, base, e, sent)
}

// entryOf is the entry as it was and as the form would have it.
func (b *Bot) entryOf(ctx context.Context, h head, sent entrySent) (base, e glossary.Entry, err error) {
	if sent.ID != "" {
		if base, err = b.version(ctx, h.Team.ID, sent.ID, sent.Base); err != nil {
			return base, e, err
		}
	}
	e = base
	if sent.Proposal > 0 {
		list, err := b.Curation.Proposals(ctx, h.Team.ID)
		if err != nil {
			return base, e, err
		}
		if i := slices.IndexFunc(list, func(p glossary.Proposal) bool { return p.ID == sent.Proposal }); i >= 0 {
			e = list[i].Edit.Entry
		}
	}
	for _, f := range entryFields {
		if _, there := sent.blocks[f.name]; there {
			f.set(&e, sent.typed[f.name])
		}
	}
	if owner := sent.typed["owner"]; owner != "" || userID.MatchString(e.Owner) {
		e.Owner = owner
	}
	if sent.ID == "" {
		e.ID, e.Status = glossary.NewID(e.System, e.Term), glossary.Draft
	}
	return base, e, nil
}

// version is an entry in one of its versions; 0 is the one that came with Gloss.
func (b *Bot) version(ctx context.Context, team, id string, version int) (glossary.Entry, error) {
	revisions, err := b.Curation.History(ctx, team, id)
	if err != nil {
		return glossary.Entry{}, err
	}
	for _, r := range revisions {
		if r.Version == version {
			return r.Entry, nil
		}
	}
	g, err := b.Tutor.Glossary(ctx, team)
	if err != nil {
		return glossary.Entry{}, fmt.Errorf("open the glossary: %w", err)
	}
	e, _ := g.Entry(id)
	return e, nil
}

// lint is what is wrong with an entry, by the block that it stands in: what
// contradicts the rules, and what could be better in what was changed.
func (b *Bot) lint(ctx context.Context, team string, base, e glossary.Entry, sent entrySent) (map[string]string, error) {
	complaints := make(map[string]string)
	complain := func(field, what string) {
		block, there := sent.blocks[field]
		if !there {
			block = sent.blocks["term"]
		}
		if block != "" && complaints[block] == "" {
			complaints[block] = strings.ToUpper(what[:1]) + what[1:] + "."
		}
	}
	for _, f := range entryFields {
		if placeholder.MatchString(sent.typed[f.name]) {
			complain(f.name, "there is a secret in this, like a password or a key; leave it out")
		}
	}
	if e.ID == "" {
		complain("term", "the term and its system need a letter or a digit")
		return complaints, nil
	}
	g, err := b.Tutor.Glossary(ctx, team)
	if err != nil {
		return nil, fmt.Errorf("open the glossary: %w", err)
	}
	all := slices.DeleteFunc(g.Entries(), func(other glossary.Entry) bool { return other.ID == e.ID })
	changed := glossary.Differences(base, e)
	approved := e
	approved.Status = cmp.Or(approved.Status, glossary.Draft)
	for _, f := range glossary.Check(append(all, approved)) {
		if f.File == e.ID && (f.IsError() || f.Field != "status" && slices.Contains(changed, f.Field)) {
			complain(f.Field, f.What)
		}
	}
	return complaints, nil
}

// propose saves an entry, or shows both where somebody else was faster.
func (b *Bot) propose(ctx context.Context, h head, base, e glossary.Entry, sent entrySent) ([]byte, error) {
	edit := glossary.Edit{Team: h.Team.ID, Author: h.User.ID, Reason: strings.TrimSpace(sent.typed["reason"]), Base: sent.Base, Entry: e}
	asking, cancel := context.WithTimeout(ctx, askWithin)
	edit.Decides = b.decides(asking, edit.Author, base)
	cancel()
	if edit.Decides {
		edit.Entry.ReviewedAt = b.Now().Format(time.DateOnly)
		if e.Status == glossary.Draft || e.Status == glossary.InReview || e.Status == "" {
			edit.Entry.Status = glossary.Approved
		}
	}
	if len(glossary.Differences(base, e)) == 0 && sent.Proposal == 0 {
		return formAnswer(nothingChanged)
	}
	out, err := b.Curation.Propose(ctx, edit)
	if clash, is := errors.AsType[*glossary.Conflict](err); is {
		form := entryForm{ID: clash.Live.ID, Base: clash.Version, Proposal: sent.Proposal}
		view := entryView(form, clash.Merged, edit.Reason, section(bothShown(clash)))
		return json.Marshal(slack.NewUpdateViewSubmissionResponse(&view))
	}
	if err != nil {
		return nil, err
	}
	if out.Proposal > 0 {
		return formAnswer(fmt.Sprintf(entryWaits, safely(e.Term)))
	}
	if sent.Proposal > 0 {
		err := b.Curation.Reject(ctx, h.Team.ID, sent.Proposal, edit.Author, "saved with changes", false)
		if err != nil && !errors.Is(err, glossary.ErrNoProposal) {
			return nil, err
		}
	}
	return formAnswer(fmt.Sprintf(entryCounts, safely(e.Term)))
}

// formAnswer answers a form with a sentence in its place.
func formAnswer(text string) ([]byte, error) {
	view := slack.ModalViewRequest{Type: slack.VTModal, CallbackID: "told", Title: plainLabel("Glossary"), Close: plainLabel("Close"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{section(text)}}}
	return json.Marshal(slack.NewUpdateViewSubmissionResponse(&view))
}

// bothShown says what clashed; the form below holds both as far as they go
// together.
func bothShown(c *glossary.Conflict) string {
	out := fmt.Sprintf(savedMeanwhile, safely(c.Live.Term))
	for _, clash := range c.Clashes {
		out += fmt.Sprintf("\n*%s*: you wrote “%s”", safely(strings.ReplaceAll(clash.Field, "_", " ")), safely(cut(fmt.Sprint(clash.Mine), 250)))
	}
	return cut(out, 2_900)
}
