package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// message is the event's message, as a reading of the channel would give it.
func (e event) message() message {
	return message{
		Subtype: e.Subtype, User: e.User, BotID: e.BotID, TS: e.TS, ThreadTS: e.ThreadTS,
		Text: e.Text, Blocks: e.Blocks, Attachments: e.Attachments, Files: e.Files,
	}
}

// maxFiles bounds how many shared files one question is read from.
const maxFiles = 5

// gatherOwn reads what a learner disclosed themself in messages to Gloss: texts
// that they pasted, also in several pieces, messages that they forwarded, files
// that they shared. What they typed beside these is material.typed. Its error
// is errNoThread when the messages hold nothing to explain, or one that may be
// gone the next time; files that could not be read are listed in the material,
// and may be all that there is.
//
// A forwarded message is no leave to read what surrounds it: the threads that
// it comes from are offered only where the learner may read them.
func (b *Bot) gatherOwn(ctx context.Context, a ask, messages []message) (material, error) {
	g := b.gathering(a)
	typed := g.typedIn(messages)
	var forwards []attachment
	for _, m := range messages {
		forwards = append(forwards, forwarded(m)...)
		if err := g.shared(ctx, m); err != nil {
			return material{}, err
		}
	}
	for _, c := range forwards {
		g.forward(ctx, c)
	}
	g.offer(ctx, forwards)
	brought := len(g.thread.Messages) > 0 || len(g.files) > 0 || g.images > 0
	if t, err := thread.Read([]byte(typed)); err == nil && !isTalk(t) && (t.Format != thread.Plain || !brought) {
		g.paste(t)
	} else {
		g.typed = strings.TrimSpace(typed)
	}
	if len(g.thread.Messages) == 0 && len(g.files) == 0 && g.images == 0 {
		return g.done(), errNoThread
	}
	return g.done(), nil
}

// typedIn is what messages say in their own words, without a mention of Gloss.
func (g *gathering) typedIn(messages []message) string {
	var texts []string
	for _, m := range messages {
		texts = append(texts, g.bot.words(event{Text: m.Text, Blocks: m.Blocks}))
	}
	return lines(texts...)
}

// paste adds a pasted thread, or one out of a file. Where it is all there is it
// stays as it was read; else its lines mean nothing any more.
func (g *gathering) paste(t thread.Thread) {
	for _, name := range t.Authors() {
		g.spoke[name] = true
	}
	if len(g.thread.Messages) == 0 {
		g.thread = t
		return
	}
	if len(g.thread.Chrome)+len(g.thread.Unplaced) > 0 {
		g.thread.Chrome, g.thread.Unplaced = []int{}, []int{}
	}
	g.thread.Confidence = min(g.thread.Confidence, t.Confidence)
	for i := range g.thread.Messages {
		g.thread.Messages[i].Lines = [2]int{}
	}
	for _, m := range t.Messages {
		m.Lines = [2]int{}
		g.add(m, m.Author)
	}
	for i := range g.thread.Messages {
		g.thread.Messages[i].ID = ordinal(i)
	}
}

// shared reads the files of a message; those that cannot be read are noted.
func (g *gathering) shared(ctx context.Context, m message) error {
	for i, raw := range m.Files {
		if i == maxFiles {
			g.files = append(g.files, unreadFile{why: fileTooMany})
			break
		}
		name, text, err := g.bot.readFile(ctx, raw)
		if why, unreadable := fileTrouble(err); unreadable {
			g.bot.Log.Info("a shared file was not read", "item", g.ask.item.ID, "why", why)
			if why == fileImage {
				g.images++
			} else {
				g.files = append(g.files, unreadFile{name: name, why: why})
			}
			continue
		}
		if err != nil {
			return err
		}
		if messages, ok := exported(text); ok {
			g.export(ctx, messages)
			continue
		}
		t, err := thread.Read(text)
		if err != nil {
			g.files = append(g.files, unreadFile{name: name, why: fileFormless})
			continue
		}
		g.paste(t)
	}
	return nil
}

// forwarded are the messages that were forwarded in a message.
func forwarded(m message) []attachment {
	var list []attachment
	for _, raw := range m.Attachments {
		var c attachment
		if lenient(raw, &c) == nil && c.Share {
			list = append(list, c)
		}
	}
	return list
}

// forward adds a forwarded message.
func (g *gathering) forward(ctx context.Context, c attachment) {
	w := &wording{name: func(kind thing, id, label string) string { return g.people.mentioned(ctx, kind, id, label) }}
	text := w.card(c)
	for _, raw := range c.Files {
		text = lines(text, g.noteFile(raw))
	}
	if w.odd {
		g.partial++
	}
	g.images += w.images
	author := first(c.AuthorName)
	if author == "" && c.AuthorID != "" {
		author = g.people.person(ctx, c.AuthorID)
	}
	g.add(thread.Message{
		Author: author, At: instant(plainString(c.TS)), Text: text, Reactions: []thread.Reaction{},
	}, first(c.AuthorID, author))
}

// origin is the thread that a forwarded message says it comes from.
func (b *Bot) origin(c attachment) (place, bool) {
	if ref, _, ok := b.permalinked(c.FromURL); ok && (c.ChannelID == "" || c.ChannelID == ref.channel) {
		return ref, true
	}
	ts := plainString(c.TS)
	if !channelID.MatchString(c.ChannelID) || !stamp.MatchString(ts) {
		return place{}, false
	}
	return place{c.ChannelID, ts}, true
}

// offer notes the threads that forwarded messages come from and that the
// learner may read. When Slack does not say whether they may, nothing is
// offered.
func (g *gathering) offer(ctx context.Context, forwards []attachment) {
	for _, c := range forwards {
		at, ok := g.bot.origin(c)
		if !ok || slices.Contains(g.offers, at) || len(g.offers) == maxLinks {
			continue
		}
		if may, err := g.bot.mayRead(ctx, g.ask, at.channel); err == nil && may {
			g.offers = append(g.offers, at)
		}
	}
}
