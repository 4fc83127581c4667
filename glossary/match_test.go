package glossary

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/thread"
)

// said is a thread of messages m1, m2, … with the given texts.
func said(texts ...string) thread.Thread {
	t := thread.Thread{Format: thread.JSON, Confidence: 1}
	for i, text := range texts {
		t.Messages = append(t.Messages, thread.Message{ID: fmt.Sprintf("m%d", i+1), Author: "Ada Stone", Text: text})
	}
	return t
}

// terms are approved entries of the company with these terms and nothing more.
func terms(list ...string) []Entry {
	var entries []Entry
	for _, term := range list {
		entries = append(entries, Entry{ID: "company/" + term, Term: term, System: "company", Plain: "x", Status: Approved})
	}
	return entries
}

// surfacesIn are the places where a glossary of the terms finds something.
func surfacesIn(text string, list ...string) string {
	g := New(terms(list...))
	s := scanner{terms: g.terms}
	s.read(text)
	var out []string
	for _, o := range s.find(0, nil) {
		out = append(out, text[o.start:o.end])
	}
	return strings.Join(out, " | ")
}

func TestTermsAreFoundAsWholeWords(t *testing.T) {
	for _, c := range []struct {
		why, text string
		terms     []string
		want      string
	}{
		{"a word is not the start of a longer one", "restful sleep", []string{"rest"}, ""},
		{"case is free for everyday spellings", "our Service MESH", []string{"service mesh"}, "Service MESH"},
		{"capitals stay capitals", "the REST of the rest", []string{"REST"}, "REST"},
		{"capitals have a plural", "two APIs, one api, no APIS", []string{"API"}, "APIs"},
		{"an inner capital is kept", "GoLand is no goland", []string{"GoLand"}, "GoLand"},
		{"the longest term wins", "a service mesh and a service", []string{"service", "service mesh"}, "service mesh | service"},
		{"an unfinished longer term gives way", "service meshing", []string{"service", "service mesh"}, "service"},
		{"a shorter term inside is found where the longer breaks off", "dead letter quota", []string{"dead letter queue", "letter"}, "letter"},
		{"hyphen in the term, space in the text", "the write ahead log", []string{"write-ahead log"}, "write ahead log"},
		{"space in the term, hyphen in the text", "the write-ahead-log", []string{"write ahead log"}, "write-ahead-log"},
		{"across a line break", "write\nahead  log", []string{"write ahead log"}, "write\nahead  log"},
		{"across emphasis", "the *write ahead* log", []string{"write ahead log"}, "write ahead* log"},
		{"not across the end of a sentence", "we rest. API calls", []string{"rest API"}, ""},
		{"plural of y", "new policies", []string{"policy"}, "policies"},
		{"plural of x", "two indexes and indices", []string{"index"}, "indexes | indices"},
		{"possessive", "the pod's disk", []string{"pod"}, "pod"},
		{"possessive inside a phrase", "the pod’s disk", []string{"pod disk"}, "pod’s disk"},
		{"a letter with an accent is a letter", "éapi apié api", []string{"api"}, "api"},
		{"capitals outside ASCII", "der ÜBERGANG", []string{"übergang"}, "ÜBERGANG"},
		{"sharp s", "die STRASSE", []string{"straße"}, "STRASSE"},
		{"composed and decomposed", "a cafe\u0301", []string{"café"}, "cafe\u0301"},
		{"plus signs belong to the word", "we use C++, not C", []string{"C++"}, "C++"},
		{"and the word alone is another", "we use C++ only", []string{"c"}, ""},
		{"Chinese has no spaces", "这是服务网格的", []string{"服务网格"}, "服务网格"},
		{"Cyrillic capitals", "наш КЛАСТЕР", []string{"кластер"}, "КЛАСТЕР"},
		{"underscores for spaces", "see dead_letter_queue", []string{"dead letter queue"}, "dead_letter_queue"},
		{"a slash inside", "our CI/CD runs", []string{"CI/CD"}, "CI/CD"},
		{"a no-break space", "service\u00a0mesh", []string{"service mesh"}, "service\u00a0mesh"},
		{"digits belong to the word", "p99 and p999", []string{"p99"}, "p99"},

		{"a full stop inside", "on Node.js, not node, js", []string{"Node.js"}, "Node.js"},
		{"an ampersand inside", "the R&D team and R, D", []string{"R&D"}, "R&D"},
		{"a mark in front", "on .NET but not net or example.net", []string{".NET"}, ".NET"},
		{"as programs write it", "deadLetterQueue DeadLetterQueue deadletterqueue", []string{"dead letter queue"}, "deadLetterQueue | DeadLetterQueue"},
		{"a plural term in the singular", "one posting, many postings", []string{"postings"}, "posting | postings"},
		{"the head of a term in the plural", "payments in transit", []string{"payment in transit"}, "payments in transit"},
		{"verb endings", "drained, draining, drains, drainage", []string{"drain"}, "drained | draining | drains"},
		{"with a doubled letter", "it was flagged", []string{"flag"}, "flagged"},
		{"a gerund of another meaning", "on staging", []string{"stage"}, ""},
		{"nouns of verb and particle", "rolling back, rolled back, failed over", []string{"rollback", "failover"}, "rolling back | rolled back | failed over"},
		{"but no everyday verbs", "check out this set up", []string{"checkout", "setup"}, ""},
		{"a number after an acronym", "RC2 after RC-1, not RC123 or rc2", []string{"RC"}, "RC2 | RC"},
		{"an exact spelling beats a free one", "REST", []string{"rest", "REST"}, "REST"},
	} {
		if got := surfacesIn(c.text, c.terms...); got != c.want {
			t.Errorf("%s: in %q %v finds %q, want %q", c.why, c.text, c.terms, got, c.want)
		}
	}
}

