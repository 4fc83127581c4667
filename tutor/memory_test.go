package tutor_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// secret is a key as a paste may hold it; it opens nothing.
var secret = "ghp_" + strings.Repeat("a1B2", 9)

func TestOneQuestionIsOneLesson(t *testing.T) {
	c := newClass(t, saying(point("The canary fails for some customers.", "m1"), point("Umbrellas!", "m1")))
	for range 2 {
		c.explain(tutor.Question{ID: "message:T/D/1", Learner: "T/ana", Channel: "D1", TS: "17.1"})
	}
	lessons, err := c.Library.Lessons(t.Context(), "T/ana", 0)
	if err != nil || len(lessons) != 1 {
		t.Fatalf("%d lessons, %v", len(lessons), err)
	}
	l := lessons[0]
	l.Thread, l.Prompt = fmt.Sprint(len(l.Thread)), fmt.Sprint(len(l.Prompt))
	at := l.At
	want := tutor.Lesson{
		ID: "message:T/D/1", Learner: "T/ana", Task: prompts.ExplainTask, At: at, Thread: "64", Channel: "D1", TS: "17.1",
		Engine: "scripted:one", Prompt: "64", System: "checkout", Help: 67, Messages: 6, Dropped: 1,
		Events: []tutor.Event{
			{Learner: "T/ana", At: at, Kind: tutor.Taught, Entry: "checkout/canary", Lesson: "message:T/D/1", Detail: "new code goes to a few customers first, so that a fault hurts few people"},
			{Learner: "T/ana", At: at, Kind: tutor.Taught, Entry: "checkout/kill-switch", Lesson: "message:T/D/1", Detail: "a setting that turns one feature of the shop off at once, for everybody, without a new release of the program"},
		},
	}
	if got := fmt.Sprintf("%+v", l); got != fmt.Sprintf("%+v", want) {
		t.Errorf("the lesson is\n%s, want\n%+v", got, want)
	}
	stored, err := json.Marshal(lessons)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range incident.Messages {
		if strings.Contains(string(stored), m.Text) {
			t.Errorf("the lesson holds the thread's text %q", m.Text)
		}
	}
}

func TestTheSameThreadIsKnownAgain(t *testing.T) {
	c := newClass(t, nil)
	c.explain(tutor.Question{Learner: "T/ana"})
	c.brief(tutor.Question{Learner: "T/ana"})
	other := incident
	other.Messages = incident.Messages[1:]
	c.explain(tutor.Question{Learner: "T/ana", Thread: other})
	lessons, err := c.Library.Lessons(t.Context(), "T/ana", 0)
	if err != nil || len(lessons) != 3 {
		t.Fatalf("%d lessons, %v", len(lessons), err)
	}
	if lessons[2].Thread != lessons[1].Thread || lessons[0].Thread == lessons[1].Thread {
		t.Errorf("the hashes are %s, %s and %s", lessons[2].Thread, lessons[1].Thread, lessons[0].Thread)
	}
}

func TestNobodyLeavesNoTrace(t *testing.T) {
	c := newClass(t, nil)
	c.explain(tutor.Question{})
	c.brief(tutor.Question{})
	if _, err := c.Define(t.Context(), "", "", "canary"); err != nil {
		t.Error(err)
	}
	if err := c.Tell(t.Context(), tutor.Who{}, tutor.Claimed, "checkout/canary"); err != nil {
		t.Error(err)
	}
	lessons, err := c.Library.Lessons(t.Context(), "", 0)
	if err != nil || len(lessons) != 0 {
		t.Errorf("%d lessons, %v", len(lessons), err)
	}
	events, err := c.Library.Events(t.Context(), "")
	if err != nil || len(events) != 0 {
		t.Errorf("%d events, %v", len(events), err)
	}
	if words, err := c.Words(t.Context(), "", ""); err != nil || words != nil {
		t.Errorf("nobody knows %v, %v", words, err)
	}
}

func TestWithoutALibraryNothingIsRemembered(t *testing.T) {
	c := newReadingRoom(t, nil)
	for range 2 {
		if got := treatments(c.explain(tutor.Question{Learner: "ana"})); got != "canary=card kill-switch=card" {
			t.Errorf("the treatments are %s", got)
		}
	}
	if err := c.Tell(t.Context(), tutor.Who{Learner: "ana"}, tutor.Claimed, "checkout/canary"); err != nil {
		t.Error(err)
	}
	if words, err := c.Words(t.Context(), "", "ana"); err != nil || words != nil {
		t.Errorf("ana knows %v, %v", words, err)
	}
}

