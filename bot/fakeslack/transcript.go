package fakeslack

import (
	"fmt"
	"regexp"
	"strings"
)

// Transcript is a channel as a person would read it, for golden tests: a line
// "handle: text" per message, replies indented by a tab, with blocks,
// attachments and reactions under the text. It holds no timestamps and no
// made-up identifiers.
func (s *Server) Transcript(channel string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.anyRoom(channel)
	if ch == nil {
		return ""
	}
	replies := map[string][]*message{}
	for _, m := range ch.messages {
		if m.threadTS != "" {
			replies[m.threadTS] = append(replies[m.threadTS], m)
		}
	}
	var b strings.Builder
	for _, m := range ch.messages {
		if m.threadTS != "" && ch.byTS[m.threadTS] != nil {
			continue
		}
		s.writeMessage(&b, m, "")
		for _, reply := range replies[m.ts] {
			s.writeMessage(&b, reply, "\t")
		}
	}
	return b.String()
}

var userID = regexp.MustCompile(`<@([A-Z0-9]+)>`)

// names puts handles where a text has user ids.
func (s *Server) names(text string) string {
	return userID.ReplaceAllStringFunc(text, func(found string) string {
		if u := s.users[found[2:len(found)-1]]; u != nil {
			return "@" + u.Name
		}
		return found
	})
}

func (s *Server) writeMessage(b *strings.Builder, m *message, indent string) {
	head := s.authorName(m)
	if u := s.users[m.user]; u != nil {
		head = u.Name
	}
	if m.ephemeral != "" {
		head += " (only to " + s.users[m.ephemeral].Name + ")"
	}
	if m.streaming() {
		head += " (streaming)"
	}
	lines := strings.Split(s.names(m.saying()), "\n")
	if m.bot {
		for _, block := range m.blocks {
			lines = append(lines, s.blockLines(block)...)
		}
	}
	for _, a := range m.attachments {
		attachment, _ := a.(map[string]any)
		text := attachmentText(attachment)
		if attachment["is_share"] == true {
			text = fmt.Sprintf("%v: %v", attachment["author_name"], attachment["text"])
		}
		lines = append(lines, "[attachment] "+text)
	}
	for _, id := range m.files {
		lines = append(lines, "[file] "+s.files[id].Name)
	}
	for _, r := range m.reactions {
		lines = append(lines, fmt.Sprintf(":%s: %d", r.name, len(r.users)))
	}
	fmt.Fprintf(b, "%s%s: %s\n", indent, head, lines[0])
	for _, line := range lines[1:] {
		b.WriteString(strings.TrimRight(indent+"\t"+line, "\t ") + "\n")
	}
}

// blockLines is a block in words.
func (s *Server) blockLines(b any) []string {
	block, _ := b.(map[string]any)
	kind, _ := block["type"].(string)
	var lines []string
	add := func(text string) {
		for line := range strings.SplitSeq(s.names(text), "\n") {
			lines = append(lines, "["+kind+"] "+line)
		}
	}
	switch kind {
	case "divider":
		add("---")
	case "task_card":
		add(fmt.Sprintf("%v: %v", block["title"], block["status"]))
	case "actions", "context_actions":
		var labels []string
		for _, element := range elementsOf(block) {
			labels = append(labels, labelOf(element))
		}
		add(strings.Join(labels, " | "))
	default:
		if text := strings.Join(textsOf(block), " "); text != "" {
			add(text)
		}
	}
	return lines
}

// labelOf is what stands on an element.
func labelOf(element map[string]any) string {
	if texts := textsOf(element); len(texts) > 0 {
		return strings.Join(texts, "/")
	}
	kind, _ := element["type"].(string)
	return kind
}

// textsOf lists the texts within a block, in the order a reader meets them.
func textsOf(v any) []string {
	switch v := v.(type) {
	case []any:
		var texts []string
		for _, item := range v {
			texts = append(texts, textsOf(item)...)
		}
		return texts
	case map[string]any:
		if text, ok := v["text"].(string); ok {
			return []string{text}
		}
		var texts []string
		for _, name := range []string{"title", "label", "text", "fields", "elements", "rows", "positive_button", "negative_button", "placeholder", "options", "element", "accessory", "alt_text"} {
			texts = append(texts, textsOf(v[name])...)
		}
		return texts
	}
	return nil
}
