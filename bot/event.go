package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/gloss-tutor/gloss/bot/inbox"
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
	ThreadTS    string          `json:"thread_ts"`
	Hidden      bool            `json:"hidden"`
	Tab         string          `json:"tab"`
	Blocks      json.RawMessage `json:"blocks"`
}

// byPerson reports whether a person did this, in a way that asks for an answer.
func (e event) byPerson(self, selfBot string) bool {
	if e.User == "" || e.User == self || e.User == "USLACKBOT" || e.BotID != "" || e.Hidden {
		return false
	}
	return e.Subtype == "" || e.Subtype == "file_share" || e.Subtype == "thread_broadcast"
}

// place is where an answer belongs: a thread in a channel.
type place struct{ channel, threadTS string }

// place is the thread of the event, or the one that it starts.
func (e event) place() place {
	if e.ThreadTS != "" {
		return place{e.Channel, e.ThreadTS}
	}
	return place{e.Channel, e.TS}
}

// followsUp reports whether the event is a reply in a thread.
func (e event) followsUp() bool { return e.ThreadTS != "" && e.ThreadTS != e.TS }

func decode(payload []byte, into any) error {
	if err := json.Unmarshal(payload, into); err != nil {
		return fmt.Errorf("read the stored payload: %w", errors.Join(err, inbox.ErrPermanent))
	}
	return nil
}

// event answers a message, a mention or an opened App Home.
func (b *Bot) event(ctx context.Context, item inbox.Item) error {
	var c callback
	if err := decode(item.Payload, &c); err != nil {
		return err
	}
	a := ask{item: item, team: c.TeamID, user: c.Event.User, at: c.Event.place(), event: c.Event}
	switch c.Event.Type {
	case "app_home_opened":
		return b.opened(ctx, a)
	case "app_mention":
		return b.mentioned(ctx, a)
	case "message":
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
	// public says that others read the answer, so that it holds nothing about
	// the learner.
	public bool
}

func (a ask) learner() string { return learnerID(a.team, a.user) }

// id names the question, the same on every attempt.
func (a ask) id() string {
	if len(a.item.Keys) > 0 {
		return a.item.Keys[len(a.item.Keys)-1]
	}
	return fmt.Sprintf("item:%d", a.item.ID)
}

// words is the text of the message without the mention of the bot.
func (b *Bot) words(e event) string {
	text := messageText(e.Text, e.Blocks)
	return strings.TrimSpace(strings.ReplaceAll(text, "<@"+b.User+">", ""))
}
