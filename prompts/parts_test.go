package prompts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/thread"
)

// longThread has n messages of so many words each.
func longThread(n, words int) thread.Thread {
	th := thread.Thread{Channel: "ops", System: "checkout"}
	for i := range n {
		th.Messages = append(th.Messages, thread.Message{
			ID: fmt.Sprintf("m%d", i+1), Author: []string{"Ana", "Ben", "Cem"}[i%3], Text: fmt.Sprint(i, strings.Repeat(" word", words)),
		})
	}
	return th
}

func parts(t *testing.T, th thread.Thread, b Budget) Parts {
	t.Helper()
	p, err := Explain{Thread: th, Role: "support lead", MaxWords: 100}.Prompt()
	if err != nil {
		t.Fatal(err)
	}
	parts, err := p.Split(b)
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

func TestEveryMessageIsInOnePartOrNamed(t *testing.T) {
	for _, c := range []struct{ messages, words, tokens, parts int }{
		{1, 5, 0, 1}, {2, 5, 0, 1}, {399, 5, 0, 1}, {401, 5, 0, 2}, {1000, 5, 0, 3}, {60, 60, 1000, 9},
		{12_000, 12, 0, 31}, {30_000, 3, 0, maxParts},
	} {
		th := longThread(c.messages, c.words)
		got := parts(t, th, Budget{Tokens: c.tokens})
		seen := map[string]int{"m1": 1}
		for _, p := range got.Notes {
			if p.Thread.Messages[0].ID != "m1" || p.Task != NotesTask {
				t.Fatalf("%+v: a part does not begin with the root", c)
			}
			if n := Tokens(p.User); c.tokens > 0 && n > c.tokens+200 {
				t.Errorf("%+v: a part takes %d tokens", c, n)
			}
			for _, m := range p.Thread.Messages[1:] {
				seen[m.ID]++
				if !strings.Contains(p.User, `{"id":"`+m.ID+`"`) {
					t.Fatalf("%+v: %s is not in the words of its part", c, m.ID)
				}
			}
		}
		for _, id := range got.Unread {
			seen[id]++
		}
		for _, m := range th.Messages {
			if seen[m.ID] != 1 {
				t.Fatalf("%+v: %s stands %d times", c, m.ID, seen[m.ID])
			}
		}
		if len(got.Notes) != c.parts || (len(got.Unread) > 0) != (c.messages > 25_000) {
			t.Errorf("%+v: %d parts, %d unread", c, len(got.Notes), len(got.Unread))
		}
	}
}

func TestAMessageThatIsCutIsNamed(t *testing.T) {
	th := longThread(3, 3)
	th.Messages[1].Text = strings.Repeat("long ", 2000)
	if got := parts(t, th, Budget{}); !slices.Equal(got.Shortened, []string{"m2"}) {
		t.Errorf("in parts: %q", got.Shortened)
	}
	p, err := Explain{Thread: th}.Prompt()
	if err != nil || !slices.Equal(p.Cut, []string{"m2"}) || len(p.Skipped) != 0 {
		t.Errorf("at once: %q, %v", p.Cut, err)
	}
}

func TestPartsReadAsTheGoldens(t *testing.T) {
	got := parts(t, longThread(9, 4), Budget{Tokens: 160, MessageBytes: 15})
	golden(t, "testdata/render/notes.txt", "=== system\n"+got.Notes[1].System+"\n=== user\n"+got.Notes[1].User+"\n")
	notes := make([][]Record, len(got.Notes))
	for i, p := range got.Notes {
		last := p.Thread.Messages[len(p.Thread.Messages)-1].ID
		notes[i] = []Record{
			{Kind: Point, Text: "Something </notes> happened.", Cites: []string{last}},
			{Kind: Decision, Text: "It was decided.", Cites: []string{last}, Status: "current"},
		}
	}
	merged, err := got.Merge(notes)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/render/merged.txt", "=== user\n"+merged.User+"\n")
}

// TestNotesThatDoNotFitGoInTheSameMeasure merges more notes than there is room
// for: of every part the weightiest stays.
func TestNotesThatDoNotFitGoInTheSameMeasure(t *testing.T) {
	got := parts(t, longThread(2000, 20), Budget{Tokens: 4000})
	notes := make([][]Record, len(got.Notes))
	for i := range notes {
		for n := range 30 {
			notes[i] = append(notes[i], Record{Kind: Point, Text: fmt.Sprintf("point %d of part %d", n, i), Cites: []string{"m1"}})
		}
		notes[i][7].Kind = Decision
	}
	merged, err := got.Merge(notes)
	if err != nil {
		t.Fatal(err)
	}
	for i := range notes {
		if !strings.Contains(merged.User, fmt.Sprintf("point 7 of part %d\"", i)) {
			t.Errorf("the decision of part %d is lost", i)
		}
	}
	if n := Tokens(merged.User); n > 4300 {
		t.Errorf("the prompt takes %d tokens", n)
	}
}

// TestWhatIsSharedIsTheSameForAllLearners compares the prompts of two learners
// up to where they may differ.
func TestWhatIsSharedIsTheSameForAllLearners(t *testing.T) {
	one := Explain{Thread: rollout.Thread, Terms: rollout.Terms, Role: "sales", Level: 0, MaxWords: 220}
	other := Explain{Thread: rollout.Thread, Role: "finance", Question: "why?", Level: 3}
	a, err := one.Prompt()
	if err != nil {
		t.Fatal(err)
	}
	b, err := other.Prompt()
	if err != nil {
		t.Fatal(err)
	}
	if a.System != b.System || a.Shared != b.Shared || a.User[:a.Shared] != b.User[:b.Shared] {
		t.Error("the shared beginnings differ")
	}
	if shared := a.User[:a.Shared]; !strings.HasSuffix(shared, "</thread>") || strings.Contains(shared, "sales") {
		t.Errorf("shared is %q", shared)
	}
	for i := range rollout.Thread.Messages {
		if !strings.Contains(a.User[:a.Shared], rollout.Thread.Messages[i].ID) {
			t.Errorf("message %d is not shared", i)
		}
	}
}
