package tutor

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// G13: every check that can be built has four different answers, of about one
// length, none of which names the term; and its key may stand anywhere.
func TestEveryCheckIsFair(t *testing.T) {
	g := glossary.New(glossary.Starter())
	places := make([]int, choices)
	built, entries := 0, 0
	for _, e := range g.Entries() {
		entries++
		for lesson := range 8 {
			k, ok := newCheck(g, e, fmt.Sprint("lesson ", lesson))
			if !ok {
				continue
			}
			built++
			places[k.Key-1]++
			fair(t, g, e, k)
			again, _ := newCheck(g, e, fmt.Sprint("lesson ", lesson))
			if again.detail() != k.detail() {
				t.Errorf("%s: the same check is built in two ways", e.ID)
			}
		}
	}
	if built < entries*8*8/10 {
		t.Errorf("%d checks of %d entries", built, entries)
	}
	// χ² of three degrees of freedom: 16.3 is passed by chance once in a thousand.
	chi, want := 0.0, float64(built)/choices
	for _, n := range places {
		chi += (float64(n) - want) * (float64(n) - want) / want
	}
	if chi > 16.3 {
		t.Errorf("the key stands at %v: χ² is %.1f", places, chi)
	}
}

func fair(t *testing.T, g *glossary.Glossary, e glossary.Entry, k keyed) {
	t.Helper()
	if len(k.Check.Choices) != choices || k.Entries[k.Key-1] != e.ID {
		t.Fatalf("%s: %+v", e.ID, k)
	}
	seen := make(map[string]bool)
	key := utf8.RuneCountInString(definition(e))
	for i, text := range k.Check.Choices {
		if seen[text.String()] {
			t.Errorf("%s: %q stands twice", e.ID, text)
		}
		seen[text.String()] = true
		if mentions(text.String(), e) {
			t.Errorf("%s: an answer names the term: %q", e.ID, text)
		}
		other, _ := g.Entry(k.Entries[i])
		if ratio := float64(key) / float64(utf8.RuneCountInString(definition(other))); other.ID != "" && (ratio < shortest || ratio > longest) {
			t.Errorf("%s: the key is %.2f times as long as the answer of %s", e.ID, ratio, other.ID)
		}
	}
}

func TestAWrongAnswerIsWhatTheTermIsTakenFor(t *testing.T) {
	entry := func(id, plain string, contrast ...string) glossary.Entry {
		system, slug, _ := strings.Cut(id, "/")
		return glossary.Entry{ID: id, Term: slug, System: system, Plain: plain, Contrast: contrast, Status: glossary.Approved, Kind: "concept"}
	}
	e := entry("a/lease", "a lock on a job that ends by itself", "b/lock")
	long := entry("a/queue", strings.Repeat("a very long line of things that wait ", 4))
	draft := entry("a/node", "one of several machines that work")
	draft.Status = glossary.Draft
	copied := entry("a/claim", "a lock on a job which ends by itself")
	naming := entry("a/grant", "what one gets with a lease of a job")
	g := glossary.New([]glossary.Entry{e, long, draft, copied, naming,
		entry("b/lock", "a mark that only one program may hold"), entry("c/lease", "a contract for a place that is rented"),
		entry("a/drain", "to let a machine finish what it began"), entry("a/batch", "work that is put together and then done"), entry("d/shard", "one of the parts of a large table")})
	var ids []string
	for _, d := range distractors(g, e) {
		ids = append(ids, d.ID)
	}
	if got := strings.Join(ids, " "); got != "b/lock c/lease a/drain" {
		t.Errorf("the wrong answers are those of %s", got)
	}
	if _, ok := newCheck(glossary.New([]glossary.Entry{e, long, draft}), e, "1"); ok {
		t.Error("a check was built of too few definitions")
	}
}

// The key is in no part of an explanation that reaches anybody: the same
// question with another right answer looks the same.
func TestTheKeyIsNotInWhatIsShown(t *testing.T) {
	g := glossary.New(glossary.Starter())
	e, _ := g.Entry("general/container")
	k, ok := newCheck(g, e, "lesson")
	if !ok {
		t.Fatal("no check")
	}
	shown, err := json.Marshal(k.Check)
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range k.Entries {
		if id != e.ID && strings.Contains(string(shown), id) {
			t.Errorf("the check names %s, so that the key can be told", id)
		}
		if !strings.Contains(string(shown), fmt.Sprintf("%q", k.Choices[i])[1:20]) {
			t.Errorf("choice %d is not shown: %s", i+1, shown)
		}
	}
	var fields map[string]any
	if err := json.Unmarshal(shown, &fields); err != nil || len(fields) != 6 {
		t.Errorf("the check shows %d fields: %s", len(fields), shown)
	}
}

func TestACheckStandsInASentenceOfTheThread(t *testing.T) {
	secret := "‹secret:aws-key›"
	for _, c := range []struct{ text, want string }{
		{"Morning! We stopped the canary at ten. Bye.", "We stopped the canary at ten."},
		{"canary?", ""},
		{"see `canary` in\nthe list of all canary releases", "the list of all canary releases"},
		{"```\nthe canary in the code\n```", ""},
		{"the canary took " + secret + " with it", ""},
		{"look at [the canary](https://evil.example) today", ""},
		{"the canaryx and the canarys are none", ""},
		{strings.Repeat("a long talk of the canary ", 9), ""},
	} {
		talk := thread.Thread{Messages: []thread.Message{{ID: "m1", Text: "nothing here"}, {ID: "m2", Text: c.text}}}
		j := &job{thread: talk, heard: talk, gate: entryGate()}
		got, id := j.sentenceWith(prompts.TermUse{Surface: "canary", Messages: []string{"m1", "m2"}})
		if got.String() != c.want || (id == "m2") != (c.want != "") {
			t.Errorf("of %q: %q in %q", c.text, got, id)
		}
	}
}

func TestACheckStandsInASentenceWithoutSpaces(t *testing.T) {
	talk := thread.Thread{Messages: []thread.Message{{ID: "m1", Text: "おはようございます。カナリアリリースを十時に止めました。以上です。"}}}
	j := &job{thread: talk, heard: talk, gate: entryGate()}
	got, id := j.sentenceWith(prompts.TermUse{Surface: "カナリアリリース", Messages: []string{"m1"}})
	if got.String() != "カナリアリリースを十時に止めました。" || id != "m1" {
		t.Errorf("the sentence is %q in %q", got, id)
	}
	if !mentions("カナリアリリースとは少数の客に先に出すこと", glossary.Entry{Term: "カナリアリリース"}) {
		t.Error("a definition that names its term is taken for fair")
	}
}
