package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/glossary"
)

// viewEntry is the form in which an entry is written.
const viewEntry = "glossary_entry"

// maxInput is how many characters an input of a form takes.
const maxInput = 3000

// entryForm is what a form for an entry was opened for. It goes with the form
// as its private metadata, and holds nothing that decides who may do what.
type entryForm struct {
	// ID of the entry, "" for a new one, and the version that is changed.
	ID   string `json:"id,omitempty"`
	Base int    `json:"base"`
	// Proposal is the one that is being edited, 0 for none.
	Proposal int `json:"proposal,omitempty"`
}

// entryField is one input of the form.
type entryField struct {
	name, label, hint string
	long, optional    bool
	most              int
	of                func(*glossary.Entry) *string
	list              func(*glossary.Entry) *[]string
}

// entryFields are the inputs; each has the JSON name of its field.
var entryFields = []entryField{
	{name: "term", label: "Term", most: 100, of: func(e *glossary.Entry) *string { return &e.Term }},
	{name: "plain", label: "In plain words", long: true, most: 1000, hint: "One sentence of 30 words or fewer that anybody understands, without the term itself.",
		of: func(e *glossary.Entry) *string { return &e.Plain }},
	{name: "system", label: "System", most: 60, hint: "Whose word it is, like checkout or platform; company for everybody's.", of: func(e *glossary.Entry) *string { return &e.System }},
	{name: "technical", label: "Technical definition", long: true, optional: true, of: func(e *glossary.Entry) *string { return &e.Technical }},
	{name: "aliases", label: "Also called", optional: true, most: 500, hint: "Separated by commas.", list: func(e *glossary.Entry) *[]string { return &e.Aliases }},
	{name: "why", label: "Why it matters", long: true, optional: true, of: func(e *glossary.Entry) *string { return &e.Why }},
	{name: "example", label: "A sentence that uses it", long: true, optional: true, of: func(e *glossary.Entry) *string { return &e.Example }},
	{name: "channels", label: "Channels where it means this", optional: true, most: 500, hint: "Names, separated by commas.", list: func(e *glossary.Entry) *[]string { return &e.Channels }},
	{name: "evidence", label: "Where it is used", optional: true, hint: "Links, separated by commas.", list: func(e *glossary.Entry) *[]string { return &e.Evidence }},
}

// entryView is the form for an entry, filled in. Inputs carry the version in
// their block ids, since Slack keeps what was typed into a block of the same id.
func entryView(form entryForm, e glossary.Entry, reason string, above ...slack.Block) slack.ModalViewRequest {
	metadata, err := json.Marshal(form)
	if err != nil {
		panic(err) // it is strings and numbers
	}
	title := "Change an entry"
	if form.ID == "" {
		title = "Add to the glossary"
	}
	blocks := slices.Clone(above)
	for _, f := range entryFields {
		if form.ID != "" && f.name == "system" {
			continue // it is part of the id, which stays
		}
		blocks = append(blocks, f.block(form, &e))
	}
	owner := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, "owner")
	hint := "Who answers for it."
	if userID.MatchString(e.Owner) {
		owner.InitialUser = e.Owner
	} else if e.Owner != "" {
		hint = cut("Now: "+e.Owner+". Leave it empty to keep that.", 150)
	}
	blocks = append(blocks, optionalInput(form.block("owner"), "Owner", hint, owner))
	why := slack.NewPlainTextInputBlockElement(nil, "reason")
	why.MaxLength, why.InitialValue = 500, reason
	blocks = append(blocks, optionalInput(form.block("reason"), "Why this change?", "Everybody can read it in the history.", why))
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: viewEntry, PrivateMetadata: string(metadata),
		Title: plainLabel(title), Submit: plainLabel("Save"), Close: plainLabel("Cancel"),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// block is the id of the block that holds a field.
func (form entryForm) block(field string) string { return fmt.Sprintf("%s_%d", field, form.Base) }