func TestPartsOfNamesAndForeignWordsAreNoTerms(t *testing.T) {
	known := []string{"ledger", "canary", "PAY_EDGE_MODE", "svc-ledger-write", "cut-off", "retryBudget"}
	for _, c := range []struct{ why, text, want string }{
		{"part of a service's name", "svc-ledger-read ledger-db ledger_v2", ""},
		{"the whole name", "svc-ledger-write", "svc-ledger-write"},
		{"part of a path", "/var/ledger/x and src/ledger", ""},
		{"part of a setting", "ledger=on canary.enabled cart.canary --canary", ""},
		{"part of a constant", "PAY_EDGE_MODE_OLD", ""},
		{"the end of a sentence", "That is the ledger. (ledger) ledger:", "ledger | ledger | ledger"},
		{"italics", "_canary_ and *canary* and ~canary~", "canary | canary | canary"},
		{"inline code", "`ledger` and `retryBudget`", "ledger | retryBudget"},
		{"a call", "ledger() and ledger[0]", ""},
		{"joined by English", "non-canary hosts, ledger-based sums", "canary | ledger"},
		{"an address", "https://x.example/ledger/canary www.ledger.example ledger://a", ""},
		{"a link with words", "<https://x.example/ledger|the canary>", "canary"},
		{"a mention", "@ledger <@U0LEDGER> <#C1|ledger> #canary <!subteam^S1|ledger> ledger@x.example", ""},
		{"an emoji", ":canary: :ledger-ok:", ""},
		{"times are no emoji", "10:40:ledger", "ledger"},
		{"a code block", "look\n```\nledger cut-off canary\nretryBudget=1 retryBudget PAY_EDGE_MODE\n```\nledger", "cut-off | retryBudget | PAY_EDGE_MODE | ledger"},
		{"an open code block", "```ledger", ""},
		{"a quotation", "> the ledger said PAY_EDGE_MODE\nthe ledger", "PAY_EDGE_MODE | ledger"},
		{"an escaped quotation", "&gt; the ledger\nthe ledger", "ledger"},
		{"no quotation", "a > ledger", "ledger"},
	} {
		if got := surfacesIn(c.text, known...); got != c.want {
			t.Errorf("%s: in %q found %q, want %q", c.why, c.text, got, c.want)
		}
	}
}

func TestMatchesGatherMessagesAndCarryTheirStatus(t *testing.T) {
	g := New([]Entry{
		{ID: "infra/drain", Term: "drain", System: "infra", Status: Approved, Plain: "x"},
		{ID: "infra/blue", Term: "bluebox", System: "infra", Status: Deprecated, Plain: "x"},
		{ID: "infra/new", Term: "blast radius", System: "infra", Status: Draft, Plain: "x"},
		{ID: "infra/yolo", Term: "yolo deploy", System: "infra", Status: Rejected, Plain: "x"},
	})
	got, _ := g.Match(said("bluebox drained, drain again", "a yolo deploy", "Drain! mind the blast-radius"))
	want := []Match{
		{Entry: "infra/blue", Surface: "bluebox", Messages: []string{"m1"}, Status: Deprecated},
		{Entry: "infra/drain", Surface: "drained", Messages: []string{"m1", "m3"}, Status: Approved},
		{Entry: "infra/new", Surface: "blast-radius", Messages: []string{"m3"}, Status: Draft},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestAnEmptyThreadHasEmptyLists(t *testing.T) {
	matches, undefined := New(nil).Match(thread.Thread{})
	if matches == nil || undefined == nil || len(matches)+len(undefined) != 0 {
		t.Errorf("got %v and %v, want two empty lists", matches, undefined)
	}
}

func TestLongRunsOfMarksHoldNoTerms(t *testing.T) {
	// A search that looks back or ahead without a limit would not end here.
	for _, unit := range []string{"<@", "<@a ", "@a", ">", "_pod", "pod_", "non-pod-", "a://pod", "/pod", ":pod:"} {
		if got := surfacesIn(strings.Repeat(unit, 40000)+" pod", "pod"); got != "pod" && !strings.HasPrefix(unit, ">") {
			t.Errorf("in a run of %q found %.60q, want the pod at the end", unit, got)
		}
	}
}
