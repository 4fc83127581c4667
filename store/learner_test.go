package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 123e6, time.UTC)

// lesson returns a lesson with every field set, given minutes after noon.
func lesson(learner, id string, minutes int, entries ...string) tutor.Lesson {
	at := noon.Add(time.Duration(minutes) * time.Minute)
	l := tutor.Lesson{
		ID: id, Learner: learner, Task: prompts.ExplainTask, At: at, Thread: "aa", Channel: "C1", TS: "1.2", NewestTS: "1.9",
		Engine: "offline", Prompt: "bb", Level: 2, Messages: 7, Dropped: 1, Events: []tutor.Event{},
	}
	for _, entry := range entries {
		l.Events = append(l.Events, tutor.Event{Learner: learner, At: at, Kind: tutor.Taught, Entry: entry, Lesson: id})
	}
	return l
}

func TestLearnerNobodyHasHeardOf(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		profile, err := s.Profile(t.Context(), "T1/U1")
		if err != nil || profile != (tutor.Profile{}) {
			t.Errorf("profile %+v, %v", profile, err)
		}
		if events, err := s.Events(t.Context(), "T1/U1"); err != nil || len(events) != 0 {
			t.Errorf("events %v, %v", events, err)
		}
		if lessons, err := s.Lessons(t.Context(), "T1/U1", 3); err != nil || len(lessons) != 0 {
			t.Errorf("lessons %v, %v", lessons, err)
		}
		if n, err := s.Forget(t.Context(), "T1/U1"); err != nil || n != 0 {
			t.Errorf("forgot %d, %v", n, err)
		}
	})
}

func TestProfileIsKept(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		for _, want := range []tutor.Profile{
			{ID: "T1/U1", Role: "sales", Goals: "follow incidents"},
			{ID: "T1/U1", Role: "", Goals: "日本語 'quoted'; -- $1 ?1"},
			{ID: "T1/U1", Locale: "ja-JP", Zone: "Asia/Tokyo", Recap: tutor.Weekly, RecapDay: time.Saturday, Paused: true, Welcomed: noon},
			{ID: "T1/U1", Recap: tutor.Monthly},
		} {
			if err := s.SaveProfile(t.Context(), want); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Profile(t.Context(), want.ID); err != nil || got != want {
				t.Errorf("got %+v, %v; want %+v", got, err, want)
			}
		}
		if err := s.SaveProfile(t.Context(), tutor.Profile{Role: "nobody"}); err == nil {
			t.Error("a profile without an id was saved")
		}
	})
}

func TestLessonsAndEventsComeBack(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		first := lesson("T1/U1", "q1", 0, "a/slo", "a/pod")
		second := lesson("T1/U1", "q2", 5, "a/node")
		third := lesson("T1/U1", "q3", 9)
		third.System, third.Help = "ledger", 67
		other := lesson("T1/U2", "q4", 1, "a/slo")
		for _, l := range []tutor.Lesson{second, first, other, third} {
			if err := s.Record(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
		claim := tutor.Event{Learner: "T1/U1", At: noon.Add(time.Minute), Kind: tutor.Wrong, Entry: "a/pod", Detail: "a/" + strings.Repeat("long ", 999)}
		elsewhere := tutor.Event{Learner: "T1/U2", At: noon, Kind: tutor.Reset, Entry: "a/slo"}
		if err := s.Append(t.Context(), elsewhere, claim); err != nil {
			t.Fatal(err)
		}

		events, err := s.Events(t.Context(), "T1/U1")
		want := []tutor.Event{first.Events[0], first.Events[1], claim, second.Events[0]}
		if err != nil || !reflect.DeepEqual(events, want) {
			t.Errorf("events\n%+v, %v; want\n%+v", events, err, want)
		}
		for limit, want := range map[int][]tutor.Lesson{0: {third, second, first}, 2: {third, second}} {
			lessons, err := s.Lessons(t.Context(), "T1/U1", limit)
			if err != nil || !reflect.DeepEqual(lessons, want) {
				t.Errorf("newest %d lessons\n%+v, %v; want\n%+v", limit, lessons, err, want)
			}
		}
	})
}

func TestLessonRecordedTwiceIsRecordedOnce(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		first := lesson("T1/U1", "q1", 0, "a/slo")
		again := lesson("T1/U1", "q1", 3, "a/pod", "a/node")
		for _, l := range []tutor.Lesson{first, again} {
			if err := s.Record(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
		lessons, err := s.Lessons(t.Context(), "T1/U1", 0)
		if err != nil || !reflect.DeepEqual(lessons, []tutor.Lesson{first}) {
			t.Errorf("lessons %+v, %v; want the first only", lessons, err)
		}
	})
}

