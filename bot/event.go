package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

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
	// Files and Attachments are only counted.
	Files       []json.RawMessage `json:"files"`
	Attachments []json.RawMessage `json:"attachments"`
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
		if channel, ts, ok := strings.Cut(h.View.Metadata, " "); ok && a.at.channel == "" {
			a.at = place{channel, ts}
		}
	}
	a.public = !a.at.direct()
	return a, a.at.channel != "" && h.Event.Type != "app_home_opened"
}

// event answers a message, a mention or an opened App Home.
func (b *Bot) event(ctx context.Context, item inbox.Item) error {
	var c callback
	if err := decode(item.Payload, &c); err != nil {
		return err
	}
	a := ask{item: item, team: c.TeamID, user: c.Event.User, at: c.Event.place(), event: c.Event, holds: c.Event.TS}
	a.public = !a.at.direct()
	switch c.Event.Type {
	case "app_home_opened":
		return b.opened(ctx, a)
	case "app_mention", "message":
		if a.public {
			return b.mentioned(ctx, a)
		}
		return b.messaged(ctx, a)
	}
	return nil
}

// ask is one thing that a person asked for, and where.
type ask struct {
	item       inbox.Item
	team, user string
	at         place
	event      event
	// holds is the ts of the message that holds the thread that is asked about.
	holds string
	// public says that others read the answer, so that it holds nothing about
	// the learner.
	public bool
}

func (a ask) learner() string { return learnerID(a.team, a.user) }

// who is whoever asks, to the tutor.
func (a ask) who() tutor.Who { return tutor.Who{Team: a.team, Learner: a.learner(), Item: a.item.ID} }

// id names the question, the same on every attempt.
func (a ask) id() string { return fmt.Sprintf("item:%d", a.item.ID) }

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
