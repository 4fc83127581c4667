package bot

import (
	"encoding/json"
	"regexp"
	"strings"
)

// messageText is what a message says, as its reader sees it: from its blocks
// where they hold text, since only rich text keeps code exact, else from its
// mrkdwn. Mentions stay in Slack's form, <@U…>.
func messageText(text string, blocks json.RawMessage) string {
	w := &wording{name: slackForm}
	return w.message(text, blocks)
}

// plainText turns mrkdwn into text: links show their address, entities become
// the characters they stand for. Mentions stay in Slack's form.
func plainText(text string) string {
	w := &wording{name: slackForm}
	return w.mrkdwn(text)
}

// thing is what a mention can be of.
type thing string

const (
	aPerson  thing = "@"
	aChannel thing = "#"
	aGroup   thing = "!subteam^"
)

// slackForm writes a mention as Slack does in text.
func slackForm(kind thing, id, _ string) string { return "<" + string(kind) + id + ">" }

// wording writes out what messages say.
type wording struct {
	// name writes a mention; label is what the message itself calls it, "".
	name func(kind thing, id, label string) string
	// odd says that something had a shape that could not be read, so that
	// words may be missing; images counts the pictures that were passed over.
	odd    bool
	images int
}

// message writes the words of a message: its blocks, or where those hold none,
// or fewer than its text because something in them was odd, its text.
func (w *wording) message(text string, blocks json.RawMessage) string {
	inner := *w
	inner.odd = false
	rich := inner.blocks(blocks)
	flat := ""
	if rich == "" || inner.odd {
		flat = inner.mrkdwn(text)
	}
	w.images = inner.images
	if rich == "" || len(flat) > len(rich) {
		w.odd = w.odd || inner.odd && flat == ""
		return strings.TrimRight(flat, " \n")
	}
	w.odd = w.odd || inner.odd
	return rich
}

var angled = regexp.MustCompile(`<([^<>\n]*)>`)

// entities are the characters that mrkdwn cannot hold as they are.
var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// mrkdwn writes out Slack's own markup: what stands between < and > there was
// put there by Slack, since it escapes what people type.
func (w *wording) mrkdwn(text string) string {
	var out strings.Builder
	last := 0
	for _, at := range angled.FindAllStringSubmatchIndex(text, -1) {
		out.WriteString(entities.Replace(text[last:at[0]]))
		out.WriteString(w.token(text[at[0]:at[1]], text[at[2]:at[3]]))
		last = at[1]
	}
	out.WriteString(entities.Replace(text[last:]))
	return out.String()
}

// token writes one <token>; whole is it with its brackets.
func (w *wording) token(whole, inner string) string {
	address, label, _ := strings.Cut(inner, "|")
	address, label = entities.Replace(address), entities.Replace(label)
	switch {
	case address == "":
		return whole
	case strings.HasPrefix(address, "@"):
		return w.name(aPerson, address[1:], label)
	case strings.HasPrefix(address, "#"):
		return w.name(aChannel, address[1:], label)
	case strings.HasPrefix(address, string(aGroup)):
		return w.name(aGroup, strings.TrimPrefix(address, string(aGroup)), label)
	case strings.HasPrefix(address, "!date^"):
		return label
	case strings.HasPrefix(address, "!"):
		if label == "" {
			label = address[1:]
		}
		return "@" + strings.TrimPrefix(label, "@")
	}
	return link(address, label)
}

// link writes a link as its reader sees it, with the address after words that
// do not show it.
func link(address, label string) string {
	for _, scheme := range []string{"mailto:", "tel:"} {
		if rest, cut := strings.CutPrefix(address, scheme); cut {
			address = rest
		}
	}
	switch {
	case label == "" || label == address:
		return address
	case "http://"+label == address || "https://"+label == address || label+"/" == address:
		return label
	}
	return label + " (" + address + ")"
}
