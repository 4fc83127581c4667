package glossary

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// chatter is everyday English, so that a thread counts as English.
const chatter = "we should look at this again tomorrow because the people in the other office have asked about it twice "

func undefinedIn(g *Glossary, texts ...string) []string {
	_, undefined := g.Match(said(append(texts, chatter)...))
	var out []string
	for _, u := range undefined {
		out = append(out, u.Surface)
	}
	return out
}

func TestJargonWithoutAnEntryIsListed(t *testing.T) {
	g := New([]Entry{
		{ID: "company/slo", Term: "SLO", System: "company", Status: Approved},
		{ID: "company/feature-toggle", Term: "feature toggle", System: "company", Status: Approved},
		{ID: "company/devops", Term: "DevOps", System: "company", Status: Approved},
	})
	for _, c := range []struct {
		why, text string
		want      []string
	}{
		{"acronyms", "the BGP was down and two VIPRs, the SLO is fine", []string{"BGP", "VIPRs"}},
		{"everybody's acronyms", "OK, FYI: on MON at 3 PM UTC in the USA, TODO, LGTM", nil},
		{"loud words", "DO NOT TOUCH THIS, REALLY", nil},
		{"names in programs", "set retry_max, seen in orderSync and svc-orders and node2-eu", []string{"retry_max", "orderSync", "svc-orders", "node2-eu"}},
		{"English with hyphens", "a follow-up on the well-known two-day work-around", nil},
		{"code in one word", "restart `basketd` then", []string{"basketd"}},
		{"settings", "flip `cart.lock` and search.index.warm", []string{"cart.lock", "search.index.warm"}},
		{"files of the net", "see example.com and docs.example.org", nil},
		{"versions, numbers and times", "v1.2.3 2025.09.4 10:30 5m 60s 3pm 0.5% 8c1fd90a", nil},
		{"measures with a name", "p99 is up, 5xx too", []string{"p99", "5xx"}},
		{"everyday words in a sense of their own", "the bucket on staging and the status pages", []string{"bucket", "staging", "status pages"}},
		{"words that are not everyday", "the sessionizer was backported", []string{"backported", "sessionizer"}},
		{"names of nouns", "the partner feed needs a control total, says the DNS sync", []string{"DNS sync", "partner feed", "DNS", "control total"}},
		{"names of nouns with a hyphen", "post a counter-entry, not a follow-up", []string{"counter-entry"}},
		{"everyday nouns in a row", "see you in the lunch break, bring the kids and a birthday cake", nil},
		{"status codes", "it returned 502 for 404 orders", []string{"502"}},
		{"short forms in small letters", "about 900 rps at noon", []string{"rps"}},
		{"typing errors", "annother enviroment withount a probelm", nil},
		{"British and chatty words", "we organised the colour catalogue, lol, sooooo gonna update it online", nil},
		{"typed with a capital elsewhere: a name", "ask Fennwick about it, says fennwick", nil},
		{"authors, mentions and addresses", "ada and @bobby_tables saw https://grafana.example/d/NQX in #ops_room", nil},
		{"a term in another spelling", "our devops and slo are fine, featureToggle too", nil},
		{"code blocks and quotations", "```\nERR QXZ kube_dns\n```\n> the QXZ said", nil},
		{"keys are not repeated", "it was ghp_EXAMPLEEXAMPLEEXAMPLEEXAMPLE and `EXAMPLE-hunter-0000`", nil},
	} {
		if got := undefinedIn(g, c.text); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q gives %q, want %q", c.why, c.text, got, c.want)
		}
	}
}

func TestJargonIsRankedByWhatSpeaksForIt(t *testing.T) {
	_, got := New(nil).Match(said("QXA and QXB", "QXB again", "qxc_job and QXB and QXA", chatter))
	want := []Undefined{
		{Surface: "QXB", Messages: []string{"m1", "m2", "m3"}},
		{Surface: "QXA", Messages: []string{"m1", "m3"}},
		{Surface: "qxc_job", Messages: []string{"m3"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFormsOfOneWordAreOneWord(t *testing.T) {
	_, got := New(nil).Match(said("we deploy", "it deployed", "two deploys and BGPs", "the BGP", chatter))
	want := []Undefined{
		{Surface: "BGPs", Messages: []string{"m3", "m4"}},
		{Surface: "deploy", Messages: []string{"m1", "m2", "m3"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheListIsCapped(t *testing.T) {
	var text strings.Builder
	for i := range 60 {
		fmt.Fprintf(&text, "item_no%d ", i)
	}
	_, got := New(nil).Match(said(text.String()))
	if len(got) != maxUndefined {
		t.Errorf("got %d words, want %d", len(got), maxUndefined)
	}
}

func TestRareWordsCountOnlyInEnglish(t *testing.T) {
	_, got := New(nil).Match(said(
		"kannst du bitte noch einmal nachschauen, warum der Dienst seit gestern ständig abstürzt und nichts schreibt",
		"ich glaube es liegt an der neuen Einstellung, die wir gestern ausgerollt haben"))
	if len(got) != 0 {
		t.Errorf("German words are listed as jargon: %v", got)
	}
}

func TestRefusedWordsAreNotListed(t *testing.T) {
	g := New(nil, "partner feeds", "QXB")
	if got := undefinedIn(g, "the partner feed and the QXB need a control total"); !reflect.DeepEqual(got, []string{"control total"}) {
		t.Errorf("got %q, want the control total only", got)
	}
}
