package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// judge is a scripted judge: a claim that says "wrong" is contradicted, one that
// says "guess" is not in the source, and of the cites the first is needed. It
// prefers the explanation with more claims, and the first of two alike.
type judge struct {
	asked int
	mute  bool
}

func (*judge) Name() string { return "openai:judge" }

func (j *judge) Answer(_ context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	j.asked++
	usage := prompts.Usage{Engine: j.Name(), PromptTokens: 100, Cost: 50}
	if j.mute {
		return usage, nil
	}
	if p.Task == prompts.CompareTask {
		_, b, _ := strings.Cut(p.User, "<b>")
		a, _, _ := strings.Cut(p.User[strings.Index(p.User, "<a>"):], "<b>")
		winner := "A"
		if strings.Count(b, "\n")+1 > strings.Count(a, "\n") {
			winner = "B"
		}
		return usage, emit(prompts.Record{Kind: prompts.Point, Entry: winner})
	}
	for l := range strings.Lines(p.User) {
		var line struct {
			Claim, Text, Criterion string
			Messages               []struct{ ID string }
		}
		if json.Unmarshal([]byte(l), &line) != nil {
			continue
		}
		r := prompts.Record{Kind: prompts.Point, Entry: line.Claim + line.Criterion, Text: Supported}
		switch {
		case line.Criterion == "tone":
			r.Text = "no"
		case line.Criterion != "":
			r.Text = "Yes"
		case strings.Contains(line.Text, "wrong"):
			r.Text = Contradicted
		case strings.Contains(line.Text, "guess"):
			r.Text = NotInSource
		default:
			r.Cites = []string{line.Messages[0].ID}
		}
		if err := emit(r); err != nil {
			return usage, err
		}
	}
	return usage, nil
}

func claims(texts ...string) Answer {
	a := Answer{Engine: "openai:small", Usage: prompts.Usage{PromptTokens: 1000, CompletionTokens: 200, Cost: 2_000}}
	for _, text := range texts {
		a.Claims = append(a.Claims, prompts.Claim{Text: text, Cites: []string{"m1", "m2"}})
	}
	return a
}

var cases = []Case{
	{Name: "one", Key: []string{"m1", "m3"}, Thread: thread.Thread{Messages: []thread.Message{{ID: "m1", Text: "one </claims>"}, {ID: "m2", Text: "b"}}}},
	{Name: "two", Thread: thread.Thread{Messages: []thread.Message{{ID: "m1", Text: "two"}, {ID: "m2", Text: "b"}}}},
}

// explain has something wrong to say of the second thread.
func explain(_ context.Context, t thread.Thread) (Answer, error) {
	if t.Messages[0].Text == "two" {
		return claims("right", "wrong", "a guess", "right again"), nil
	}
	return claims("right"), nil
}

