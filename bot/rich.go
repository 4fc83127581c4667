package bot

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// block is a block, or any element in one (docs.slack.dev, "Blocks"). All that
// has more than one shape stays raw.
type block struct {
	Type        string            `json:"type"`
	Text        json.RawMessage   `json:"text"`
	Title       json.RawMessage   `json:"title"`
	AltText     string            `json:"alt_text"`
	URL         string            `json:"url"`
	Name        string            `json:"name"`
	UserID      string            `json:"user_id"`
	ChannelID   string            `json:"channel_id"`
	UserGroupID string            `json:"usergroup_id"`
	Range       string            `json:"range"`
	Fallback    string            `json:"fallback"`
	Value       json.RawMessage   `json:"value"` // of a color, a number
	Style       json.RawMessage   `json:"style"`
	Indent      json.RawMessage   `json:"indent"`
	Offset      json.RawMessage   `json:"offset"`
	Fields      []json.RawMessage `json:"fields"`
	Elements    []json.RawMessage `json:"elements"`
	Rows        []json.RawMessage `json:"rows"`
}

// deepest bounds how far blocks are followed into each other; Slack's own go
// four levels deep.
const deepest = 12

// blocks writes the blocks that hold words, a line or more each.
func (w *wording) blocks(raw json.RawMessage) string {
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		w.odd = true
		return ""
	}
	return strings.TrimLeft(lines(w.all(list, 0)...), "\n")
}

// each writes the elements that hold anything.
func (w *wording) each(list []json.RawMessage, depth int) []string {
	return slices.DeleteFunc(w.all(list, depth), func(text string) bool { return text == "" })
}

// all writes the elements, those without words as "".
func (w *wording) all(list []json.RawMessage, depth int) []string {
	var out []string
	for _, raw := range list {
		out = append(out, w.element(raw, depth))
	}
	return out
}

// lines puts the pieces of text that are not blank below each other.
func lines(pieces ...string) string {
	pieces = slices.DeleteFunc(pieces, func(s string) bool { return strings.TrimSpace(s) == "" })
	return strings.TrimRight(strings.Join(pieces, "\n"), " \n")
}

// decoded reads one element; false when it is none.
func (w *wording) decoded(raw json.RawMessage, depth int) (b block, ok bool) {
	if string(raw) == "null" {
		return block{}, false
	}
	if depth > deepest || lenient(raw, &b) != nil {
		w.odd = true
		return block{}, false
	}
	if bytes.HasPrefix(raw, []byte(`"`)) { // words where an object should be
		b = block{Type: "text", Text: raw}
	}
	return b, true
}

func (w *wording) element(raw json.RawMessage, depth int) string {
	b, ok := w.decoded(raw, depth)
	if !ok {
		return ""
	}
	switch b.Type {
	case "rich_text":
		return strings.Join(w.all(b.Elements, depth+1), "\n")
	case "rich_text_section":
		return strings.TrimSuffix(w.run(b.Elements, depth+1), "\n")
	case "rich_text_preformatted":
		return "```\n" + strings.TrimSuffix(w.verbatim(b.Elements, depth+1), "\n") + "\n```"
	case "rich_text_quote":
		return quoted(strings.TrimSuffix(w.run(b.Elements, depth+1), "\n"))
	case "rich_text_list":
		return w.list(b, depth)
	case "section":
		return lines(append([]string{w.object(b.Text)}, w.objects(b.Fields)...)...)
	case "header", "markdown", "plain_text", "mrkdwn":
		return w.words(b)
	case "context", "container", "card", "carousel":
		return lines(append([]string{w.object(b.Title), w.object(b.Text)}, w.each(b.Elements, depth+1)...)...)
	case "table":
		return w.table(b, depth)
	case "image":
		w.images++
		return strings.TrimSpace(w.object(b.Title))
	case "divider", "actions", "context_actions", "input", "file", "button", "feedback_buttons", "icon_button":
		return "" // furniture, or what is counted elsewhere
	}
	return w.leaf(b)
}

// words is the text of what is text itself, or has a text object.
func (w *wording) words(b block) string {
	var text string
	if json.Unmarshal(b.Text, &text) != nil {
		return w.object(b.Text)
	}
	if b.Type == "mrkdwn" {
		return w.mrkdwn(text)
	}
	return text
}

