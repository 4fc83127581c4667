package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// modelAnswer begins with two statements that hold; the others invent a sum, a
// link, and a ping.
var modelAnswer = []string{
	`{"kind":"gist","text":"The canary deployment broke and Mina asks who can help.","cites":["m1"]}`,
	`{"kind":"decision","text":"Jun decided to roll back now.","cites":["m2"],"status":"current","by":"Jun Haldane"}`,
	`{"kind":"point","text":"The outage cost 48,000 euros.","cites":["m1"]}`,
	`{"kind":"point","text":"Please read https://evil.example/canary for how the canary deployment is broken.","cites":["m1"]}`,
	`{"kind":"point","text":"<!channel> the canary deployment is broken","cites":["m9"]}`,
}

func TestAModelWordsTheExplanationAndItsInventionsAreDropped(t *testing.T) {
	model := speak(t, nil, modelAnswer...)
	got := gloss(t, model.environ(), paste+"\nMina Okafor\n  9:09 AM\nthe key is ghp_"+strings.Repeat("a1B2", 9)+"\n", "explain")
	for _, want := range []string{"The canary deployment broke and Mina asks who can help.", "Decided: Jun decided to roll back now.", "Answered by openai:scripted.", "left out", "Canary Deployment: "} {
		if !strings.Contains(oneSpace(got.stdout), want) {
			t.Errorf("the explanation lacks %q:\n%s%s", want, got.stdout, got.stderr)
		}
	}
	for _, lie := range []string{"48,000", "https://evil", "<!channel>", "ghp_"} {
		if strings.Contains(got.stdout, lie) {
			t.Errorf("%q reached the reader:\n%s", lie, got.stdout)
		}
	}
	// Once to explain, once to mend what was refused.
	if asked := model.heard(); len(asked) != 2 || !strings.Contains(asked[0], "roll back now") || strings.Contains(strings.Join(asked, ""), "ghp_") {
		t.Errorf("the model was asked %q", asked)
	}
}

// TestAStatementIsShownBeforeTheModelIsDone has the model go on only when its
// first line was read on the terminal.
func TestAStatementIsShownBeforeTheModelIsDone(t *testing.T) {
	seen := make(chan struct{})
	model := speak(t, func() { <-seen }, modelAnswer[:2]...)
	environ := model.environ()
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(environment{t.Context(), func(k string) string { return environ[k] }, strings.NewReader(paste), in, t.Output()}, []string{"explain"})
		in.Close()
	}()
	var text strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		fmt.Fprintln(&text, lines.Text())
		if strings.Contains(lines.Text(), "Mina asks who can help") {
			close(seen)
		}
	}
	if status := <-ended; status != exitDone || !strings.Contains(text.String(), "Jun decided to roll back now.") {
		t.Errorf("status %d:\n%s", status, text.String())
	}
}

// TestAnAnswerCanBeStopped presses Ctrl+C after the model's first line.
func TestAnAnswerCanBeStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	model := speak(t, func() { stop(); <-ended }, modelAnswer[:2]...)
	environ := model.environ()
	var out, errs bytes.Buffer
	status := run(environment{ctx, func(k string) string { return environ[k] }, strings.NewReader(paste), &out, &errs}, []string{"explain"})
	close(ended)
	if status != exitError || errs.String() != "gloss: stopped before it was done.\n" {
		t.Errorf("status %d, %q", status, errs.String())
	}
}

