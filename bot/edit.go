package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// changes reports whether an event says that a person changed what they said
// to Gloss, or took it back. Slack also sends it when it adds the preview of a
// link.
func (e event) changes(self string) bool {
	if e.deletedTS() != "" {
		return e.Previous == nil || e.Previous.byPerson(self)
	}
	return e.Subtype == "message_changed" && e.Message != nil && e.Message.byPerson(self) &&
		(e.Previous == nil || e.Previous.Text != e.Message.Text)
}

// deletedTS is the message that an event says is gone, "" for none. One with
// replies leaves a tombstone.
func (e event) deletedTS() string {
	switch {
	case e.Subtype == "message_deleted":
		return e.Deleted
	case e.Subtype == "message_changed" && e.Message != nil && e.Message.Subtype == "tombstone":
		return e.Message.TS
	}
	return ""
}

// author is who wrote the message that a change is about, "" for no change.
func (e event) author() string {
	switch {
	case e.Message != nil && e.Message.User != "":
		return e.Message.User
	case e.Previous != nil:
		return e.Previous.User
	}
	return ""
}

// amended lets a change of a message reach the question that waits, or is being
// answered, with it. It reports whether nothing is left to do for the change.
func (b *Bot) amended(ctx context.Context, payload []byte) (done bool, err error) {
	var c callback
	if lenient(payload, &c) != nil {
		return true, nil
	}
	if c.Event.deletedTS() != "" {
		return true, b.tookBack(ctx, c.TeamID, c.Event)
	}
	return b.reworded(ctx, c)
}

// tookBack drops the question of a message that was deleted: one that waits is
// dropped from the inbox, one that is being answered is left.
func (b *Bot) tookBack(ctx context.Context, team string, e event) error {
	dropped, err := b.Inbox.Amend(ctx, messageKey(team, e.Channel, e.deletedTS()), nil)
	if err != nil {
		return fmt.Errorf("drop a question that was deleted: %w", err)
	}
	if dropped {
		b.Log.Info("a question was deleted before its turn")
	}
	b.jobs.changed(e.Channel, changedError{ts: e.deletedTS()})
	return nil
}

// reworded puts what a message says now into the question that waits with it,
// and reports whether there was one. A question that is being answered starts
// again, unless its answer is being read.
func (b *Bot) reworded(ctx context.Context, c callback) (waiting bool, err error) {
	now := c.Event.now()
	payload, err := json.Marshal(callback{TeamID: c.TeamID, Event: now})
	if err != nil {
		return false, fmt.Errorf("change a question: %w", err)
	}
	waiting, err = b.Inbox.Amend(ctx, messageKey(c.TeamID, c.Event.Channel, now.TS), payload)
	if err != nil {
		return false, fmt.Errorf("change a question: %w", err)
	}
	b.jobs.changed(c.Event.Channel, changedError{now.TS, &now})
	return waiting, nil
}

// now is the message that a change is about, as if it were said now.
func (e event) now() event {
	now := *e.Message
	now.Type, now.Channel, now.ChannelType = "message", e.Channel, e.ChannelType
	return now
}

// anew answers a question again one of whose messages was changed or deleted;
// when none is left, it is not answered.
func (b *Bot) anew(ctx context.Context, a ask, change changedError, answer func(context.Context, *ask) error) error {
	var q question
	if err := decode(a.item.Payload, &q); err != nil {
		return err
	}
	parts := q.parts()
	for i, part := range parts {
		if part.TS == change.ts && change.now != nil {
			parts[i] = *change.now
		}
	}
	if change.now == nil {
		parts = slices.DeleteFunc(parts, func(part event) bool { return part.TS == change.ts })
	}
	if len(parts) == 0 {
		b.Log.Info("a question was deleted before it was answered", "item", a.item.ID)
		return nil
	}
	q.Event, q.Rest = parts[0], parts[1:]
	payload, err := json.Marshal(q)
	if err != nil {
		return fmt.Errorf("change a question: %w", errors.Join(err, inbox.ErrPermanent))
	}
	if err := b.Inbox.Merge(ctx, a.item.Lease(), payload); err != nil {
		return fmt.Errorf("change a question: %w", err)
	}
	a.item.Payload, a.event, a.parts = payload, q.Event, q.parts()
	// What was begun is found in Slack, and written anew.
	a.restarted = true
	return b.work(ctx, a, answer)
}

