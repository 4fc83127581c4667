package bot

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
)

// messageText is what a message says, as its reader sees it: from its rich text
// where there is one, since only that keeps code exact, else from its mrkdwn.
// Mentions stay in Slack's form, <@U…>.
func messageText(text string, blocks json.RawMessage) string {
	var list []json.RawMessage
	if json.Unmarshal(blocks, &list) != nil {
		return plainText(text)
	}
	var parts []string
	for _, raw := range list {
		var block richBlock
		if json.Unmarshal(raw, &block) != nil || block.Type != "rich_text" {
			continue
		}
		parts = append(parts, block.text())
	}
	if rich := strings.Join(parts, "\n"); strings.TrimSpace(rich) != "" {
		return strings.TrimRight(rich, "\n")
	}
	return plainText(text)
}

// richBlock is a rich_text block, or any element in one (docs.slack.dev,
// "Rich text block").
type richBlock struct {
	Type        string            `json:"type"`
	Text        json.RawMessage   `json:"text"`
	URL         string            `json:"url"`
	Name        string            `json:"name"`
	UserID      string            `json:"user_id"`
	ChannelID   string            `json:"channel_id"`
	UserGroupID string            `json:"usergroup_id"`
	Range       string            `json:"range"`
	Fallback    string            `json:"fallback"`
	Indent      int               `json:"indent"`
	Elements    []json.RawMessage `json:"elements"`
}

func (r richBlock) text() string {
	inner := r.elements()
	switch r.Type {
	case "rich_text":
		return strings.Join(inner, "\n")
	case "rich_text_section":
		return strings.TrimSuffix(strings.Join(inner, ""), "\n")
	case "rich_text_preformatted":
		return "```\n" + strings.TrimSuffix(strings.Join(inner, ""), "\n") + "\n```"
	case "rich_text_quote":
		return "> " + strings.ReplaceAll(strings.TrimSuffix(strings.Join(inner, ""), "\n"), "\n", "\n> ")
	case "rich_text_list":
		return strings.Repeat("  ", max(0, min(r.Indent, 8))) + "• " + strings.Join(inner, "\n"+strings.Repeat("  ", max(0, min(r.Indent, 8)))+"• ")
	}
	return r.leaf()
}

func (r richBlock) elements() []string {
	var inner []string
	for _, raw := range r.Elements {
		var e richBlock
		if json.Unmarshal(raw, &e) == nil {
			inner = append(inner, e.text())
		}
	}
	return inner
}

// leaf is the text of an element without elements of its own.
func (r richBlock) leaf() string {
	var text string
	if json.Unmarshal(r.Text, &text) != nil {
		text = ""
	}
	switch r.Type {
	case "link":
		if text == "" || text == r.URL {
			return r.URL
		}
		return text + " (" + r.URL + ")"
	case "emoji":
		return ":" + r.Name + ":"
	case "user":
		return "<@" + r.UserID + ">"
	case "channel":
		return "<#" + r.ChannelID + ">"
	case "usergroup":
		return "<!subteam^" + r.UserGroupID + ">"
	case "broadcast":
		return "@" + r.Range
	case "date":
		return r.Fallback
	}
	return text
}

var angled = regexp.MustCompile(`<([^<>\n]*)>`)

// plainText turns mrkdwn into text: links show their address, entities become
// the characters they stand for.
func plainText(text string) string {
	text = angled.ReplaceAllStringFunc(text, func(s string) string {
		inner := s[1 : len(s)-1]
		if inner == "" || strings.ContainsAny(inner[:1], "@#!") {
			return s
		}
		address, label, labelled := strings.Cut(inner, "|")
		if !labelled || label == address {
			return address
		}
		return label + " (" + address + ")"
	})
	return html.UnescapeString(text)
}
