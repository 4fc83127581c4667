package glossary

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The largest files that are read: an entry is a page, not a book.
const (
	maxMarkdown = 1 << 20
	maxPage     = 32 << 20
	maxJSON     = 32 << 20
)

// Load reads the entries at path: a file, or a directory with its
// sub-directories, in order of their names. What a file holds is told by the
// end of its name:
//
//   - .md, .markdown, .mdx: one entry in front matter, ours or as Hugo (CNCF,
//     Kubernetes) and Jekyll write it; or a page with many terms, as a MyST
//     glossary, a table, definition lists, labelled lists, or headings
//   - .rst, .txt, .adoc, .po, .html: pages with many terms
//   - .csv: ours, OpenMetadata's, or any with a term and a definition
//   - .yaml: a list of entries, or a business glossary of DataHub
//   - .ttl, .jsonld: a flat SKOS vocabulary
//   - .json: an array of entries, or a vocabulary as in .jsonld
//
// The faults tell what was repaired and what was left out; every visible file
// is in the entries or in the faults. It is an error if not one entry was read.
func Load(path string) ([]Entry, []Fault, error) {
	l, err := load(path)
	return l.entries, l.faults, err
}

// load does the work of Load and keeps the places of the entries.
func load(path string) (loader, error) {
	l := loader{taken: make(map[string]bool), places: make(map[string]position)}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, fmt.Errorf("read glossary %s: nothing is there; give a directory of Markdown files, one .md file or one .json file", path)
	}
	if err != nil {
		return l, fmt.Errorf("read glossary: %w", err)
	}
	switch {
	case info.IsDir():
		l.readDir(os.DirFS(path), path)
	case isJSON(path):
		err = l.readJSON(path)
	case !readable(path):
		return l, fmt.Errorf("read glossary %s: files of this kind are not read; give a directory, or a file whose name ends in one of %s", path, strings.Join(readableEndings(), " "))
	default:
		err = l.readFile(os.DirFS(filepath.Dir(path)), filepath.Base(path), path)
	}
	if err != nil {
		l.entries = nil
		return l, fmt.Errorf("read glossary %s: %w", path, err)
	}
	if len(l.entries) == 0 {
		return l, fmt.Errorf("read glossary %s: it holds no entry%s; write one as a Markdown file that begins with front matter with a term (or title)", path, firstOf(l.faults))
	}
	return l, nil
}

// firstOf is the first fault as a clause of an error, "" if there is none.
func firstOf(faults []Fault) string {
	if len(faults) == 0 {
		return ""
	}
	return " (" + faults[0].String() + ")"
}

func isJSON(name string) bool { return strings.EqualFold(path.Ext(name), ".json") }

func isMarkdown(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".md" || ext == ".markdown" || ext == ".mdx"
}

// fileReaders read whole files that are no pages, by the end of their names.
var fileReaders = map[string]func(*loader, string, []byte) error{
	".csv": (*loader).readCSV, ".yaml": (*loader).readYAML, ".yml": (*loader).readYAML,
	".ttl": (*loader).readTurtle, ".jsonld": (*loader).readJSONLD,
}

// readable says whether files of such a name are read.
func readable(name string) bool {
	ext := extension(name)
	return pageReaders[ext] != nil || fileReaders[ext] != nil
}

// readableEndings are the ends of the names of files that are read, sorted.
func readableEndings() []string {
	list := append(slices.Collect(maps.Keys(pageReaders)), ".json")
	list = slices.AppendSeq(list, maps.Keys(fileReaders))
	slices.Sort(list)
	return list
}

// loader gathers what Load returns.
type loader struct {
	entries []Entry
	faults  []Fault
	taken   map[string]bool
	// places tell where each entry stands.
	places map[string]position
}

// position is where an entry stands: its file, its line, and the lines of its
// fields as far as they are known.
type position struct {
	file   string
	line   int
	fields front
}

func (l *loader) skip(name string, line int, what string) {
	l.faults = append(l.faults, Fault{File: name, Line: line, What: what, Minor: isFurniture(name)})
}

