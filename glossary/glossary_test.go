package glossary

import (
	"reflect"
	"strings"
	"sync"
	"testing"
)

func ids(entries []Entry) string {
	var out []string
	for _, e := range entries {
		out = append(out, e.ID)
	}
	return strings.Join(out, " ")
}

func TestTheLastOfTwoEntriesWithOneIDCounts(t *testing.T) {
	g := New([]Entry{{ID: "a/x", Term: "old"}, {ID: "a/b", Term: "b"}, {ID: "a/x", Term: "new"}})
	if got := ids(g.Entries()); got != "a/b a/x" {
		t.Errorf("the entries are %q, want each id once and sorted", got)
	}
	if e, ok := g.Entry("a/x"); !ok || e.Term != "new" {
		t.Errorf("a/x is %+v, want the later one", e)
	}
	if _, ok := g.Entry("a/y"); ok {
		t.Error("a/y is found, though there is none")
	}
}

func TestFindAnswersLikeADictionary(t *testing.T) {
	g := New([]Entry{
		{ID: "co/canary", Term: "canary", Aliases: []string{"canary release"}, MatchOnly: []string{"cannary"}},
		{ID: "co/canary-test", Term: "canary test"},
		{ID: "co/dead-letter-queue", Term: "dead-letter queue", Aliases: []string{"DLQ"}},
		{ID: "co/yolo", Term: "yolo deploy", Status: Rejected},
		{ID: "co/rollback", Term: "rollback"},
		{ID: "co/mesh", Term: "服务网格"},
	})
	for query, want := range map[string]string{
		"canary":            "co/canary co/canary-test",
		"Canaries":          "co/canary",
		"CANARY RELEASE":    "co/canary",
		"canary rel":        "co/canary",
		"cannary":           "co/canary",
		"test":              "co/canary-test",
		"dlq":               "co/dead-letter-queue",
		"dead letter queue": "co/dead-letter-queue",
		"rolback":           "co/rollback",
		"rallbck":           "",
		"co/rollback":       "co/rollback",
		"yolo deploy":       "",
		"服务":                "co/mesh",
		"zebra":             "",
		"  ":                "",
		"?!":                "",
	} {
		if got := ids(g.Find(query)); got != want {
			t.Errorf("Find(%q) = %q, want %q", query, got, want)
		}
	}
}

func TestCheckTellsWhatIsWrongWithASet(t *testing.T) {
	ok := func(e Entry) Entry {
		if e.Plain == "" {
			e.Plain = "fine"
		}
		e.Owner = "olga"
		return e
	}
	faults := Check([]Entry{
		ok(Entry{ID: "a/good", Term: "good", System: "a", Status: Approved}),
		ok(Entry{ID: "a/good", Term: "good", System: "a", Status: Approved}),
		{ID: "a/empty", Term: "empty", System: "a", Status: Approved, Owner: "olga"},
		{ID: "a/draft", Term: "draft", System: "a", Status: Draft},
		ok(Entry{ID: "a/other", Term: "other", Aliases: []string{"Good"}, System: "a", Status: Approved}),
		ok(Entry{ID: "b/good", Term: "good", System: "b", Status: Approved}),
		ok(Entry{ID: "a/rest", Term: "REST", System: "a", Status: Approved}),
		ok(Entry{ID: "a/sleep", Term: "rest", System: "a", Status: Approved}),
		ok(Entry{ID: "a/marks", Term: "(?)", System: "a", Status: Approved}),
		{ID: "a/no", Term: "good", System: "a", Status: Rejected},
		{ID: "a/nobodys", Term: "nobody's", System: "a", Plain: "fine", Status: Approved},
		ok(Entry{ID: "a/old", Term: "old", System: "a", Status: Deprecated}),
		ok(Entry{ID: "a/round", Term: "circle", System: "a", Plain: "a circle of words", Status: Draft}),
		ok(Entry{ID: "a/long", Term: "long", System: "a", Plain: strings.Repeat("word ", 31), Status: Draft}),
		ok(Entry{ID: "a/like", Term: "like", System: "a", Status: Draft, Analogy: Analogy{Text: "a road"}}),
	})
	var got []string
	for _, f := range faults {
		grade := "warning "
		if f.IsError() {
			grade = "error "
		}
		got = append(got, grade+f.String())
	}
	want := []string{
		"error a/good: the id is used twice; the later entry counts",
		"error a/empty: the entry is approved and explains nothing; write a plain sentence",
		`error a/other: "Good" stands for a/good in the same system as well`,
		`warning a/marks: "(?)" cannot be found in a text, for it has no word or stops in the middle; add an alias`,
		"warning a/nobodys: the entry is approved and nobody owns it; name an owner",
		"warning a/old: the entry is deprecated and has no successor; name it as replaced_by, or say in the text that there is none",
		"warning a/round: the plain explanation uses the term itself; say it in other words",
		"warning a/long: the plain explanation has 31 words; 30 or fewer read well in a sentence",
		"warning a/like: the comparison does not say where it ends; add breaks",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAGlossaryServesManyAtOnce(t *testing.T) {
	g, th := New(Starter()), longThread(50)
	want, jargon := g.Match(th)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got, other := g.Match(th)
			if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(other, jargon) {
				t.Error("two readers get two answers")
			}
			g.Find("canary")
		})
	}
	wait.Wait()
}
