package store

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"github.com/gloss-tutor/gloss/glossary"
)

// edit is an edit of an entry by somebody.
func edit(author string, base int, decides bool, e glossary.Entry) glossary.Edit {
	return glossary.Edit{Team: "T1", Author: author, Reason: "it was wrong", Base: base, Entry: e, Decides: decides}
}

func liveNow(t *testing.T, s *Store, id string) glossary.Entry {
	t.Helper()
	entries, err := s.Glossary(t.Context(), "T1")
	if err != nil {
		t.Fatal(err)
	}
	e, _ := glossary.New(entries).Entry(id)
	return e
}

func TestEditsOfThoseWhoDecideCountAtOnceAndOthersWait(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		slo := entry("a/slo", "a promise", glossary.Approved)
		slo.Owner, slo.Reviewers = "olga", []string{"rita"}
		importAll(t, s, "T1", "first", Change{Added: 1}, slo)
		for i, c := range []struct {
			author  string
			decides bool
			atOnce  bool
		}{{"olga", false, true}, {"rita", false, true}, {"curator", true, true}, {"somebody", false, false}} {
			next := slo
			next.Plain = "words of " + c.author
			out, err := s.Propose(t.Context(), edit(c.author, i+1, c.decides, next))
			if err != nil || (out.Version == i+2) != c.atOnce || (out.Proposal == 1) == c.atOnce {
				t.Errorf("%s: %+v, %v", c.author, out, err)
			}
			if is := liveNow(t, s, "a/slo").Plain == next.Plain; is != c.atOnce {
				t.Errorf("the edit of %s is live: %v", c.author, is)
			}
		}
		out, err := s.Approve(t.Context(), "T1", 1, "olga", "well said")
		if err != nil || out.Version != 5 || liveNow(t, s, "a/slo").Plain != "words of somebody" {
			t.Errorf("approved: %+v, %v, %+v", out, err, liveNow(t, s, "a/slo"))
		}
		if _, err := s.Approve(t.Context(), "T1", 1, "olga", "again"); !errors.Is(err, glossary.ErrNoProposal) {
			t.Errorf("approved twice: %v", err)
		}
	})
}

func TestTheSecondEditorSeesAMerge(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		slo := entry("a/slo", "a promise", glossary.Approved)
		importAll(t, s, "T1", "first", Change{Added: 1}, slo)
		one, two := slo, slo
		one.Why, one.Plain = "trust", "a goal"
		two.Example, two.Plain = "We keep the SLO.", "a number"
		if _, err := s.Propose(t.Context(), edit("ann", 1, true, one)); err != nil {
			t.Fatal(err)
		}
		_, err := s.Propose(t.Context(), edit("bob", 1, true, two))
		var c *glossary.Conflict
		if !errors.As(err, &c) || c.Version != 2 || !reflect.DeepEqual(c.Live, one) {
			t.Fatalf("the second editor got %v", err)
		}
		want := one
		want.Example = two.Example
		if !reflect.DeepEqual(c.Merged, want) || len(c.Clashes) != 1 || c.Clashes[0].Field != "plain" || c.Clashes[0].Mine != "a number" {
			t.Errorf("merged to %+v with %+v", c.Merged, c.Clashes)
		}
		if out, err := s.Propose(t.Context(), edit("bob", c.Version, true, c.Merged)); err != nil || out.Version != 3 {
			t.Errorf("the merge was saved as %+v, %v", out, err)
		}
		if !reflect.DeepEqual(liveNow(t, s, "a/slo"), want) {
			t.Errorf("live is %+v", liveNow(t, s, "a/slo"))
		}
	})
}

func TestAProposalFromAnOldVersionStillWaitsAfterAConflict(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		slo := entry("a/slo", "a promise", glossary.Approved)
		importAll(t, s, "T1", "first", Change{Added: 1}, slo)
		theirs, mine := slo, slo
		theirs.Plain, mine.Why = "a goal", "trust"
		out, err := s.Propose(t.Context(), edit("bob", 1, false, mine))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Propose(t.Context(), edit("ann", 1, true, theirs)); err != nil {
			t.Fatal(err)
		}
		var c *glossary.Conflict
		if _, err := s.Approve(t.Context(), "T1", out.Proposal, "ann", "yes"); !errors.As(err, &c) || c.Merged.Why != "trust" || c.Merged.Plain != "a goal" {
			t.Errorf("approved over a newer version: %v, %+v", err, c)
		}
		if waiting, err := s.Proposals(t.Context(), "T1"); err != nil || len(waiting) != 1 || waiting[0].Edit.Author != "bob" || waiting[0].At.IsZero() {
			t.Errorf("waiting: %+v, %v", waiting, err)
		}
	})
}

