package tutor_test

import (
	"os"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/tutor"
)

func TestWhatIsKeptCanBeRead(t *testing.T) {
	c, clock := newShop(t, nil)
	err := c.Introduce(t.Context(), ana, func(p *tutor.Profile) {
		p.Role, p.Goals, p.Recap, p.RecapDay = "sales | <b>lead</b>", "follow\n# incidents", tutor.Weekly, time.Monday
	})
	if err != nil {
		t.Fatal(err)
	}
	e := c.explain(tutor.Question{Learner: "T/ana"})
	*clock = clock.Add(time.Minute)
	c.choose(e.Check, "New code")
	c.tell(tutor.LookedUp, "queue")
	profile, err := c.Library.Profile(t.Context(), "T/ana")
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := c.Library.Lessons(t.Context(), "T/ana", 0)
	if err != nil {
		t.Fatal(err)
	}
	events, err := c.Library.Events(t.Context(), "T/ana")
	if err != nil {
		t.Fatal(err)
	}
	got := tutor.Markdown(profile, lessons, events, *clock)
	const path = "testdata/export.md"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || got != string(want) {
		t.Errorf("%s differs, %v (rewrite it with -update):\n%s", path, err, got)
	}
}
