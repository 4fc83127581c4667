package tutor_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// words are the glossary of the stories: an approved term, one nobody reviewed,
// an old one with its successor.
var words = []glossary.Entry{
	{ID: "checkout/canary", Term: "canary", System: "checkout", Plain: "New code goes to a few customers first, so that a fault hurts few people.", Why: "Trouble stays small.\n\nNobody is woken.", Status: glossary.Approved, Importance: glossary.Core},
	{ID: "checkout/flag", Term: "kill switch", System: "checkout", Plain: "A setting that turns a feature off at once.", Status: glossary.Approved},
	{ID: "checkout/mirror", Term: "shadow run", System: "checkout", Plain: "Old and new run side by side.", Status: glossary.Draft},
	{ID: "checkout/big-bang", Term: "big bang release", System: "checkout", Plain: "Everybody gets it at once.", Status: glossary.Deprecated, ReplacedBy: "checkout/canary"},
}

var incident = thread.Thread{Channel: "checkout", System: "checkout", Format: thread.JSON, Messages: []thread.Message{
	{ID: "m1", Author: "Mina Okafor", Text: "the canary fails for 1 in 20 customers since 8:50"},
	{ID: "m2", Author: "Jun Haldane", Text: "Decision: we roll back the canary now and leave the kill switch alone."},
	{ID: "m3", Author: "Mina Okafor", Text: "I'll write the report by Thursday"},
	{ID: "m4", Author: "Priya Nair", Text: "who tells support? after the big bang release and the shadow run they were not told"},
}}

// scripted is an engine that says what it is told, then fails if it is told to.
type scripted struct {
	records []prompts.Record
	err     error
	asked   *prompts.Prompt
}

func (s *scripted) Name() string { return "scripted:one" }

func (s *scripted) Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	s.asked = &p
	for _, r := range s.records {
		if err := emit(r); err != nil {
			return prompts.Usage{}, err
		}
	}
	if s.err == nil {
		s.err = ctx.Err()
	}
	return prompts.Usage{Engine: s.Name()}, s.err
}

// told is an error that has a sentence for the reader.
type told struct{}

func (told) Error() string    { return "status 503" }
func (told) Sentence() string { return "The model is overloaded." }

// class is a tutor with a real database and the real offline engine.
type class struct {
	*tutor.Tutor
	t     *testing.T
	parts []tutor.Part
	n     int
}

func newClass(t *testing.T, engine tutor.Engine) *class {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "gloss.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	shelf := glossary.New(words)
	now := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	return &class{t: t, Tutor: &tutor.Tutor{
		Model: engine, Offline: model.Offline{}, Library: db,
		Glossary: func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil },
		Now:      func() time.Time { now = now.Add(time.Minute); return now },
	}}
}

// explain asks for an explanation under a new question id.
func (c *class) explain(q tutor.Question) tutor.Explanation {
	c.t.Helper()
	c.n++
	c.parts = nil
	if q.ID == "" {
		q.ID = fmt.Sprintf("question %d", c.n)
	}
	if q.Thread.Messages == nil {
		q.Thread = incident
	}
	e, err := c.Explain(c.t.Context(), q, func(p tutor.Part) error { c.parts = append(c.parts, p); return nil })
	if err != nil {
		c.t.Fatal(err)
	}
	return e
}

// notices are Gloss's own sentences in the last answer.
func (c *class) notices() string {
	var all []string
	for _, p := range c.parts {
		if n, is := p.(tutor.Notice); is {
			all = append(all, n.Text)
		}
	}
	return strings.Join(all, " ")
}