func TestARejectedNewTermIsRememberedAndNotAskedAbout(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		out, err := s.Propose(t.Context(), edit("bob", 0, false, glossary.Entry{ID: "a/big-lunch", Term: "Big-Lunch", System: "a"}))
		if err != nil || out.Proposal != 1 {
			t.Fatal(out, err)
		}
		if err := s.Reject(t.Context(), "T1", 1, "ann", "no term", true); err != nil {
			t.Fatal(err)
		}
		if err := s.Refuse(t.Context(), "T1", "Kiosk", "ann", "everybody knows"); err != nil {
			t.Fatal(err)
		}
		words, err := s.Refused(t.Context(), "T1")
		if want := []string{"big lunch", "kiosk"}; err != nil || !reflect.DeepEqual(words, want) {
			t.Errorf("refused %q, %v; want %q", words, err, want)
		}
		if elsewhere, err := s.Refused(t.Context(), "T2"); err != nil || len(elsewhere) != 0 {
			t.Errorf("another workspace refuses %q, %v", elsewhere, err)
		}
		if waiting, err := s.Proposals(t.Context(), "T1"); err != nil || len(waiting) != 0 {
			t.Errorf("still waiting: %+v, %v", waiting, err)
		}
	})
}

func TestAnEarlierVersionComesBackAsANewOne(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		slo := entry("a/slo", "a promise", glossary.Approved)
		worse := entry("a/slo", "a thing", glossary.Approved)
		importAll(t, s, "T1", "first", Change{Added: 1}, slo)
		importAll(t, s, "T1", "second", Change{Changed: 1}, worse)
		if out, err := s.Revert(t.Context(), "T1", "a/slo", 1, "ann", "it was better"); err != nil || out.Version != 3 {
			t.Errorf("reverted to %+v, %v", out, err)
		}
		history, err := s.History(t.Context(), "T1", "a/slo")
		if err != nil || len(history) != 3 || !reflect.DeepEqual(history[2].Entry, slo) || history[2].Author != "ann" {
			t.Errorf("history %+v, %v", history, err)
		}
		if _, err := s.Revert(t.Context(), "T1", "a/slo", 9, "ann", ""); err == nil {
			t.Error("reverted to a version that never was")
		}
	})
}

func TestEveryChangeIsAudited(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		slo := entry("a/slo", "a promise", glossary.Approved)
		importAll(t, s, "T1", "first", Change{Added: 1}, slo)
		importAll(t, s, "T1", "again", Change{Same: 1}, slo)
		slo.Plain = "a goal"
		do := func(_ glossary.Outcome, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		do(s.Propose(t.Context(), edit("ann", 1, true, slo)))
		slo.Plain = "a number"
		do(s.Propose(t.Context(), edit("bob", 2, false, slo)))
		do(s.Approve(t.Context(), "T1", 1, "ann", "yes"))
		do(s.Propose(t.Context(), edit("bob", 3, false, slo)))
		do(glossary.Outcome{}, s.Reject(t.Context(), "T1", 2, "ann", "no", false))
		do(s.Revert(t.Context(), "T1", "a/slo", 1, "ann", "back"))
		do(glossary.Outcome{}, s.Refuse(t.Context(), "T1", "lunch", "ann", ""))
		do(glossary.Outcome{}, s.SetDrafts(t.Context(), "T1", false, "ann"))
		acts, err := s.Audit(t.Context(), "T1", 100)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := len(acts) - 1; i >= 0; i-- {
			a := acts[i]
			if a.At.IsZero() {
				t.Errorf("%+v has no time", a)
			}
			got = append(got, fmt.Sprint(a.Author, " ", a.Action, " ", a.Entry, " ", a.Version))
		}
		want := []string{
			"ann imported 1 added, 0 changed 0", "ann edited a/slo 2", "bob proposed a/slo 0", "ann approved a/slo 3",
			"bob proposed a/slo 0", "ann rejected a/slo 0", "ann reverted a/slo 4", "ann refused lunch 0", "ann set  0",
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got\n%q, want\n%q", got, want)
		}
		if latest, err := s.Audit(t.Context(), "T1", 1); err != nil || len(latest) != 1 || latest[0].Action != "set" {
			t.Errorf("latest %+v, %v", latest, err)
		}
	})
}

func TestDraftsAreShownUnlessAWorkspaceHidesThem(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		for _, want := range []bool{true, false, true} {
			if err := s.SetDrafts(t.Context(), "T1", want, "ann"); err != nil {
				t.Fatal(err)
			}
			if shown, err := s.ShowsDrafts(t.Context(), "T1"); err != nil || shown != want {
				t.Errorf("shown: %v, %v; want %v", shown, err, want)
			}
			if shown, err := s.ShowsDrafts(t.Context(), "T2"); err != nil || !shown {
				t.Errorf("elsewhere shown: %v, %v", shown, err)
			}
		}
	})
}

func TestEditorsAtTheSameTimeNeverOverwriteEachOther(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		var mu sync.Mutex
		saved, refused := 0, 0
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				_, err := s.Propose(t.Context(), edit("ann", 0, true, entry("a/slo", fmt.Sprint("words ", i), glossary.Draft)))
				var c *glossary.Conflict
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					saved++
				case errors.As(err, &c):
					refused++
				default:
					t.Error(err)
				}
				if _, err := s.Propose(t.Context(), edit("bob", 0, false, entry(fmt.Sprint("a/new", i), "x", glossary.Draft))); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		waiting, err := s.Proposals(t.Context(), "T1")
		if saved != 1 || refused != 7 || len(waiting) != 8 || err != nil {
			t.Errorf("%d saved, %d refused, %d waiting, %v", saved, refused, len(waiting), err)
		}
	})
}
