package tutor_test

import (
	"context"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

// mending is an engine that says first what is refused and then, asked again,
// something else.
type mending struct {
	answers [][]prompts.Record
	asked   []prompts.Prompt
}

func (m *mending) Name() string { return "scripted:mending" }

func (m *mending) Answer(_ context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	m.asked = append(m.asked, p)
	for _, r := range m.answers[min(len(m.asked), len(m.answers))-1] {
		if err := emit(r); err != nil {
			return prompts.Usage{Engine: m.Name()}, err
		}
	}
	return prompts.Usage{Engine: m.Name()}, nil
}

func TestWhatIsRefusedIsMendedOnce(t *testing.T) {
	gist := prompts.Record{Kind: prompts.Gist, Text: "The canary fails for some customers.", Cites: []string{"m1"}}
	lie := point("The canary fails for 1 in 7 customers.", "m1")
	right := point("The canary fails for 1 in 20 customers.", "m1")
	for _, test := range []struct {
		name    string
		second  []prompts.Record
		shown   string
		dropped int
	}{
		{"mended", []prompts.Record{right}, gist.Text + "\n" + right.Text, 0},
		{"refused again", []prompts.Record{lie}, gist.Text, 1},
		{"left out", nil, gist.Text, 1},
		{"said before", []prompts.Record{gist}, gist.Text, 1},
		{"more than was refused", []prompts.Record{right, point("They halt the test release for now.", "m2")}, gist.Text + "\n" + right.Text, 0},
	} {
		m := &mending{answers: [][]prompts.Record{{gist, lie}, test.second}}
		e := newReadingRoom(t, m).explain(tutor.Question{})
		if said(e) != test.shown || e.Dropped != test.dropped {
			t.Errorf("%s: %d dropped, shown:\n%s", test.name, e.Dropped, said(e))
		}
		if len(m.asked) != 2 {
			t.Fatalf("%s: asked %d times", test.name, len(m.asked))
		}
		again := m.asked[1]
		if again.System != m.asked[0].System || !strings.HasPrefix(again.User, m.asked[0].User) || !strings.Contains(again.User, lie.Text) || !strings.Contains(again.User, "does not state") && !strings.Contains(again.User, "do not state") {
			t.Errorf("%s: the model is asked again with\n%s", test.name, again.User)
		}
	}
	m := &mending{answers: [][]prompts.Record{{gist, right}}}
	if newReadingRoom(t, m).explain(tutor.Question{}); len(m.asked) != 1 {
		t.Errorf("with nothing refused the model is asked %d times", len(m.asked))
	}
}
