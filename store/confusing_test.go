package store

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/tutor"
)

func TestWhatConfusesManyIsToldAndPointsAtNobody(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		confuse := func(team string, learners int, kind tutor.EventKind, entry string, at time.Time) {
			t.Helper()
			for i := range learners {
				e := tutor.Event{Learner: fmt.Sprint(team, "/U", i), At: at, Kind: kind, Entry: entry}
				if err := s.Append(t.Context(), e, e); err != nil {
					t.Fatal(err)
				}
			}
		}
		confuse("T1", 4, tutor.LookedUp, "a/few", noon)
		confuse("T1", 5, tutor.Wrong, "a/five", noon)
		confuse("T1", 3, tutor.LookedUp, "a/more", noon)
		confuse("T1", 7, tutor.StillConfused, "a/more", noon)
		confuse("T1", 9, tutor.Right, "a/right", noon)
		confuse("T1", 9, tutor.LookedUp, "a/old", noon.AddDate(-1, 0, 0))
		confuse("T1", 9, tutor.TooBasic, "", noon)
		confuse("T12", 9, tutor.LookedUp, "a/others", noon)
		got, err := s.Confusing(t.Context(), "T1", noon.AddDate(0, -3, 0))
		want := []glossary.Confusing{{Entry: "a/more", Learners: 7}, {Entry: "a/five", Learners: 5}}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("what confuses is %+v, %v; want %+v", got, err, want)
		}
	})
}
