package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// reading is how the words that an answer is about are read: from the messages
// of the question where they came with it, else from Slack, where the asker's
// access is looked up anew each time.
func (b *Bot) reading(a *ask) func(ctx context.Context, progress func(int)) (material, error) {
	return func(ctx context.Context, progress func(int)) (material, error) {
		var own, threads []place
		for _, ref := range a.about.refs {
			if a.about.held || a.at.direct() && ref.channel == a.at.channel {
				own = append(own, ref)
			} else {
				threads = append(threads, ref)
			}
		}
		var m material
		if len(own) > 0 {
			var err error
			if m, err = b.ownWords(ctx, a, own); err != nil || len(threads) == 0 {
				return m, err
			}
		}
		if a.about.alone || a.about.around {
			return b.aloneAt(ctx, a, threads[0])
		}
		linked, err := b.gather(ctx, a.asking(), threads, progress)
		if err != nil || len(own) == 0 {
			return linked, err
		}
		return beside(m, linked), nil
	}
}

// asking is the ask as it stood where it was asked: access is a matter of who
// asked where, not of where the answer goes.
func (a ask) asking() ask {
	if a.origin != (place{}) {
		a.at = a.origin
	}
	return a
}

// ownWords reads what the learner sent to Gloss in the messages at the given
// places.
func (b *Bot) ownWords(ctx context.Context, a *ask, refs []place) (material, error) {
	then := a.asking()
	then.parts = nil
	for _, ref := range refs {
		i := slices.IndexFunc(a.parts, func(part event) bool { return part.Channel == ref.channel && part.TS == ref.threadTS })
		if i >= 0 {
			then.parts = append(then.parts, a.parts[i])
			continue
		}
		if err := b.access(ctx, then, ref.channel); err != nil {
			return material{}, err
		}
		m, err := b.single(ctx, ref)
		if err != nil {
			return material{}, err
		}
		then.parts = append(then.parts, m.event(ref.channel))
	}
	s := b.sent(then)
	if !s.shared {
		return corrected(pastedMaterial(s), a.about.fix, s.rest)
	}
	messages := make([]message, 0, len(then.parts))
	for i, part := range then.parts {
		m := part.message()
		m.Text, m.Blocks = "", nil
		if i == 0 {
			m.Text = typedForm.Replace(s.rest)
			if !s.pasted() {
				m.Text = typedForm.Replace(s.text)
			}
		}
		messages = append(messages, m)
	}
	m, err := b.gatherOwn(ctx, then, messages)
	if errors.Is(err, errNoThread) || err == nil && len(m.thread.Messages) == 0 {
		return m, noWords(m)
	}
	if err != nil {
		return m, err
	}
	return corrected(m, a.about.fix, "")
}

// typedForm writes text as Slack does in the text of a message.
var typedForm = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// pastedMaterial is what was pasted, as material.
func pastedMaterial(s sent) material {
	m := material{thread: s.read, typed: s.question}
	if len(s.read.Messages) > 0 {
		m.people = len(s.read.Authors())
	}
	return m
}

// corrected reads material the way in which the learner says that it is right.
// raw is the text it was read from, "" when there is more to it than a text.
func corrected(m material, f fix, raw string) (material, error) {
	if len(m.thread.Messages) == 0 {
		return m, errNoThread
	}
	switch f {
	case undivided:
		if raw == "" {
			var texts []string
			for _, said := range m.thread.Messages {
				texts = append(texts, said.Text)
			}
			raw = strings.Join(texts, "\n")
		}
		lines := strings.Count(raw, "\n") + 1
		m.people = 0
		m.thread = thread.Thread{Format: thread.Plain, Confidence: 1, Messages: []thread.Message{{ID: "m1", Text: strings.Trim(raw, "\n"), Lines: [2]int{1, lines}}}}
	case nameless:
		m.people = 0
		m.thread.Messages = slices.Clone(m.thread.Messages)
		for i := range m.thread.Messages {
			m.thread.Messages[i].Author, m.thread.Messages[i].AuthorRole = "", ""
		}
	}
	return m, nil
}

// beside puts what the learner brought and what they pointed at together.
func beside(brought, linked material) material {
	out := linked
	out.thread.Messages = slices.Clone(brought.thread.Messages)
	out.thread.Channel = ""
	for _, m := range linked.thread.Messages {
		m.ID = fmt.Sprintf("m%d", len(out.thread.Messages)+1)
		out.thread.Messages = append(out.thread.Messages, m)
	}
	out.stamps = nil
	out.people += brought.people
	out.images += brought.images
	out.partial += brought.partial
	out.files = append(out.files, brought.files...)
	return out
}

// aloneAt reads one message of a channel, of which no more is wanted or can be
// had, or what stands around it.
func (b *Bot) aloneAt(ctx context.Context, a *ask, ref place) (material, error) {
	if err := b.access(ctx, a.asking(), ref.channel); err != nil {
		return material{}, err
	}
	if a.about.around {
		return b.aroundAt(ctx, a, ref)
	}
	m, err := b.single(ctx, ref)
	if err != nil {
		return material{}, err
	}
	return b.gatherOne(ctx, *a, ref, m), nil
}

// gatherOne is one message of a channel as material.
func (b *Bot) gatherOne(ctx context.Context, a ask, ref place, m message) material {
	g := b.gathering(a.asking())
	said := g.said(ctx, ref, m)
	said.Permalink = b.permalink(ctx, place{ref.channel, m.TS})
	g.add(said, first(m.User, m.BotID, m.Username))
	return g.done()
}

// holds reports whether a message of the direct message holds something to
// explain.
func (b *Bot) holds(m message) bool {
	e := m.event("")
	s := b.sent(ask{parts: []event{e}})
	return s.shared || s.pasted() || len(s.links.refs) > 0 || !e.followsUp() && s.read.Format != "" && (!isTalk(s.read) || s.question != "")
}
