package bot

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/bot/socket"
	"github.com/gloss-tutor/gloss/safety"
)

// head is as much of a payload as it takes to queue it.
type head struct {
	TeamID  string `json:"team_id"`
	EventID string `json:"event_id"`
	Event   event  `json:"event"`

	// Interactions and slash commands.
	Type      string `json:"type"`
	TriggerID string `json:"trigger_id"`
	UserID    string `json:"user_id"`
	User      named  `json:"user"`
	Team      named  `json:"team"`
	View      struct {
		ID       string `json:"id"`
		Callback string `json:"callback_id"`
		Hash     string `json:"hash"`
		Metadata string `json:"private_metadata"`
	} `json:"view"`
}

// named is an object of which only the id matters.
type named struct {
	ID string `json:"id"`
}

// UnmarshalJSON also takes a bare id.
func (n *named) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &n.ID) == nil {
		return nil
	}
	var object struct{ ID string }
	if err := json.Unmarshal(data, &object); err != nil {
		return err
	}
	n.ID = object.ID
	return nil
}

// Receive masks and stores an envelope; when it returns without error the
// envelope is on disk, or is nothing that Gloss answers, and may be
// acknowledged. It is a socket.Sink.
func (b *Bot) Receive(ctx context.Context, e socket.Envelope) ([]byte, error) {
	var h head
	if err := lenient(e.Payload, &h); err != nil {
		b.Log.Warn("an envelope could not be read", "type", e.Type, "bytes", len(e.Payload))
		return nil, nil
	}
	item := inbox.Item{Kind: e.Type, Keys: h.keys(e.Type), Learner: h.learner(), Received: b.Now()}
	if len(item.Keys) == 0 && e.ID != "" {
		item.Keys = []string{"envelope:" + e.ID}
	}
	if len(item.Keys) == 0 || !b.concerns(e.Type, h) {
		b.Log.Debug("an envelope is nothing to answer", "type", e.Type, "event", h.Event.Type)
		return nil, nil
	}
	if e.Type == "events_api" {
		if noticed, err := b.noticed(ctx, h); noticed || err != nil {
			return nil, err
		}
	}
	payload, _, err := safety.MaskJSON(e.Payload)
	if err != nil {
		b.Log.Warn("an envelope could not be masked and was not kept", "type", e.Type, "bytes", len(e.Payload))
		return nil, nil
	}
	if h.Type == "view_submission" && h.View.Callback == viewEntry {
		return b.saveEntry(ctx, h, payload)
	}
	item.Payload = payload
	if e.Type == "events_api" && h.Event.changes(b.User) {
		if kept, err := b.amended(ctx, payload); err != nil || kept {
			return nil, err
		}
	}
	stored := b.slowly(ctx, h)
	fresh, err := b.Inbox.Put(ctx, item)
	if err != nil {
		return nil, fmt.Errorf("store the envelope: %w", err)
	}
	stored()
	if fresh {
		b.inLine(h)
		if b.Wake != nil {
			b.Wake()
		}
	}
	return nil, nil
}

// noticed takes what has to be known at once and asks for no answer.
func (b *Bot) noticed(ctx context.Context, h head) (bool, error) {
	switch h.Event.Type {
	case "agent_session_stopped":
		// A learner's items are worked one by one: in the inbox this would
		// wait for the very answer that it is to end.
		return true, b.stop(ctx, h)
	case "app_context_changed":
		b.sights.see(h.learner(), h.Event.Context)
		return true, nil
	}
	return false, nil
}

// stop ends what is asked in a thread: here at once, and what another process
// works on by taking it out of the inbox, so that its lease ends.
func (b *Bot) stop(ctx context.Context, h head) error {
	now := halt{ts: h.Event.EventTS, received: b.Now()}
	at := h.Event.place()
	b.jobs.stop(at, now)
	items, err := b.Inbox.Unended(ctx, h.learner())
	if err != nil {
		return fmt.Errorf("stop an answer: %w", err)
	}
	for _, item := range items {
		a, ok := asked(item)
		if !ok || a.at != at || !now.covers(a) || b.jobs.has(item.ID) {
			continue
		}
		ended, err := b.Inbox.End(ctx, item.ID, item.Learner)
		if err != nil {
			return fmt.Errorf("stop an answer: %w", err)
		}
		if ended {
			b.status(ctx, a, slack.AgentSessionStatusActive)
		}
		b.Log.Info("an answer was stopped", "item", item.ID)
	}
	return nil
}

// concerns reports whether an envelope asks for an answer. It is asked before
// anything is stored, so that what is ignored does not take the key of a twin
// that is not.
func (b *Bot) concerns(kind string, h head) bool {
	switch kind {
	case "interactive", "slash_commands":
		return true
	case "events_api":
	default:
		return false
	}
	switch h.Event.Type {
	case "app_mention", "app_home_opened":
		return h.Event.byPerson(b.User)
	case "agent_session_stopped", "app_context_changed":
		return true
	case "message":
		return h.Event.ChannelType == "im" && (h.Event.byPerson(b.User) || h.Event.changes(b.User))
	}
	return false
}

// keys identify what happened. A mention arrives as two events with ids of
// their own, so a message is known by its place as well.
func (h head) keys(kind string) []string {
	var keys []string
	switch {
	case kind == "events_api":
		if h.EventID != "" {
			keys = append(keys, "event:"+h.EventID)
		}
		if h.Event.TS != "" && (h.Event.Type == "message" || h.Event.Type == "app_mention") {
			keys = append(keys, messageKey(h.TeamID, h.Event.Channel, h.Event.TS))
		}
	case h.Type == "view_submission" && h.View.ID != "":
		keys = append(keys, "view:"+h.View.ID+"/"+h.View.Hash)
	case h.TriggerID != "":
		keys = append(keys, "trigger:"+h.TriggerID)
	}
	return keys
}

// messageKey knows a message by its place.
func messageKey(team, channel, ts string) string { return "message:" + team + "/" + channel + "/" + ts }

// learner is the id under which a person is remembered.
func (h head) learner() string {
	team, user := h.TeamID, h.UserID
	if h.Team.ID != "" {
		team = h.Team.ID
	}
	for _, id := range []string{h.User.ID, h.Event.User, h.Event.author()} {
		if id != "" {
			user = id
		}
	}
	return learnerID(team, user)
}

func learnerID(team, user string) string { return team + "/" + user }
