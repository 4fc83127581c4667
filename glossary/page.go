package glossary

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// definition is one term of a page that explains many, as it stands there.
type definition struct {
	// terms are the term and its other names, in the page's markup; text is
	// its explanation.
	terms []string
	text  string
	// line is where the term stands, 1-based.
	line int
}

// pageReaders read pages that explain many terms, by the file's ending.
var pageReaders = map[string]func(string) []definition{
	".rst": rstDefinitions, ".txt": textDefinitions,
	".md": markdownDefinitions, ".markdown": markdownDefinitions, ".mdx": markdownDefinitions,
	".adoc": asciidocDefinitions, ".asciidoc": asciidocDefinitions,
	".po": poDefinitions, ".html": htmlDefinitions, ".htm": htmlDefinitions,
}

// readPage adds the terms of a page with many; it says whether there are any.
func (l *loader) readPage(shown, text string) bool {
	read := pageReaders[extension(shown)]
	if read == nil {
		return false
	}
	found := read(text)
	for _, d := range found {
		l.addDefinition(shown, d)
	}
	return len(found) > 0
}

func extension(name string) string { return strings.ToLower(path.Ext(filepath.ToSlash(name))) }

// addDefinition makes an entry of a definition. The text is Markdown or has
// been made so.
func (l *loader) addDefinition(shown string, d definition) {
	names := make([]string, 0, len(d.terms))
	for _, raw := range d.terms {
		if name := strings.Trim(strings.Join(strings.Fields(unmarked(raw)), " "), " :"); name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		l.skip(shown, d.line, "the term is empty")
		return
	}
	e := Entry{System: "general", Source: filepath.ToSlash(shown)}
	e.Term, e.Aliases = splitTitle(names[0])
	for _, name := range names[1:] {
		e.Aliases = append(e.Aliases, titleNames(name)...)
	}
	e.ID = "general/" + orElse(slugOf(e.Term), slugOf(strings.Join(e.Aliases, " ")), "entry")
	describe(&e, "", sections(d.text))
	faults := mend(&e, shown, front{})
	faults = append(faults, l.freeID(shown, &e)...)
	for i := range faults {
		if faults[i].Line == 0 {
			faults[i].Line = d.line
		}
	}
	l.faults = append(l.faults, faults...)
	if strings.TrimSpace(e.Plain) == "" && !hasFault(faults, placeholderFault) {
		l.faults = append(l.faults, Fault{File: shown, Line: d.line, What: quoted(e.Term) + " has no explanation; it is read as a draft", Kept: true})
	}
	l.add(e, position{file: shown, line: d.line})
}

// unmarked is a term without the marks of code around it and without tags.
func unmarked(raw string) string {
	text := strings.ReplaceAll(words(strings.ReplaceAll(raw, `\|`, "|")), "`", "")
	return bareLink.ReplaceAllString(text, "$1")
}

// bareLink is a term that is a link whose address stands elsewhere: "[LLVM]".
var bareLink = regexp.MustCompile(`^\[([^\[\]]+)\]$`)

func quoted(s string) string { return `"` + s + `"` }

// placeholder is text that stands where an explanation is to come.
var placeholder = regexp.MustCompile(`(?i)^\W*(?:(?:this (?:page|entry|definition|term) is )?(?:a )?(?:work in progress|wip|tbd|t\.b\.d|todo|to-do|tba|to do|coming soon|to be (?:defined|written|done|added|completed|determined|announced)|under construction|placeholder|stub|draft|fixme|xxx|lorem ipsum.*|n/?a|description|definition|enter .{0,40} here|add .{0,40} here|write .{0,40} here))(?:\W.{0,60})?$`)

const placeholderFault = "the text is a placeholder; the entry is read as a draft without an explanation"

// isPlaceholder says whether a text explains nothing and only keeps the place.
func isPlaceholder(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" {
		return false
	}
	return placeholder.MatchString(text) && len(text) < 120 || strings.Trim(text, "?.-–—…_ x") == ""
}

func hasFault(faults []Fault, what string) bool {
	for _, f := range faults {
		if f.What == what {
			return true
		}
	}
	return false
}
