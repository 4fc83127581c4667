package glossary

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The largest files that are read: an entry is a page, not a book.
const (
	maxMarkdown = 1 << 20
	maxJSON     = 32 << 20
)

// Load reads the entries at path: a directory of Markdown files with front
// matter (with its sub-directories, in order of their names), a single .md
// file, or a .json file with an array of entries. Both our own form and those
// of Hugo (CNCF, Kubernetes) and Jekyll glossaries are read.
//
// The faults tell what was repaired and what was left out; every visible file
// is in the entries or in the faults. It is an error if not one entry was read.
func Load(path string) ([]Entry, []Fault, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("read glossary %s: nothing is there; give a directory of Markdown files, one .md file or one .json file", path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read glossary: %w", err)
	}
	l := loader{taken: make(map[string]bool)}
	switch {
	case info.IsDir():
		l.readDir(os.DirFS(path), path)
	case isJSON(path):
		err = l.readJSON(path)
	case isMarkdown(path):
		l.readFile(os.DirFS(filepath.Dir(path)), filepath.Base(path), path)
	default:
		return nil, nil, fmt.Errorf("read glossary %s: the name ends neither in .md nor in .json; give a directory of Markdown files, one .md file or one .json file", path)
	}
	if err != nil {
		return nil, l.faults, fmt.Errorf("read glossary %s: %w", path, err)
	}
	if len(l.entries) == 0 {
		return nil, l.faults, fmt.Errorf("read glossary %s: it holds no entry%s; an entry is a Markdown file that begins with front matter with a term (or title)", path, firstOf(l.faults))
	}
	return l.entries, l.faults, nil
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
	return ext == ".md" || ext == ".markdown"
}

// loader gathers what Load returns.
type loader struct {
	entries []Entry
	faults  []Fault
	taken   map[string]bool
}

func (l *loader) skip(name string, line int, what string) {
	l.faults = append(l.faults, Fault{File: name, Line: line, What: what})
}

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
		case !isMarkdown(name):
			l.skip(shown, 0, "it is no Markdown file")
		default:
			l.readFile(dir, name, shown)
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

// readFile reads one Markdown file; shown is how faults and sources call it.
func (l *loader) readFile(dir fs.FS, name, shown string) {
	data, err := readCapped(dir, name, maxMarkdown)
	if err != nil {
		l.skip(shown, 0, reason(err))
		return
	}
	l.readMarkdown(shown, data)
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

// readMarkdown turns the text of one file into an entry.
func (l *loader) readMarkdown(shown string, data []byte) {
	if bytes.IndexByte(data, 0) >= 0 {
		l.skip(shown, 0, "it is no text")
		return
	}
	if !utf8.Valid(data) {
		l.faults = append(l.faults, Fault{File: shown, What: "it is not valid UTF-8; the broken characters were replaced", Kept: true})
		data = bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	text := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
	head, body, fault, err := splitFront(text)
	if err != nil {
		l.skip(shown, 1, err.Error())
		return
	}
	var e Entry
	var faults []Fault
	switch {
	case head.has("term"):
		e, faults = nativeEntry(shown, head, body)
	case fileSlug(shown) == "index":
		l.skip(shown, 0, "it is an index page and no entry")
		return
	case head.has("title"):
		e, faults = foreignEntry(shown, head, body)
		faults = append(faults, l.freeID(shown, &e)...)
	default:
		l.skip(shown, 1, "the front matter has neither a term nor a title")
		return
	}
	if fault != nil {
		fault.File = shown
		l.faults = append(l.faults, *fault)
	}
	e.Source = orElse(e.Source, filepath.ToSlash(shown))
	l.faults = append(l.faults, faults...)
	l.add(e)
}

func (l *loader) add(e Entry) {
	l.taken[e.ID] = true
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
