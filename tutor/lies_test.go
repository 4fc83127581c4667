package tutor_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// point is a plain statement that cites the given messages.
func point(text string, cites ...string) prompts.Record {
	return prompts.Record{Kind: prompts.Point, Text: text, Cites: cites}
}

func term(entry, text string, cites ...string) prompts.Record {
	return prompts.Record{Kind: prompts.Term, Entry: entry, Text: text, Cites: cites}
}

func TestWhatHoldsUpIsShown(t *testing.T) {
	for name, r := range map[string]prompts.Record{
		"in other words":             point("About 1 in 20 customers have trouble with the canary.", "m1"),
		"with a time":                point("The canary has failed since 8:50.", "m1"),
		"with the link of a message": point("The status of the canary is on https://status.shop.example/77.", "m1"),
		"with who said it":           point("Jun decides that the canary stops now.", "m2"),
		"with who was answered":      point("Jun tells Mina to stop the canary now.", "m2"),
		"with a quotation":           point(`Mina says "I'll write the report by Thursday".`, "m3"),
		"with a short day":           point("The report will be written by Thursday.", "m3"),
		"a denial of what is denied": point("So far, no customer was refunded.", "m5"),
		"denied in the thread too":   point("They have not refunded anybody so far.", "m5"),
		"beside an order to tools":   point("Their sample retries twice.", "m6"),
		"in quite other words":       point("They halt the test release for now.", "m2"),
		"with a name of things":      point(`The "canary" fails for some customers.`, "m1"),
		"work taken on":              point("Mina will write the report by Thursday.", "m3"),
		"some citations wrong":       point("The report comes by Thursday.", "m77", "m3"),
		"a term that is taught":      term("checkout/canary", "Here the canary fails for customers.", "m1"),
		"a kind nobody knows":        {Kind: "gossip", Text: "The canary fails for customers.", Cites: []string{"m1"}},
		"what is left open":          {Kind: prompts.Unknown, Text: "Who tells support about the release.", Cites: []string{"m4"}},
	} {
		t.Run(name, func(t *testing.T) {
			truth := prompts.Record{Kind: prompts.Gist, Text: "The canary fails for some customers.", Cites: []string{"m1"}}
			e := newReadingRoom(t, saying(truth, r)).explain(tutor.Question{})
			if e.Dropped != 0 || said(e) != truth.Text+"\n"+r.Text {
				t.Errorf("%d dropped, shown:\n%s", e.Dropped, said(e))
			}
		})
	}
}