func TestAQuestionAboutAWordIsRemembered(t *testing.T) {
	c := newClass(t, nil)
	claim := func() {
		t.Helper()
		if err := c.Tell(t.Context(), tutor.Who{Learner: "T/ana"}, tutor.Claimed, "checkout/canary"); err != nil {
			t.Fatal(err)
		}
	}
	claim()
	c.explain(tutor.Question{Learner: "T/ana", Text: "why did they stop the canary?"})
	if got := treatments(c.explain(tutor.Question{Learner: "T/ana"})); !strings.Contains(got, "canary=bracket") {
		t.Errorf("who only uses the word is taken to have forgotten it: %s", got)
	}
	c.explain(tutor.Question{Learner: "T/ana", Text: "what is a canary?"})
	if got := treatments(c.explain(tutor.Question{Learner: "T/ana"})); !strings.Contains(got, "canary=card") {
		t.Errorf("who asked for the word is taken to know it: %s", got)
	}
}

func TestDefineAnswersFromApprovedEntriesAndRemembers(t *testing.T) {
	c := newClass(t, nil)
	found, err := c.Define(t.Context(), "", "T/ana", "canary")
	if err != nil || len(found) == 0 || found[0].Entry != "checkout/canary" || found[0].Plain.String() != "new code goes to a few customers first, so that a fault hurts few people." {
		t.Fatalf("%+v, %v", found, err)
	}
	c.explain(tutor.Question{Learner: "T/ana"})
	met, err := c.Words(t.Context(), "", "T/ana")
	if err != nil || len(met) != 2 || met[0].Entry != "checkout/canary" || met[0].State.Lessons != 2 || met[1].State.Lessons != 1 {
		t.Errorf("the words met are %+v, %v", met, err)
	}
	for _, word := range []string{"shadow run", "big bang release", "zebra"} {
		if found, err := c.Define(t.Context(), "", "T/ana", word); err != nil || len(found) != 0 {
			t.Errorf("%s is defined: %+v, %v", word, found, err)
		}
	}
}

func TestSecretsReachNobody(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gloss.db")
	db, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	engine := saying(
		point("The canary fails for customers, and the key is "+secret+".", "m1", "m7"),
		point("The canary fails for some customers.", "m1"),
	)
	c := newReadingRoom(t, engine)
	c.Library = db
	if err := db.SaveProfile(t.Context(), tutor.Profile{ID: "T/bo", Role: "sales"}); err != nil {
		t.Fatal(err)
	}
	withSecret := thread.Thread{Channel: "checkout", System: "checkout", Messages: append(slices.Clone(incident.Messages),
		thread.Message{ID: "m7", Author: "Eve", Text: "the key is " + secret})}
	told := tutor.Reader{Role: "sales, key " + secret, Goals: "use " + secret}
	for _, q := range []tutor.Question{
		{Learner: "T/ana", Thread: withSecret, Text: "is " + secret + " the key?", Reader: &told},
		{Learner: "T/bo", Thread: withSecret},
		{Learner: "T/ana", Thread: withSecret, Offline: true},
	} {
		e := c.explain(q)
		answer, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		asked := fmt.Sprintf("%+v", *engine.asked)
		if shown := fmt.Sprintf("%+v", c.parts); strings.Contains(string(answer)+shown, secret) || strings.Contains(asked, secret) {
			t.Error("the answer or the prompt holds the secret")
		}
		if i := slices.IndexFunc(e.Warnings, func(w tutor.Warning) bool { return w.Kind == tutor.SecretWarning }); i < 0 || e.Warnings[i].Message != "m7" {
			t.Errorf("the warnings are %+v", e.Warnings)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatal("no database", err)
	}
	for _, file := range files {
		if data, err := os.ReadFile(file); err != nil || strings.Contains(string(data), secret) {
			t.Errorf("%s holds the secret, or cannot be read: %v", filepath.Base(file), err)
		}
	}
}

// A hash of the thread as it was pasted would let somebody try keys against it.
func TestTheHashOfAThreadHoldsNoSecret(t *testing.T) {
	c := newClass(t, nil)
	for _, key := range []string{secret, "ghp_" + strings.Repeat("Z9y8", 9)} {
		pasted := thread.Thread{Messages: []thread.Message{{ID: "m1", Author: "Eve", Text: "the key is " + key}}}
		c.explain(tutor.Question{Learner: "T/ana", Thread: pasted})
	}
	lessons, err := c.Library.Lessons(t.Context(), "T/ana", 0)
	if err != nil || len(lessons) != 2 || lessons[0].Thread != lessons[1].Thread || lessons[0].Prompt != lessons[1].Prompt {
		t.Errorf("the hashes tell two secrets apart: %+v, %v", lessons, err)
	}
}

// failing is a library that cannot record a lesson.
type failing struct {
	tutor.Library
	err error
}

func (f failing) Record(context.Context, tutor.Lesson) error { return f.err }

func TestALessonThatCannotBeRecordedIsAnError(t *testing.T) {
	c := newClass(t, nil)
	full := errors.New("disk full")
	c.Library = failing{c.Library, full}
	if _, err := c.Explain(t.Context(), c.question(tutor.Question{Learner: "T/ana"}), c.keep); !errors.Is(err, full) {
		t.Errorf("the lesson is lost without a word: %v", err)
	}
}
