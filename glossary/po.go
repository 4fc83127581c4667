package glossary

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// poMessage is one entry of a .po file.
type poMessage struct {
	id, translated string
	comment        string // what translators are told
	line           int
}

// poDefinitions reads a gettext file of a glossary: terms and explanations in
// turn, as Sphinx writes them, or terms explained in the comments. The
// translation counts where there is one, with the original as another name.
func poDefinitions(text string) []definition {
	messages := poMessages(text)
	var found []definition
	for i := 0; i < len(messages); i++ {
		m := messages[i]
		if !m.isTerm() {
			if len(found) > 0 && found[len(found)-1].text != "" && m.id != "" {
				found[len(found)-1].text += "\n\n" + rstWords(orElse(m.translated, m.id))
			}
			continue
		}
		d := definition{line: m.line}
		for ; i < len(messages) && messages[i].isTerm(); i++ {
			d.terms = append(d.terms, poNames(messages[i])...)
			if messages[i].comment != "" {
				d.text = messages[i].comment
				i++
				break
			}
		}
		if d.text == "" && i < len(messages) {
			d.text = rstWords(orElse(messages[i].translated, messages[i].id))
			i++
		}
		i--
		found = append(found, d)
	}
	return found
}

func poNames(m poMessage) []string {
	names := []string{}
	for _, name := range []string{m.translated, m.id} {
		if name != "" {
			names = append(names, rstWords(name))
		}
	}
	return names
}

// isTerm says whether a message is a term and no explanation: a few words that
// make no sentence.
func (m poMessage) isTerm() bool {
	id := strings.TrimSpace(m.id)
	if id == "" || utf8.RuneCountInString(id) > 60 || len(strings.Fields(id)) > 6 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(id)
	return !strings.ContainsRune(".!?:。", last) || !strings.Contains(id, " ")
}

// poMessages reads the entries of a .po file, without its header.
func poMessages(text string) []poMessage {
	var all []poMessage
	var m poMessage
	var into *string
	flush := func() {
		// The page's own title is no term.
		if m.id != "" && !strings.EqualFold(m.id, "glossary") {
			all = append(all, m)
		}
		m, into = poMessage{}, nil
	}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			flush()
		case strings.HasPrefix(line, "#."):
			m.comment = strings.TrimSpace(m.comment + " " + strings.TrimSpace(line[2:]))
		case strings.HasPrefix(line, "#~"), strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "msgid "):
			if m.id != "" {
				flush()
			}
			m.line, into = i+1, &m.id
			*into += poString(line[len("msgid "):])
		case strings.HasPrefix(line, "msgstr"):
			_, value, _ := strings.Cut(line, " ")
			into = &m.translated
			*into += poString(value)
		case strings.HasPrefix(line, `"`) && into != nil:
			*into += poString(line)
		default:
			into = nil
		}
	}
	flush()
	return all
}

// poString is a quoted string; what is not quoted rightly is taken as it is.
func poString(s string) string {
	if out, err := strconv.Unquote(s); err == nil {
		return out
	}
	return strings.Trim(s, `"`)
}
