package glossary

import (
	"regexp"
	"strings"
)

// Marks of reStructuredText, and what a reader sees of them.
var (
	rstRoleTarget = regexp.MustCompile(":[a-zA-Z][\\w:+.-]*:`([^`<]*?)\\s*<[^`>]*>`")
	rstRole       = regexp.MustCompile(":[a-zA-Z][\\w:+.-]*:`[~!]?([^`]*)`")
	rstLink       = regexp.MustCompile("`([^`<]+?)\\s*<[^`>]*>`_{1,2}")
	rstReference  = regexp.MustCompile("`([^`]+)`_{1,2}")
	rstLiteral    = regexp.MustCompile("``([^`]+)``")
	rstSubst      = regexp.MustCompile(`\|([\w -]+)\|_{0,2}`)
	rstOption     = regexp.MustCompile(`^\s*:[\w-]+:`)
	rstDirective  = regexp.MustCompile(`^\s*\.\. (?:[\w-]+::.*|_[^:]+:.*|\[.*|[^:]*)$`)
)

// rstWords turns the marks of reStructuredText into those of Markdown or into
// plain words.
func rstWords(text string) string {
	text = rstRoleTarget.ReplaceAllString(text, "$1")
	text = rstRole.ReplaceAllString(text, "$1")
	text = rstLink.ReplaceAllString(text, "$1")
	text = rstReference.ReplaceAllString(text, "$1")
	text = rstLiteral.ReplaceAllString(text, "`$1`")
	return rstSubst.ReplaceAllString(text, "$1")
}

// rstDefinitions reads the glossary directives of a reStructuredText file, or
// its definition lists where it has none.
func rstDefinitions(text string) []definition {
	lines := strings.Split(text, "\n")
	var found []definition
	for i := 0; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) != ".. glossary::" {
			continue
		}
		outer := indent(lines[i])
		end := i + 1
		for end < len(lines) && (strings.TrimSpace(lines[end]) == "" || indent(lines[end]) > outer) {
			end++
		}
		for _, d := range indentedTerms(lines[i+1:end], outer+1) {
			d.line += i + 1
			found = append(found, d)
		}
		i = end - 1
	}
	if len(found) == 0 {
		found = indentedTerms(lines, 0)
	}
	for i := range found {
		found[i].text = rstWords(found[i].text)
		for k, term := range found[i].terms {
			found[i].terms[k] = rstWords(term)
		}
	}
	return found
}

func indent(line string) int {
	n := 0
	for _, c := range line {
		switch c {
		case ' ':
			n++
		case '\t':
			n += 8
		default:
			return n
		}
	}
	return n
}

// indentedTerms reads terms at one depth, at least least, with their
// explanations below and deeper. Terms on lines in a row share one.
func indentedTerms(lines []string, least int) []definition {
	depth := -1
	for _, line := range lines {
		if strings.TrimSpace(line) != "" && !rstOption.MatchString(line) && indent(line) >= least {
			depth = indent(line)
			break
		}
	}
	if depth < 0 {
		return nil
	}
	var found []definition
	var d definition
	flush := func() {
		if len(d.terms) > 0 && strings.TrimSpace(d.text) != "" {
			found = append(found, d)
		}
		d = definition{}
	}
	for i, line := range lines {
		blank := strings.TrimSpace(line) == ""
		switch {
		case blank && d.text != "":
			d.text += "\n"
		case blank:
			d = definition{} // what a blank line follows was a paragraph
		case indent(line) > depth && len(d.terms) > 0:
			d.text += strings.TrimSpace(line) + "\n"
		case indent(line) != depth, rstOption.MatchString(line) && len(d.terms) == 0, rstDirective.MatchString(line):
			flush()
		default:
			if d.text != "" {
				flush()
			}
			if len(d.terms) == 0 {
				d.line = i + 1
			}
			term, _, _ := strings.Cut(strings.TrimSpace(line), " : ")
			d.terms = append(d.terms, term)
		}
	}
	flush()
	return found
}
