package glossary

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what the tests see as what they expect")

// report is what Load returned, as text: an entry a paragraph, then the faults.
func report(root string, entries []Entry, faults []Fault) []byte {
	var out bytes.Buffer
	short := func(s string) string { return strings.TrimPrefix(filepath.ToSlash(s), filepath.ToSlash(root)+"/") }
	for _, e := range entries {
		e.Source = short(e.Source)
		fields, _ := json.MarshalIndent(e, "", " ")
		fmt.Fprintf(&out, "%s\n", fields)
	}
	for _, f := range faults {
		f.File = short(f.File)
		f.What = strings.ReplaceAll(f.What, root+string(filepath.Separator), "")
		fmt.Fprintln(&out, f)
	}
	return out.Bytes()
}

func TestLoadReadsWhatPeopleWrite(t *testing.T) {
	files, _ := filepath.Glob("testdata/load/*.txtar")
	if len(files) == 0 {
		t.Fatal("no test data")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			root := t.TempDir()
			for _, f := range archive.Files {
				write(t, filepath.Join(root, filepath.FromSlash(f.Name)), f.Data)
			}
			entries, faults, err := Load(root)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, strings.TrimSuffix(file, ".txtar")+".golden", report(root, entries, faults))
		})
	}
}

func TestForeignGlossariesAreReadInFull(t *testing.T) {
	entries, faults, err := Load("testdata/foreign")
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "testdata/foreign.golden", report("testdata/foreign", entries, faults))
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func compare(t *testing.T, golden string, got []byte) {
	t.Helper()
	if *update {
		write(t, golden, got)
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", golden, got)
	}
}

func TestLoadSaysWhatToDoWhenThereIsNothing(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "text.txt"), []byte("hello"))
	write(t, filepath.Join(root, "bad.json"), []byte("[\n{\"term\": \"x\"},\n{]"))
	write(t, filepath.Join(root, "object.json"), []byte(`{"a": {"b": 1}}`))
	write(t, filepath.Join(root, "empty.json"), []byte(`[]`))
	write(t, filepath.Join(root, "plain.md"), []byte("# Title\n"))
	write(t, filepath.Join(root, "none", "x.txt"), nil)
	for name, want := range map[string]string{
		"nowhere":     "nothing is there; give a directory of Markdown files",
		"text.txt":    "no terms with explanations were found in it",
		"bad.json":    "line 3 is not JSON",
		"object.json": "it is no JSON array of entries",
		"empty.json":  "it holds no entry",
		"plain.md":    "does not begin with front matter",
		"none":        "it holds no entry",
	} {
		entries, _, err := Load(filepath.Join(root, name))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "read glossary ") {
			t.Errorf("Load(%s) gives %d entries and the error %v, want one that says %q", name, len(entries), err, want)
		}
	}
}

func TestLoadReadsJSON(t *testing.T) {
	name := filepath.Join(t.TempDir(), "terms.json")
	write(t, name, []byte(`[
		{"id": "till/lane", "term": "lane", "system": "till", "plain": "a cash desk", "status": "approved"},
		{"term": "Parcel Box (PB)", "aliases": ["locker"], "definition": "A parcel box is a locker for parcels. It has doors.", "source_path": "docs/parcel-box.md"},
		{"term": " "},
		{"term": ["x"]},
		"word"
	]`))
	entries, faults, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 || len(faults) != 3 {
		t.Fatalf("got %d entries and faults %v, want 2 entries and 3 faults", len(entries), faults)
	}
	if e := entries[0]; e.ID != "till/lane" || e.Status != Approved || e.Plain != "a cash desk" {
		t.Errorf("our own form was read as %+v", e)
	}
	e := entries[1]
	if e.ID != "general/parcel-box" || e.Term != "Parcel Box" || strings.Join(e.Aliases, ",") != "PB,locker" ||
		e.Plain != "A parcel box is a locker for parcels." || e.Technical != "It has doors." ||
		e.Status != Draft || e.Source != "docs/parcel-box.md" {
		t.Errorf("the normalised form was read as %+v", e)
	}
}

func TestEntriesSurviveAJourneyThroughJSON(t *testing.T) {
	data, err := json.Marshal(Starter())
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "starter.json")
	write(t, name, data)
	entries, faults, err := Load(name)
	if err != nil || len(faults) != 0 {
		t.Fatal(err, faults)
	}
	again, _ := json.Marshal(entries)
	if !bytes.Equal(data, again) {
		t.Error("the starter glossary is not the same after it was written and read as JSON")
	}
}

func TestHostileFilesDoNoHarm(t *testing.T) {
	root := t.TempDir()
	bomb := "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 12; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 10), ","))
	}
	for name, text := range map[string]string{
		"bomb.md":   "---\n" + bomb + "term: bomb\naliases: *a11\n---\n",
		"deep.md":   "---\nterm: deep\naliases: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "\n---\n",
		"huge.md":   "---\nterm: huge\n---\n" + strings.Repeat("x", 10<<20),
		"front.md":  "---\nterm: front\nplain: " + strings.Repeat("x", 200<<10) + "\n---\n",
		"binary.md": "---\nterm: \x00\x01\n---\n",
		"latin.md":  "---\nterm: caf\xe9\nplain: coffee\n---\n",
		"good.md":   "---\nterm: good\nplain: fine\n---\n",
	} {
		write(t, filepath.Join(root, name), []byte(text))
	}
	entries, faults, err := Load(root)
	if err != nil {
		t.Fatal(err)
	}
	told := make(map[string]bool)
	for _, f := range faults {
		told[filepath.Base(f.File)] = true
	}
	for _, name := range []string{"huge.md", "front.md", "binary.md", "latin.md"} {
		if !told[name] {
			t.Errorf("no fault tells of %s", name)
		}
	}
	if len(entries) < 2 || len(entries) > 4 {
		t.Errorf("got %d entries, want good, latin and perhaps bomb and deep", len(entries))
	}
	for _, e := range entries {
		if len(e.Aliases) > 300 {
			t.Errorf("%s has %d aliases", e.ID, len(e.Aliases))
		}
	}
}
