package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/safety"
)

// The buttons of the queue.
const (
	actionApprove = "approve"
	actionAmend   = "amend"
	actionReject  = "reject"
	actionEnter   = "enter"
	actionNoTerm  = "noterm"
	actionEdit    = "edit"
	actionStill   = "still"
	actionRetire  = "retire"
	viewReject    = "reject_proposal"
)

// queueAction reports whether a button is one of the queue.
func queueAction(id string) bool {
	return slices.Contains([]string{actionApprove, actionAmend, actionReject, actionEnter, actionNoTerm, actionEdit, actionStill, actionRetire}, id)
}

// readWithin bounds the reading of a quotation while a trigger lives.
const readWithin = 1500 * time.Millisecond

// curated does what was pressed in the queue, and shows the queue anew. Who
// may decide is asked again: the tab may be an old one.
func (b *Bot) curated(ctx context.Context, a *ask, p pressed) error {
	if b.Curation == nil {
		return nil
	}
	value := p.Actions[0].Value
	var err error
	switch p.Actions[0].ActionID {
	case actionApprove, actionAmend, actionReject:
		err = b.proposalPressed(ctx, *a, p)
	case actionEnter:
		err = b.enter(ctx, *a, p.TriggerID, value)
	case actionNoTerm:
		if b.curates(ctx, a.user) {
			err = b.Curation.Refuse(ctx, a.team, value, a.user, "not a term")
		}
	case actionEdit, actionStill, actionRetire:
		err = b.entryPressed(ctx, *a, p)
	}
	if err != nil && !errors.Is(err, glossary.ErrNoProposal) {
		return err
	}
	return b.publishHome(ctx, *a)
}

func (b *Bot) proposalPressed(ctx context.Context, a ask, p pressed) error {
	proposal, err := b.waitingProposal(ctx, a, p.Actions[0].Value)
	if err != nil {
		return err
	}
	switch p.Actions[0].ActionID {
	case actionReject:
		_, err := b.Slack.OpenViewContext(ctx, p.TriggerID, rejectView(proposal))
		if err != nil {
			b.Log.Info("a modal could not be opened", "item", a.item.ID, "error", err)
			return b.note(ctx, a, formLate)
		}
		return nil
	case actionAmend:
		form := entryForm{ID: proposal.Edit.Entry.ID, Base: proposal.Edit.Base, Proposal: proposal.ID}
		return b.openEntry(ctx, a, p.TriggerID, entryView(form, proposal.Edit.Entry, ""), func(text string) error { return b.note(ctx, a, text) })
	}
	err = b.approve(ctx, a, proposal, "")
	if clash, is := errors.AsType[*glossary.Conflict](err); is {
		form := entryForm{ID: clash.Live.ID, Base: clash.Version, Proposal: proposal.ID}
		view := entryView(form, clash.Merged, "", section(bothShown(clash)))
		return b.openEntry(ctx, a, p.TriggerID, view, func(text string) error { return b.note(ctx, a, text) })
	}
	return err
}

// waitingProposal is a proposal on which somebody may decide; for all others it
// is as if nobody had made it.
func (b *Bot) waitingProposal(ctx context.Context, a ask, number string) (glossary.Proposal, error) {
	list, err := b.Curation.Proposals(ctx, a.team)
	if err != nil {
		return glossary.Proposal{}, err
	}
	i := slices.IndexFunc(list, func(p glossary.Proposal) bool { return strconv.Itoa(p.ID) == number })
	if i < 0 {
		return glossary.Proposal{}, glossary.ErrNoProposal
	}
	if yours, err := b.decidesOn(ctx, a, list[i]); err != nil || !yours {
		return glossary.Proposal{}, errors.Join(err, glossary.ErrNoProposal)
	}
	return list[i], nil
}

func rejectView(p glossary.Proposal) slack.ModalViewRequest {
	reason := slack.NewPlainTextInputBlockElement(nil, "reason")
	reason.Multiline, reason.MaxLength = true, 500
	blocks := []slack.Block{
		section("Not taking the suggestion for *" + safely(p.Edit.Entry.Term) + "*."),
		optionalInput("reason", "Why?", "Whoever suggested it reads this.", reason),
	}
	if p.Edit.Base == 0 {
		option := slack.NewOptionBlockObject("noterm", plainLabel("It is not a term: do not ask about it again"), nil)
		blocks = append(blocks, optionalInput("noterm", "The word itself", "", slack.NewCheckboxGroupsBlockElement("noterm", option)))
	}
	return slack.ModalViewRequest{Type: slack.VTModal, CallbackID: viewReject, PrivateMetadata: strconv.Itoa(p.ID),
		Title: plainLabel("Reject"), Submit: plainLabel("Reject"), Close: plainLabel("Cancel"), Blocks: slack.Blocks{BlockSet: blocks}}
}

