package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/tutor"
)

// live fills the database with much that bears the learner's mark.
func live(t *testing.T, s *Store, mark string) (rows int) {
	t.Helper()
	learner := "T1/" + mark
	if err := s.SaveProfile(t.Context(), tutor.Profile{ID: learner, Role: mark + " sells", Goals: mark + " wants to know"}); err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		item := inbox.Item{
			Keys: []string{fmt.Sprint(mark, i)}, Learner: learner, Kind: "events_api",
			Payload: []byte(`{"text":"` + strings.Repeat(mark+" asks ", 50*(i%4)) + `"}`),
		}
		if _, err := s.Put(t.Context(), item); err != nil {
			t.Fatal(err)
		}
		l := lesson(learner, fmt.Sprint(mark, " ", i), i, "a/slo", "a/"+mark)
		if i < 40 {
			leased, ok, err := s.Lease(t.Context(), noon, time.Now().Add(time.Hour))
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			l.Item, l.Attempt = leased.ID, leased.Attempt
		}
		l.Events[0].Detail = mark + " learned this"
		if err := s.Record(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	return 1 + 60 + 60 + 120 + 60
}

// readable counts a mark in the database's files.
func readable(t *testing.T, path, mark string) (n int) {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(content, []byte(mark))
	}
	return n
}

func TestForgottenLearnerIsNowhereInTheFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gloss.db")
	s := open(t, path)
	live(t, s, "Staying")
	rows := live(t, s, "Leaving")
	live(t, s, "Remaining")
	if readable(t, path, "Leaving") == 0 {
		t.Fatal("the search finds nobody, even before")
	}
	gone, err := s.Forget(t.Context(), "T1/Leaving")
	if err != nil || gone != rows {
		t.Errorf("%d rows went, %v; want %d", gone, err, rows)
	}
	if n := readable(t, path, "Leaving"); n != 0 {
		t.Errorf("the learner can be read %d times", n)
	}
	if readable(t, path, "Staying") == 0 || readable(t, path, "Remaining") == 0 {
		t.Error("others were forgotten too")
	}
}

func TestForgottenLearnerIsUnknown(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		rows := live(t, s, "Leaving")
		live(t, s, "Staying")
		gone, err := s.Forget(t.Context(), "T1/Leaving")
		if err != nil || gone != rows {
			t.Errorf("%d rows went, %v; want %d", gone, err, rows)
		}
		export, err := s.Export(t.Context(), "T1/Leaving")
		want := LearnerExport{
			Profile: tutor.Profile{ID: "T1/Leaving"}, Lessons: []tutor.Lesson{}, Events: []tutor.Event{},
			Met: []glossary.Met{}, Spendings: []model.Spending{}, Inbox: []Received{},
		}
		if err != nil || !reflect.DeepEqual(export, want) {
			t.Errorf("still kept: %+v, %v", export, err)
		}
		if export, err := s.Export(t.Context(), "T1/Staying"); err != nil || len(export.Lessons) != 60 || len(export.Inbox) != 60 {
			t.Errorf("of the other learner %d lessons and %d items are left, %v", len(export.Lessons), len(export.Inbox), err)
		}
		// What was asked once is not asked again by a late delivery.
		if fresh, err := s.Put(t.Context(), inbox.Item{Keys: []string{"Leaving1"}, Learner: "T1/Leaving"}); fresh || err != nil {
			t.Errorf("a twin of an erased item: %v, %v", fresh, err)
		}
		// The learner may come back.
		if err := s.Record(t.Context(), lesson("T1/Leaving", "new", 0, "a/slo")); err != nil {
			t.Error(err)
		}
		if events, err := s.Events(t.Context(), "T1/Leaving"); err != nil || len(events) != 1 {
			t.Errorf("events %+v, %v", events, err)
		}
	})
}

// What was on its way when a learner was forgotten does not bring them back.
func TestWhatIsUnderWayBringsNothingBack(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		put(t, s, "q1", "T1/Leaving")
		item := lease(t, s, noon)
		if _, err := s.Forget(t.Context(), "T1/Leaving"); err != nil {
			t.Fatal(err)
		}
		staying := tutor.Event{Learner: "T1/Staying", At: noon, Kind: tutor.Claimed, Entry: "a/pod"}
		for _, err := range []error{
			s.Record(t.Context(), tutorLesson(item)),
			s.Append(t.Context(), tutor.Event{Learner: "T1/Leaving", At: noon, Kind: tutor.Right, Entry: "a/slo", Item: item.ID}, staying),
			s.SaveProfile(t.Context(), tutor.Profile{ID: "T1/Leaving", Role: "sales", Item: item.ID}),
		} {
			if err != nil && !errors.Is(err, inbox.ErrNotLeased) {
				t.Error(err)
			}
		}
		export, err := s.Export(t.Context(), "T1/Leaving")
		if err != nil || len(export.Lessons)+len(export.Events) > 0 || export.Profile != (tutor.Profile{ID: "T1/Leaving"}) {
			t.Errorf("the learner is back: %+v, %v", export, err)
		}
		if events, err := s.Events(t.Context(), "T1/Staying"); err != nil || len(events) != 1 {
			t.Errorf("the other's events are %+v, %v", events, err)
		}
	})
}

