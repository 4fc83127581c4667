package bot

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/slack-go/slack"
)

// replies reads the thread at a place, at most maxMessages; whole is false
// when there are more.
func (b *Bot) replies(ctx context.Context, at place) (messages []message, whole bool, err error) {
	f, err := b.fetch(ctx, at, func(int) {})
	return f.messages, f.beyond == 0, err
}

// own reports whether the bot wrote a message.
func (b *Bot) own(m message) bool {
	return m.User == b.User || b.ID != "" && m.BotID == b.ID
}

// begun finds the messages that an earlier attempt at a question posted and
// was cut short before it could note them: those marked with the question, and
// in a direct message streams without a word. The first attempt has none.
func (b *Bot) begun(ctx context.Context, a ask) ([]string, error) {
	if a.item.Attempt < 2 || a.at.threadTS == "" {
		return nil, nil
	}
	messages, _, err := b.replies(ctx, a.at)
	if err != nil {
		if _, said := errors.AsType[slack.SlackErrorResponse](err); said && !transient(err) || errors.Is(err, errLacking) || errors.Is(err, errNotReadable) {
			return nil, nil // it cannot be known here
		}
		return nil, waiting(err)
	}
	var found []string
	for _, m := range messages {
		if b.own(m) && (m.answers() == a.id() || a.at.direct() && m.TS > a.event.TS && m.empty()) {
			found = append(found, m.TS)
		}
	}
	return found, nil
}

// answers is the question that a message is marked with.
func (m message) answers() string {
	var data struct {
		EventType    string `json:"event_type"`
		EventPayload struct {
			Question string `json:"question"`
		} `json:"event_payload"`
	}
	if lenient(m.Metadata, &data) != nil || data.EventType != answerMark {
		return ""
	}
	return data.EventPayload.Question
}

func (m message) empty() bool {
	var blocks []json.RawMessage
	_ = lenient(m.Blocks, &blocks)
	return strings.TrimSpace(m.Text) == "" && len(blocks) == 0
}