// treatments are "entry=treatment", sorted.
func treatments(e tutor.Explanation) string {
	var all []string
	for _, n := range e.Terms {
		if n.Entry != nil && n.Status == glossary.Approved {
			all = append(all, *n.Entry+"="+string(n.Treatment))
		}
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func said(e tutor.Explanation) string {
	text := e.Gist.Text.String()
	for _, p := range e.Points {
		text += "\n" + p.Text.String()
	}
	return text
}

func TestWhatWasTaughtIsLighterNextTime(t *testing.T) {
	c := newClass(t, nil)
	ana := tutor.Question{Learner: "T/ana"}
	if got := treatments(c.explain(ana)); got != "checkout/canary=card checkout/flag=card" {
		t.Errorf("first: %s", got)
	}
	if got := treatments(c.explain(ana)); got != "checkout/canary=bracket checkout/flag=bracket" {
		t.Errorf("second: %s", got)
	}
	if err := c.Tell(t.Context(), "T/ana", tutor.Claimed, "checkout/canary"); err != nil {
		t.Fatal(err)
	}
	if got := treatments(c.explain(ana)); got != "checkout/canary=bare checkout/flag=bracket" {
		t.Errorf("after \"I know this\": %s", got)
	}
	if err := c.Tell(t.Context(), "T/ana", tutor.Reset, "checkout/canary"); err != nil {
		t.Fatal(err)
	}
	if got := treatments(c.explain(ana)); got != "checkout/canary=card checkout/flag=bracket" {
		t.Errorf("after \"forget this\": %s", got)
	}
	if got := treatments(c.explain(tutor.Question{Learner: "T/bo"})); got != "checkout/canary=card checkout/flag=card" {
		t.Errorf("somebody else's lessons count for Bo: %s", got)
	}
}

func TestOneQuestionIsOneLesson(t *testing.T) {
	c := newClass(t, nil)
	for range 2 {
		c.explain(tutor.Question{ID: "message:T/D/1", Learner: "T/ana"})
	}
	lessons, err := c.Library.Lessons(t.Context(), "T/ana", 0)
	if err != nil || len(lessons) != 1 {
		t.Fatalf("%d lessons, %v", len(lessons), err)
	}
	stored, err := json.Marshal(lessons)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range incident.Messages {
		if strings.Contains(string(stored), m.Text) {
			t.Errorf("the lesson holds the thread's text %q", m.Text)
		}
	}
	c.explain(tutor.Question{Learner: ""})
	if lessons, err := c.Library.Lessons(t.Context(), "", 0); err != nil || len(lessons) != 0 {
		t.Errorf("nobody left %d lessons, %v", len(lessons), err)
	}
}

func TestOnlyApprovedEntriesAreTaughtAsFact(t *testing.T) {
	c := newClass(t, nil)
	for _, n := range c.explain(tutor.Question{}).Terms {
		switch *n.Entry {
		case "checkout/mirror":
			if !strings.HasPrefix(n.Text.String(), "unreviewed: ") || n.Treatment != prompts.Bare {
				t.Errorf("the draft is shown as %s %q", n.Treatment, n.Text)
			}
		case "checkout/big-bang":
			if got := n.Text.String(); got != "an old word, now called canary: New code goes to a few customers first, so that a fault hurts few people." {
				t.Errorf("the old word is shown as %q", got)
			}
		}
	}
}

func TestACardSaysWhatAndWhyInTwoSentences(t *testing.T) {
	c := newClass(t, nil)
	want := "New code goes to a few customers first, so that a fault hurts few people. Trouble stays small."
	for _, n := range c.explain(tutor.Question{}).Terms {
		if *n.Entry == "checkout/canary" && n.Text.String() != want {
			t.Errorf("the card says %q", n.Text)
		}
	}
}

func TestAReaderStandsInForAStoredLearner(t *testing.T) {
	c := newClass(t, nil)
	r, err := tutor.ParseReader([]byte(`{"id":"x","role":"sales","known":["checkout/canary"],"shaky":["checkout/flag"],"more":1}`))
	if err != nil {
		t.Fatal(err)
	}
	e := c.explain(tutor.Question{Reader: &r})
	if got := treatments(e); got != "checkout/canary=bare checkout/flag=bracket" || e.Level != 3 {
		t.Errorf("level %d, %s", e.Level, got)
	}
	if _, err := tutor.ParseReader([]byte(`[]`)); err == nil {
		t.Error("a list is no reader")
	}
}

func TestAtMostFiveNewTermsAreTaught(t *testing.T) {
	var entries []glossary.Entry
	var text string
	for i := range 8 {
		name := fmt.Sprintf("gizmo%c", 'a'+i)
		entries = append(entries, glossary.Entry{ID: "x/" + name, Term: name, System: "x", Plain: "A thing.", Status: glossary.Approved})
		text += name + ", "
	}
	entries[7].Importance = glossary.Core
	c := newClass(t, nil)
	shelf := glossary.New(entries)
	c.Glossary = func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil }
	e := c.explain(tutor.Question{Thread: thread.Thread{System: "x", Messages: []thread.Message{{ID: "m1", Text: text}}}})
	if got := treatments(e); strings.Count(got, "=card") != 5 || !strings.Contains(got, "x/gizmoh=card") || strings.Count(got, "=paraphrase") != 3 {
		t.Errorf("the treatments are %s", got)
	}
}

func TestAQuestionOfTheirOwnIsAnsweredFromTheThread(t *testing.T) {
	c := newClass(t, nil)
	e := c.explain(tutor.Question{Text: "who writes the report?"})
	if !strings.Contains(said(e), "I'll write the report by Thursday") {
		t.Errorf("the answer is %q", said(e))
	}
	c.explain(tutor.Question{Learner: "T/ana"})
	e = c.explain(tutor.Question{Learner: "T/ana", Text: "what is a canary?"})
	if got := treatments(e); got != "checkout/canary=card" {
		t.Errorf("the word asked for is shown as %s", got)
	}
}

func TestWhatAModelInventsIsNotShown(t *testing.T) {
	cite := []string{"m1"}
	for name, lie := range map[string]prompts.Record{
		"no such message":      {Kind: prompts.Point, Text: "Nobody was hurt by yesterday's storm.", Cites: []string{"m99"}},
		"no message at all":    {Kind: prompts.Point, Text: "The moon is made of cheese."},
		"off topic":            {Kind: prompts.Point, Text: "Sales of umbrellas rose sharply again.", Cites: cite},
		"a number nobody said": {Kind: prompts.Point, Text: "The canary fails for 1 in 7 customers.", Cites: cite},
		"a false quotation":    {Kind: prompts.Point, Text: `Mina says "the canary works well for customers".`, Cites: cite},
		"the wrong speaker":    {Kind: prompts.Point, Text: "Priya says that the canary fails for customers.", Cites: cite},
		"words of a glossary":  {Kind: prompts.Point, Text: "A setting turns a feature off, side by side.", Cites: cite},
		"a quote that is none": {Kind: prompts.Point, Text: "the canary fails for 1 in 20 people", Cites: cite, Quote: true},
		"a foreign link":       {Kind: prompts.Point, Text: "The canary fails, see https://evil.example/canary for customers.", Cites: cite},
		"a wish for a secret":  {Kind: prompts.Point, Text: "The canary fails for customers, please enter your password to go on.", Cites: cite},
	} {
		t.Run(name, func(t *testing.T) {
			true1 := prompts.Record{Kind: prompts.Gist, Text: "The canary fails for some customers.", Cites: cite}
			c := newClass(t, &scripted{records: []prompts.Record{true1, lie}})
			e := c.explain(tutor.Question{})
			if strings.Contains(said(e), lie.Text) || e.Dropped != 1 || e.Gist.Text.String() != true1.Text {
				t.Errorf("%d dropped, shown:\n%s", e.Dropped, said(e))
			}
		})
	}
}

func TestEnglishAboutAJapaneseThreadIsShownWithAWord(t *testing.T) {
	japanese := thread.Thread{Messages: []thread.Message{
		{ID: "m1", Author: "山田", Text: "昨日の夜から検索が遅いです。応答に 8 秒かかります"},
		{ID: "m2", Author: "佐藤", Text: "では前の版に戻しましょう"},
	}}
	c := newClass(t, &scripted{records: []prompts.Record{
		{Kind: prompts.Gist, Text: "Search has been slow since last night: an answer takes 8 seconds.", Cites: []string{"m1"}},
		{Kind: prompts.Point, Text: "It takes 80 seconds.", Cites: []string{"m1"}},
		{Kind: prompts.Point, Text: "They go back to the version before."},
	}})
	e := c.explain(tutor.Question{Thread: japanese})
	if !e.Gist.Translated || e.Dropped != 2 || len(e.Points) != 0 {
		t.Errorf("%d dropped, %d points, gist %+v", e.Dropped, len(e.Points), e.Gist)
	}
	if !strings.Contains(c.notices(), "another language") {
		t.Errorf("the reader is told %q", c.notices())
	}
}

func TestOwnersAndDatesAreStatedOrNull(t *testing.T) {
	c := newClass(t, &scripted{records: []prompts.Record{
		{Kind: prompts.Action, Text: "Mina writes the report by Thursday.", Cites: []string{"m3"}, Owner: "Mina Okafor", Due: "by Thursday"},
		{Kind: prompts.Action, Text: "Somebody tells support after the release.", Cites: []string{"m4"}, Owner: "Jun Haldane", Due: "Friday"},
		{Kind: prompts.Decision, Text: "The canary is rolled back now.", Cites: []string{"m2"}, By: "The CEO", Status: "carved in stone"},
	}})
	b, err := c.Brief(t.Context(), tutor.Question{Thread: incident}, func(tutor.Part) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Actions) != 2 || b.Actions[0].Owner == nil || b.Actions[0].Owner.String() != "Mina Okafor" || b.Actions[0].Due == nil {
		t.Fatalf("the stated owner or date is lost: %+v", b.Actions)
	}
	if b.Actions[1].Owner != nil || b.Actions[1].Due != nil {
		t.Errorf("an owner or a date was made up: %+v", b.Actions[1])
	}
	if len(b.Decisions) != 1 || b.Decisions[0].By != nil || b.Decisions[0].Status != "current" {
		t.Errorf("the decision: %+v", b.Decisions)
	}
}

func TestWhenAModelFailsQuotesAnswerAndSayWhy(t *testing.T) {
	true1 := prompts.Record{Kind: prompts.Point, Text: "The canary fails for some customers.", Cites: []string{"m1"}}
	for name, test := range map[string]struct {
		engine *scripted
		says   string
		by     string
	}{
		"before a word":    {&scripted{err: told{}}, "The model is overloaded.", "offline"},
		"midway":           {&scripted{records: []prompts.Record{true1}, err: errors.New("cut")}, "stopped midway", "scripted:one, then offline"},
		"with nothing":     {&scripted{}, "no answer that holds up", "offline"},
		"with lies only":   {&scripted{records: []prompts.Record{{Kind: prompts.Point, Text: "Umbrellas!", Cites: []string{"m1"}}}}, "no answer that holds up", "offline"},
		"not at all":       {&scripted{records: []prompts.Record{true1}}, "", "scripted:one"},
		"was not even set": {nil, "No AI model was used", "offline"},
	} {
		t.Run(name, func(t *testing.T) {
			var engine tutor.Engine
			if test.engine != nil {
				engine = test.engine
			}
			c := newClass(t, engine)
			e := c.explain(tutor.Question{})
			if e.Engine != test.by || !strings.Contains(c.notices(), test.says) {
				t.Errorf("answered by %q, saying %q", e.Engine, c.notices())
			}
			if test.by != "scripted:one" && !strings.Contains(said(e), "we roll back the canary now") {
				t.Errorf("the quotes are missing:\n%s", said(e))
			}
		})
	}
}

func TestSecretsReachNobody(t *testing.T) {
	secret := "ghp_" + strings.Repeat("a1B2", 9)
	engine := &scripted{records: []prompts.Record{{Kind: prompts.Point, Text: "The canary fails, the key is " + secret + ".", Cites: []string{"m1"}}}}
	c := newClass(t, engine)
	withSecret := incident
	withSecret.Messages = append(slices.Clone(incident.Messages), thread.Message{ID: "m5", Author: "Eve", Text: "the key is " + secret})
	e := c.explain(tutor.Question{Learner: "T/ana", Thread: withSecret, Text: "is " + secret + " the key?"})
	answer, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	for where, text := range map[string]string{"the prompt": engine.asked.System + engine.asked.User + engine.asked.Question + fmt.Sprint(engine.asked.Thread), "the answer": string(answer)} {
		if strings.Contains(text, secret) {
			t.Errorf("%s holds the secret", where)
		}
	}
	if len(e.Warnings) != 1 || e.Warnings[0].Kind != tutor.SecretWarning || e.Warnings[0].Message != "m5" {
		t.Errorf("the warnings are %+v", e.Warnings)
	}
}

func TestPartsComeInReadingOrder(t *testing.T) {
	c := newClass(t, nil)
	c.explain(tutor.Question{})
	rank := func(p tutor.Part) int {
		switch p := p.(type) {
		case tutor.Warning:
			return 0
		case tutor.Notice:
			return 1
		case tutor.Statement:
			if p.Kind == prompts.Gist {
				return 2
			}
			return 3
		case tutor.TermNote:
			return 4
		}
		return 5
	}
	if !slices.IsSortedFunc(c.parts, func(a, b tutor.Part) int { return rank(a) - rank(b) }) {
		t.Errorf("the parts came as %#v", c.parts)
	}
}

func TestTheAnswerEndsWithItsReaderOrItsContext(t *testing.T) {
	c := newClass(t, nil)
	gone := errors.New("the reader is gone")
	if _, err := c.Explain(t.Context(), tutor.Question{Thread: incident}, func(tutor.Part) error { return gone }); !errors.Is(err, gone) {
		t.Errorf("the error of show is lost: %v", err)
	}
	c.Model = &scripted{}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.Explain(ctx, tutor.Question{Thread: incident}, func(tutor.Part) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled question goes on: %v", err)
	}
	if _, err := c.Explain(t.Context(), tutor.Question{}, func(tutor.Part) error { return nil }); !errors.Is(err, tutor.ErrEmptyThread) {
		t.Errorf("an empty thread: %v", err)
	}
}

func TestDefineAnswersFromApprovedEntriesAndRemembers(t *testing.T) {
	c := newClass(t, nil)
	found, err := c.Define(t.Context(), "", "T/ana", "canary")
	if err != nil || len(found) == 0 || found[0].Entry != "checkout/canary" {
		t.Fatalf("%+v, %v", found, err)
	}
	met, err := c.Words(t.Context(), "", "T/ana")
	if err != nil || len(met) != 1 || met[0].State.Lessons != 1 {
		t.Errorf("the word asked for is not remembered: %+v, %v", met, err)
	}
	if found, err := c.Define(t.Context(), "", "T/ana", "shadow run"); err != nil || len(found) != 0 {
		t.Errorf("a draft is given as a definition: %+v, %v", found, err)
	}
}

// FuzzNothingUncheckedIsShown lets a model say anything at all.
func FuzzNothingUncheckedIsShown(f *testing.F) {
	f.Add("point", "the canary fails <!channel> https://evil.example", "m1")
	f.Add("decision", "we roll back the canary now", "m2")
	f.Add("unknown", "", "")
	shelf := glossary.New(words)
	f.Fuzz(func(t *testing.T, kind, text, cite string) {
		c := &tutor.Tutor{
			Model: &scripted{records: []prompts.Record{{Kind: prompts.Kind(kind), Text: text, Cites: []string{cite}, By: text, Owner: text}}}, Offline: model.Offline{},
			Glossary: func(context.Context, string) (*glossary.Glossary, error) { return shelf, nil }, Now: time.Now,
		}
		e, err := c.Explain(t.Context(), tutor.Question{Thread: incident}, func(tutor.Part) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range append(e.Points, *e.Gist) {
			for _, id := range s.Cites {
				if _, exists := incident.Message(id); !exists {
					t.Errorf("%q cites %q", s.Text, id)
				}
			}
			if shown := s.Text.String(); strings.Contains(shown, "<!") || strings.Contains(shown, "https://") {
				t.Errorf("%q is shown", shown)
			}
		}
	})
}
