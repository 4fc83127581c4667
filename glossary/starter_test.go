package glossary

import (
	"io/fs"
	"strings"
	"testing"
)

func TestTheStarterIsComplete(t *testing.T) {
	files, err := fs.Glob(starterFiles, "starter/*.md")
	if err != nil || len(files) != 84 {
		t.Fatalf("the starter has %d files (%v), want 84", len(files), err)
	}
	entries := Starter()
	if len(entries) != len(files) {
		t.Fatalf("%d of %d files became entries", len(entries), len(files))
	}
	count := make(map[Status]int)
	for _, e := range entries {
		count[e.Status]++
		if e.Plain == "" || e.System != "general" || !strings.HasPrefix(e.ID, "general/") || e.Owner != "" ||
			e.Credit != "CNCF Glossary, CC BY 4.0" || !strings.HasPrefix(e.Source, "https://github.com/cncf/glossary/") {
			t.Errorf("the entry is not complete: %+v", e)
		}
		if strings.ContainsAny(e.Plain, "{}[\n") || strings.Contains(e.Technical+e.Why, "](") {
			t.Errorf("%s still has Markdown in its text", e.ID)
		}
	}
	if count[Approved] != 73 || count[Draft] != 11 {
		t.Errorf("the statuses are %v, want 73 approved and 11 draft", count)
	}
}

func TestTheStarterFindsTheWordsOfTheTrade(t *testing.T) {
	matches, _ := New(Starter()).Match(said("Two pods of the service mesh run on a k8s node; devops and SREs watch the API gateway behind the load balancers"))
	var got []string
	for _, m := range matches {
		got = append(got, m.Entry)
	}
	want := "general/pod general/service-mesh general/nodes general/devops general/site-reliability-engineering general/api-gateway general/load-balancer"
	for _, id := range strings.Fields(want) {
		if !strings.Contains(" "+strings.Join(got, " ")+" ", " "+id+" ") {
			t.Errorf("%s was not found, only %v", id, got)
		}
	}
}

func TestEachStarterIsTheCallersOwn(t *testing.T) {
	one := Starter()
	one[1].Aliases = append(one[1].Aliases, "mine")
	one[0].Term = "mine"
	if other := Starter(); other[0].Term == "mine" || len(other[1].Aliases) == len(one[1].Aliases) {
		t.Error("a caller can change the starter of another")
	}
}