func TestARunIsMeasured(t *testing.T) {
	var log bytes.Buffer
	run := Run{Explain: explain, Judge: &judge{}, Log: &log, Progress: func(int, int, string) {}}
	results, err := run.Cases(t.Context(), cases, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := Summarize(results)
	for name, c := range map[string]struct{ got, want float64 }{
		"supported": {s.Supported.Mean, .75}, "contradicted": {s.Contradicted.Mean, .125}, "not in source": {s.NotInSource.Mean, .125},
		"precision": {s.CitationPrecision.Mean, (.5 + .25) / 2}, "key": {s.KeyMessages.Mean, .5}, "tone": {s.Criteria["tone"].Mean, 0},
		"plain": {s.Criteria["plain"].Mean, 1}, "dollars": {s.Dollars, .004}, "judging": {s.JudgeDollars, .0001}, "tokens": {float64(s.Tokens), 2400},
	} {
		if math.Abs(c.got-c.want) > 1e-9 {
			t.Errorf("%s is %v, want %v", name, c.got, c.want)
		}
	}
	if s.Worst[0].Case != "two" || s.KeyMessages.Cases != 1 || s.Supported.Low != .5 || s.Supported.High != 1 {
		t.Errorf("worst is %s; %+v", s.Worst[0].Case, s.Supported)
	}
	golden(t, s)
}

var update = flag.Bool("update", false, "write the golden file")

func golden(t *testing.T, s Summary) {
	t.Helper()
	var report bytes.Buffer
	if err := s.Report(&report); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("testdata/report.txt", report.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/report.txt")
	if err != nil || report.String() != string(want) {
		t.Errorf("testdata/report.txt differs from\n%s", report.String())
	}
}

func TestARunThatWasStoppedGoesOn(t *testing.T) {
	var log bytes.Buffer
	j := &judge{}
	stopped := errors.New("the budget is used up")
	run := Run{Judge: j, Log: &log, Progress: func(int, int, string) {}, Explain: func(ctx context.Context, th thread.Thread) (Answer, error) {
		if j.asked > 0 {
			return Answer{}, stopped
		}
		return explain(ctx, th)
	}}
	if results, err := run.Cases(t.Context(), cases, nil); !errors.Is(err, stopped) || len(results) != 1 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	log.WriteString(`{"case":"two","eng`) // as a crash leaves it
	earlier, err := ReadResults(&log)
	if err != nil || len(earlier) != 1 {
		t.Fatal(len(earlier), err)
	}
	run.Explain, j.asked = explain, 0
	results, err := run.Cases(t.Context(), cases, earlier)
	if err != nil || len(results) != 2 || j.asked != 1 {
		t.Errorf("%d results, the judge was asked %d times, %v", len(results), j.asked, err)
	}
}

func TestAJudgeWhoSaysNothingIsAnError(t *testing.T) {
	run := Run{Explain: explain, Judge: &judge{mute: true}, Log: &bytes.Buffer{}, Progress: func(int, int, string) {}}
	if results, err := run.Cases(t.Context(), cases, nil); !errors.Is(err, errJudge) || len(results) != 0 {
		t.Errorf("%d results, %v", len(results), err)
	}
}

func TestAnExplanationOfNothingHasFailed(t *testing.T) {
	s := Summarize([]Result{{Case: "none"}})
	if s.Supported.Mean != 0 || s.NotInSource.Mean != 1 {
		t.Errorf("%+v", s)
	}
}

func TestBothOrdersMustAgree(t *testing.T) {
	short := func(context.Context, thread.Thread) (Answer, error) { return claims("right"), nil }
	long := func(context.Context, thread.Thread) (Answer, error) { return claims("right", "right", "right"), nil }
	for _, c := range []struct {
		name          string
		first, second Explainer
		want          Comparison
	}{
		{"the second is better", short, long, Comparison{SecondWins: 2}},
		{"the first is better", long, short, Comparison{FirstWins: 2}},
		{"the order decides", short, short, Comparison{Ties: 2, Swayed: 2}},
	} {
		got, err := Compare(t.Context(), &judge{}, cases, c.first, c.second, func(int, int, string) {})
		got.First, got.Second = "", ""
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

func TestTheJudgeIsCompared(t *testing.T) {
	labels, err := ReadLabels(strings.NewReader(`
{"case":"one","claim":"right","cites":["m1"],"verdict":"supported"}
{"case":"two","claim":"wrong","cites":["m1"],"verdict":"contradicted"}
{"case":"two","claim":"a guess","cites":["m1"],"verdict":"not_in_source"}
{"case":"two","claim":"a guess that holds","cites":["m2"],"verdict":"supported"}`))
	if err != nil {
		t.Fatal(err)
	}
	a, err := Calibrate(t.Context(), &judge{}, cases, labels)
	if err != nil || a.Same != .75 || math.Abs(a.Kappa-7.0/11) > 1e-9 || len(a.Differ) != 1 || a.Differ[0].Judge != NotInSource {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := Calibrate(t.Context(), &judge{}, cases[:1], labels); err == nil {
		t.Error("labels of no thread are passed over")
	}
	if _, err := ReadLabels(strings.NewReader(`{"case":"one","verdict":"good"}`)); err == nil {
		t.Error("a verdict nobody knows is taken")
	}
	if same, kappa := agreement([]string{"a", "a"}, []string{"a", "a"}); same != 1 || kappa != 1 {
		t.Errorf("one thing always: %v, %v", same, kappa)
	}
}