// pass leaves out a file that is no entry.
func (l *loader) pass(name string, what string) {
	l.faults = append(l.faults, Fault{File: name, What: what, Minor: true})
}

// furniture are files that stand in repositories beside the entries.
var furniture = regexp.MustCompile(`(?i)^(?:readme|contributing|changelog|licen[cs]e|attribution|code_of_conduct|index|_index|security|authors|notice)(?:\.|$)`)

func isFurniture(name string) bool { return furniture.MatchString(filepath.Base(name)) }

// readDir reads all Markdown files of a directory; root is how it is called.
func (l *loader) readDir(dir fs.FS, root string) {
	// The function below answers every error with a fault and never stops.
	_ = fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		shown := filepath.Join(root, filepath.FromSlash(name))
		hidden := name != "." && strings.HasPrefix(d.Name(), ".")
		switch {
		case err != nil:
			l.skip(shown, 0, "it cannot be read ("+reason(err)+")")
		case d.IsDir() && hidden:
			return fs.SkipDir
		case d.IsDir() || hidden:
		case !d.Type().IsRegular():
			l.skip(shown, 0, "it is no regular file")
		case !readable(name):
			l.pass(shown, "files of this kind are not read")
		default:
			if err := l.readFile(dir, name, shown); err != nil {
				l.skip(shown, 0, err.Error())
			}
		}
		return nil
	})
}

// reason is an error without the path that the fault names already.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// readFile reads one file of those that are readable; shown is how faults and
// sources call it. The error says why nothing of it was read.
func (l *loader) readFile(dir fs.FS, name, shown string) error {
	limit := int64(maxPage)
	if isMarkdown(name) {
		limit = maxMarkdown
	}
	data, err := readCapped(dir, name, limit)
	if err != nil {
		return errors.New(reason(err))
	}
	if read := fileReaders[extension(name)]; read != nil {
		return read(l, shown, data)
	}
	text, err := l.textOf(shown, data)
	if err != nil {
		return err
	}
	if isMarkdown(name) {
		l.readMarkdown(shown, text)
		return nil
	}
	if !l.readPage(shown, text) {
		return errors.New("no terms with explanations were found in it; give a directory of Markdown files, or a file with a glossary")
	}
	return nil
}

// errTooLarge is a file beyond its cap.
type errTooLarge int64

func (e errTooLarge) Error() string {
	return fmt.Sprintf("it is larger than %d MB, which is no glossary entry", int64(e)>>20)
}

// readCapped reads a file of at most limit bytes.
func readCapped(dir fs.FS, name string, limit int64) ([]byte, error) {
	file, err := dir.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = errTooLarge(limit)
	}
	return data, err
}

// textOf is the text of a file with LF line ends, repaired where it is not
// UTF-8.
func (l *loader) textOf(shown string, data []byte) (string, error) {
	if bytes.IndexByte(data, 0) >= 0 {
		return "", errors.New("it is no text")
	}
	if !utf8.Valid(data) {
		l.faults = append(l.faults, Fault{File: shown, What: "it is not valid UTF-8; the broken characters were replaced", Kept: true})
		data = bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	return strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n"), nil
}

func (l *loader) add(e Entry, at position) {
	l.taken[e.ID] = true
	if _, twice := l.places[e.ID]; !twice {
		l.places[e.ID] = at
	}
	l.entries = append(l.entries, e)
}

// freeID gives a foreign entry another id if its own is taken: the ids of
// foreign glossaries are only unique within each of them.
func (l *loader) freeID(shown string, e *Entry) []Fault {
	if !l.taken[e.ID] {
		return nil
	}
	old := e.ID
	system, slug, _ := strings.Cut(old, "/")
	folder := slugOf(path.Base(path.Dir(filepath.ToSlash(shown))))
	e.ID = system + "/" + strings.TrimPrefix(folder+"-"+slug, "-")
	for n := 2; l.taken[e.ID]; n++ {
		e.ID = system + "/" + slug + "-" + strconv.Itoa(n)
	}
	return []Fault{{File: shown, What: "the id " + old + " is taken by an earlier entry; this one is called " + e.ID, Kept: true}}
}