// object is the text of a text object, "" where there is none.
func (w *wording) object(raw json.RawMessage) string {
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	if text := plainString(raw); text != "" {
		return w.mrkdwn(text)
	}
	var o struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	if lenient(raw, &o) != nil || o.Text == "" {
		w.odd = true
		return ""
	}
	if o.Type == "mrkdwn" {
		return w.mrkdwn(o.Text)
	}
	return o.Text
}

func (w *wording) objects(list []json.RawMessage) []string {
	var out []string
	for _, raw := range list {
		if text := w.object(raw); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// run writes the elements of one paragraph, code between backquotes.
func (w *wording) run(list []json.RawMessage, depth int) string {
	var out strings.Builder
	open := false
	for _, raw := range list {
		b, ok := w.decoded(raw, depth)
		if !ok {
			continue
		}
		text := w.leaf(b)
		code := b.code() && !strings.Contains(text, "`")
		if code != open {
			out.WriteByte('`')
			open = code
		}
		out.WriteString(text)
	}
	if open {
		out.WriteByte('`')
	}
	return out.String()
}

// code reports whether an element is written as code.
func (b block) code() bool {
	var style struct {
		Code bool `json:"code"`
	}
	return lenient(b.Style, &style) == nil && style.Code
}

// verbatim writes the elements of a code block as they are.
func (w *wording) verbatim(list []json.RawMessage, depth int) string {
	var out strings.Builder
	for _, raw := range list {
		if b, ok := w.decoded(raw, depth); ok {
			if b.Type == "link" && plainString(b.Text) == "" {
				out.WriteString(b.URL)
				continue
			}
			out.WriteString(w.leaf(b))
		}
	}
	return out.String()
}

// quoted writes text as a quote.
func quoted(text string) string { return "> " + strings.ReplaceAll(text, "\n", "\n> ") }

// list writes a list with its bullets or numbers.
func (w *wording) list(b block, depth int) string {
	indent := strings.Repeat("  ", max(0, min(integer(b.Indent), 8)))
	ordered := plainString(b.Style) == "ordered"
	var out []string
	for i, text := range w.each(b.Elements, depth+1) {
		bullet := "• "
		if ordered {
			bullet = strconv.Itoa(integer(b.Offset)+i+1) + ". "
		}
		hang := indent + strings.Repeat(" ", len([]rune(bullet)))
		out = append(out, indent+bullet+strings.ReplaceAll(text, "\n", "\n"+hang))
	}
	return strings.Join(out, "\n")
}

// table writes a table row by row.
func (w *wording) table(b block, depth int) string {
	var rows []string
	for _, raw := range b.Rows {
		var cells []json.RawMessage
		if json.Unmarshal(raw, &cells) != nil {
			w.odd = true
			continue
		}
		var row []string
		for _, cell := range cells {
			row = append(row, strings.ReplaceAll(w.element(cell, depth+1), "\n", " "))
		}
		rows = append(rows, strings.Join(row, " | "))
	}
	return strings.Join(rows, "\n")
}

// leaf is the text of an element without elements of its own.
func (w *wording) leaf(b block) string {
	switch b.Type {
	case "text", "raw_text", "raw_number", "color":
		return plainString(b.Text) + plainString(b.Value)
	case "link":
		return link(b.URL, plainString(b.Text))
	case "emoji":
		return ":" + b.Name + ":"
	case "user":
		return w.name(aPerson, b.UserID, "")
	case "channel":
		return w.name(aChannel, b.ChannelID, "")
	case "usergroup":
		return w.name(aGroup, b.UserGroupID, "")
	case "broadcast":
		return "@" + b.Range
	case "date":
		return b.Fallback
	}
	// Nobody knows yet what this is; its words may be where words usually are.
	for _, raw := range []json.RawMessage{b.Text, b.Title, b.Value} {
		if text := w.object(raw); text != "" {
			return text
		}
	}
	w.odd = w.odd || !slices.Contains([]string{"video", "call", "rich_text_section"}, b.Type)
	return strings.TrimSpace(b.Fallback + b.AltText)
}

// plainString is a JSON string or number as text, "" for anything else.
func plainString(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var number json.Number
	if json.Unmarshal(raw, &number) == nil {
		return number.String()
	}
	return ""
}

// integer is a JSON number, 0 for anything else.
func integer(raw json.RawMessage) int {
	var n float64
	if json.Unmarshal(raw, &n) != nil || n < 0 || n > 1e6 {
		return 0
	}
	return int(n)
}
