package store

import (
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/gloss-tutor/gloss/glossary"
)

// entry returns an entry whose text is plain.
func entry(id, plain string, status glossary.Status) glossary.Entry {
	return glossary.Entry{
		ID: id, Term: strings.ToUpper(id), System: "a", Plain: plain, Status: status, Aliases: []string{"x", "y"},
		Analogy: glossary.Analogy{Text: "a budget", Breaks: "no money"}, Source: "docs/a.md", Credit: "CC BY 4.0",
	}
}

func importAll(t *testing.T, s *Store, team, reason string, want Change, entries ...glossary.Entry) {
	t.Helper()
	got, err := s.Import(t.Context(), team, "ann", reason, entries)
	if err != nil || got != want {
		t.Errorf("%s: %+v, %v; want %+v", reason, got, err, want)
	}
}

func TestGlossaryIsImported(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		slo, pod := entry("a/slo", "a promise", glossary.Approved), entry("a/Pod", "a group", glossary.Draft)
		better := entry("a/slo", "a promise in numbers", glossary.Approved)
		node := entry("a/node", "a machine", glossary.Rejected)
		importAll(t, s, "T1", "first", Change{Added: 2}, slo, pod)
		importAll(t, s, "T1", "again", Change{Same: 2}, pod, slo)
		importAll(t, s, "T1", "more", Change{Added: 1, Changed: 1, Same: 1}, pod, better, node)
		importAll(t, s, "T2", "elsewhere", Change{Added: 1}, slo)
		importAll(t, s, "T1", "nothing", Change{})

		entries, err := s.Glossary(t.Context(), "T1")
		if want := []glossary.Entry{pod, node, better}; err != nil || !reflect.DeepEqual(entries, want) {
			t.Errorf("glossary\n%+v, %v; want\n%+v", entries, err, want)
		}
		revisions, err := s.History(t.Context(), "T1", "a/slo")
		if err != nil || len(revisions) != 2 {
			t.Fatalf("revisions %+v, %v", revisions, err)
		}
		for i, want := range []glossary.Revision{
			{Version: 1, Author: "ann", Reason: "first", Imported: true, Entry: slo},
			{Version: 2, Author: "ann", Reason: "more", Imported: true, Entry: better},
		} {
			if revisions[i].At.IsZero() {
				t.Errorf("revision %d has no time", i+1)
			}
			want.At = revisions[i].At
			if !reflect.DeepEqual(revisions[i], want) {
				t.Errorf("revision\n%+v; want\n%+v", revisions[i], want)
			}
		}
	})
}

func TestImportIsAllOrNothing(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		good := entry("a/slo", "a promise", glossary.Approved)
		for name, bad := range map[string]glossary.Entry{
			"no id":        {Term: "nameless"},
			"the same id":  good,
			"broken entry": entry("a/broken", "not stored", glossary.Draft),
		} {
			if name == "broken entry" {
				// The database refuses the entry after the good one is in.
				breakEntry(t, s, "T1", bad.ID)
			}
			if change, err := s.Import(t.Context(), "T1", "ann", name, []glossary.Entry{good, bad}); err == nil || change != (Change{}) {
				t.Errorf("%s: imported %+v, %v", name, change, err)
			}
		}
		if revisions, err := s.History(t.Context(), "T1", good.ID); err != nil || len(revisions) != 0 {
			t.Errorf("half an import was kept: %+v, %v", revisions, err)
		}
	})
}

