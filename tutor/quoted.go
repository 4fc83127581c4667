package tutor

import (
	"regexp"
	"slices"
	"strings"
)

// quoted finds what a text claims to be somebody's words, or to stand so in a
// program: whatever is between quotation marks or marks of code.
var quoted = regexp.MustCompile("\"([^\"\n]+)\"|“([^”\n]+)”|„([^“”\n]+)[“”]|«([^»\n]+)»|「([^」\n]+)」|‘([^’\n]{3,})’(?:[\\s.,;:!?)]|$)|(?:^|[\\s(:])'([^'\n]{3,})'(?:[\\s.,;:!?)]|$)|`([^`\n]+)`")

// omission is where a quotation leaves words out.
var omission = regexp.MustCompile(`\s*(?:\[?(?:…|\.\.\.)\]?)\s*`)

// misquotes reports whether a quotation in a text stands in none of the messages
// cited, or in none of those of whom the text says it is; or leaves out the "not"
// before it. What the glossary calls a thing may be quoted too.
func (j *job) misquotes(text string, cites []string) bool {
	for _, at := range quoted.FindAllStringSubmatchIndex(text, -1) {
		quote := ""
		for i := 2; i < len(at); i += 2 {
			if at[i] >= 0 {
				quote = text[at[i]:at[i+1]]
			}
		}
		authors := j.quotedFrom(quote, cites)
		if len(authors) == 0 && !j.names(quote, cites) {
			return true
		}
		who, found := j.quotes(text[:at[0]], text[at[1]:])
		if found && len(authors) > 0 && !slices.ContainsFunc(authors, who.is) {
			return true
		}
	}
	return false
}

// quotedFrom returns the authors of the messages cited in which a quotation
// stands, in the letters and marks of which only case, marks of emphasis and
// spaces may differ.
func (j *job) quotedFrom(quote string, cites []string) []string {
	var authors []string
	pieces := omission.Split(plainQuote(quote), -1)
	for _, id := range cites {
		m, found := j.heard.Message(id)
		said := plainQuote(m.Text)
		if found && !slices.ContainsFunc(pieces, func(piece string) bool { return !standsIn(said, piece) }) {
			authors = append(authors, m.Author)
		}
	}
	return authors
}

// standsIn reports whether a text has words in a row, and no denying word right
// before them.
func standsIn(text, words string) bool {
	words = strings.TrimRight(words, ".,;:!? ")
	if words == "" {
		return true
	}
	if !strings.ContainsFunc(words, wordRune) {
		return strings.Contains(text, words)
	}
	for at := indexWord(text, words); at >= 0; at = nextWord(text, words, at) {
		before := wordsOf(text[:at])
		if len(before) == 0 || strings.ContainsAny(text[max(0, at-2):at], ".!?:;\n") {
			return true
		}
		if last := before[len(before)-1]; !wordSets["deny"].has(last) && !wordSets["lack"].has(last) && !strings.HasSuffix(last, "n't") {
			return true
		}
	}
	return false
}

var emphasis = strings.NewReplacer("`", "", "*", "", "_", "", "~", "", "“", "\"", "”", "\"", "‘", "'", "’", "'")

// plainQuote is a text as quotations are compared.
func plainQuote(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(emphasis.Replace(s)), " "))
}

// names reports whether something between quotation marks is what the glossary
// calls a thing, or explains it with.
func (j *job) names(quote string, cites []string) bool {
	quote = plainQuote(quote)
	for _, use := range slices.Concat(j.plan.terms, j.plan.unreviewed) {
		if slices.ContainsFunc(use.Messages, func(id string) bool { return slices.Contains(cites, id) }) {
			for _, text := range append([]string{use.Surface, use.Entry.Term, use.Entry.Plain}, use.Entry.Aliases...) {
				if indexWord(plainQuote(text), strings.TrimRight(quote, ".,;:!? ")) >= 0 {
					return true
				}
			}
		}
	}
	return false
}

// quotes tells of whom a text says that a quotation is theirs: of the last named
// before it when a word of saying or a colon follows, else of the first named
// behind it with such a word.
func (j *job) quotes(before, after string) (who named, found bool) {
	sentence := before[strings.LastIndexAny(before, ".!?\n")+1:]
	last := -1
	for _, w := range j.authors() {
		for _, name := range w.names {
			for at := indexWord(sentence, name); at >= 0; at = nextWord(sentence, name, at) {
				rest := sentence[at+len(name):]
				if at > last && (slices.ContainsFunc(wordsOf(rest), wordSets["say"].has) || strings.HasPrefix(strings.TrimSpace(rest), ":")) {
					who, found, last = w, true, at
				}
			}
		}
	}
	if found {
		return who, true
	}
	clause, _, _ := strings.Cut(after, ".")
	if words := wordsOf(clause); len(words) == 0 || !slices.ContainsFunc(words[:min(len(words), 4)], wordSets["say"].has) {
		return named{}, false
	}
	for _, w := range j.authors() {
		if w.in(clause) {
			return w, true
		}
	}
	return named{}, false
}
