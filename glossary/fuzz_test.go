package glossary

import (
	"testing"

	"golang.org/x/tools/txtar"
)

// FuzzFiles holds that no file, whatever it is called and holds, ends the
// program, and that what is read of it has an id and a term.
func FuzzFiles(f *testing.F) {
	archive, err := txtar.ParseFile("testdata/load/pages.txtar")
	if err != nil {
		f.Fatal(err)
	}
	names := []string{"x.md", "x.mdx", "x.rst", "x.txt", "x.adoc", "x.po", "x.html", "x.csv", "x.yaml", "x.ttl", "x.jsonld"}
	for _, file := range archive.Files {
		for i, name := range names {
			if extension(name) == extension(file.Name) {
				f.Add(uint8(i), file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		name := names[int(which)%len(names)]
		l := loader{taken: make(map[string]bool), places: make(map[string]position)}
		if read := fileReaders[extension(name)]; read != nil {
			_ = read(&l, name, data) // what is wrong with it is no concern here
		} else if text, err := l.textOf(name, data); err == nil {
			if isMarkdown(name) {
				l.readMarkdown(name, text)
			} else {
				l.readPage(name, text)
			}
		}
		for _, e := range l.entries {
			if e.ID == "" || e.Term == "" {
				t.Fatalf("%s gives an entry without an id or a term: %+v", name, e)
			}
		}
		New(l.entries)
	})
}

// FuzzExpansions holds that a long form is a part of the text.
func FuzzExpansions(f *testing.F) {
	f.Add("the DLQ (dead letter queue) and a dead letter queue (DLQ)")
	f.Add("( ) (a) X (")
	f.Fuzz(func(t *testing.T, text string) {
		for _, x := range expansions(text) {
			if x.short == "" || x.long == "" {
				t.Fatalf("%q gives %+v", text, x)
			}
		}
	})
}
