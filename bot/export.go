package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// exported reads the messages of a file in Slack's own JSON: a list as in the
// files of a workspace's export, or the answer of conversations.replies. ok is
// false for anything else, the JSON form of package thread included, in which
// a message has an author and no user.
func exported(data []byte) (messages []message, ok bool) {
	data = bytes.TrimSpace(data)
	var list []json.RawMessage
	if bytes.HasPrefix(data, []byte("{")) {
		var answer struct {
			Messages []json.RawMessage `json:"messages"`
		}
		if json.Unmarshal(data, &answer) != nil {
			return nil, false
		}
		list = answer.Messages
	} else if !bytes.HasPrefix(data, []byte("[")) || json.Unmarshal(data, &list) != nil {
		return nil, false
	}
	for _, raw := range list {
		var form struct {
			Type   string          `json:"type"`
			Author json.RawMessage `json:"author"`
		}
		m, is := tolerant(raw)
		if _ = lenient(raw, &form); !is || form.Author != nil {
			return nil, false
		}
		ok = ok || form.Type == "message" && m.TS != ""
		messages = append(messages, m)
	}
	return messages[:min(len(messages), maxMessages)], ok
}

// export adds the messages of a file in Slack's own JSON.
func (g *gathering) export(ctx context.Context, messages []message) {
	var t thread.Thread
	t.Format, t.Confidence = thread.JSON, 1
	for _, m := range messages {
		if m.furniture() {
			continue
		}
		said := g.said(ctx, place{}, m)
		if strings.TrimSpace(said.Text) != "" {
			said.ID = ordinal(len(t.Messages))
			t.Messages = append(t.Messages, said)
		}
	}
	t.Chrome, t.Unplaced = []int{}, []int{}
	g.paste(t)
}