func TestRecordEndsTheInboxItem(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		put(t, s, "q1", "T1/U1")
		put(t, s, "q2", "T1/U1")
		item := lease(t, s, noon)
		l := lesson("T1/U1", "q1", 0)
		l.Item, l.Attempt = item.ID, item.Attempt
		if err := s.Record(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		if err := s.Settle(t.Context(), item.Lease(), inbox.Done, time.Time{}); !errors.Is(err, inbox.ErrNotLeased) {
			t.Errorf("done again: %v", err)
		}
		next := lease(t, s, noon)
		if next.ID == item.ID {
			t.Error("the answered item was leased again")
		}
		// A lesson stored by an attempt that died ends the second attempt too.
		l.Item, l.Attempt = next.ID, next.Attempt
		if err := s.Record(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := s.Lease(t.Context(), noon.Add(time.Hour), noon.Add(2*time.Hour)); ok || err != nil {
			t.Errorf("leased %v, %v from an empty inbox", ok, err)
		}
	})
}

// A worker who was taken for dead records nothing: the learner has another's
// answer, or will have.
func TestRecordOfALostLeaseChangesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		put(t, s, "q1", "T1/U1")
		slow := lease(t, s, noon)
		quick := lease(t, s, noon.Add(time.Minute))
		l := lesson("T1/U1", "q1", 0, "a/slo")
		l.Item, l.Attempt = slow.ID, slow.Attempt
		if err := s.Record(t.Context(), l); !errors.Is(err, inbox.ErrNotLeased) {
			t.Errorf("the slow worker recorded: %v", err)
		}
		if export, err := s.Export(t.Context(), "T1/U1"); err != nil || len(export.Lessons)+len(export.Events) > 0 || export.Inbox[0].State != "leased" {
			t.Errorf("the slow worker left %+v, %v", export, err)
		}
		l.Attempt = quick.Attempt
		if err := s.Record(t.Context(), l); err != nil {
			t.Errorf("the quick worker: %v", err)
		}
	})
}

func put(t *testing.T, s *Store, key, learner string) {
	t.Helper()
	fresh, err := s.Put(t.Context(), inbox.Item{Keys: []string{key}, Learner: learner, Kind: "events_api", Payload: []byte(`{"key":"` + key + `"}`)})
	if err != nil || !fresh {
		t.Fatalf("put %s: fresh %v, %v", key, fresh, err)
	}
}

func lease(t *testing.T, s *Store, now time.Time) inbox.Item {
	t.Helper()
	item, ok, err := s.Lease(t.Context(), now, now.Add(time.Minute))
	if err != nil || !ok {
		t.Fatalf("lease: %v, %v", ok, err)
	}
	return item
}

// tutorLesson returns the lesson that answers an item.
func tutorLesson(item inbox.Item) tutor.Lesson {
	l := lesson(item.Learner, string(item.Payload), 0, "a/slo")
	l.Item, l.Attempt = item.ID, item.Attempt
	return l
}

// What a learner knows is worked out from the stored events: from them in any
// order, some of them twice, it is what it was from those that happened.
func TestWhatIsKnownCanBeWorkedOutAgain(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		random := rand.New(rand.NewPCG(1, 2))
		kinds := []tutor.EventKind{tutor.Taught, tutor.Reminded, tutor.Right, tutor.Right, tutor.Wrong, tutor.LookedUp, tutor.Claimed, tutor.Reset, tutor.TooBasic}
		for round := range 20 {
			learner := fmt.Sprint("T1/U", round)
			var happened []tutor.Event
			for i := range 40 {
				happened = append(happened, tutor.Event{
					Learner: learner, At: noon.Add(time.Duration(i*1000+random.IntN(999)) * time.Minute), Kind: kinds[random.IntN(len(kinds))],
					Entry: fmt.Sprint("a/", random.IntN(3)), Lesson: fmt.Sprint(random.IntN(9)), Detail: []string{"", "this", "that"}[random.IntN(3)],
				})
			}
			stored := append(slices.Clone(happened), happened[:random.IntN(len(happened))]...)
			random.Shuffle(len(stored), func(i, j int) { stored[i], stored[j] = stored[j], stored[i] })
			for len(stored) > 0 {
				n := 1 + random.IntN(len(stored))
				if err := s.Append(t.Context(), stored[:n]...); err != nil {
					t.Fatal(err)
				}
				stored = stored[n:]
			}
			events, err := s.Events(t.Context(), learner)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := tutor.Fold(events), tutor.Fold(happened); !reflect.DeepEqual(got, want) {
				t.Fatalf("worked out\n%+v, want\n%+v", got, want)
			}
		}
	})
}