// changed offers an answer to what a message says now, when one was given to
// what it said before.
func (b *Bot) changed(ctx context.Context, a ask) error {
	now := a.event.now()
	a.event, a.user, a.at = now, now.User, now.place()
	a.parts = nil
	root, old, err := b.answerTo(ctx, a, now)
	if err != nil {
		if transient(err) && !settledError(err) {
			return waiting(err)
		}
		return nil // nothing can be said of it, and nothing was asked
	}
	if print := old[now.TS]; print == "" || print == now.print() {
		return nil
	}
	a.at = root
	return b.ask(ctx, a, editedQuestion, button(actionAnew, "Answer the new version", strings.Join(slices.Sorted(maps.Keys(old)), " ")))
}

// answerTo finds the answer to a message: where it stands, and in which
// messages its question came, as they were then. One that came in several
// messages is answered under another of them.
func (b *Bot) answerTo(ctx context.Context, a ask, now event) (at place, asked map[string]string, err error) {
	roots := []place{a.at}
	if !now.followsUp() {
		recent, err := b.history(ctx, a.at.channel, recentMessages)
		if err != nil {
			return place{}, nil, err
		}
		for _, m := range recent {
			if apart := math.Abs(seconds(m.TS) - seconds(now.TS)); m.TS != now.TS && m.replyCount() > 0 && apart < maxApart {
				roots = append(roots, place{a.at.channel, m.TS})
			}
		}
	}
	for _, root := range roots {
		messages, _, err := b.replies(ctx, root)
		if err != nil {
			return place{}, nil, err
		}
		for _, m := range messages {
			if found := m.marks().asked(); b.own(m) && found[now.TS] != "" {
				at, asked = root, found
			}
		}
		if asked != nil {
			break
		}
	}
	return at, asked, nil
}

// maxApart is how far apart the messages of one question can be, in seconds.
const maxApart = 60

// answerAnew answers messages again, as they are now; stamps are theirs.
func (b *Bot) answerAnew(ctx context.Context, a *ask, stamps string) error {
	if err := b.load(ctx, a, strings.Fields(stamps)); err != nil {
		return b.unread(ctx, *a, err)
	}
	return b.understand(ctx, a)
}

// load reads the messages of a question back from the direct message.
func (b *Bot) load(ctx context.Context, a *ask, stamps []string) error {
	a.parts = nil
	for _, ts := range stamps {
		m, err := b.single(ctx, place{a.at.channel, ts})
		if err != nil {
			return err
		}
		a.parts = append(a.parts, m.event(a.at.channel))
	}
	if len(a.parts) == 0 {
		return errNotReadable
	}
	a.event = a.parts[len(a.parts)-1]
	return nil
}

// single reads one message.
func (b *Bot) single(ctx context.Context, at place) (message, error) {
	messages, _, err := b.replies(ctx, at)
	if err != nil {
		return message{}, err
	}
	i := slices.IndexFunc(messages, func(m message) bool { return m.TS == at.threadTS })
	if i < 0 || messages[i].furniture() {
		return message{}, errNotReadable
	}
	return messages[i], nil
}

// event is the message as an event would give it.
func (m message) event(channel string) event {
	return event{
		Type: "message", Subtype: m.Subtype, Channel: channel, User: m.User, BotID: m.BotID, Text: m.Text, TS: m.TS,
		ThreadTS: m.ThreadTS, Blocks: m.Blocks, Files: m.Files, Attachments: m.Attachments,
	}
}

// ask says something with buttons under it.
func (b *Bot) ask(ctx context.Context, a ask, text string, row ...slack.BlockElement) error {
	if said, err := b.begun(ctx, a); err != nil || len(said) > 0 {
		return err
	}
	options := append(a.posting(a.id(), text), slack.MsgOptionBlocks(section(text), slack.NewActionBlock("choice", row...)))
	err := patiently(ctx, func() error {
		_, _, err := b.Slack.PostMessageContext(ctx, a.at.channel, options...)
		return err
	})
	if err != nil {
		return fmt.Errorf("ask the learner: %w", waiting(err))
	}
	b.status(ctx, a, slack.AgentSessionStatusSuspended)
	return nil
}
