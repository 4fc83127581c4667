package model

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

var update = flag.Bool("update", false, "rewrite the records of the stories")

// spoken reads "Author: text {reaction n}" lines; lines that begin with a tab
// go on with the message before.
func spoken(text string) thread.Thread {
	var t thread.Thread
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if more, ok := strings.CutPrefix(line, "\t"); ok {
			m := &t.Messages[len(t.Messages)-1]
			m.Text = strings.TrimPrefix(m.Text+"\n"+more, "\n")
			continue
		}
		author, said, _ := strings.Cut(line, ":")
		m := thread.Message{ID: fmt.Sprintf("m%d", len(t.Messages)+1), Author: author}
		said, reaction, ok := strings.Cut(strings.TrimSpace(said), " {")
		m.Text = said
		if ok {
			var r thread.Reaction
			fmt.Sscanf(strings.TrimSuffix(reaction, "}"), "%s %d", &r.Name, &r.Count)
			m.Reactions = []thread.Reaction{r}
		}
		t.Messages = append(t.Messages, m)
	}
	return t
}

// quotes are the records of the offline engine, which must hold what it
// promises.
func quotes(t testing.TB, p prompts.Prompt) []prompts.Record {
	t.Helper()
	var records []prompts.Record
	usage, err := Offline{}.Answer(t.Context(), p, func(r prompts.Record) error {
		records = append(records, r)
		return nil
	})
	if err != nil || usage.Engine != "offline" {
		t.Fatalf("%+v, %v", usage, err)
	}
	for _, r := range records {
		if r.Kind == prompts.Unknown {
			continue
		}
		if len(r.Cites) == 0 || r.Text == "" || !r.Quote {
			t.Errorf("no quote: %+v", r)
			continue
		}
		for _, id := range append(r.Cites, r.AnsweredBy...) {
			if _, ok := p.Thread.Message(id); !ok {
				t.Errorf("%q is no message: %+v", id, r)
			}
		}
		if m, _ := p.Thread.Message(r.Cites[0]); !strings.Contains(m.Text, r.Text) {
			t.Errorf("not verbatim: %q of %q", r.Text, m.Text)
		}
		if p.Quotable != nil && !p.Quotable(r.Text) {
			t.Errorf("not quotable: %q", r.Text)
		}
	}
	return records
}

func TestBriefStories(t *testing.T) {
	files, err := filepath.Glob("testdata/offline/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a := txtar.Parse(data)
			var got strings.Builder
			for _, r := range quotes(t, prompts.Prompt{Task: prompts.BriefTask, Thread: spoken(string(a.Files[0].Data))}) {
				b, err := json.Marshal(r)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&got, "%s\n", b)
			}
			if *update {
				a.Files[1].Data = []byte(got.String())
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got.String() != string(a.Files[1].Data) {
				t.Errorf("%s\ngot:\n%s", a.Comment, got.String())
			}
		})
	}
}

// incident is a story that several tests ask about.
func incident(t testing.TB) thread.Thread {
	t.Helper()
	data, err := os.ReadFile("testdata/offline/reversal.txt")
	if err != nil {
		t.Fatal(err)
	}
	return spoken(string(txtar.Parse(data).Files[0].Data))
}

func TestAnExplanationIsAGistAndAFewPointsInOrder(t *testing.T) {
	th := incident(t)
	records := quotes(t, prompts.Prompt{Task: prompts.ExplainTask, Thread: th})
	if records[0].Kind != prompts.Gist || records[0].Cites[0] != "m1" {
		t.Errorf("the gist is %+v", records[0])
	}
	if n := len(records) - 1; n < 3 || n > maxPoints {
		t.Errorf("%d points", n)
	}
	stands := false
	for i, r := range records[1:] {
		if i > 0 && r.Cites[0] < records[i].Cites[0] {
			t.Errorf("%s comes after %s", r.Cites[0], records[i].Cites[0])
		}
		stands = stands || r.Kind == prompts.Decision && r.Status == current && r.Cites[0] == "m6"
	}
	if !stands {
		t.Errorf("the decision that stands is missing: %+v", records)
	}
}

func TestAnExplanationFitsItsWords(t *testing.T) {
	th := incident(t)
	for _, most := range []int{20, 40, 80} {
		words := 0
		for _, r := range quotes(t, prompts.Prompt{Task: prompts.ExplainTask, Thread: th, MaxWords: most}) {
			words += length(r.Text)
		}
		if words == 0 || words > most {
			t.Errorf("%d words for at most %d", words, most)
		}
	}
}

