package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/tutor"
)

// callback is an Events API payload.
type callback struct {
	TeamID string `json:"team_id"`
	Event  event  `json:"event"`
}

// event is a message, a mention or an opened App Home, with the fields that
// Gloss reads. Fields of unexpected shape stay raw or empty: one odd block must
// not cost a question.
type event struct {
	Type        string          `json:"type"`
	Subtype     string          `json:"subtype"`
	Channel     string          `json:"channel"`
	ChannelType string          `json:"channel_type"`
	User        string          `json:"user"`
	BotID       string          `json:"bot_id"`
	Text        string          `json:"text"`
	TS          string          `json:"ts"`
	EventTS     string          `json:"event_ts"`
	ThreadTS    string          `json:"thread_ts"`
	Hidden      bool            `json:"hidden"`
	Tab         string          `json:"tab"`
	Blocks      json.RawMessage `json:"blocks"`
	// Files and Attachments are read by gather.
	Files       []json.RawMessage `json:"files"`
	Attachments []json.RawMessage `json:"attachments"`
	// Message is what a changed message is now, Previous what it was, Deleted
	// the ts of one that is gone.
	Message  *event `json:"message,omitempty"`
	Previous *event `json:"previous_message,omitempty"`
	Deleted  string `json:"deleted_ts,omitempty"`
	// AppContext is what its author looks at beside a direct message, Context
	// what somebody looks at when that changes or Home is opened.
	AppContext looking `json:"app_context,omitzero"`
	Context    looking `json:"context,omitzero"`
}

// byPerson reports whether a person did this, in a way that asks for an answer.
func (e event) byPerson(self string) bool {
	if e.User == "" || e.User == self || e.User == "USLACKBOT" || e.BotID != "" || e.Hidden {
		return false
	}
	return e.Subtype == "" || e.Subtype == "file_share" || e.Subtype == "thread_broadcast"
}

// place is where an answer belongs: a thread in a channel.
type place struct{ channel, threadTS string }

// direct reports whether the place is a direct message with the bot.
func (p place) direct() bool { return strings.HasPrefix(p.channel, "D") }

// place is the thread of the event, or the one that it starts.
func (e event) place() place {
	if e.ThreadTS != "" {
		return place{e.Channel, e.ThreadTS}
	}
	return place{e.Channel, e.TS}
}

// followsUp reports whether the event is a reply in a thread.
func (e event) followsUp() bool { return e.ThreadTS != "" && e.ThreadTS != e.TS }

// decode reads a stored payload.
func decode(payload []byte, into any) error {
	if err := lenient(payload, into); err != nil {
		return fmt.Errorf("read the stored payload: %w", errors.Join(err, inbox.ErrPermanent))
	}
	return nil
}

// lenient decodes JSON and leaves fields of an unexpected type empty; only what
// is not JSON is an error.
func lenient(data []byte, into any) error {
	err := json.Unmarshal(data, into)
	if odd := (*json.UnmarshalTypeError)(nil); errors.As(err, &odd) {
		return nil
	}
	return err
}

// asked reads from an item who asked, and where; ok is false for what asks for
// nothing in a channel.
func asked(item inbox.Item) (a ask, ok bool) {
	var h struct {
		head
		ChannelID string `json:"channel_id"`
		Channel   named  `json:"channel"`
		Message   struct {
			TS       string `json:"ts"`
			ThreadTS string `json:"thread_ts"`
		} `json:"message"`
		Container struct {
			MessageTS string `json:"message_ts"`
			ThreadTS  string `json:"thread_ts"`
		} `json:"container"`
	}
	if lenient(item.Payload, &h) != nil {
		return ask{}, false
	}
	a = ask{item: item, event: h.Event}
	a.team, a.user, _ = strings.Cut(h.learner(), "/")
	switch item.Kind {
	case "events_api":
		a.at = h.Event.place()
	case "slash_commands":
		a.at = place{channel: h.ChannelID}
	default:
		a.at = place{h.Channel.ID, cmp.Or(h.Message.ThreadTS, h.Message.TS)}
		a.at.threadTS = cmp.Or(a.at.threadTS, h.Container.ThreadTS, h.Container.MessageTS)
		if fields := strings.Fields(h.View.Metadata); len(fields) > 1 && a.at.channel == "" {
			a.at = place{fields[0], fields[1]}
		}
	}
	if first, _, _ := strings.Cut(item.TS, " "); item.Channel != "" && item.Channel != a.at.channel {
		a.origin, a.at = a.at, place{item.Channel, first}
	}
	return a, a.at.channel != "" && h.Event.Type != "app_home_opened"
}

