package tutor_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// word is one of prose; what holds digits or marks is a name of a program.
var word = regexp.MustCompile(`[\p{L}\p{N}_./@:#-]+`)

// coverage is the share of an answer's words that its reader knows: everyday
// words, names, and terms that they know or are told.
func coverage(e tutor.Explanation, talk thread.Thread) (known, all int) {
	told := make(map[string]bool)
	for _, n := range e.Terms {
		if n.Treatment == prompts.Paraphrase {
			continue
		}
		for _, w := range word.FindAllString(strings.ToLower(n.Term.String()+" "+n.Surface.String()), -1) {
			told[w] = true
		}
	}
	names := strings.Join(talk.Authors(), " ")
	for _, s := range append([]tutor.Statement{*e.Gist}, e.Points...) {
		text := s.Text.String()
		for _, at := range word.FindAllStringIndex(text, -1) {
			w := strings.Trim(text[at[0]:at[1]], ".:-/")
			if len(w) < 2 || strings.ContainsAny(w, "0123456789_./@:#") {
				continue
			}
			all++
			bracketed := strings.HasPrefix(text[at[1]:], " (")
			if glossary.Everyday(w) || told[strings.ToLower(w)] || bracketed || strings.Contains(names, w) {
				known++
			}
		}
	}
	return known, all
}

// TestNoWordIsLeftUnexplained lets a model use every term that it was told to
// avoid, before readers who know some of them.
func TestNoWordIsLeftUnexplained(t *testing.T) {
	var entries []glossary.Entry
	talk := thread.Thread{System: "x"}
	var says []prompts.Record
	for i := range 12 {
		name := "gizm" + strings.Repeat(string(rune('a'+i)), 2)
		entries = append(entries, glossary.Entry{ID: "x/" + name, Term: name, System: "x", Status: glossary.Approved,
			Plain: "a part of the shop that does one thing and no other"})
		id := fmt.Sprint("m", i)
		talk.Messages = append(talk.Messages, thread.Message{ID: id, Author: "Ana", Text: "we turned the " + name + " off this morning because it was slow"})
		says = append(says, point("The "+name+" was turned off, it was slow.", id), point("It was slow, that "+name+".", id))
	}
	shelf := glossary.New(entries)
	c := newReadingRoom(t, saying(says...))
	c.Glossary = func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil }
	random := rand.New(rand.NewPCG(7, 7))
	for range 60 {
		var r tutor.Reader
		r.Known, r.Shaky = []string{}, []string{}
		for _, e := range entries {
			switch random.IntN(4) {
			case 0:
				r.Known = append(r.Known, e.ID)
			case 1:
				r.Shaky = append(r.Shaky, e.ID)
			}
		}
		e := c.explain(tutor.Question{Thread: talk, Reader: &r, Level: new(int)})
		text := said(e)
		for _, n := range e.Terms {
			used := strings.Count(text, n.Term.String())
			brackets := strings.Count(text, n.Term.String()+" (a part of the shop that does one thing and no other)")
			if used == 0 || (brackets == 1) != (n.Treatment == prompts.Paraphrase) || brackets > 1 {
				t.Fatalf("%s, to be shown as %s, is used %d times and explained %d times:\n%s", n.Term, n.Treatment, used, brackets, text)
			}
		}
	}
}

// G7: of what a model words, a reader knows 98 of 100 words; of quotes that is
// reported, for they cannot be changed.
func TestAnswersUseWordsThatTheReaderKnows(t *testing.T) {
	engine := saying(
		prompts.Record{Kind: prompts.Gist, Text: "The canary fails for 1 in 20 customers, and it is stopped now.", Cites: []string{"m1", "m2"}},
		prompts.Record{Kind: prompts.Decision, Text: "They stop the canary and leave the kill switch alone.", Cites: []string{"m2"}},
		prompts.Record{Kind: prompts.Action, Text: "Mina Okafor writes the report by Thursday.", Cites: []string{"m3"}},
		prompts.Record{Kind: prompts.Question, Text: "Who tells support after the release?", Cites: []string{"m4"}},
	)
	c := newReadingRoom(t, engine)
	for _, r := range []*tutor.Reader{{}, {Known: []string{"checkout/canary"}}, {Shaky: []string{"checkout/canary", "checkout/kill-switch"}}} {
		known, all := coverage(c.explain(tutor.Question{Reader: r}), incident)
		if all == 0 || float64(known) < .98*float64(all) {
			t.Errorf("%d of %d words are known", known, all)
		}
	}
	paths, err := filepath.Glob("testdata/threads/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no threads", err)
	}
	slices.Sort(paths)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		talk, err := thread.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		known, all := coverage(c.explain(tutor.Question{Thread: talk, Offline: true}), talk)
		t.Logf("quotes of %s: %d of %d words are known, %.1f %%", filepath.Base(path), known, all, 100*float64(known)/float64(all))
	}
}
