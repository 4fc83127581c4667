package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/thread"
)

// message is a message as conversations.replies gives it. Only what names it
// is decoded at once; what other apps wrote stays raw until it is read piece
// by piece.
type message struct {
	Subtype     string            `json:"subtype"`
	User        string            `json:"user"`
	BotID       string            `json:"bot_id"`
	Username    string            `json:"username"`
	TS          string            `json:"ts"`
	ThreadTS    string            `json:"thread_ts"`
	Text        string            `json:"text"`
	ReplyCount  json.RawMessage   `json:"reply_count"`
	Blocks      json.RawMessage   `json:"blocks"`
	Attachments []json.RawMessage `json:"attachments"`
	Files       []json.RawMessage `json:"files"`
	Edited      json.RawMessage   `json:"edited"`
	Metadata    json.RawMessage   `json:"metadata"`
	Reactions   json.RawMessage   `json:"reactions"`
	Profile     json.RawMessage   `json:"user_profile"`
	BotProfile  json.RawMessage   `json:"bot_profile"`

	// odd says that a field had a shape that could not be read.
	odd bool
}

// tolerant decodes what can be decoded of a message; false when raw is no
// message at all.
func tolerant(raw json.RawMessage) (message, bool) {
	var m message
	err := json.Unmarshal(raw, &m)
	if string(raw) == "null" {
		return message{}, false
	}
	if err != nil {
		if wrong := (*json.UnmarshalTypeError)(nil); !errors.As(err, &wrong) || wrong.Field == "" {
			return message{}, false
		}
		m.odd = true
	}
	if m.TS == "" {
		var number struct {
			TS json.Number `json:"ts"`
		}
		_ = json.Unmarshal(raw, &number)
		m.TS = number.TS.String()
	}
	return m, true
}

// furniture reports whether Slack itself wrote a message, to say that somebody
// came or went or that something was changed: nobody's words.
func (m message) furniture() bool {
	if slices.Contains([]string{"tombstone", "bot_add", "bot_remove", "pinned_item", "unpinned_item", "reminder_add"}, m.Subtype) {
		return true
	}
	kind, _, _ := strings.Cut(m.Subtype, "_")
	return kind == "channel" || kind == "group"
}

// changed is the ts of the message, or of its latest edit.
func (m message) changed() string {
	var edit struct {
		TS string `json:"ts"`
	}
	_ = lenient(m.Edited, &edit)
	if later(edit.TS, m.TS) {
		return edit.TS
	}
	return m.TS
}

// edited reports whether the message carries word of an edit, and not just
// false.
func (m message) edited() bool { return bytes.HasPrefix(bytes.TrimSpace(m.Edited), []byte("{")) }

// replyCount is how many replies a root says that it has, 0 when it does not.
func (m message) replyCount() int {
	var n json.Number
	_ = json.Unmarshal(m.ReplyCount, &n)
	count, err := n.Int64()
	if err != nil || count < 0 || count > 1<<20 {
		return 0
	}
	return int(count)
}

// reactions are the emoji under the message.
func (m message) reactions() []thread.Reaction {
	var list []json.RawMessage
	_ = lenient(m.Reactions, &list)
	reactions := []thread.Reaction{}
	for _, raw := range list {
		var r struct {
			Name  string  `json:"name"`
			Count float64 `json:"count"`
		}
		if _ = lenient(raw, &r); r.Name != "" {
			reactions = append(reactions, thread.Reaction{Name: r.Name, Count: int(r.Count)})
		}
	}
	return reactions
}

// later reports whether Slack's timestamp a is after b; what is no timestamp
// is before all.
func later(a, b string) bool {
	x, okX := micros(a)
	y, okY := micros(b)
	return okX && (!okY || x > y)
}

// micros is a ts, "1700000000.000100", as microseconds.
func micros(ts string) (int64, bool) {
	seconds, fraction, _ := strings.Cut(ts, ".")
	whole, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || whole < 0 || whole > 1<<40 || len(fraction) > 6 {
		return 0, false
	}
	part := int64(0)
	if fraction != "" {
		part, err = strconv.ParseInt((fraction + "000000")[:6], 10, 64)
	}
	return whole*1e6 + part, err == nil && part >= 0
}

// instant is the time in a Slack ts, zero when it holds none.
func instant(ts string) time.Time {
	n, ok := micros(ts)
	if !ok {
		return time.Time{}
	}
	return time.Unix(n/1e6, 0).UTC()
}
