package fakeslack

import (
	"regexp"
	"strings"
)

var (
	escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

	// inline finds what Slack turns into something while one types: code, links,
	// people, channels and the commonest emoji.
	inline = regexp.MustCompile("`[^`\n]+`" + `|https?://[^\s<>]+|@[\p{L}\p{N}._-]+|#[\p{L}\p{N}_-]+` +
		`|:(?:\+1|-1|eyes|tada|white_check_mark|heavy_check_mark|rocket|fire|warning|thinking_face|pray|heart|joy|raised_hands|x):`)
)

// compose makes of typed text what Slack makes of it: the escaped mrkdwn text
// and one rich_text block.
func (s *Server) compose(typed string) (text string, blocks []any) {
	if strings.TrimSpace(typed) == "" {
		return "", nil
	}
	var mrkdwn strings.Builder
	var parts []any
	for i, piece := range strings.Split(typed, "```") {
		if i%2 == 1 {
			code := strings.Trim(piece, "\n")
			mrkdwn.WriteString("```" + escaper.Replace(code) + "```")
			parts = append(parts, part("rich_text_preformatted", []any{plain(code, false)}))
			continue
		}
		parts = append(parts, s.composeProse(&mrkdwn, piece)...)
	}
	return mrkdwn.String(), []any{map[string]any{"type": "rich_text", "block_id": s.id("b"), "elements": parts}}
}

// composeProse makes sections of text between code fences, and quotes of the
// lines that begin with >.
func (s *Server) composeProse(mrkdwn *strings.Builder, prose string) (parts []any) {
	var run []string
	quoted := false
	flush := func() {
		kind := "rich_text_section"
		if quoted {
			kind = "rich_text_quote"
		}
		text := strings.Join(run, "\n")
		if len(parts) > 0 || quoted {
			text = strings.TrimPrefix(text, "\n")
		}
		if elements, _ := s.composeInline(text); len(elements) > 0 {
			parts = append(parts, part(kind, elements))
		}
		run = nil
	}
	for i, line := range strings.Split(prose, "\n") {
		if i > 0 {
			mrkdwn.WriteByte('\n')
		}
		rest, quote := strings.CutPrefix(line, "> ")
		if quote != quoted {
			flush()
			quoted = quote
		}
		_, escaped := s.composeInline(rest)
		if quote {
			mrkdwn.WriteString("&gt; ")
		}
		mrkdwn.WriteString(escaped)
		run = append(run, rest)
	}
	flush()
	return parts
}

// composeInline makes the elements of a section, and their mrkdwn.
func (s *Server) composeInline(text string) (elements []any, mrkdwn string) {
	var b strings.Builder
	at := 0
	literal := func(to int) {
		if to > at {
			elements = append(elements, plain(text[at:to], false))
			b.WriteString(escaper.Replace(text[at:to]))
		}
		at = to
	}
	for _, span := range inline.FindAllStringIndex(text, -1) {
		found := text[span[0]:span[1]]
		if strings.HasPrefix(found, "http") {
			found = strings.TrimRight(found, ".,;:!?)'\"")
		}
		element, written := s.inlineElement(found)
		if element == nil || span[0] > 0 && isWord(text[span[0]-1]) {
			continue
		}
		literal(span[0])
		elements = append(elements, element)
		b.WriteString(written)
		at = span[0] + len(found)
	}
	literal(len(text))
	return elements, b.String()
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// inlineElement is the element for something found in typed text; nil when it
// is only text after all.
func (s *Server) inlineElement(found string) (element map[string]any, mrkdwn string) {
	switch found[0] {
	case '`':
		return plain(strings.Trim(found, "`"), true), escaper.Replace(found)
	case '@':
		for _, id := range s.roster {
			if u := s.users[id]; strings.EqualFold(found[1:], u.Name) || strings.EqualFold(found[1:], u.RealName) {
				return map[string]any{"type": "user", "user_id": id}, "<@" + id + ">"
			}
		}
		for _, g := range s.groups {
			if strings.EqualFold(found[1:], g.Handle) {
				return map[string]any{"type": "usergroup", "usergroup_id": g.ID}, "<!subteam^" + g.ID + ">"
			}
		}
		return nil, ""
	case '#':
		if ch := s.room(found); ch != nil && ch.kind == kindPublic {
			return map[string]any{"type": "channel", "channel_id": ch.id}, "<#" + ch.id + "|" + ch.name + ">"
		}
		return nil, ""
	case ':':
		return map[string]any{"type": "emoji", "name": strings.Trim(found, ":")}, found
	}
	return map[string]any{"type": "link", "url": found}, "<" + escaper.Replace(found) + ">"
}

func part(kind string, elements []any) map[string]any {
	return map[string]any{"type": kind, "elements": elements}
}

func plain(text string, code bool) map[string]any {
	element := map[string]any{"type": "text", "text": text}
	if code {
		element["style"] = map[string]any{"code": true}
	}
	return element
}