func TestWhatAModelInventsIsNotShown(t *testing.T) {
	all := []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9"}
	long := incident
	for _, id := range all[6:] {
		long.Messages = append(long.Messages[:len(long.Messages):len(long.Messages)], thread.Message{ID: id, Author: "ute", Text: "ok <!channel> all done"})
	}
	for name, lie := range map[string]prompts.Record{
		"no such message":          point("Nobody was hurt by yesterday's storm.", "m99"),
		"no message at all":        point("The moon is made of cheese."),
		"off topic":                point("Sales of umbrellas rose sharply again.", "m1"),
		"off topic, of somebody":   point("Mina praises umbrellas.", "m1"),
		"a number nobody said":     point("The canary fails for 1 in 7 customers.", "m1"),
		"a number of another":      point("The report is ready at 8:50.", "m3"),
		"a date nobody said":       point("The report will be written by Friday.", "m3"),
		"a false quotation":        point(`Mina says "the canary works well for customers".`, "m1"),
		"the wrong speaker":        point("Priya says that the canary fails for customers.", "m1"),
		"somebody else decides":    point("Mina decided to stop the canary now.", "m2"),
		"somebody else has to":     point("Jun will write the report by Thursday.", "m3"),
		"somebody else does":       point("Jun wrote the report about Thursday.", "m3"),
		"somebody who spoke later": point("The report about Priya comes by Thursday.", "m3"),
		"a nickname says":          point("ute says that the report comes by Thursday.", "m3"),
		"a nickname does":          point("ute finished the report by Thursday.", "m3"),
		"a nickname has to":        point("ute will write the report by Thursday.", "m3"),
		"a call to all":            point("@channel The canary fails for some customers.", "m1"),
		"a call to a group":        point("The canary fails for some customers. <!subteam^S77>", "m1"),
		"a host nobody named":      point("The canary fails for customers, more at www.evil.example/77", "m1"),
		"minutes for a number":     point("The canary fails for 50 customers.", "m1"),
		"words of another, quoted": point(`Jun says "the canary fails for 1 in 20 customers".`, "m1", "m2"),
		"a few words misquoted":    point(`They call the canary "the bird".`, "m1"),
		"code misquoted":           point("They stop `canary=off` now.", "m2"),
		"another's statement":      point("Jun says the canary fails for customers since 8:50.", "m1", "m2"),
		"work not taken on":        point("Priya will tell support about the release.", "m4"),
		"a grave matter":           point("The canary fails for customers, says the police.", "m1"),
		"a quote that pings":       {Kind: prompts.Point, Text: "ok <!channel> all done", Cites: []string{"m7"}, Quote: true},
		"the contrary":             point("The report was refunded to all so far.", "m5"),
		"words of a glossary":      point("A setting turns a feature off, side by side.", "m1"),
		"words of another's entry": point("The report is a setting that turns one feature of the shop off, without a new release of the program.", "m3"),
		"a quote that is none":     {Kind: prompts.Point, Text: "the canary fails for 1 in 20 people", Cites: []string{"m1"}, Quote: true},
		"a quote of another":       {Kind: prompts.Point, Text: "nothing was refunded so far", Cites: []string{"m1", "m5"}, Quote: true},
		"a foreign link":           point("The canary fails, see https://evil.example/canary for customers.", "m1"),
		"a link like one":          point("The canary fails, see https://status.shop.example/77?to=evil for customers.", "m1"),
		"a wish for a secret":      point("The canary fails for customers, please enter your password to go on.", "m1"),
		"what an order said":       point("The canary incident was closed by the board.", "m6"),
		"everything cited":         point("Purple yellow customers get a sample support report.", all...),
		"a term nobody teaches":    term("checkout/shadow-run", "In the shadow run they were not told.", "m4"),
		"a term used elsewhere":    term("checkout/canary", "The canary report comes by Thursday.", "m3"),
		"a term out of thin air":   term("checkout/gizmo", "The canary fails for customers.", "m1"),
		"no words":                 point(" ", "m1"),
		"nothing known at all":     {Kind: prompts.Unknown, Text: "Whether the moon is made of cheese.", Cites: []string{"m1"}},
	} {
		t.Run(name, func(t *testing.T) {
			truth := prompts.Record{Kind: prompts.Gist, Text: "The canary fails for some customers.", Cites: []string{"m1"}}
			c := newReadingRoom(t, saying(truth, lie))
			e := c.explain(tutor.Question{Thread: long})
			if e.Dropped != 1 || said(e) != truth.Text {
				t.Errorf("%d dropped, shown:\n%s", e.Dropped, said(e))
			}
		})
	}
}

func TestAFalseMeaningGivesWayToTheGlossarys(t *testing.T) {
	for lie, want := range map[string]string{
		"A canary is an alarm that wakes engineers.":      "A canary: new code goes to a few customers first, so that a fault hurts few people.",
		"The canary, an alarm that wakes people, fails.":  "The canary, new code goes to a few customers first, so that a fault hurts few people, fails.",
		"A canary means that new code goes to few first.": "A canary means that new code goes to few first.",
		"The canary is failing for customers.":            "The canary is failing for customers.",
	} {
		e := newReadingRoom(t, saying(point(lie, "m1"))).explain(tutor.Question{})
		if len(e.Points) != 1 || e.Points[0].Text.String() != want {
			t.Errorf("%s\nshown:\n%s", lie, said(e))
		}
	}
}