func TestABackupHoldsNothingOfAForgottenLearner(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path, before, after := filepath.Join(folder, "gloss.db"), filepath.Join(folder, "before"), filepath.Join(folder, "after")
	s := open(t, path)
	live(t, s, "Leaving")
	live(t, s, "Staying")
	if err := Backup(t.Context(), path, before); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Forget(t.Context(), "T1/Leaving"); err != nil {
		t.Fatal(err)
	}
	if err := Backup(t.Context(), path, after); err != nil {
		t.Fatal(err)
	}
	if readable(t, before, "Leaving") == 0 || readable(t, after, "Staying") == 0 {
		t.Fatal("the search finds nobody where there is somebody")
	}
	if n := readable(t, after, "Leaving"); n != 0 {
		t.Errorf("the learner can be read %d times in a backup taken after", n)
	}
}

func TestErasureThatWasHeldUpIsFinishedLater(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gloss.db")
	s := open(t, path)
	live(t, s, "Leaving")
	// A reader keeps old pages of the log alive.
	reading, err := s.engine.reader().Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reading.QueryRow(`select count(*) from lesson`).Scan(&n); err != nil || n == 0 {
		t.Fatal(n, err)
	}
	if _, err := s.Forget(t.Context(), "T1/Leaving"); err == nil || !strings.Contains(err.Error(), "its log still holds erased rows") {
		t.Errorf("forget beside a reader: %v", err)
	}
	if lessons, err := s.Lessons(t.Context(), "T1/Leaving", 0); err != nil || len(lessons) != 0 {
		t.Errorf("%d lessons are left, %v", len(lessons), err)
	}
	if err := reading.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Prune(t.Context(), noon); err != nil {
		t.Error(err)
	}
	if n := readable(t, path, "Leaving"); n != 0 {
		t.Errorf("the learner can be read %d times", n)
	}
}

func TestErasureThatTheLastProcessBeganIsFinished(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gloss.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	live(t, s, "Leaving")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// A process without secure_delete stands for one that died in between.
	execute(t, path, `pragma secure_delete = off`,
		`delete from inbox`, `delete from lesson`, `delete from event`, `delete from event_detail`, `delete from learner`,
		`update meta set value = 1 where name = 'erase'`)
	if readable(t, path, "Leaving") == 0 {
		t.Fatal("nothing is left to erase")
	}
	s = open(t, path)
	if n := readable(t, path, "Leaving"); n != 0 {
		t.Errorf("the learner can be read %d times", n)
	}
	var due int
	if _, err := s.read(t.Context()).one([]any{&due}, `select value from meta where name = 'erase'`); err != nil || due != 0 {
		t.Errorf("erasure still due: %d, %v", due, err)
	}
}

func TestExportHoldsEverything(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		profile := tutor.Profile{ID: "T1/U1", Role: "sales", Goals: "calm"}
		if err := s.SaveProfile(t.Context(), profile); err != nil {
			t.Fatal(err)
		}
		put(t, s, "q1", "T1/U1")
		put(t, s, "q2", "T1/U1")
		put(t, s, "q3", "T1/U2")
		l := tutorLesson(lease(t, s, noon))
		if err := s.Record(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		export, err := s.Export(t.Context(), "T1/U1")
		if err != nil {
			t.Fatal(err)
		}
		if export.Profile != profile || len(export.Lessons) != 1 || len(export.Events) != 1 || len(export.Inbox) != 2 ||
			export.Inbox[0].State != "done" || export.Inbox[1].State != "ready" || export.Inbox[1].Payload != `{"key":"q2"}` {
			t.Errorf("export %+v", export)
		}
		if text, err := json.Marshal(export); err != nil || !bytes.Contains(text, []byte(`"entry":"a/slo"`)) {
			t.Errorf("as JSON: %s, %v", text, err)
		}
	})
}

func TestPruneKeepsWhatIsNeeded(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		old := time.Now().Add(-48 * time.Hour)
		for _, key := range []string{"done", "dead", "waiting"} {
			if _, err := s.Put(t.Context(), inbox.Item{Keys: []string{key}, Learner: key, Received: old}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Settle(t.Context(), lease(t, s, noon).Lease(), inbox.Done, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if err := s.Settle(t.Context(), lease(t, s, noon).Lease(), inbox.Dead, time.Time{}); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			name   string
			before time.Time
			gone   int
		}{
			{"what ended later stays", time.Now().Add(-time.Minute), 0},
			{"what is older than all items changes nothing", old.Add(23 * time.Hour), 0},
			{"items go", time.Now().Add(time.Minute), 2},
		} {
			gone, err := s.Prune(t.Context(), step.before)
			if err != nil || gone != step.gone {
				t.Errorf("%s: %d gone, %v; want %d", step.name, gone, err, step.gone)
			}
			fresh, err := s.Put(t.Context(), inbox.Item{Keys: []string{"waiting"}, Learner: "waiting"})
			if fresh || err != nil {
				t.Errorf("%s: the key of an unfinished item is unknown: %v, %v", step.name, fresh, err)
			}
		}
		for _, key := range []string{"done", "dead"} {
			fresh, err := s.Put(t.Context(), inbox.Item{Keys: []string{key}, Learner: key})
			if !fresh || err != nil {
				t.Errorf("the key of the erased item %s is still known: %v, %v", key, fresh, err)
			}
		}
	})
}

func TestKeysOutliveTheirItemsByADay(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		put(t, s, "q1", "T1/U1")
		if err := s.Settle(t.Context(), lease(t, s, noon).Lease(), inbox.Done, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if gone, err := s.Prune(t.Context(), time.Now().Add(23*time.Hour)); err != nil || gone != 1 {
			t.Errorf("%d gone, %v", gone, err)
		}
		if fresh, err := s.Put(t.Context(), inbox.Item{Keys: []string{"q1"}, Learner: "T1/U1"}); fresh || err != nil {
			t.Errorf("a twin an hour later: %v, %v", fresh, err)
		}
	})
}
