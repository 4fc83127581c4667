package thread

import "strings"

// irc reads what IRC clients write, behind the time or without one: "<nick> text",
// "* nick waves", "nick | text" and "nick⇥text" behind a time, and notices.
func (p *paste) irc(sp *opening, s string, at int, stamped bool) bool {
	rest := s[at:]
	if rest == "" {
		return false
	}
	if sp.shape = ircLine; ircNotice(rest, stamped) {
		sp.notice = true
		return true
	}
	name := ""
	switch rest[0] {
	case '<':
		end := strings.IndexByte(rest[:min(len(rest), maxSpeaker)], '>')
		if end < 0 {
			return false
		}
		name = rest[1:end]
		if strings.Contains(rest, "</"+name) {
			return false // markup
		}
		sp.inline = at + end + 1
	case '*':
		name, sp.inline = ircAction(rest)
		sp.inline += at
		if sp.inline > at && p.words.isNotice(s[sp.inline:]) {
			sp.notice = true
			return true
		}
	default:
		if !stamped {
			return false
		}
		sp.column = true
		name, sp.inline = ircColumn(rest)
		sp.inline += at
		if p.notName(name) {
			sp.inline, sp.column = -1, false
			return false
		}
	}
	name = strings.TrimLeft(name, "@+%~& ")
	if !plausible(name, true) && !nick(name, false) {
		sp.inline, sp.column = -1, false
		return false
	}
	sp.person, sp.stars = p.person(name), rest[0] == '*' && !stamped
	sp.inline += len(s[sp.inline:]) - len(trimLeft(s[sp.inline:]))
	return true
}

// ircNotice reports the marks in front of what a chat server or the client says.
func ircNotice(rest string, stamped bool) bool {
	if strings.IndexByte("-*=<", rest[0]) < 0 {
		return false
	}
	end := strings.IndexAny(rest[:min(len(rest), 5)], " \t")
	if end < 0 {
		return false
	}
	switch rest[:end] {
	case "-!-", "***", "===", "-->", "<--":
		return true
	case "--":
		return stamped
	case "---":
		return strings.HasPrefix(rest, "--- Day changed ") || strings.HasPrefix(rest, "--- Log ")
	}
	return false
}

// ircAction reads the nick of "* nick waves" and where the text goes on.
func ircAction(rest string) (name string, inline int) {
	text := strings.TrimLeft(rest[1:], " \t|")
	if len(rest) < 2 || rest[1] != ' ' && rest[1] != '\t' {
		return "", 0
	}
	end := strings.IndexAny(text, " \t")
	if end < 0 {
		end = len(text)
	}
	return text[:end], len(rest) - len(text) + end
}

// ircColumn reads the nick in a column of its own: "nick | text", "nick⇥text".
func ircColumn(rest string) (name string, inline int) {
	head := rest[:min(len(rest), maxSpeaker)]
	end, width := strings.IndexByte(head, '\t'), 1
	if bar := strings.Index(head, " | "); bar > 0 && (end < 0 || bar < end) {
		end, width = bar, len(" | ")
	}
	if end < 1 || width == 1 && strings.IndexByte(rest[end+1:], '\t') >= 0 || !nick(strings.TrimLeft(strings.TrimRight(head[:end], " "), "@+%~&"), false) {
		return "", 0
	}
	return strings.TrimRight(head[:end], " "), end + width
}

// isNotice reports whether what follows a nick says that somebody came, went or
// was renamed.
func (f *furniture) isNotice(s string) bool {
	s = strings.TrimLeft(s, " ")
	if strings.HasPrefix(s, "(") || strings.HasPrefix(s, "[") { // the address of the nick
		_, s, _ = strings.Cut(s, " ")
	}
	for _, phrase := range f.notices {
		if strings.HasPrefix(s, phrase) {
			return true
		}
	}
	return false
}