func TestASecondGistAndARepetitionAreOneTooMany(t *testing.T) {
	gist := prompts.Record{Kind: prompts.Gist, Text: "The canary fails for some customers.", Cites: []string{"m1"}}
	other := prompts.Record{Kind: prompts.Gist, Text: "They stop the canary now.", Cites: []string{"m2"}}
	c := newReadingRoom(t, saying(gist, point("The report comes by Thursday.", "m3"), other, point("The report comes by Thursday.", "m3")))
	if e := c.explain(tutor.Question{}); said(e) != "The canary fails for some customers.\nThe report comes by Thursday." {
		t.Errorf("shown:\n%s", said(e))
	}
}

func TestAStatementWithoutACitationFindsItsMessage(t *testing.T) {
	c := newReadingRoom(t, saying(point("They write the report by Thursday.")))
	e := c.explain(tutor.Question{})
	if len(e.Points) != 1 || !slices.Equal(e.Points[0].Cites, []string{"m3"}) || e.Points[0].Speaker.String() != "Mina Okafor" {
		t.Errorf("the points are %+v", e.Points)
	}
}

func TestOwnersAndDatesAreStatedOrNull(t *testing.T) {
	for _, test := range []struct{ owner, due, cite, wantOwner, wantDue string }{
		{"Mina Okafor", "by Thursday", "m3", "Mina Okafor", "by Thursday"},
		{"mina", "Thursday", "m3", "mina", "Thursday"},
		{"support", "", "m4", "support", ""},
		{"Priya Nair", "", "m4", "", ""},
		{"Jun Haldane", "Friday", "m4", "", ""},
		{"I", "by", "m3", "", "by"},
		{"they", "", "m4", "", ""},
		{"somebody", "", "m4", "", ""},
	} {
		r := prompts.Record{Kind: prompts.Action, Text: "Support and the report.", Cites: []string{test.cite}, Owner: test.owner, Due: test.due}
		b := newReadingRoom(t, saying(r)).brief(tutor.Question{})
		if len(b.Actions) != 1 {
			t.Fatalf("%+v: the actions are %+v", test, b.Actions)
		}
		owner, due := "", ""
		if b.Actions[0].Owner != nil {
			owner = b.Actions[0].Owner.String()
		}
		if b.Actions[0].Due != nil {
			due = b.Actions[0].Due.String()
		}
		if owner != test.wantOwner || due != test.wantDue {
			t.Errorf("%+v: owner %q, due %q", test, owner, due)
		}
	}
}

func TestDecisionsAndQuestionsKeepToTheirValues(t *testing.T) {
	b := newReadingRoom(t, saying(
		prompts.Record{Kind: prompts.Decision, Text: "The canary stops now.", Cites: []string{"m2"}, By: "The CEO", Status: "carved in stone"},
		prompts.Record{Kind: prompts.Decision, Text: "Leave the kill switch alone.", Cites: []string{"m2"}, By: "Jun Haldane", Status: "reversed"},
		prompts.Record{Kind: prompts.Question, Text: "Who tells support?", Cites: []string{"m4"}, AnsweredBy: []string{"m1", "m4", "m99", "m5"}},
	)).brief(tutor.Question{})
	if len(b.Decisions) != 2 || b.Decisions[0].By != nil || b.Decisions[0].Status != "current" {
		t.Fatalf("the first decision: %+v", b.Decisions)
	}
	if b.Decisions[1].By == nil || b.Decisions[1].By.String() != "Jun Haldane" || b.Decisions[1].Status != "reversed" {
		t.Errorf("the second decision: %+v", b.Decisions[1])
	}
	// A question is answered after it was asked, by a message that exists.
	if len(b.Questions) != 1 || !slices.Equal(b.Questions[0].AnsweredBy, []string{"m5"}) {
		t.Errorf("the questions: %+v", b.Questions)
	}
}