func TestAModelThatIsNotThereIsReplacedByQuotes(t *testing.T) {
	for _, command := range []string{"explain", "brief"} {
		got := gloss(t, map[string]string{"GLOSS_MODEL": "openai:gone", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, paste, command)
		if got.status != 0 || !strings.Contains(got.stdout, "cannot be reached") || !strings.Contains(got.stdout, "decision: we roll back now") {
			t.Errorf("%s: status %d:\n%s%s", command, got.status, got.stdout, got.stderr)
		}
	}
}

func TestABudgetThatIsUsedUpLeavesQuotesAndSaysSo(t *testing.T) {
	model := speak(t, nil, modelAnswer...)
	environ := model.environ()
	environ["GLOSS_BUDGET_TOTAL"] = "100 tokens"
	got := gloss(t, environ, paste, "explain")
	if got.status != 0 || !strings.Contains(oneSpace(got.stdout), "Whoever runs Gloss can raise GLOSS_BUDGET_TOTAL.") || !strings.Contains(got.stdout, "decision: we roll back now") {
		t.Errorf("status %d:\n%s%s", got.status, got.stdout, got.stderr)
	}
	if len(model.heard()) != 0 {
		t.Error("the model was asked all the same")
	}
}

func TestWhatAnAnswerCosts(t *testing.T) {
	environ := speak(t, nil, modelAnswer...).environ()
	prices := filepath.Join(t.TempDir(), "prices.txt")
	if err := os.WriteFile(prices, []byte("openai:scripted 100 100\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environ["GLOSS_PRICES"] = prices
	got := gloss(t, environ, paste, "explain")
	if !strings.Contains(oneSpace(got.stdout), " tokens, about $") {
		t.Errorf("no cost:\n%s%s", got.stdout, got.stderr)
	}
	environ["DATABASE_URL"] = filepath.Join(t.TempDir(), "gloss.db")
	environ["GLOSS_BUDGET_LEARNER"] = "$0.40"
	for _, quotes := range []bool{false, true, true} {
		got = gloss(t, environ, paste, "explain", "--as", "ana")
		if told := strings.Contains(got.stdout, "Your share of AI answers for today is used up"); told != quotes {
			t.Errorf("used up is %v, want %v:\n%s%s", told, quotes, got.stdout, got.stderr)
		}
	}
	if got = gloss(t, environ, paste, "explain", "--as", "ben"); strings.Contains(got.stdout, "used up") {
		t.Errorf("another learner pays too:\n%s", got.stdout)
	}
}

func TestAllThatIsWrongWithTheMoneyIsSaidAtOnce(t *testing.T) {
	got := gloss(t, map[string]string{
		"GLOSS_MODEL": "ollama:x", "GLOSS_PRICES": "/nowhere/prices.txt", "GLOSS_BUDGET_DAY": "much", "GLOSS_BUDGET_TOTAL": "-1",
	}, paste, "explain")
	for _, name := range []string{"GLOSS_PRICES", "GLOSS_BUDGET_DAY", "GLOSS_BUDGET_TOTAL"} {
		if got.status != 1 || !strings.Contains(got.stderr, name) {
			t.Errorf("%s is not named: status %d, %s", name, got.status, got.stderr)
		}
	}
	got = gloss(t, map[string]string{"GLOSS_MODEL": "openai:x", "OPENAI_API_KEY": "k", "GLOSS_BUDGET_DAY": "1"}, paste, "explain")
	if got.status != 1 || !strings.Contains(got.stderr, "no price for openai:x") {
		t.Errorf("status %d, %s", got.status, got.stderr)
	}
}

func TestTheModelThatAnsweredIsNamed(t *testing.T) {
	environ := speak(t, nil, modelAnswer...).environ()
	environ["GLOSS_MODEL"] = "ollama:gone,openai:scripted"
	environ["OLLAMA_HOST"] = "127.0.0.1:1"
	got := gloss(t, environ, paste, "explain")
	if !strings.Contains(got.stdout, "Answered by openai:scripted.") {
		t.Errorf("status %d:\n%s%s", got.status, got.stdout, got.stderr)
	}
}

func TestALongThreadIsReadInPartsAndItIsSaidHowFar(t *testing.T) {
	model := speak(t, nil,
		`{"kind":"gist","text":"Jun rolls back the canary deployment.","cites":["m1"]}`,
		`{"kind":"point","text":"Jun rolls back the canary deployment.","cites":["m1"]}`)
	var th struct {
		Messages []map[string]string `json:"messages"`
	}
	for i := range 900 {
		th.Messages = append(th.Messages, map[string]string{"author": "Jun", "text": fmt.Sprintf("rolls back the canary deployment, step %d", i+1)})
	}
	input, err := json.Marshal(th)
	if err != nil {
		t.Fatal(err)
	}
	got := gloss(t, model.environ(), string(input), "explain", "--json")
	var answer struct {
		Coverage struct{ Messages, Read int }
		Usage    struct{ Parts int }
	}
	if err := json.Unmarshal([]byte(got.stdout), &answer); err != nil {
		t.Fatal(err, got.stderr)
	}
	if answer.Coverage.Read != 900 || answer.Usage.Parts != 3 || len(model.heard()) != 4 {
		t.Errorf("coverage %+v", answer)
	}
	if !strings.Contains(got.stderr, "The thread is long: 3 of 3 parts are read.") {
		t.Errorf("stderr: %s", got.stderr)
	}
}
