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
	faults := Check([]Entry{
		{ID: "a/good", Term: "good", System: "a", Plain: "fine", Status: Approved},
		{ID: "a/good", Term: "good", System: "a", Plain: "fine", Status: Approved},
		{ID: "a/empty", Term: "empty", System: "a", Status: Approved},
		{ID: "a/draft", Term: "draft", System: "a", Status: Draft},
		{ID: "a/other", Term: "other", Aliases: []string{"Good"}, System: "a", Plain: "x", Status: Approved},
		{ID: "b/good", Term: "good", System: "b", Plain: "elsewhere", Status: Approved},
		{ID: "a/rest", Term: "REST", System: "a", Plain: "x", Status: Approved},
		{ID: "a/sleep", Term: "rest", System: "a", Plain: "x", Status: Approved},
		{ID: "a/marks", Term: "(?)", System: "a", Plain: "x", Status: Approved},
		{ID: "a/no", Term: "good", System: "a", Status: Rejected},
	})
	var got []string
	for _, f := range faults {
		got = append(got, f.String())
	}
	want := []string{
		"a/good: the id is used twice; the later entry counts",
		"a/empty: the entry is approved and explains nothing; write a plain sentence",
		`a/other: "Good" stands for a/good in the same system as well`,
		`a/marks: "(?)" cannot be found in a text, for it has no word or stops in the middle; add an alias`,
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
