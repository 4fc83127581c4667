package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/store"
)

// writeFiles makes a folder with files in it.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const canaryPage = `---
id: checkout/canary
term: canary deployment
system: checkout
plain: New code goes to a few customers first.
status: approved
owner: "@checkout"
---
Traffic moves in steps of 1%.
`

// step is a command and what it says.
type step struct {
	args   []string
	status int
	says   string
}

// walk runs commands one after the other, each with the thread as its input.
func walk(t *testing.T, environ map[string]string, steps ...step) {
	t.Helper()
	for _, s := range steps {
		got := gloss(t, environ, paste, s.args...)
		if got.status != s.status || !strings.Contains(got.stdout, s.says) {
			t.Errorf("%v: status %d, want %d and %q:\n%s%s", s.args, got.status, s.status, s.says, got.stdout, got.stderr)
		}
	}
}

func TestAGlossaryIsRehearsedImportedAndChanged(t *testing.T) {
	dir := writeFiles(t, map[string]string{"canary.md": canaryPage})
	changed := writeFiles(t, map[string]string{"canary.md": strings.NewReplacer("a few customers", "one customer", "approved", "draft").Replace(canaryPage)})
	environ := map[string]string{"DATABASE_URL": filepath.Join(t.TempDir(), "gloss.db")}
	walk(t, environ,
		step{[]string{"glossary", "import", "--team", "T1", dir}, 0, "new      checkout/canary\n1 new, 0 changed, 0 the same, 0 in conflict, 0 rejected.\nNothing was written; add --apply"},
		step{[]string{"glossary", "import", "--team", "T1", "--dry-run", dir}, 0, "Nothing was written"},
		step{[]string{"glossary", "export", "--team", "T1"}, 0, "[]"},
		step{[]string{"glossary", "import", "--team", "T1", "--apply", dir}, 0, "1 added, 0 changed, 0 the same"},
		step{[]string{"glossary", "import", "--team", "T1", "--apply", dir}, 0, "0 added, 0 changed, 1 the same"},
		// An import does not take an approval back, and the rehearsal knows.
		step{[]string{"glossary", "import", "--team", "T1", changed}, 0, "changed  checkout/canary: plain, source\n0 new, 1 changed"},
		step{[]string{"glossary", "export", "--team", "T1"}, 0, "a few customers"},
		step{[]string{"glossary", "import", "--team", "T1", "--apply", changed}, 0, "0 added, 1 changed, 0 the same"},
		step{[]string{"glossary", "export", "--team", "T1"}, 0, "one customer"},
		step{[]string{"glossary", "export", "--team", "T1", "--format", "csv"}, 0, "parent,name*,displayName,description"},
		step{[]string{"glossary", "export", "--team", "T1", "--format", "yaml"}, 0, "- id: checkout/canary"},
		step{[]string{"glossary", "export", "--team", "T2"}, 0, "[]"},
	)
}

func TestAnImportWithRejectedEntriesWritesNothing(t *testing.T) {
	dir := writeFiles(t, map[string]string{"a.md": canaryPage, "broken.md": "no front matter\n", "README.md": "about this folder\n", "more.csv": "term,definition\n,nameless\n"})
	environ := map[string]string{"DATABASE_URL": filepath.Join(t.TempDir(), "gloss.db")}
	walk(t, environ,
		step{[]string{"glossary", "import", "--team", "T1", "--apply", dir}, 1, "more.csv:2: the row has no term"},
		step{[]string{"glossary", "import", "--team", "T1", "--apply", dir}, 1, "1 new, 0 changed, 0 the same, 0 in conflict, 2 rejected."},
		step{[]string{"glossary", "export", "--team", "T1"}, 0, "[]"},
	)
}

func TestALongImportShowsHowFarItIs(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("term,definition\n")
	for i := range 1200 {
		fmt.Fprintf(&rows, "word %d,meaning %d\n", i, i)
	}
	dir := writeFiles(t, map[string]string{"words.csv": rows.String()})
	environ := map[string]string{"DATABASE_URL": filepath.Join(t.TempDir(), "gloss.db")}
	got := gloss(t, environ, "", "glossary", "import", "--team", "T1", "--apply", filepath.Join(dir, "words.csv"))
	if got.status != 0 || !strings.Contains(got.stderr, "[####################] 1200 of 1200") {
		t.Errorf("status %d, stderr %q", got.status, got.stderr)
	}
}

// TestTheStarterSurvivesMarkdown exports what was imported, and loads it.
func TestTheStarterSurvivesMarkdown(t *testing.T) {
	data, err := json.Marshal(glossary.Starter())
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(writeFiles(t, map[string]string{"starter.json": string(data)}), "starter.json")
	folder := filepath.Join(t.TempDir(), "pages")
	environ := map[string]string{"DATABASE_URL": filepath.Join(t.TempDir(), "gloss.db")}
	walk(t, environ,
		step{[]string{"glossary", "import", "--team", "T1", "--apply", source}, 0, "0 changed"},
		step{[]string{"glossary", "export", "--team", "T1", folder}, 0, "Entries written to " + folder},
		step{[]string{"glossary", "export", "--team", "T1", folder}, 1, ""},
	)
	loaded, faults, err := glossary.Load(folder)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	exported := gloss(t, environ, "", "glossary", "export", "--team", "T1")
	var want []glossary.Entry
	if err := json.Unmarshal([]byte(exported.stdout), &want); err != nil {
		t.Fatal(err)
	}
	got := glossary.New(loaded)
	if len(loaded) != len(want) || len(want) < 50 {
		t.Errorf("%d entries of %d", len(loaded), len(want))
	}
	for _, e := range want {
		page, _ := got.Entry(e.ID)
		if !reflect.DeepEqual(page, e) {
			t.Errorf("%s differs in %v", e.ID, glossary.Differences(e, page))
		}
	}
}

func TestAPageHoldsWhatIsSaidAndNoMore(t *testing.T) {
	page, err := glossary.Markdown(glossary.Entry{
		ID: "checkout/canary", Term: "canary: a deployment", Aliases: []string{"canary"}, System: "checkout",
		Plain: "New code goes to a few customers first.", Technical: "One.\n\n---\n# Two", Status: glossary.Approved,
		Analogy: glossary.Analogy{Text: "A taster."},
	})
	const want = `---
