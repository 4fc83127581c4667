package glossary

import (
	"errors"
	"path/filepath"
	"regexp"
	"strings"
)

// readMarkdown turns the text of one file into an entry, or into many where it
// is a page of terms.
func (l *loader) readMarkdown(shown, text string) {
	head, body, fault, err := splitFront(text)
	if err != nil {
		if !errors.Is(err, errNoFront) || !l.readPage(shown, text) {
			l.skip(shown, 1, err.Error())
		}
		return
	}
	// The page below the front matter, on the lines that it has in the file.
	page := strings.Repeat("\n", strings.Count(text, "\n")-strings.Count(body, "\n")) + body
	if extension(shown) == ".mdx" {
		body = withoutScripts(body)
	}
	var e Entry
	var faults []Fault
	switch {
	case head.has("term"):
		e, faults = nativeEntry(shown, head, body)
	case isGlossaryPage(shown, head) && len(markdownDefinitions(page)) > 1:
		l.readPage(shown, page)
		return
	case fileSlug(shown) == "index":
		l.pass(shown, "it is an index page and no entry")
		return
	case head.has("title"):
		e, faults = foreignEntry(shown, head, body)
		faults = append(faults, l.freeID(shown, &e)...)
	case l.readPage(shown, page):
		return
	default:
		l.skip(shown, 1, "the front matter has neither a term nor a title")
		return
	}
	if fault != nil {
		fault.File = shown
		l.faults = append(l.faults, *fault)
	}
	// A source that is there and empty says that there is none.
	if _, given := head.values["source"]; !given {
		e.Source = filepath.ToSlash(shown)
	}
	l.faults = append(l.faults, faults...)
	l.add(e, position{shown, 1, head})
}

// glossaryTitle is the title of a page with many terms.
var glossaryTitle = regexp.MustCompile(`(?i)glossar|terminolog|\bterms\b|definitions|acronyms|abbreviations|vocabulary|lexicon|dictionary`)

// isGlossaryPage says whether a page calls itself a glossary.
func isGlossaryPage(shown string, head front) bool {
	return glossaryTitle.MatchString(head.text("title")) || glossaryTitle.MatchString(fileSlug(shown))
}