// rejected turns down the proposal of a modal that was sent.
func (b *Bot) rejected(ctx context.Context, a ask, p pressed) error {
	if b.Curation == nil {
		return nil
	}
	proposal, err := b.waitingProposal(ctx, a, p.View.Metadata)
	if err == nil {
		values := p.View.State.Values
		err = b.reject(ctx, a, proposal, strings.TrimSpace(values["reason"]["reason"].Value), len(values["noterm"]["noterm"].Options) > 0)
	}
	if err != nil && !errors.Is(err, glossary.ErrNoProposal) {
		return err
	}
	return b.publishHome(ctx, a)
}

// entryPressed does what was pressed beside an entry.
func (b *Bot) entryPressed(ctx context.Context, a ask, p pressed) error {
	e, version, err := b.live(ctx, a.team, p.Actions[0].Value)
	if err != nil || e.ID == "" {
		return err
	}
	if p.Actions[0].ActionID == actionEdit {
		return b.openEntry(ctx, a, p.TriggerID, entryView(entryForm{ID: e.ID, Base: version}, e, ""), func(text string) error { return b.note(ctx, a, text) })
	}
	if !b.decides(ctx, a.user, e) {
		return nil
	}
	edit := glossary.Edit{Team: a.team, Author: a.user, Base: version, Entry: e, Decides: true, Reason: "still right"}
	edit.Entry.ReviewedAt = b.Now().Format(time.DateOnly)
	if p.Actions[0].ActionID == actionRetire {
		edit.Reason, edit.Entry.Status = "retired", glossary.Deprecated
	}
	_, err = b.Curation.Propose(ctx, edit)
	if _, clash := errors.AsType[*glossary.Conflict](err); clash {
		return nil // somebody looked at it in this moment
	}
	return err
}

// enter opens the form for a word that the glossary lacks, with a message that
// uses it where the curator may read it, and its sentence as an example.
func (b *Bot) enter(ctx context.Context, a ask, trigger, value string) error {
	word, where, _ := strings.Cut(value, "\n")
	e := glossary.Entry{Term: cut(word, 100), System: "company", Owner: a.user}
	var above []slack.Block
	if at := placesIn(strings.Replace(where, " ", "/", 1)); len(at) == 1 {
		if quote, ts := b.quotation(ctx, a, at[0], word); quote != "" {
			above = append(above, section("It was used like this:\n> "+safely(cut(quote, 1_000))))
			e.Example = sentenceWith(quote, word)
			if link := b.permalink(ctx, place{at[0].channel, ts}); link != "" {
				e.Evidence = []string{link}
			}
		}
	}
	return b.openEntry(ctx, a, trigger, entryView(entryForm{}, e, "", above...), func(text string) error { return b.note(ctx, a, text) })
}

// quotation is the message of a thread in a public channel that uses a word,
// masked, and its ts; "" where the asker may not read it, or not in time.
func (b *Bot) quotation(ctx context.Context, a ask, at place, word string) (text, ts string) {
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	if may, err := b.mayRead(ctx, a, at.channel); err != nil || !may || !b.everybodys(ctx, at.channel) {
		return "", ""
	}
	messages, _, err := b.replies(ctx, at)
	if err != nil {
		return "", ""
	}
	for _, m := range messages {
		said := strings.Join(strings.Fields(messageText(m.Text, m.Blocks)), " ")
		if strings.Contains(glossary.Key(said), glossary.Key(word)) {
			masked, _ := safety.Mask(said)
			return masked, m.TS
		}
	}
	return "", ""
}

// sentenceWith is the sentence of a text in which a word stands.
func sentenceWith(text, word string) string {
	for _, sentence := range strings.SplitAfter(text, ". ") {
		if strings.Contains(glossary.Key(sentence), glossary.Key(word)) {
			return cut(strings.TrimSpace(sentence), 500)
		}
	}
	return ""
}

// note writes something to a person in private.
func (b *Bot) note(ctx context.Context, a ask, text string) error {
	_, _, err := b.Slack.PostMessageContext(ctx, a.user, slack.MsgOptionText(text, false))
	return waiting(err)
}
