package glossary

import (
	"regexp"
	"strings"
)

// Marks of AsciiDoc, and what a reader sees of them.
var (
	adocLabel    = regexp.MustCompile(`^\s*(?:\[\[[^\]]*\]\])?\s*(\S.{0,100}?)(?:::{1,3}|;;)(?:\s+(.*))?$`)
	adocAnchor   = regexp.MustCompile(`\[\[[^\]]*\]\]`)
	adocRef      = regexp.MustCompile(`<<[^,>]*,\s*([^>]*)>>`)
	adocBareRef  = regexp.MustCompile(`<<([^>]*)>>`)
	adocLink     = regexp.MustCompile(`(?:link:|xref:|https?://|mailto:)[^\s\[]*\[([^\]]*)\]`)
	adocIndex    = regexp.MustCompile(`\(\(\((?:[^()]*)\)\)\)|indexterm:\[[^\]]*\]`)
	adocShown    = regexp.MustCompile(`\(\(([^()]*)\)\)`)
	adocBlock    = regexp.MustCompile(`^(?:\[[^\]]*\]|\.[^\s.].*|={1,6}\s.*|:[\w-]+:.*|//.*|-{2,}|={4,}|\*{4,}|\+{4,}|include::.*|ifdef::.*|endif::.*)$`)
	adocMonospce = regexp.MustCompile("`\\+?([^`+]+)\\+?`")
)

// asciidocWords turns the marks of AsciiDoc into plain words.
func asciidocWords(text string) string {
	text = adocAnchor.ReplaceAllString(text, "")
	text = adocIndex.ReplaceAllString(text, "")
	text = adocShown.ReplaceAllString(text, "$1")
	text = adocRef.ReplaceAllString(text, "$1")
	text = adocBareRef.ReplaceAllString(text, "$1")
	text = adocLink.ReplaceAllString(text, "$1")
	return adocMonospce.ReplaceAllString(text, "`$1`")
}

// asciidocDefinitions reads the labelled lists of an AsciiDoc file: "term::
// explanation", on the same line or below.
func asciidocDefinitions(text string) []definition {
	lines := strings.Split(text, "\n")
	var found []definition
	var open *definition
	broken := false // a blank line came
	for i, line := range lines {
		trimmed := strings.TrimSpace(line)
		m := adocLabel.FindStringSubmatch(line)
		switch {
		case strings.HasPrefix(trimmed, "//"):
		case m != nil && !strings.HasPrefix(trimmed, ":") && !strings.Contains(m[1], "::"):
			if open != nil && strings.TrimSpace(open.text) == "" {
				open.terms = append(open.terms, m[1])
				open.text = m[2]
			} else {
				found = append(found, definition{terms: []string{m[1]}, text: m[2], line: i + 1})
			}
			open, broken = &found[len(found)-1], false
		case open == nil:
		case trimmed == "":
			broken = true
		case trimmed == "+":
			open.text += "\n\n"
			broken = false
		case adocBlock.MatchString(trimmed):
			if strings.HasPrefix(trimmed, "=") {
				open = nil
			}
		case broken && strings.TrimSpace(open.text) != "" && indent(line) == 0:
			open = nil
		default:
			open.text += "\n" + trimmed
		}
	}
	for i := range found {
		found[i].text = asciidocWords(found[i].text)
		for k, term := range found[i].terms {
			found[i].terms[k] = asciidocWords(term)
		}
	}
	return found
}
