package glossary

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// innerShort is a short form in the middle: "Just-in-time (JIT) routing".
var innerShort = regexp.MustCompile(`^([^()]+?)\s*\(([^()\s]+)\)\s+([^()]+)$`)

// splitTitle parts "Site Reliability Engineering (SRE)" into term and alias,
// and "arena, arena allocation" at its commas.
// A parenthesis that is no short form of the words before it is kept in the
// term, as "Node (Lightning)", and the words before it become the alias.
func splitTitle(title string) (string, []string) {
	title = strings.Join(strings.Fields(title), " ")
	if m := innerShort.FindStringSubmatch(title); m != nil && abbreviates(m[2], m[1]) {
		return m[1] + " " + m[3], []string{m[2] + " " + m[3]}
	}
	if parts := strings.Split(title, ", "); len(parts) > 1 && len(title) < 80 && strings.TrimSpace(parts[0]) != "" {
		return parts[0], parts[1:]
	}
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

// titleNames are the names in a title that serves as an alias: the term
// without its parenthesis, and the short form in it.
func titleNames(title string) []string {
	term, others := splitTitle(title)
	if unfindable(term) {
		return others
	}
	return append([]string{term}, others...)
}

// Ways in which a definition introduces a short form of its term.
var (
	abbreviatedAs = regexp.MustCompile(`\babbreviated (?:as|to) "?([A-Za-z][A-Za-z0-9]{1,7})\b`)
	shortInside   = regexp.MustCompile(`^[^.]{0,80}?(?:\(| or |, or )([A-Z][A-Za-z0-9]{1,7})[),]? `)
)

// shortForms are the short forms of a term that its first sentence gives:
// "A virtual machine (VM) is …", "Kubernetes, often abbreviated as K8s, …".
func shortForms(term, sentence string) []string {
	var out []string
	if m := abbreviatedAs.FindStringSubmatch(sentence); m != nil {
		out = append(out, m[1])
	}
	if m := shortInside.FindStringSubmatch(sentence); m != nil && abbreviates(m[1], term) {
		out = append(out, m[1])
	}
	return out
}

// abbreviates says whether short is one word whose letters stand in long in
// this order, the first at its beginning. Plurals lose their s, and a 2 is a
// "to".
func abbreviates(short, long string) bool {
	short = strings.ReplaceAll(short, "2", "t")
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
