package store

import (
	"reflect"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
)

func TestWordsThatTheGlossaryLacksAreCountedByLearner(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		meet := func(learner string, words ...glossary.Met) {
			t.Helper()
			if err := s.Meet(t.Context(), 0, "T1", "T1/"+learner, words); err != nil {
				t.Fatal(err)
			}
		}
		wanted := func(want ...glossary.Wanted) {
			t.Helper()
			got, err := s.Wanted(t.Context(), "T1", time.Now().Add(-time.Hour))
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("wanted: %+v %v, want %+v", got, err, want)
			}
		}
		public := glossary.Met{Surface: "Flapper", Channel: "C1", TS: "1.5"}
		meet("a", public, glossary.Met{Surface: "Project Heron"}, glossary.Met{Surface: "—"})
		meet("a", glossary.Met{Surface: "flapper"}, glossary.Met{Surface: "Project Heron"})
		meet("b", glossary.Met{Surface: "Project Heron"})
		wanted(glossary.Wanted{Surface: "Flapper", Learners: 1, Channel: "C1", TS: "1.5"})
		meet("c", glossary.Met{Surface: "project heron"}, public)
		wanted(glossary.Wanted{Surface: "project heron", Learners: 3}, glossary.Wanted{Surface: "Flapper", Learners: 2, Channel: "C1", TS: "1.5"})

		export, err := s.Export(t.Context(), "T1/c")
		if err != nil || len(export.Met) != 2 {
			t.Error(export.Met, err)
		}
		if _, err := s.Forget(t.Context(), "T1/c"); err != nil {
			t.Fatal(err)
		}
		if export, err = s.Export(t.Context(), "T1/c"); err != nil || len(export.Met) != 0 {
			t.Error(export.Met, err)
		}
		wanted(glossary.Wanted{Surface: "Flapper", Learners: 1, Channel: "C1", TS: "1.5"})
		if err := s.Refuse(t.Context(), "T1", "flapper", "mina", ""); err != nil {
			t.Fatal(err)
		}
		wanted()
	})
}
