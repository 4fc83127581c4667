package glossary

import (
	"path"
	"slices"
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
			aliases = append(aliases, titleNames(alias)...)
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
	parts := sections(body)
	for _, s := range parts {
		if s.pointsOn() {
			for _, slug := range s.links {
				e.Related = append(e.Related, slugOf(e.System)+"/"+slugOf(slug))
			}
		}
	}
	describe(&e, words(orElse(head.text("short_description"), head.text("excerpt"))), parts)
	faults := mend(&e, name, head)
	if e.Status == Approved && !slices.ContainsFunc(sentences(e.Plain), readsAlone) {
		// It points elsewhere ("please refer to …"): nothing to teach as fact.
		e.Status = Draft
		faults = append(faults, Fault{File: name, What: "no sentence of it says what the term is; it is read as a draft", Kept: true})
	}
	return e, faults
}

// describe fills Plain, Technical and Why from a summary, "" where the source
// has none, and the sections of a definition. Short forms that the first
// sentence gives become aliases.
func describe(e *Entry, summary string, parts []section) {
	definition, more := "", ""
	for _, s := range parts {
		switch {
		case isWhy(s.heading):
			e.Why = joinParagraphs(e.Why, s.text)
		case s.heading == "" || isDefinition(s.heading) || len(parts) == 1:
			definition = joinParagraphs(definition, s.text)
		case s.text != "" && !s.pointsOn():
			more = joinParagraphs(more, titled(s))
		}
	}
	if definition == "" {
		definition, summary = summary, ""
	}
	first, rest := standalone(e.Term, definition)
	e.Plain, e.Technical = first, rest
	if s, _ := standalone(e.Term, summary); s != "" && s != first {
		e.Plain, e.Technical = s, definition
	}
	e.Technical = joinParagraphs(e.Technical, more)
	e.Aliases = append(e.Aliases, shortForms(e.Term, first)...)
}

// standalone takes from a definition the sentence that says what the term is,
// or else the first one that can be read alone, and returns what is left. A
// definition without such a sentence gives its first paragraph.
func standalone(term, definition string) (string, string) {
	paragraphs := strings.Split(definition, "\n\n")
	for _, fits := range []func(string) bool{
		func(s string) bool { return readsAlone(s) && defines(term, s) },
		readsAlone,
	} {
		for i, p := range paragraphs {
			all := sentences(p)
			j := slices.IndexFunc(all, fits)
			if j < 0 {
				continue
			}
			left := append([]string{}, paragraphs[:i]...)
			if others := slices.Concat(all[:j], all[j+1:]); len(others) > 0 {
				left = append(left, strings.Join(others, " "))
			}
			return all[j], strings.Join(append(left, paragraphs[i+1:]...), "\n\n")
		}
	}
	return paragraphs[0], strings.Join(paragraphs[1:], "\n\n")
}

// definers are the verbs that follow a term where it is defined.
var definers = []string{"is", "are", "refers", "means", "describes", "offers", "executes", "intercepts", "provides", "allows"}

// openers are words of a sentence that may stand before or inside the term it
// defines.
var openers = []string{"a", "an", "the"}

// defines says whether a sentence begins with the term and goes on to say what
// it is: "A service mesh is …". One that is about the word ("is a term that")
// does not.
func defines(term, s string) bool {
	tokens := foldedWords(s)
	for len(tokens) > 0 && slices.Contains(openers, tokens[0]) {
		tokens = tokens[1:]
	}
	wanted := foldedWords(term)
	if len(wanted) == 0 || len(tokens) <= len(wanted) {
		return false
	}
	for i, word := range wanted {
		if stem(tokens[i]) != stem(word) {
			return false
		}
	}
	after := tokens[len(wanted):min(len(tokens), len(wanted)+12)]
	at := slices.IndexFunc(after, func(w string) bool { return slices.Contains(definers, w) })
	return at >= 0 && !slices.Contains(after[at:min(len(after), at+6)], "term")
}

// stem takes a plural ending off, the same from every word.
func stem(word string) string {
	return strings.TrimSuffix(strings.TrimSuffix(word, "s"), "e")
}

// foldedWords are the words of a text in lower case.
func foldedWords(s string) []string {
	var out []string
	for _, t := range scan(s, nil) {
		out = append(out, folded(s[t.start:t.end]))
	}
	return out
}

// pointers are first words that lean on a sentence before.
var pointers = []string{"it", "this", "these", "those", "they", "that", "such", "see", "note", "for", "however", "here", "please", "how"}

// readsAlone says whether a sentence can stand without its neighbours.
func readsAlone(s string) bool {
	if listItem.MatchString(s) || strings.HasSuffix(s, ":") || strings.ContainsRune(s, '\n') || strings.HasPrefix(s, "|") {
		return false
	}
	tokens := scan(s, nil)
	if len(tokens) < 4 || strings.HasPrefix(s, "In this definition") {
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
