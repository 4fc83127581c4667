package tutor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// FuzzCheck lets a model say anything at all. Whatever passes cites messages
// that exist, passes the gate again as it stands, and names nobody and no day
// that its messages do not.
func FuzzCheck(f *testing.F) {
	f.Add("point", "the canary fails <!channel> https://evil.example", "m1", "Mina", "Thursday")
	f.Add("decision", "we stop the canary now", "m2", "Jun Haldane", "now")
	f.Add("action", "[the report](javascript:x) by Thursday", "m3", "@Mina", "by\u202eThursday")
	f.Add("question", "who tells support\u200b?", "m4", "who", "")
	f.Add("term", "the canary fails", "m1", "", "")
	f.Add("unknown", "", "", "", "")
	f.Add("gist", "![x](https://status.shop.example/77) canary customers fail", "m1", "", "")
	c := newReadingRoom(f, nil)
	engine := saying(prompts.Record{})
	c.Model = engine
	gate := safety.NewGate(incident)
	f.Fuzz(func(t *testing.T, kind, text, cite, owner, due string) {
		engine.records[0] = prompts.Record{
			Kind: prompts.Kind(kind), Text: text, Cites: []string{cite}, By: owner, Owner: owner, Due: due, Status: due,
			AnsweredBy: []string{cite, "m5"}, Entry: "checkout/canary",
		}
		e, err := c.Explain(t.Context(), c.question(tutor.Question{}), c.keep)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range append(e.Points, *e.Gist) {
			if len(s.Cites) == 0 && s.Kind != prompts.Unknown {
				t.Errorf("%q cites nothing", s.Text)
			}
			for _, id := range append(s.Cites, s.AnsweredBy...) {
				if _, exists := incident.Message(id); !exists {
					t.Errorf("%q cites %q", s.Text, id)
				}
			}
			if shown := s.Text.String(); !gate.Unchanged(shown) || strings.TrimSpace(shown) == "" {
				t.Errorf("%q does not pass the gate as it stands", shown)
			}
			for _, value := range []*safety.Text{s.By, s.Owner, s.Due} {
				if value != nil && !gate.Stated(value.String(), s.Cites) {
					t.Errorf("%q is stated nowhere in %v", value, s.Cites)
				}
			}
		}
	})
}

// BenchmarkExplain answers about a thread of 6,000 messages by 500 people, by a
// model that says forty things of them.
func BenchmarkExplain(b *testing.B) {
	var long thread.Thread
	for i := range 6000 {
		m := incident.Messages[i%len(incident.Messages)]
		m.ID, m.Author = fmt.Sprint("x", i), fmt.Sprint("Author", i%500, " Someone")
		long.Messages = append(long.Messages, m)
	}
	engine := saying()
	for i := range 40 {
		engine.records = append(engine.records, point("The canary fails for 1 in 20 customers.", fmt.Sprint("x", 6*i)))
	}
	c := newReadingRoom(b, engine)
	for b.Loop() {
		if _, err := c.Explain(b.Context(), c.question(tutor.Question{Thread: long}), c.keep); err != nil {
			b.Fatal(err)
		}
	}
}
