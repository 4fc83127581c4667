package glossary

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlDefinitions reads the description lists (dl) of an HTML page, or else a
// heading for each term.
func htmlDefinitions(text string) []definition {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil
	}
	var found []definition
	open := false // the last thing was a dt, so that another one shares its dd
	var lines []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || insideOf(n, atom.Dd, atom.Script, atom.Style, atom.Nav) {
			continue
		}
		switch n.DataAtom {
		case atom.Dt:
			if open {
				last := &found[len(found)-1]
				last.terms = append(last.terms, textOf(n))
			} else {
				found = append(found, definition{terms: []string{textOf(n)}, line: lineOfTag(text, textOf(n))})
			}
			open = true
		case atom.Dd:
			if len(found) > 0 {
				last := &found[len(found)-1]
				last.text = joinParagraphs(last.text, textOf(n))
			}
			open = false
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			lines = append(lines, strings.Repeat("#", int(n.Data[1]-'0'))+" "+textOf(n), "")
		case atom.P, atom.Li:
			lines = append(lines, textOf(n), "")
		}
	}
	if len(found) == 0 {
		return headedTerms(lines)
	}
	return found
}

// insideOf says whether a node stands inside an element of one of the kinds.
func insideOf(n *html.Node, kinds ...atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		for _, k := range kinds {
			if p.DataAtom == k {
				return true
			}
		}
	}
	return false
}

// textOf is what a reader sees of a node; paragraphs are parted by blank lines.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode && !insideOf(d, atom.Script, atom.Style):
			b.WriteString(d.Data)
		case d.DataAtom == atom.P || d.DataAtom == atom.Li:
			b.WriteString("\n\n")
		case d.DataAtom == atom.Br:
			b.WriteString("\n")
		}
	}
	var paragraphs []string
	for _, p := range blankLines.Split(b.String(), -1) {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			paragraphs = append(paragraphs, p)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// lineOfTag is the line of a page on which a term stands first, 0 if it is cut
// by tags.
func lineOfTag(page, term string) int {
	at := strings.Index(page, html.EscapeString(term))
	if at < 0 || term == "" {
		return 0
	}
	return 1 + strings.Count(page[:at], "\n")
}
