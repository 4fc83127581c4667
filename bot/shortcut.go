package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/prompts"
)

// The callback ids of the message shortcuts, as the app manifest has them.
const (
	shortcutExplain = "explain_thread"
	shortcutBrief   = "brief_thread"
	shortcutAdd     = "add_to_glossary"
)

// shortcut is the use of a message shortcut: the message it was used on, and
// where that stands.
type shortcut struct {
	CallbackID string          `json:"callback_id"`
	TriggerID  string          `json:"trigger_id"`
	Channel    named           `json:"channel"`
	MessageTS  string          `json:"message_ts"`
	Message    json.RawMessage `json:"message"`
}

// shortcutUsed explains, or briefs on, the thread of a message, in the direct
// message of who used the shortcut. That Slack offered it to them proves that
// they see the channel; where the bot does not, only that message is there.
func (b *Bot) shortcutUsed(ctx context.Context, item inbox.Item) error {
	var s shortcut
	if err := decode(item.Payload, &s); err != nil {
		return err
	}
	a, _ := asked(item)
	m, ok := tolerant(s.Message)
	if !ok && s.MessageTS == "" {
		return nil
	}
	m.TS = cmp.Or(m.TS, s.MessageTS)
	if s.CallbackID == shortcutAdd {
		return b.addFromMessage(ctx, a, s.TriggerID, place{s.Channel.ID, m.TS}, m)
	}
	ref := place{s.Channel.ID, cmp.Or(m.ThreadTS, m.TS)}
	q := request{task: prompts.ExplainTask}
	if s.CallbackID == shortcutBrief {
		q.task = prompts.BriefTask
	}
	a.event = event{Channel: s.Channel.ID}
	return b.work(ctx, a, func(ctx context.Context, a *ask) error {
		own, err := b.ownDirect(ctx, a.user, s.Channel.ID)
		if err != nil {
			return err
		}
		if own {
			return b.shortcutHere(ctx, a, ref, m, q)
		}
		a.origin, a.at = ref, ref
		a.about = subject{refs: []place{ref}}
		unsure, err := b.unsureReach(ctx, a, ref, m)
		if err != nil {
			return b.unread(ctx, *a, err)
		}
		if unsure {
			return b.askReach(ctx, a, q.task)
		}
		q.read = func(ctx context.Context, progress func(int)) (material, error) {
			read, err := b.gather(ctx, a.asking(), a.about.refs, progress)
			if errors.Is(err, errNotReadable) && !errors.Is(err, errExternal) && !errors.Is(err, errOptedOut) {
				a.about.alone, a.note = true, onlyThatMessage
				return b.gatherOne(ctx, *a, ref, m), nil
			}
			return read, err
		}
		return b.explain(ctx, a, q)
	})
}

// ownDirect reports whether a channel is the direct message of a person with
// Gloss.
func (b *Bot) ownDirect(ctx context.Context, user, channel string) (bool, error) {
	if !(place{channel: channel}).direct() {
		return false, nil
	}
	direct, err := b.directWith(ctx, user)
	if errors.Is(err, errNoDirect) {
		return false, nil
	}
	return direct == channel, err
}

// shortcutHere is a shortcut used on a message in the direct message with
// Gloss: on an answer, or on what somebody sent.
func (b *Bot) shortcutHere(ctx context.Context, a *ask, at place, m message, q request) error {
	a.at = at
	list, err := b.subjects(ctx, *a, m.TS)
	if err != nil {
		return b.unread(ctx, *a, err)
	}
	a.about = list[0]
	q.read = b.reading(a)
	return b.explain(ctx, a, q)
}
