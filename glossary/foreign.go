package glossary

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// foreignEntry reads an entry written for another site: Hugo as the CNCF and
// Kubernetes use it, or Jekyll. The title is the term, the body the
// definition.
func foreignEntry(name string, head front, body string) (Entry, []Fault) {
	e := Entry{System: orElse(head.text("system"), "general"), Status: Status(head.text("status")),
		Owner: head.text("owner"), Kind: strings.ToLower(head.text("category"))}
	if head.text("draft") == "true" {
		e.Status = Draft
	}
	e.ID = slugOf(e.System) + "/" + orElse(slugOf(head.text("id")), fileSlug(name))
	term, aliases := splitTitle(head.text("title"))
	e.Term = term
	for _, key := range []string{"aka", "aliases", "title-aliases", "shortname"} {
		for _, alias := range head.list(key) {
			// Hugo calls old addresses of a page aliases, too.
			if strings.HasPrefix(alias, "/") {
				continue
			}
			long, short := splitTitle(alias)
			aliases = append(append(aliases, long), short...)
		}
	}
	e.Aliases = aliases
	if lower := folded(e.Term); camelCased(e.Term) {
		e.MatchOnly = []string{lower}
	}
	if link := head.text("full_link"); strings.HasPrefix(link, "http") {
		e.Links = []string{link}
	}
	for _, id := range head.list("related") {
		e.Related = append(e.Related, slugOf(e.System)+"/"+slugOf(id))
	}
	describe(&e, words(orElse(head.text("short_description"), head.text("excerpt"))), sections(body))
	return e, mend(&e, name, head)
}

// describe fills Plain, Technical and Why from a summary, "" where the source
// has none, and the sections of a definition.
func describe(e *Entry, summary string, parts []section) {
	definition := ""
	for _, s := range parts {
		switch {
		case s.heading == "" || isDefinition(s.heading) || definition == "" && !isWhy(s.heading) && len(parts) == 1:
			definition = joinParagraphs(definition, s.text)
		}
	}
	if definition == "" {
		definition, summary = summary, ""
	}
	plain, rest := "", definition
	if summary != "" {
		plain, _ = standalone(summary)
	}
	if plain == "" {
		plain, rest = standalone(definition)
	} else if first, others := standalone(definition); first == plain {
		rest = others
	}
	e.Plain, e.Technical = plain, rest
	for _, s := range parts {
		switch {
		case s.heading == "" || isDefinition(s.heading) || len(parts) == 1 && !isWhy(s.heading) || s.text == "":
		case isWhy(s.heading):
			e.Why = joinParagraphs(e.Why, s.text)
		default:
			e.Technical = joinParagraphs(e.Technical, titled(s))
		}
	}
}

// standalone takes from a definition the first sentence that can be read
// alone, and returns what is left. A definition without such a sentence gives
// its first paragraph.
func standalone(definition string) (string, string) {
	paragraphs := strings.Split(definition, "\n\n")
	for i, p := range paragraphs {
		for j, s := range sentences(p) {
			if !readsAlone(s) {
				continue
			}
			all := sentences(p)
			others := append(append([]string{}, all[:j]...), all[j+1:]...)
			left := append([]string{}, paragraphs[:i]...)
			if len(others) > 0 {
				left = append(left, strings.Join(others, " "))
			}
			return s, strings.Join(append(left, paragraphs[i+1:]...), "\n\n")
		}
	}
	return paragraphs[0], strings.Join(paragraphs[1:], "\n\n")
}

// pointers are first words that lean on a sentence before.
var pointers = []string{"it", "this", "these", "those", "they", "that", "such", "see", "note", "for", "however", "here"}

// readsAlone says whether a sentence can stand without its neighbours.
func readsAlone(s string) bool {
	if listItem.MatchString(s) || strings.HasSuffix(s, ":") || strings.ContainsRune(s, '\n') || strings.HasPrefix(s, "|") {
		return false
	}
	tokens := scan(s, nil)
	if len(tokens) < 4 {
		return false
	}
	first := folded(s[tokens[0].start:tokens[0].end])
	for _, word := range pointers {
		if first == word {
			return false
		}
	}
	return true
}

// splitTitle parts "Site Reliability Engineering (SRE)" into term and alias.
// A parenthesis that is no short form of the words before it is kept in the
// term, as "Node (Lightning)", and the words before it become the alias.
func splitTitle(title string) (string, []string) {
	title = strings.Join(strings.Fields(title), " ")
	open := strings.LastIndexAny(title, "(（")
	if open <= 0 || !strings.HasSuffix(title, ")") && !strings.HasSuffix(title, "）") {
		return title, nil
	}
	before := strings.TrimSpace(title[:open])
	_, width := utf8.DecodeRuneInString(title[open:])
	_, tail := utf8.DecodeLastRuneInString(title)
	inside := strings.TrimSpace(title[open+width : len(title)-tail])
	switch {
	case before == "" || inside == "":
		return title, nil
	case strings.EqualFold(inside, "disambiguation"):
		return before, nil
	case abbreviates(inside, before) || abbreviates(before, inside):
		return before, []string{inside}
	}
	return title, []string{before}
}

// abbreviates says whether short is one word whose letters stand in long in
// this order, the first at its beginning. Plurals lose their s.
func abbreviates(short, long string) bool {
	s, l := []rune(folded(strings.TrimSuffix(short, "s"))), []rune(folded(long))
	if len(s) < 2 || len(s) >= len(l) || strings.ContainsRune(short, ' ') || s[0] != l[0] {
		return false
	}
	for _, r := range l {
		if len(s) > 0 && s[0] == r {
			s = s[1:]
		}
	}
	return len(s) == 0
}

// camelCased says whether a word mixes cases as names of software do
// ("DevOps", "gRPC", "ConfigMap"): people write those in lower case as well.
func camelCased(word string) bool {
	lower := strings.ContainsFunc(word, unicode.IsLower)
	return lower && !strings.ContainsFunc(word, func(r rune) bool { return !isWord(r) }) && innerUpper(word)
}

// innerUpper says whether a capital stands after the first letter.
func innerUpper(word string) bool {
	_, width := utf8.DecodeRuneInString(word)
	return strings.ContainsFunc(word[width:], unicode.IsUpper)
}

func fileSlug(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	return slugOf(strings.TrimSuffix(base, path.Ext(base)))
}

// isWhy and isDefinition know the headings under which glossaries say why a
// term matters and what it is.
func isWhy(heading string) bool {
	switch h := folded(strings.Trim(heading, " :?？")); h {
	case "problem it addresses", "why", "why it matters", "解決すべき問題はなんですか", "解決すべき問題は何ですか":
		return true
	}
	return false
}

func isDefinition(heading string) bool {
	switch folded(strings.Trim(heading, " :?？")) {
	case "definition", "what it is", "summary":
		return true
	}
	return false
}

// titled is a section as paragraphs; its heading stays where it says more
// than "this is how it helps".
func titled(s section) string {
	if strings.EqualFold(strings.TrimSpace(s.heading), "How it helps") || s.heading == "" {
		return s.text
	}
	return joinParagraphs(s.heading+":", s.text)
}

func joinParagraphs(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}
