package glossary

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// labelled is an item or a paragraph that begins with its term in bold or as
// code: "- **canary**: …", "**canary** – …", "- `canary` - …".
var labelled = regexp.MustCompile("^(\\s*(?:[-*+]|\\d+[.)])\\s+|)(?:\\*\\*([^*\\n]+?):?\\*\\*|__([^_\\n]+?):?__|`([^`\\n]+)`)((?:\\s*\\([^)]*\\))?)\\s*(?::|[-–—=]+\\s|,\\s+is\\s)\\s*(\\S.*)?$")

// plainLabel is a list item with a plain term: "- canary: …".
var plainLabel = regexp.MustCompile(`^\s*(?:[-*+]|\d+[.)])\s+([^:*\x60|]{2,60}?)(?::|\s[–—])\s+(\S.*)$`)

// labelledItems reads lists and paragraphs that begin with their term. Plain
// labels count only where at least three stand in a row.
func labelledItems(lines []string) []definition {
	found := items(lines, func(line string) (term, text string, ok bool) {
		m := labelled.FindStringSubmatch(line)
		if m == nil {
			return "", "", false
		}
		return m[2] + m[3] + m[4] + m[5], m[6], true
	})
	if len(found) >= 2 || len(found) == 1 && len(lines) < 5 {
		return found
	}
	plain := items(lines, func(line string) (term, text string, ok bool) {
		m := plainLabel.FindStringSubmatch(line)
		if m == nil {
			return "", "", false
		}
		return m[1], m[2], true
	})
	if len(plain) >= 3 {
		return plain
	}
	return nil
}

// items gathers labelled lines with the indented or unbroken lines that follow
// each.
func items(lines []string, label func(string) (term, text string, ok bool)) []definition {
	var found []definition
	inside, fenced := false, false
	for i, line := range lines {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
		}
		term, text, ok := label(line)
		switch {
		case ok && !fenced:
			found = append(found, definition{terms: []string{term}, text: text, line: i + 1})
			inside = true
		case inside && (strings.TrimSpace(line) == "" || strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t")):
			found[len(found)-1].text += "\n" + strings.TrimSpace(line)
		case inside && !heading.MatchString(line) && !listItem.MatchString(line) && strings.TrimSpace(lines[i-1]) != "":
			found[len(found)-1].text += "\n" + line
		default:
			inside = false
		}
	}
	return found
}

// headed is a heading and what stands below it.
type headed struct {
	level, line int
	title       string
	body        []string
}

var (
	headingLevel = regexp.MustCompile(`^(#{1,6})\s+(.*?)\s*#*\s*$`)
	anchorTag    = regexp.MustCompile(`\s*\{#[\w-]+\}\s*$`)
	aToZ         = regexp.MustCompile(`^\W*(?:[A-Za-z#]|[A-Z]\s*[-–]\s*[A-Z]|0\s*[-–]\s*9|Symbols|Numbers)\W*$`)
	pageParts    = regexp.MustCompile(`(?i)^(?:see also|references?|further reading|related|contents|table of contents|introduction|overview|about|contributing|glossary|links?|sources?|notes?|external links)$`)
)

// headedTerms reads a page with a heading for each term. The terms' level is
// the one with the most headings that have text below; parts such as "See
// also" and the letters of the alphabet are none.
func headedTerms(lines []string) []definition {
	all := headings(lines)
	count := make(map[int]int)
	for _, h := range all {
		if h.isTerm() {
			count[h.level]++
		}
	}
	level := 0
	for l, n := range count {
		if n >= 2 && (level == 0 || n > count[level] || n == count[level] && l < level) {
			level = l
		}
	}
	var found []definition
	for i, h := range all {
		if h.level != level || !h.isTerm() && strings.TrimSpace(strings.Join(h.body, "")) != "" || aToZ.MatchString(h.title) || pageParts.MatchString(h.title) {
			continue
		}
		text := strings.Join(h.body, "\n")
		for _, below := range all[i+1:] {
			if below.level <= level {
				break
			}
			if !pageParts.MatchString(below.title) {
				text += "\n\n" + strings.Repeat("#", below.level) + " " + below.title + "\n\n" + strings.Join(below.body, "\n")
			}
		}
		found = append(found, definition{terms: strings.Split(h.title, " / "), text: text, line: h.line})
	}
	return found
}

// isTerm says whether a heading can be a term.
func (h headed) isTerm() bool {
	return strings.TrimSpace(strings.Join(h.body, "")) != "" && !aToZ.MatchString(h.title) && !pageParts.MatchString(h.title) &&
		utf8.RuneCountInString(h.title) <= 100 && h.level > 1
}

// headings cuts lines at the headings; a '#' inside a code block is none.
func headings(lines []string) []headed {
	var all []headed
	fenced := false
	for i, line := range lines {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
		}
		if m := headingLevel.FindStringSubmatch(line); m != nil && !fenced {
			all = append(all, headed{level: len(m[1]), line: i + 1, title: anchorTag.ReplaceAllString(m[2], "")})
			continue
		}
		if len(all) > 0 {
			all[len(all)-1].body = append(all[len(all)-1].body, line)
		}
	}
	return all
}
