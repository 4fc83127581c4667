package tutor_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

func TestWhatWasTaughtIsLighterNextTime(t *testing.T) {
	c := newClass(t, nil)
	ana := tutor.Question{Learner: "T/ana"}
	tell := func(kind tutor.EventKind, entry string) {
		t.Helper()
		if err := c.Tell(t.Context(), tutor.Who{Learner: "T/ana"}, kind, entry); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(when, want string) {
		t.Helper()
		if got := treatments(c.explain(ana)); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	expect("the first time", "canary=card kill-switch=card")
	expect("the second time", "canary=bracket kill-switch=bracket")
	tell(tutor.LookedUp, "checkout/canary")
	expect("after looking it up", "canary=card kill-switch=bracket")
	tell(tutor.Right, "checkout/canary")
	expect("after a right answer", "canary=bare kill-switch=bracket")
	tell(tutor.Reset, "checkout/canary")
	expect("after \"forget this\"", "canary=card kill-switch=bracket")
	if got := treatments(c.explain(tutor.Question{Learner: "T/bo"})); got != "canary=card kill-switch=card" {
		t.Errorf("somebody else's lessons count for Bo: %s", got)
	}
}

func TestABriefTeachesToo(t *testing.T) {
	c := newClass(t, nil)
	c.brief(tutor.Question{Learner: "T/ana"})
	if got := treatments(c.explain(tutor.Question{Learner: "T/ana"})); got != "canary=bracket kill-switch=bracket" {
		t.Errorf("after a brief: %s", got)
	}
}

func TestEachTreatmentHasItsLength(t *testing.T) {
	c := newReadingRoom(t, nil)
	card := c.explain(tutor.Question{}).Terms
	// The card: what it is, why it matters in one sentence, and one analogy in
	// the whole answer, with its limit.
	want := "canary: new code goes to a few customers first, so that a fault hurts few people. Trouble stays small." +
		" Think of it as: one table tastes a dish before it is on the menu. Where that stops being true: the guests do not know that they taste."
	if got := line(card, "canary"); got != want {
		t.Errorf("the first card says %q", got)
	}
	if got := line(card, "kill switch"); got != "kill switch: a setting that turns one feature of the shop off at once, for everybody, without a new release of the program." {
		t.Errorf("the second card says %q", got)
	}
	r := tutor.Reader{Known: []string{"checkout/canary"}, Shaky: []string{"checkout/kill-switch"}}
	lighter := c.explain(tutor.Question{Reader: &r}).Terms
	if got := line(lighter, "kill switch"); got != "kill switch: a setting that turns one feature of the shop off at once …" {
		t.Errorf("the bracket says %q", got)
	}
	if got := line(lighter, "canary"); got != "canary" {
		t.Errorf("the known word says %q", got)
	}
}

func TestAReaderStandsInForAStoredLearner(t *testing.T) {
	c := newClass(t, nil)
	c.explain(tutor.Question{Learner: "T/ana"})
	r, err := tutor.ParseReader([]byte(`{"id":"x","role":"sales","known":["checkout/canary"],"shaky":[],"more":1}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := treatments(c.explain(tutor.Question{Learner: "T/ana", Reader: &r})); got != "canary=bare kill-switch=card" {
		t.Errorf("the reader is shown %s", got)
	}
	for _, bad := range []string{`[]`, `{"name":"x"}`, `{`, ``} {
		if _, err := tutor.ParseReader([]byte(bad)); err == nil {
			t.Errorf("%q is read as a reader", bad)
		}
	}
}

func TestTheLevelFollowsWhatIsKnown(t *testing.T) {
	c := newReadingRoom(t, nil)
	two, nine, minus := 2, 9, -1
	for _, test := range []struct {
		name  string
		known []string
		shaky []string
		level *int
		want  int
	}{
		{"all is new", nil, nil, nil, 0},
		// The canary weighs 3, the kill switch 2: half of 3 of 5 is 30 %.
		{"the important word is shaky", nil, []string{"checkout/canary"}, nil, 1},
		{"the important word is known", []string{"checkout/canary"}, nil, nil, 2},
		{"all is known", []string{"checkout/canary", "checkout/kill-switch"}, nil, nil, 3},
		{"set by the asker", nil, nil, &two, 2},
		{"set too high", nil, nil, &nine, 3},
		{"set too low", []string{"checkout/canary"}, nil, &minus, 0},
	} {
		r := tutor.Reader{Known: test.known, Shaky: test.shaky}
		if got := c.explain(tutor.Question{Reader: &r, Level: test.level}).Level; got != test.want {
			t.Errorf("%s: level %d, want %d", test.name, got, test.want)
		}
	}
}

func TestALevelChangesThePromptAndNotTheTreatments(t *testing.T) {
	engine := saying()
	c := newReadingRoom(t, engine)
	zero, three := 0, 3
	c.explain(tutor.Question{Level: &zero})
	words := engine.asked.MaxWords
	if got := treatments(c.explain(tutor.Question{Level: &three})); got != "canary=card kill-switch=card" {
		t.Errorf("the level decides what is taught: %s", got)
	}
	if engine.asked.MaxWords >= words {
		t.Errorf("level 3 has %d words, level 0 %d", engine.asked.MaxWords, words)
	}
}

// A model that goes on and on is heard until the words of the level are used up;
// decisions, questions and work are never left out.
func TestWhoKnowsMoreIsToldLess(t *testing.T) {
	records := []prompts.Record{{Kind: prompts.Gist, Text: "The canary fails for some customers.", Cites: []string{"m1"}}}
	for i := range 60 {
		records = append(records, point(fmt.Sprintf("The canary fails for some customers %s.", strings.Repeat("and customers ", i+1)), "m1"))
	}
	records = append(records, prompts.Record{Kind: prompts.Decision, Text: "They stop the canary now.", Cites: []string{"m2"}})
	c := newReadingRoom(t, saying(records...))
	for level, most := range []int{220, 180, 130, 90} {
		e := c.explain(tutor.Question{Level: &level})
		n, last := len(strings.Fields(said(e))), e.Points[len(e.Points)-1]
		if n > most+5 || n < most/2 || last.Kind != prompts.Decision {
			t.Errorf("level %d: %d words, the last statement is a %s", level, n, last.Kind)
		}
	}
}

func TestAtMostFiveNewTermsAreTaught(t *testing.T) {
	var entries []glossary.Entry
	var text []string
	for i := range 8 {
		name := fmt.Sprintf("gizmo%c", 'a'+i)
		entries = append(entries, glossary.Entry{ID: "x/" + name, Term: name, System: "x", Plain: "A thing.", Status: glossary.Approved})
		text = append(text, name)
	}
	entries[7].Importance = glossary.Core
	entries[0].Importance = glossary.Rare
	shelf := glossary.New(entries)
	c := newReadingRoom(t, nil)
	c.Glossary = func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil }
	e := c.explain(tutor.Question{Thread: thread.Thread{System: "x", Messages: []thread.Message{
		{ID: "m1", Text: strings.Join(text, ", ")}, {ID: "m2", Text: "gizmog again"},
	}}})
	// By messages × importance: h is core, g is in two messages, then b, c, d in
	// the order of the thread.
	want := "x/gizmoa=paraphrase x/gizmob=card x/gizmoc=card x/gizmod=card x/gizmoe=paraphrase x/gizmof=paraphrase x/gizmog=card x/gizmoh=card"
	if got := treatments(e); got != want {
		t.Errorf("the treatments are %s", got)
	}
	if got := line(e.Terms, "gizmoa"); got != "gizmoa" {
		t.Errorf("a word kept out of the way is explained: %q", got)
	}
}

func TestOnlyApprovedEntriesAreTaughtAsFact(t *testing.T) {
	engine := saying()
	c := newReadingRoom(t, engine)
	withOld := incident
	withOld.Messages = append(withOld.Messages[:len(withOld.Messages):len(withOld.Messages)], thread.Message{ID: "m7", Author: "Mina Okafor", Text: "like on flip day"})
	terms := c.explain(tutor.Question{Thread: withOld}).Terms
	for surface, want := range map[string]string{
		"shadow run":       "shadow run: unreviewed: old and new run side by side and only the old one counts.",
		"big bang release": "big bang release: an old word, now called canary: new code goes to a few customers first, so that a fault hurts few people.",
		"flip day":         "flip day: an old word that is no longer used.",
	} {
		if got := line(terms, surface); got != want {
			t.Errorf("the reader sees %q", got)
		}
	}
	for _, use := range engine.asked.Terms {
		if use.Entry.Status != glossary.Approved {
			t.Errorf("the model is asked to teach %s", use.Entry.ID)
		}
	}
}

func TestAnOpenSenseIsNeverGuessed(t *testing.T) {
	c := newReadingRoom(t, nil)
	open := thread.Thread{Messages: []thread.Message{{ID: "m1", Author: "Ana", Text: "the shard is full"}}}
	terms := c.explain(tutor.Question{Thread: open}).Terms
	if len(terms) != 1 || terms[0].Entry != nil || strings.Join(terms[0].Either, " ") != "ledger/shard search/shard" || !terms[0].Text.IsZero() {
		t.Fatalf("the terms are %+v", terms)
	}
	if got := line(terms, "shard"); got != "shard: has more than one meaning here (ledger/shard or search/shard); ask who wrote it." {
		t.Errorf("the reader sees %q", got)
	}
	open.System = "search"
	if got := treatments(c.explain(tutor.Question{Thread: open})); got != "search/shard=card" {
		t.Errorf("where the system tells, the reader is shown %s", got)
	}
}

func TestAQuestionOfTheirOwn(t *testing.T) {
	known := tutor.Reader{Known: []string{"checkout/canary", "checkout/rollback"}}
	for _, test := range []struct {
		name, text string
		terms      string // of approved entries
		line       string // as the reader sees one of the others
	}{
		{"about a word of the thread they know", "what is a canary?", "canary=card", ""},
		{"nothing but the word", "kill switch?", "kill-switch=card", ""},
		{"about a word the thread does not use", "What does rollback mean?", "rollback=card", ""},
		{"about what happened, with a word they know", "why did they stop the canary?", "canary=bare", ""},
		{"about what happened, with a new word", "who may use the kill switch?", "kill-switch=card", ""},
		{"about a word that nobody reviewed", "what is a shadow run?", "", "shadow run: unreviewed: old and new run side by side and only the old one counts."},
		{"about a word with two meanings", "what is a shard?", "", "shard: has more than one meaning here (ledger/shard or search/shard); ask who wrote it."},
		{"about no word", "who writes the report?", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newReadingRoom(t, nil)
			e := c.explain(tutor.Question{Text: test.text, Reader: &known})
			if test.line != "" {
				if len(e.Terms) != 1 || e.Terms[0].Line() != test.line {
					t.Errorf("the terms are %+v", e.Terms)
				}
				return
			}
			if got := treatments(e); got != test.terms {
				t.Errorf("the terms are %q", got)
			}
		})
	}
}

func TestAQuestionIsAnsweredFromTheThread(t *testing.T) {
	c := newReadingRoom(t, nil)
	if e := c.explain(tutor.Question{Text: "who writes the report?"}); !strings.Contains(said(e), "I'll write the report by Thursday") {
		t.Errorf("the answer is %q", said(e))
	}
	engine := saying(prompts.Record{Kind: prompts.Unknown, Text: "When the office opens.", Cites: []string{"m9"}})
	c.Model = engine
	e := c.explain(tutor.Question{Text: "  when does the office open? "})
	if said(e) != "6 messages from 4 people.\nThe thread does not say." || e.Engine != "scripted:one" {
		t.Errorf("%s says %q", e.Engine, said(e))
	}
	if engine.asked.Task != prompts.AnswerTask || engine.asked.Question != "when does the office open?" {
		t.Errorf("the model is asked %s: %q", engine.asked.Task, engine.asked.Question)
	}
	// Blanks are no question.
	if e := c.explain(tutor.Question{Text: " \n"}); len(e.Terms) == 0 || engine.asked.Task != prompts.ExplainTask {
		t.Errorf("blanks are answered as a question: %s", engine.asked.Task)
	}
}