func (f entryField) block(form entryForm, e *glossary.Entry) slack.Block {
	value := f.value(e)
	if utf8.RuneCountInString(value) > f.room() {
		return section("*" + f.label + "* is too long for this form; it stays as it is.")
	}
	input := slack.NewPlainTextInputBlockElement(nil, f.name)
	input.Multiline, input.MaxLength, input.InitialValue = f.long, f.room(), value
	if f.optional {
		return optionalInput(form.block(f.name), f.label, f.hint, input)
	}
	block := optionalInput(form.block(f.name), f.label, f.hint, input)
	block.Optional = false
	return block
}

func (f entryField) room() int {
	if f.most > 0 {
		return f.most
	}
	return maxInput
}

func (f entryField) value(e *glossary.Entry) string {
	if f.list != nil {
		return strings.Join(*f.list(e), ", ")
	}
	return *f.of(e)
}

// set puts what was typed into an entry.
func (f entryField) set(e *glossary.Entry, typed string) {
	if f.list == nil {
		*f.of(e) = strings.TrimSpace(typed)
		return
	}
	var list []string
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == '\n' }) {
		if word = strings.TrimSpace(word); word != "" && !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	*f.list(e) = list
}

func optionalInput(block, label, hint string, element slack.BlockElement) *slack.InputBlock {
	var below *slack.TextBlockObject
	if hint != "" {
		below = plainLabel(hint)
	}
	input := slack.NewInputBlock(block, plainLabel(label), below, element)
	input.Optional = true
	return input
}

func plainLabel(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// openEntry opens the form. A trigger lives three seconds; a press that waited
// longer is told so.
func (b *Bot) openEntry(ctx context.Context, a ask, trigger string, view slack.ModalViewRequest, tell func(string) error) error {
	if _, err := b.Slack.OpenViewContext(ctx, trigger, view); err != nil {
		b.Log.Info("a modal could not be opened", "item", a.item.ID, "error", err)
		return tell(formLate)
	}
	return nil
}

// commandAdd opens an empty form. A word may have a meaning in each system, so
// what the glossary has for it already stands above.
func (b *Bot) commandAdd(ctx context.Context, a ask, c slack.SlashCommand, word string) error {
	found, err := b.found(ctx, a.team, word)
	if err != nil {
		return err
	}
	var above []slack.Block
	if len(found) > 0 && glossary.Key(found[0].Term) == glossary.Key(word) {
		above = append(above, section(cut(fmt.Sprintf(thereAlready, b.entryShown(ctx, found[0]), safely(found[0].ID)), 2_900)))
	}
	view := entryView(entryForm{}, glossary.Entry{Term: cut(word, 100), System: "company", Owner: a.user}, "", above...)
	return b.openEntry(ctx, a, c.TriggerID, view, func(text string) error { return b.whisper(ctx, c, text) })
}

// commandEdit opens the form of an entry.
func (b *Bot) commandEdit(ctx context.Context, a ask, c slack.SlashCommand, word string) error {
	e, ok, err := b.one(ctx, a, c, "edit", word)
	if err != nil || !ok {
		return err
	}
	e, version, err := b.live(ctx, a.team, e.ID)
	if err != nil {
		return err
	}
	view := entryView(entryForm{ID: e.ID, Base: version}, e, "")
	return b.openEntry(ctx, a, c.TriggerID, view, func(text string) error { return b.whisper(ctx, c, text) })
}

// addFromMessage opens the form for a word that a message uses, with the
// message above it and its address as evidence. What the message says goes
// nowhere unless it is typed into the form.
func (b *Bot) addFromMessage(ctx context.Context, a ask, trigger string, at place, m message) error {
	tell := func(text string) error { return b.whisperTo(ctx, a, text) }
	if b.Curation == nil {
		return tell(glossaryInFiles)
	}
	e := glossary.Entry{System: "company", Owner: a.user}
	if link := b.permalink(ctx, at); link != "" {
		e.Evidence = []string{link}
	}
	quote := strings.Join(strings.Fields(messageText(m.Text, m.Blocks)), " ")
	var above []slack.Block
	if quote != "" {
		above = append(above, section(fmt.Sprintf(usedHere, safely(cut(quote, 1_000)))))
	}
	return b.openEntry(ctx, a, trigger, entryView(entryForm{}, e, "", above...), tell)
}