var (
	japanese = thread.Thread{Messages: []thread.Message{
		{ID: "m1", Author: "山田", Text: "昨日の夜から検索が遅いです。応答に 8 秒かかります"},
		{ID: "m2", Author: "佐藤", Text: "`cart-core` の設定が原因です。\n```\nfunc main() { fmt.Println(\"restarted the search engine\") }\n```"},
		{ID: "m3", Author: "佐藤", Text: "では前の版に戻しましょう"},
	}}
	german = thread.Thread{Messages: []thread.Message{
		{ID: "m1", Author: "Ute", Text: "Die Suche ist seit gestern Abend langsam, und eine Antwort dauert 8 Sekunden. Das liegt nicht an der Datenbank."},
		{ID: "m2", Author: "Kai", Text: "Wir gehen auf die Version davor zurück, wenn sich das bis morgen nicht gibt."},
	}}
)

func TestAStatementInAnotherLanguageIsShownWithAWord(t *testing.T) {
	for _, test := range []struct {
		name       string
		thread     thread.Thread
		record     prompts.Record
		shown      bool
		translated bool
	}{
		{"with its number", japanese, point("Search has been slow since last night: an answer takes 8 seconds.", "m1"), true, true},
		{"with another number", japanese, point("Search is slow: an answer takes 80 seconds.", "m1"), false, false},
		{"with its name of code", japanese, point("The settings of cart-core are the cause.", "m2"), true, true},
		{"with nothing in common", japanese, point("The office gets a new kitchen.", "m2"), false, false},
		{"of a message with nothing to share", japanese, point("They go back to the version before.", "m3"), true, true},
		{"a quote of it", japanese, prompts.Record{Kind: prompts.Point, Text: "restarted the search engine", Cites: []string{"m2"}, Quote: true}, true, false},
		{"without a citation", japanese, point("They go back to the version before."), false, false},
		{"in the thread's own", japanese, point("検索が遅いとのことです。", "m1"), true, false},
		{"in the thread's own, off topic", japanese, point("来週の天気は晴れです。", "m1"), false, false},
		{"English of German", german, point("Search is slow, and it takes 8 seconds for an answer.", "m1"), true, true},
		{"English of German, off topic", german, point("They should buy the new kitchen for the office.", "m1"), false, false},
		{"German of German", german, point("Die Suche ist langsam.", "m1"), true, false},
		{"German of English", incident, point("Der Canary ist das Problem, und die Kunden werden nicht bedient.", "m1"), true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newReadingRoom(t, saying(test.record))
			e := c.explain(tutor.Question{Thread: test.thread})
			if shown := len(e.Points) > 0 && e.Points[0].Text.String() == test.record.Text; shown != test.shown {
				t.Fatalf("shown: %t, want %t:\n%s", shown, test.shown, said(e))
			}
			if test.shown && e.Points[0].Translated != test.translated {
				t.Errorf("marked as translated: %t", e.Points[0].Translated)
			}
			if strings.Contains(c.notices(), "another language") != test.translated {
				t.Errorf("the reader is told %q", c.notices())
			}
		})
	}
}

// parrot is an engine that says its instructions, line by line, behind a true
// sentence.
type parrot struct{ lines int }

func (p *parrot) Name() string { return "parrot" }

func (p *parrot) Answer(_ context.Context, asked prompts.Prompt, say func(prompts.Record) error) (prompts.Usage, error) {
	for line := range strings.Lines(asked.System) {
		if p.lines++; len(line) < 45 {
			continue
		}
		if err := say(point("The canary fails for some customers. "+line[:45], "m1")); err != nil {
			return prompts.Usage{}, err
		}
	}
	return prompts.Usage{}, nil
}

func TestAnAnswerNeverRepeatsItsInstructions(t *testing.T) {
	bird := &parrot{}
	e := newReadingRoom(t, bird).explain(tutor.Question{})
	if bird.lines < 5 || e.Dropped < 5 || e.Engine != "offline" {
		t.Errorf("%d lines, %d dropped, answered by %s:\n%s", bird.lines, e.Dropped, e.Engine, said(e))
	}
}