// breakEntry stores an entry that cannot be read.
func breakEntry(t *testing.T, s *Store, team, id string) {
	t.Helper()
	err := s.write(t.Context(), func(tx tx) error {
		_, err := tx.exec(`insert into glossary_entry (team, id, version, body) values ($1, $2, 1, '{')`, team, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestImportKeepsWhatPeopleDecided(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		for _, c := range []struct{ had, imported, want glossary.Status }{
			{glossary.Approved, glossary.Draft, glossary.Approved},
			{glossary.Approved, glossary.InReview, glossary.Approved},
			{glossary.Approved, "", glossary.Approved},
			{glossary.Rejected, glossary.Draft, glossary.Rejected},
			{glossary.Deprecated, glossary.InReview, glossary.Deprecated},
			{glossary.InReview, glossary.Draft, glossary.InReview},
			{glossary.Draft, glossary.InReview, glossary.InReview},
			{glossary.Draft, glossary.Approved, glossary.Approved},
			{glossary.Approved, glossary.Deprecated, glossary.Deprecated},
			{glossary.Rejected, glossary.Approved, glossary.Approved},
		} {
			team := string(c.had) + " " + string(c.imported)
			had := entry("a/slo", "old words", c.had)
			had.ReplacedBy, had.ReviewedAt = "a/sli", "2026-01-02"
			importAll(t, s, team, "first", Change{Added: 1}, had)
			importAll(t, s, team, "second", Change{Changed: 1}, entry("a/slo", "new words", c.imported))
			entries, err := s.Glossary(t.Context(), team)
			if err != nil || len(entries) != 1 || entries[0].Status != c.want || entries[0].Plain != "new words" {
				t.Errorf("%s, imported as %q: %+v, %v; want %s", c.had, c.imported, entries, err, c.want)
			}
			if kept := entries[0].ReplacedBy == "a/sli" && entries[0].ReviewedAt == "2026-01-02"; kept != (c.want == c.had) {
				t.Errorf("%s, imported as %q: successor and review date kept: %v", c.had, c.imported, kept)
			}
		}
	})
}

func TestImportsAtTheSameTimeAreOneAfterTheOther(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		var mu sync.Mutex
		var sum Change
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				change, err := s.Import(t.Context(), "T1", "ann", "race", []glossary.Entry{
					entry("a/slo", strings.Repeat("x", i%2+1), glossary.Draft), entry("a/pod", "same", glossary.Draft)})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				sum.Added += change.Added
				sum.Changed += change.Changed
				sum.Same += change.Same
			})
		}
		all.Wait()
		revisions, err := s.History(t.Context(), "T1", "a/slo")
		if err != nil || sum.Added != 2 || len(revisions) != sum.Changed+1 || sum.Added+sum.Changed+sum.Same != 16 {
			t.Errorf("%+v and %d revisions, %v", sum, len(revisions), err)
		}
	})
}

func TestAnImportKeepsWhatPeopleWroteSinceTheLast(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		slo := entry("a/slo", "a promise", glossary.Approved)
		importAll(t, s, "T1", "first", Change{Added: 1}, slo)
		people := slo
		people.Why, people.Plain = "trust", "a promise in numbers"
		if _, err := s.Propose(t.Context(), edit("ann", 1, true, people)); err != nil {
			t.Fatal(err)
		}
		// The files have not changed: nothing to do.
		importAll(t, s, "T1", "the same files", Change{Same: 1}, slo)
		files := slo
		files.Example, files.Plain = "The SLO is 99.9.", "a goal"
		plan, err := s.Plan(t.Context(), "T1", []glossary.Entry{files})
		if err != nil || len(plan) != 1 || plan[0].Verdict != IsConflict || len(plan[0].Clashes) != 1 || plan[0].Clashes[0].Field != "plain" {
			t.Fatalf("planned %+v, %v", plan, err)
		}
		importAll(t, s, "T1", "new files", Change{Changed: 1, Clashed: 1}, files)
		importAll(t, s, "T1", "new files again", Change{Same: 1, Clashed: 1}, files)
		want := people
		want.Example = files.Example
		if got := liveNow(t, s, "a/slo"); !reflect.DeepEqual(got, want) {
			t.Errorf("live is %+v, want %+v", got, want)
		}
	})
}

func TestAnEntryIsFoundByItsTermToo(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		importAll(t, s, "T1", "first", Change{Added: 1}, entry("a/slo", "a promise", glossary.Approved))
		moved := entry("a/slo", "a goal", glossary.Approved)
		moved.ID = "a/service-level"
		importAll(t, s, "T1", "moved", Change{Changed: 1}, moved)
		if got := liveNow(t, s, "a/slo"); got.Plain != "a goal" {
			t.Errorf("live is %+v", got)
		}
	})
}
