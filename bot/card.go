package bot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
)

// attachment is what hangs under a message: a forwarded message, the preview of
// a linked one, or the card of another app, which may hold all that it says
// (docs.slack.dev, "Secondary attachments"). All that has more than one shape
// in the wild stays raw.
type attachment struct {
	Share         bool              `json:"is_share"`
	Unfurl        bool              `json:"is_msg_unfurl"`
	ChannelID     string            `json:"channel_id"`
	TS            json.RawMessage   `json:"ts"`
	FromURL       string            `json:"from_url"`
	AuthorName    string            `json:"author_name"`
	AuthorID      string            `json:"author_id"`
	Pretext       json.RawMessage   `json:"pretext"`
	Title         json.RawMessage   `json:"title"`
	Text          json.RawMessage   `json:"text"`
	Fallback      json.RawMessage   `json:"fallback"`
	Fields        []json.RawMessage `json:"fields"`
	Blocks        json.RawMessage   `json:"blocks"`
	MessageBlocks []json.RawMessage `json:"message_blocks"`
	ImageURL      string            `json:"image_url"`
	Files         []json.RawMessage `json:"files"`
}

// content writes all that a message says: its own words, what hangs under it,
// and the names of its files.
func (g *gathering) content(ctx context.Context, w *wording, at place, m message) string {
	pieces := []string{w.message(m.Text, m.Blocks)}
	for _, raw := range m.Attachments {
		if text := g.attached(ctx, w, at, raw); text != "" {
			pieces = append(pieces, text)
		}
	}
	for _, raw := range m.Files {
		pieces = append(pieces, g.noteFile(raw))
	}
	return strings.TrimLeft(lines(pieces...), "\n")
}

// attached writes an attachment. Previews of linked messages are left out: of
// one that is read anyway, and of one in another channel, which may not be for
// everybody's eyes.
func (g *gathering) attached(ctx context.Context, w *wording, at place, raw json.RawMessage) string {
	var c attachment
	if lenient(raw, &c) != nil {
		w.odd = true
	}
	switch origin, known := g.bot.origin(c); {
	case !c.Unfurl || c.Share:
	case known && slices.Contains(g.roots, origin):
		return ""
	case !known || origin.channel != at.channel:
		g.linked++
		return ""
	}
	text := w.card(c)
	for _, file := range c.Files {
		text = lines(text, g.noteFile(file))
	}
	if c.Share || c.Unfurl {
		who := first(c.AuthorName)
		if who == "" && c.AuthorID != "" {
			who = g.people.person(ctx, c.AuthorID)
		}
		if who != "" {
			return "Message from " + who + ":\n" + quoted(text)
		}
		return quoted(text)
	}
	return text
}

// card writes what an attachment says. Its fallback is for those who cannot
// show it, and is used when there is nothing else.
func (w *wording) card(c attachment) string {
	text := ""
	if c.Share || c.Unfurl {
		text = w.forwardedBlocks(c.MessageBlocks)
	}
	if text == "" {
		text = w.blocks(c.Blocks)
	}
	if text == "" {
		text = lines(append([]string{w.object(c.Pretext), w.object(c.Title), w.object(c.Text)}, w.cardFields(c.Fields)...)...)
	}
	if c.ImageURL != "" {
		w.images++
	}
	if text == "" && len(c.Files) == 0 {
		text = lines(w.object(c.Fallback))
	}
	return text
}

// forwardedBlocks writes the blocks of a forwarded message.
func (w *wording) forwardedBlocks(list []json.RawMessage) string {
	var pieces []string
	for _, raw := range list {
		var m struct {
			Message struct {
				Blocks json.RawMessage `json:"blocks"`
			} `json:"message"`
		}
		if lenient(raw, &m) == nil {
			pieces = append(pieces, w.blocks(m.Message.Blocks))
		}
	}
	return lines(pieces...)
}

// cardFields writes the fields of a card: "Severity: high".
func (w *wording) cardFields(list []json.RawMessage) []string {
	var out []string
	for _, raw := range list {
		var f struct {
			Title json.RawMessage `json:"title"`
			Value json.RawMessage `json:"value"`
		}
		if lenient(raw, &f) != nil {
			w.odd = true
			continue
		}
		title, value := w.object(f.Title), w.object(f.Value)
		if title != "" && value != "" {
			title += ": "
		}
		out = append(out, title+value)
	}
	return out
}
