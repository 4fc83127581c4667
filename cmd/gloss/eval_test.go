package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// evalFolder holds two threads; of one somebody chose the key messages.
func evalFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"one.txt": paste, "two.txt": paste + "\nMina Okafor\n  9:09 AM\nthe key is ghp_" + strings.Repeat("a1B2", 9) + "\n",
		"one.gold.json": `{"key_messages":["m1","m2"]}`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// verdicts is what the model says: to explain, its first lines hold; to judge,
// the rest do, and each asked only hears of the other what it can make nothing
// of.
func verdicts() []string {
	lines := []string{modelAnswer[0], modelAnswer[1]}
	for _, v := range []string{"1", "2"} {
		lines = append(lines, `{"kind":"point","entry":"`+v+`","text":"supported","cites":["m1"]}`)
	}
	for _, c := range strings.Fields("consequence plain terms order short decided open who changed unsure tone enough") {
		lines = append(lines, `{"kind":"point","entry":"`+c+`","text":"yes"}`)
	}
	return lines
}

func TestExplanationsAreMeasured(t *testing.T) {
	model := speak(t, nil, verdicts()...)
	environ := model.environ()
	folder, out := evalFolder(t), filepath.Join(t.TempDir(), "out")
	got := gloss(t, environ, "", "eval", "--out", out, folder)
	for _, want := range []string{"judged by openai:scripted, 2 threads", "claims supported        1.00", "key messages cited      1.00", "criteria met            1.00"} {
		if got.status != 0 || !strings.Contains(got.stdout, want) {
			t.Fatalf("status %d, the report lacks %q:\n%s%s", got.status, want, got.stdout, got.stderr)
		}
	}
	if !strings.Contains(got.stderr, "1 of 2: two") {
		t.Errorf("progress: %s", got.stderr)
	}
	for _, asked := range model.heard() {
		if strings.Contains(asked, "ghp_") {
			t.Error("a secret went to the model")
		}
	}
	asked := len(model.heard())
	again := gloss(t, environ, "", "eval", "--json", "--out", out, folder)
	if again.status != 0 || !strings.Contains(again.stdout, `"citation_precision"`) || len(model.heard()) != asked {
		t.Errorf("a run that is done asked again: status %d, %s", again.status, again.stderr)
	}
}

func TestAnEvaluationSpendsNoMoreThanItsBudget(t *testing.T) {
	environ := speak(t, nil, verdicts()...).environ()
	got := gloss(t, environ, "", "eval", "--budget", "8000 tokens", "--out", t.TempDir(), evalFolder(t))
	if got.status != 1 || !strings.Contains(got.stderr, "stopped after 1 of 2 threads") || !strings.Contains(got.stderr, "the --budget is used up") {
		t.Errorf("status %d:\n%s%s", got.status, got.stdout, got.stderr)
	}
}

func TestAnEvaluationSaysWhatItLacks(t *testing.T) {
	folder := evalFolder(t)
	labels := filepath.Join(t.TempDir(), "labels.jsonl")
	label := `{"case":"one","claim":"a","cites":["m1"],"verdict":"contradicted"}` + "\n" + `{"case":"one","claim":"b","cites":["m1"],"verdict":"supported"}`
	if err := os.WriteFile(labels, []byte(label), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := speak(t, nil, verdicts()...).environ()
	for _, c := range []struct {
		environ map[string]string
		args    []string
		says    string
	}{
		{nil, []string{folder}, "GLOSS_MODEL is not set"},
		{environ, []string{t.TempDir()}, "no thread in"},
		{environ, []string{"--budget", "much", folder}, "--budget"},
		{environ, []string{"--calibrate", labels, folder}, "agrees too little with people (kappa 0.00"},
		{environ, []string{"--judge", "nobody:x", folder}, "nobody:x"},
	} {
		got := gloss(t, c.environ, "", append([]string{"eval", "--out", t.TempDir()}, c.args...)...)
		if got.status != 1 || !strings.Contains(got.stderr, c.says) {
			t.Errorf("%q: status %d: %s", c.args, got.status, got.stderr)
		}
	}
}