id: checkout/canary
term: 'canary: a deployment'
aliases:
  - canary
system: checkout
plain: New code goes to a few customers first.
technical: |-
  One.

  ---
  # Two
analogy:
  text: A taster.
status: approved
source: ""
---
`
	if err != nil || string(page) != want {
		t.Errorf("%v\n%s", err, page)
	}
}

func TestAnExportStaysInItsFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pages")
	err := writeMarkdown(folder, []glossary.Entry{{ID: "checkout/canary"}, {ID: "../../escaped"}})
	if left, _ := os.ReadDir(filepath.Dir(folder)); err == nil || len(left) > 0 {
		t.Errorf("%v, left behind: %v", err, left)
	}
}

func TestLintFailsOnFaults(t *testing.T) {
	clash := strings.NewReplacer("checkout/canary", "checkout/bird").Replace(canaryPage)
	walk(t, nil,
		step{[]string{"glossary", "lint", writeFiles(t, map[string]string{"canary.md": canaryPage})}, 0, "Entries: 1, errors: 0, warnings: 0."},
		step{[]string{"glossary", "lint", writeFiles(t, map[string]string{"a.md": canaryPage, "b.md": clash})}, 1, `"canary deployment" stands for`},
		step{[]string{"glossary", "lint", writeFiles(t, map[string]string{"a.md": canaryPage, "b.md": "# hello\n"})}, 1, "b.md:1: error: the file does not begin with front matter"},
		step{[]string{"glossary", "lint", writeFiles(t, map[string]string{"b.md": "# hello\n"})}, 1, "b.md:1: error: the file does not begin with front matter"},
	)
}

func TestFindMatchAndMine(t *testing.T) {
	dir := writeFiles(t, map[string]string{"canary.md": canaryPage, "bird.md": strings.NewReplacer("checkout", "search").Replace(canaryPage)})
	one := writeFiles(t, map[string]string{"canary.md": canaryPage})
	threads := writeFiles(t, map[string]string{
		"a.txt": "Mina Okafor\n  9:02 AM\nthe HPA is stuck and p99 is up\n",
		"b.txt": "Jun Haldane\n  9:02 AM\nwho owns the HPA?\n",
	})
	walk(t, nil,
		step{[]string{"glossary", "find", "--glossary", one, "canary"}, 0, "New code goes to a few customers first."},
		step{[]string{"glossary", "find", "--json", "--glossary", one, "canary"}, 0, `"id": "checkout/canary"`},
		step{[]string{"glossary", "find", "canary deployment"}, 0, "CC BY 4.0"},
		step{[]string{"glossary", "match", "--glossary", one}, 0, "canary deployment: checkout/canary, in m1"},
		step{[]string{"glossary", "match", "--glossary", dir}, 0, "canary deployment: either checkout/canary or search/canary, in m1"},
		step{[]string{"glossary", "mine", filepath.Join(threads, "a.txt"), filepath.Join(threads, "b.txt")}, 0, "HPA: in 2 of 2 threads, 2 messages\np99: in 1 of 2 threads, 1 message\n"},
	)
	type term struct {
		Entry    *string
		Either   []string
		Messages []string
		Status   string
	}
	for path, want := range map[string]term{
		one: {Entry: new("checkout/canary"), Messages: []string{"m1"}, Status: "approved"},
		dir: {Either: []string{"checkout/canary", "search/canary"}, Messages: []string{"m1"}},
	} {
		got := gloss(t, nil, paste, "glossary", "match", "--json", "--glossary", path)
		var answer struct {
			Terms     []term
			Undefined []struct{}
		}
		if err := json.Unmarshal([]byte(got.stdout), &answer); err != nil || answer.Undefined == nil {
			t.Fatalf("%v\n%s%s", err, got.stdout, got.stderr)
		}
		if !reflect.DeepEqual(answer.Terms, []term{want}) {
			t.Errorf("the terms are %s", got.stdout)
		}
	}
}

func TestAFolderTakesThePlaceOfTheStoredGlossary(t *testing.T) {
	dir := writeFiles(t, map[string]string{"canary.md": canaryPage})
	folder, err := folderAt(dir)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "gloss.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	shelves := glossaries{store: db, starter: glossary.Starter(), folder: folder, log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	of := func() []glossary.Entry {
		words, err := shelves.of(t.Context(), "T1")
		if err != nil {
			t.Fatal(err)
		}
		return words.Entries()
	}
	if got := of(); len(got) != 1 || got[0].ID != "checkout/canary" {
		t.Errorf("the folder gives %v", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "desk.md"), []byte("---\nterm: desk\nstatus: draft\n---\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := of(); len(got) != 2 {
		t.Errorf("after a change the folder gives %v", got)
	}
	if err := db.SetDrafts(t.Context(), "T1", false, "ann"); err != nil {
		t.Fatal(err)
	}
	if got := of(); len(got) != 1 {
		t.Errorf("without drafts the folder gives %v", got)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if got := of(); len(got) != 1 {
		t.Errorf("after the folder went there is %v", got)
	}
	if _, err := folderAt(dir); err == nil {
		t.Error("a folder that is not there is taken")
	}
}