func TestAQuestionFindsItsMessages(t *testing.T) {
	th := incident(t)
	terms := []prompts.TermUse{{Entry: glossary.Entry{Term: "billing file writer"}, Surface: "exporter"}}
	for _, c := range []struct{ question, want string }{
		{"why did restarting not help?", "m5"},
		{"which template was missing?", "m5"},
		{"what can customers not download?", "m1"},
		{"what happens to the billing file writer?", "m2 m5 m6"},
		{"who won the football match?", ""},
		{"why?", ""},
	} {
		records := quotes(t, prompts.Prompt{Task: prompts.AnswerTask, Thread: th, Terms: terms, Question: c.question})
		if c.want == "" {
			if len(records) != 1 || records[0].Kind != prompts.Unknown || records[0].Text != "" {
				t.Errorf("%s: %+v", c.question, records)
			}
			continue
		}
		if len(records) > maxQuotes || records[0].Kind != prompts.Gist || !strings.Contains(c.want, records[0].Cites[0]) {
			t.Errorf("%s: %+v", c.question, records)
		}
	}
}

func TestOnlyWhatIsQuotableIsQuoted(t *testing.T) {
	th := incident(t)
	for _, task := range []prompts.Task{prompts.ExplainTask, prompts.BriefTask} {
		records := quotes(t, prompts.Prompt{Task: task, Thread: th, Quotable: func(s string) bool { return !strings.Contains(s, "exporter") }})
		if len(records) == 0 {
			t.Errorf("%s: nothing is left", task)
		}
		if none := quotes(t, prompts.Prompt{Task: task, Thread: th, Quotable: func(string) bool { return false }}); len(none) != 0 {
			t.Errorf("%s: %+v", task, none)
		}
	}
}

func TestThePromptDecidesTheRecords(t *testing.T) {
	p := prompts.Prompt{Task: prompts.BriefTask, Thread: long(300)}
	first := quotes(t, p)
	for range 5 {
		if again := quotes(t, p); !reflect.DeepEqual(first, again) {
			t.Fatal("the same prompt gave other records")
		}
	}
}

func TestTheEmptyThread(t *testing.T) {
	for _, task := range []prompts.Task{prompts.ExplainTask, prompts.BriefTask} {
		if records := quotes(t, prompts.Prompt{Task: task}); len(records) != 0 {
			t.Errorf("%s: %+v", task, records)
		}
	}
}

func FuzzEveryTextIsVerbatim(f *testing.F) {
	files, _ := filepath.Glob("testdata/offline/*.txt")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, m := range spoken(string(txtar.Parse(data).Files[0].Data)).Messages {
			f.Add(m.Author, m.Text, "please do "+m.Text)
		}
	}
	f.Fuzz(func(t *testing.T, author, one, two string) {
		th := thread.Thread{Messages: []thread.Message{
			{ID: "m1", Author: author, Text: one}, {ID: "m2", Author: "Ana", Text: two}, {ID: "m3", Author: author, Text: two + "\n" + one},
		}}
		quotes(t, prompts.Prompt{Task: prompts.BriefTask, Thread: th})
		quotes(t, prompts.Prompt{Task: prompts.ExplainTask, Thread: th, MaxWords: 30})
		quotes(t, prompts.Prompt{Task: prompts.AnswerTask, Thread: th, Question: one})
	})
}

// long is a thread of n messages made of the stories.
func long(n int) thread.Thread {
	var all []thread.Message
	files, _ := filepath.Glob("testdata/offline/*.txt")
	for _, file := range files {
		data, _ := os.ReadFile(file)
		all = append(all, spoken(string(txtar.Parse(data).Files[0].Data)).Messages...)
	}
	var t thread.Thread
	for i := range n {
		m := all[i%len(all)]
		m.ID = fmt.Sprintf("m%d", i+1)
		m.Text += fmt.Sprintf(" (ticket %d)", i*7)
		t.Messages = append(t.Messages, m)
	}
	return t
}

func BenchmarkOffline6000Messages(b *testing.B) {
	p := prompts.Prompt{Task: prompts.BriefTask, Thread: long(6000)}
	for b.Loop() {
		quotes(b, p)
	}
}