// event answers a message, a mention, a change of a message or an opened App
// Home.
func (b *Bot) event(ctx context.Context, item inbox.Item) error {
	var c callback
	if err := decode(item.Payload, &c); err != nil {
		return err
	}
	a := ask{item: item, team: c.TeamID, user: c.Event.User, at: c.Event.place(), event: c.Event, parts: []event{c.Event}}
	switch {
	case c.Event.Type == "app_home_opened":
		return b.opened(ctx, a)
	case c.Event.Subtype == "message_changed":
		return b.changed(ctx, a)
	case c.Event.Type == "app_mention", c.Event.Type == "message" && !a.at.direct():
		return b.work(ctx, a, b.mentioned)
	case c.Event.Type == "message":
		return b.work(ctx, a, b.messaged)
	}
	return nil
}

// work answers a question, until it is answered, or its person pressed Stop or
// took it back.
func (b *Bot) work(ctx context.Context, a ask, answer func(context.Context, *ask) error) error {
	job, end := b.jobs.begin(ctx, a)
	defer end()
	err := answer(job, &a)
	change, changed := errors.AsType[changedError](context.Cause(job))
	switch cause := context.Cause(job); {
	case ctx.Err() != nil || err == nil && cause == nil:
		return err
	case stopped(job, err):
		b.Log.Info("an answer was stopped", "item", a.item.ID)
		b.status(ctx, a, slack.AgentSessionStatusActive)
		return nil
	case changed && err != nil:
		end()
		return b.anew(ctx, a, change, answer)
	}
	return err
}

// ask is one thing that a person asked for, and where.
type ask struct {
	item       inbox.Item
	team, user string
	// at is where the answer is shown.
	at    place
	event event
	// parts are the messages that the question came in, oldest first.
	parts []event
	// origin is the channel's thread in which something was asked that is
	// answered elsewhere.
	origin place
	// about is what the answer is about, note what stands above it, in our
	// words.
	about subject
	note  string
	// shared says that the asker wants everybody in the thread to read the
	// answer, whispered that nobody but them can be shown it where it is.
	shared, whispered bool
	// restarted says that an answer may have been begun to what the question
	// said before it was changed.
	restarted bool
	// whole says that the message that is sent next ends the answer.
	whole bool
	// working says that the thread shows that Gloss is at work.
	working bool
}

// public reports whether others read the answer, so that it holds nothing about
// the learner.
func (a ask) public() bool { return !a.at.direct() && !a.whispered }

func (a ask) learner() string { return learnerID(a.team, a.user) }

// who is whoever asks, to the tutor.
func (a ask) who() tutor.Who { return tutor.Who{Team: a.team, Learner: a.learner(), Item: a.item.ID} }

// id names the question, the same on every attempt.
func (a ask) id() string { return fmt.Sprintf("item:%d", a.item.ID) }

// asks reports whether a message is part of the question.
func (a ask) asks(channel, ts string) bool {
	return slices.ContainsFunc(a.parts, func(part event) bool { return part.Channel == channel && part.TS == ts })
}

// words is the text of the message without the mention of the bot.
func (b *Bot) words(e event) string {
	text := messageText(e.Text, e.Blocks)
	return strings.TrimSpace(mention.ReplaceAllStringFunc(text, func(s string) string {
		if mention.FindStringSubmatch(s)[1] == b.User {
			return ""
		}
		return s
	}))
}
