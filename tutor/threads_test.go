package tutor_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// TestRealThreadsAreQuoted explains and briefs real conversations offline: what
// is cited exists, and what is quoted stands in the first message cited.
func TestRealThreadsAreQuoted(t *testing.T) {
	paths, err := filepath.Glob("testdata/threads/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no threads", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			talk, err := thread.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			c := newReadingRoom(t, nil)
			e := c.explain(tutor.Question{Thread: talk})
			if len(e.Points) == 0 {
				t.Error("nothing is explained")
			}
			quotes := append([]tutor.Statement{*e.Gist}, e.Points...)
			b := c.brief(tutor.Question{Thread: talk})
			quotes = slices.Concat(quotes, []tutor.Statement{*b.Gist}, b.Risks, b.Disagreements)
			for _, d := range b.Decisions {
				quotes = append(quotes, tutor.Statement{Text: d.Text, Cites: d.Cites, Quote: true})
			}
			for _, q := range b.Questions {
				quotes = append(quotes, tutor.Statement{Text: q.Text, Cites: append(q.Cites, q.AnsweredBy...), Quote: true})
			}
			for _, a := range b.Actions {
				quotes = append(quotes, tutor.Statement{Text: a.Text, Cites: a.Cites, Quote: true})
				if a.Owner != nil {
					stated(t, talk, *a.Owner, a.Cites)
				}
				if a.Due != nil {
					stated(t, talk, *a.Due, a.Cites)
				}
			}
			for _, s := range quotes {
				for _, id := range s.Cites {
					if _, exists := talk.Message(id); !exists {
						t.Errorf("%q cites %s, which does not exist", s.Text, id)
					}
				}
				first, _ := talk.Message(s.Cites[0])
				if !s.Quote || !strings.Contains(oneSpace(first.Text), oneSpace(s.Text.String())) {
					t.Errorf("%q does not stand in %s", s.Text, s.Cites[0])
				}
			}
		})
	}
}

// stated sees that a value stands in the messages or is the name of an author.
func stated(t *testing.T, talk thread.Thread, value safety.Text, cites []string) {
	t.Helper()
	for _, id := range cites {
		m, _ := talk.Message(id)
		if strings.Contains(strings.ToLower(m.Author+" "+oneSpace(m.Text)), strings.ToLower(value.String())) {
			return
		}
	}
	t.Errorf("nobody says %q in %v", value, cites)
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }
