package tutor_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// TestJSONIsWhatOtherProgramsRead compares whole answers with goldens: they are
// a contract, down to which values are null and which lists are empty.
func TestJSONIsWhatOtherProgramsRead(t *testing.T) {
	records := []prompts.Record{
		{Kind: prompts.Gist, Text: "The canary fails for some customers.", Cites: []string{"m1"}},
		{Kind: prompts.Decision, Text: "The canary stops now.", Cites: []string{"m2"}, By: "Jun Haldane"},
		{Kind: prompts.Decision, Text: "Leave the kill switch alone.", Cites: []string{"m2"}, Status: "proposed_only"},
		{Kind: prompts.Question, Text: "Who tells support?", Cites: []string{"m4"}},
		{Kind: prompts.Action, Text: "Mina writes the report by Thursday.", Cites: []string{"m3"}, Owner: "Mina", Due: "by Thursday"},
		{Kind: prompts.Action, Text: "Support hears of the release.", Cites: []string{"m4"}, Owner: "Eve"},
		{Kind: prompts.Risk, Text: "The canary fails for customers.", Cites: []string{"m1"}},
		{Kind: prompts.Disagreement, Text: "Support and the shadow run.", Cites: []string{"m4"}},
		{Kind: prompts.Point, Text: "Umbrellas!", Cites: []string{"m1"}},
	}
	busy := incident
	busy.Messages = append(busy.Messages[:len(busy.Messages):len(busy.Messages)], thread.Message{ID: "m7", Author: "Eve", Text: "the shard of zorpify holds " + secret})
	small := thread.Thread{Messages: []thread.Message{{ID: "a", Text: "so be it"}}}
	for name, test := range map[string]struct {
		engine tutor.Engine
		thread thread.Thread
	}{
		"busy":    {saying(records...), busy},
		"offline": {nil, incident},
		"small":   {saying(prompts.Record{Kind: prompts.Question, Text: "So be it?", Cites: []string{"a"}}), small},
	} {
		t.Run(name, func(t *testing.T) {
			c := newReadingRoom(t, test.engine)
			golden(t, "explain-"+name, c.explain(tutor.Question{Thread: test.thread}))
			golden(t, "brief-"+name, c.brief(tutor.Question{Thread: test.thread}))
		})
	}
}

// golden compares the JSON of v with testdata/NAME.json, and sees that no list
// in it is null.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	var text strings.Builder
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(v); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text.String() != string(want) {
		t.Errorf("%s is now\n%s", path, text.String())
	}
	if strings.Contains(withoutNullables(text.String()), "null") {
		t.Errorf("%s holds a null that is no check, entry, by, owner or due", path)
	}
}

func withoutNullables(text string) string {
	for _, field := range []string{"check", "entry", "by", "owner", "due"} {
		text = strings.ReplaceAll(text, `"`+field+`": null`, "")
	}
	return text
}

func TestTheGistIsAlwaysThere(t *testing.T) {
	for name, test := range map[string]struct {
		authors []string
		want    string
	}{
		"nobody":   {[]string{"", ""}, "A text of 2 messages."},
		"one":      {[]string{"Ana"}, "1 message from Ana."},
		"three":    {[]string{"Ana", "Bo", "Ana", "Cem"}, "4 messages from Ana, Bo, Cem."},
		"too many": {[]string{"Ana", "Bo", "Cem", "Dee"}, "4 messages from 4 people."},
	} {
		var talk thread.Thread
		for i, a := range test.authors {
			talk.Messages = append(talk.Messages, thread.Message{ID: string(rune('a' + i)), Author: a, Text: "the release is on its way"})
		}
		c := newReadingRoom(t, saying(point("The release is on its way.", "a")))
		if e := c.explain(tutor.Question{Thread: talk}); e.Gist == nil || e.Gist.Text.String() != test.want || len(e.Gist.Cites) != 1 {
			t.Errorf("%s: the gist is %+v", name, e.Gist)
		}
	}
}

func TestLabelsAndNotesOfStatements(t *testing.T) {
	c := newReadingRoom(t, saying(
		prompts.Record{Kind: prompts.Gist, Text: "The canary fails for some customers.", Cites: []string{"m1"}},
		prompts.Record{Kind: prompts.Decision, Text: "The canary stops now.", Cites: []string{"m2"}},
		prompts.Record{Kind: prompts.Decision, Text: "Leave the kill switch alone.", Cites: []string{"m2"}, Status: "proposed_only"},
		prompts.Record{Kind: prompts.Decision, Text: "Leave the kill switch.", Cites: []string{"m2"}, Status: "reversed"},
		prompts.Record{Kind: prompts.Question, Text: "Who tells support?", Cites: []string{"m4"}},
		prompts.Record{Kind: prompts.Question, Text: "Was support told?", Cites: []string{"m4"}, AnsweredBy: []string{"m5"}},
		prompts.Record{Kind: prompts.Action, Text: "The report by Thursday.", Cites: []string{"m3"}, Owner: "Mina", Due: "Thursday"},
		prompts.Record{Kind: prompts.Action, Text: "Support hears of the release.", Cites: []string{"m4"}},
		prompts.Record{Kind: prompts.Risk, Text: "The canary fails for customers.", Cites: []string{"m1"}},
		prompts.Record{Kind: prompts.Disagreement, Text: "The big bang release.", Cites: []string{"m4"}},
		prompts.Record{Kind: prompts.Unknown, Text: "Who tells support about the release.", Cites: []string{"m4"}},
		point("The report comes by Thursday.", "m3"),
	))
	var got []string
	e := c.explain(tutor.Question{})
	for _, s := range e.Points {
		got = append(got, strings.TrimSuffix(s.Label()+": "+s.Note(), ": "))
	}
	want := `Decided
Proposed
Decided, then taken back
Asked, still open
Asked and answered
To do: owner: Mina, due: Thursday
To do: owner not stated, no date stated
Risk
Not agreed
Not said
`
	if strings.Join(got, "\n") != want {
		t.Errorf("the labels are\n%s", strings.Join(got, "\n"))
	}
}
