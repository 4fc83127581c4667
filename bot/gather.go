package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// gather reads the threads at the given places for the asker, after looking up
// for each whether they may. Threads that they may not see, or that are gone,
// are noted as refused; only when none is left it is errNotReadable. progress
// hears how many messages have been read so far; it may be nil.
func (b *Bot) gather(ctx context.Context, a ask, refs []place, progress func(read int)) (material, error) {
	g := b.gathering(a)
	refusal, err := g.check(ctx, refs)
	if err != nil {
		return material{}, err
	}
	for _, ref := range g.roots {
		err := g.read(ctx, ref, progress)
		switch {
		case errors.Is(err, errNotReadable):
			g.refused, refusal = append(g.refused, ref), err
		case err != nil:
			return material{}, err
		}
	}
	if len(g.from) == 0 {
		return material{}, cmp.Or(refusal, errNotReadable)
	}
	return g.done(), nil
}

// check sorts the places into those that the asker may read and those that they
// may not, and says why for the last of these.
func (g *gathering) check(ctx context.Context, refs []place) (refusal, err error) {
	checked := make(map[string]error)
	for i, ref := range refs {
		if slices.Contains(refs[:i], ref) {
			continue
		}
		verdict, known := checked[ref.channel]
		if !known {
			verdict = g.bot.access(ctx, g.ask, ref.channel)
			checked[ref.channel] = verdict
		}
		switch {
		case verdict == nil:
			g.roots = append(g.roots, ref)
		case errors.Is(verdict, errNotReadable):
			g.refused, refusal = append(g.refused, ref), verdict
		default:
			return nil, verdict
		}
	}
	return refusal, nil
}

// gathering is material that is being put together.
type gathering struct {
	material
	bot    *Bot
	ask    ask
	people *people
	// spoke are those who said something, roots the threads that are read.
	spoke map[string]bool
	roots []place
}

func (b *Bot) gathering(a ask) *gathering {
	return &gathering{bot: b, ask: a, people: b.people(), spoke: make(map[string]bool), material: material{
		stamps: make(map[string]string),
		thread: thread.Thread{Format: thread.Slack, Confidence: 1, Messages: []thread.Message{}, Chrome: []int{}, Unplaced: []int{}},
	}}
}

func (g *gathering) done() material {
	g.material.people = len(g.spoke)
	return g.material
}

// read adds the thread at a place, without what people asked Gloss there and
// what it answered.
func (g *gathering) read(ctx context.Context, at place, progress func(read int)) error {
	before := len(g.thread.Messages)
	found, err := g.bot.whole(ctx, at, func(read int) {
		if progress != nil {
			progress(before + read)
		}
	})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(g.from, func(r reference) bool { return r.place == found.at }) {
		return nil
	}
	if slices.ContainsFunc(found.messages, func(m message) bool { return m.TS == found.at.threadTS && m.optedOut() }) {
		return errOptedOut
	}
	g.beyond += found.beyond
	g.partial += found.lost
	root := g.bot.permalink(ctx, found.at)
	ref := reference{team: g.ask.team, place: found.at}
	for _, m := range found.messages {
		if g.bot.own(m) || m.furniture() || found.at.channel == g.ask.at.channel && m.TS == g.ask.event.TS || g.bot.addressed(m) {
			continue
		}
		if m.optedOut() {
			g.optedOut++
			continue
		}
		said := g.said(ctx, found.at, m)
		said.Permalink = permalinkTo(root, found.at, m.TS)
		id := g.add(said, first(m.User, m.BotID, m.Username))
		g.stamps[id] = m.changed()
		ref.count++
		if later(m.changed(), ref.newest) {
			ref.newest = m.changed()
		}
	}
	g.from = append(g.from, ref)
	g.nameChannel(ctx, found.at.channel)
	return nil
}

// add adds a message and gives it its id; by is who wrote it, "" for nobody
// known.
func (g *gathering) add(m thread.Message, by string) string {
	m.ID = ordinal(len(g.thread.Messages))
	g.thread.Messages = append(g.thread.Messages, m)
	if by != "" {
		g.spoke[by] = true
	}
	return m.ID
}

// ordinal is the id of the message at a position.
func ordinal(i int) string { return fmt.Sprintf("m%d", i+1) }

// nameChannel notes the channel's name, which is none when there are several.
func (g *gathering) nameChannel(ctx context.Context, channel string) {
	if len(g.from) == 1 {
		g.thread.Channel = g.bot.channelName(ctx, channel)
	} else if channel != g.from[0].channel {
		g.thread.Channel = ""
	}
}

// said turns a message of Slack into one of a thread, and counts what of it
// could not be read.
func (g *gathering) said(ctx context.Context, at place, m message) thread.Message {
	w := &wording{name: func(kind thing, id, label string) string { return g.people.mentioned(ctx, kind, id, label) }}
	text := g.content(ctx, w, at, m)
	if w.odd || m.odd {
		g.partial++
	}
	g.images += w.images
	return thread.Message{
		Author: g.people.author(ctx, m), Bot: m.BotID != "", Text: text,
		Edited: m.edited(), At: instant(m.TS), Reactions: m.reactions(),
	}
}

// addressed reports whether a message begins with a mention of Gloss.
func (b *Bot) addressed(m message) bool {
	found := mention.FindStringSubmatchIndex(m.Text)
	return found != nil && strings.TrimSpace(m.Text[:found[0]]) == "" && m.Text[found[2]:found[3]] == b.User
}

var permalinkPath = regexp.MustCompile(`/archives/[A-Z0-9]+/p[0-9]+$`)

// permalinkTo makes the address of a reply from that of its thread's root, so
// that Slack need not be asked for each: "" when root has no known shape.
func permalinkTo(root string, at place, ts string) string {
	address, err := url.Parse(root)
	if root == "" || err != nil || !permalinkPath.MatchString(address.Path) {
		return ""
	}
	if ts == at.threadTS {
		return root
	}
	address.Path = path.Dir(address.Path) + "/p" + strings.ReplaceAll(ts, ".", "")
	address.RawQuery = url.Values{"thread_ts": {at.threadTS}, "cid": {at.channel}}.Encode()
	return address.String()
}

// channelName is the name of a channel without '#', "" when Slack does not say.
func (b *Bot) channelName(ctx context.Context, id string) string {
	var at room
	b.optional("conversations.info", func() (err error) {
		at, err = b.Web.room(ctx, id)
		return err
	})
	return at.Name
}
