package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// outcome is what a command left behind.
type outcome struct {
	status         int
	stdout, stderr string
}

// gloss runs the program as main does.
func gloss(t *testing.T, environ map[string]string, stdin string, args ...string) outcome {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(environment{t.Context(), func(k string) string { return environ[k] }, strings.NewReader(stdin), &out, &errs}, args)
	return outcome{status, out.String(), errs.String()}
}

const paste = `Mina Okafor
  9:02 AM
the canary deployment is broken, who can help?

Jun Haldane
  9:04 AM
decision: we roll back now
`

func TestWithoutACommandThereIsHelp(t *testing.T) {
	got := gloss(t, nil, "")
	if got.status != exitUsage || got.stdout != "" || !strings.Contains(got.stderr, "Usage: gloss <command>") {
		t.Errorf("status %d, %q, %q", got.status, got.stdout, got.stderr)
	}
	for _, flag := range []string{"--help", "--version"} {
		if got := gloss(t, nil, "", flag); got.status != exitDone || !strings.Contains(got.stdout, "gloss") || got.stderr != "" {
			t.Errorf("%s: status %d, %q, %q", flag, got.status, got.stdout, got.stderr)
		}
	}
}

// fullDisk is an output that takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestOutputThatCannotBeWrittenIsNoSuccess(t *testing.T) {
	pages := writeFiles(t, map[string]string{"canary.md": canaryPage})
	for _, args := range [][]string{
		{"explain"}, {"brief"}, {"thread"}, {"explain", "--json"}, {"glossary", "match"}, {"glossary", "find", "pod"}, {"glossary", "lint", pages},
	} {
		var errs bytes.Buffer
		status := run(environment{t.Context(), func(string) string { return "" }, strings.NewReader(paste), fullDisk{}, &errs}, args)
		if status != exitError || errs.String() != "gloss: write the output: no space left on device\n" {
			t.Errorf("%v: status %d, %q", args, status, errs.String())
		}
	}
}

func TestInputThatNeverEndsCanBeStopped(t *testing.T) {
	never, _ := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, errs bytes.Buffer
	status := run(environment{ctx, func(string) string { return "" }, never, &out, &errs}, []string{"explain"})
	if status != exitError || out.Len() > 0 || errs.String() != "gloss: stopped before it was done.\n" {
		t.Errorf("status %d, %q, %q", status, out.String(), errs.String())
	}
}

func TestExplainReadsStandardInputAndLightensWhatWasTaught(t *testing.T) {
	environ := map[string]string{"DATABASE_URL": filepath.Join(t.TempDir(), "gloss.db")}
	first := gloss(t, environ, paste, "explain", "--as", "ana", "-")
	second := gloss(t, environ, paste, "explain", "--as", "ana")
	if first.status != 0 || !strings.Contains(oneSpace(first.stdout), "Canary Deployment: Canary deployments is a deployment strategy that starts with two environments: one with live traffic") {
		t.Errorf("the first explanation has no card:\n%s%s", first.stdout, first.stderr)
	}
	if second.status != 0 || !strings.Contains(second.stdout, "…") || len(second.stdout) >= len(first.stdout) {
		t.Errorf("the second explanation is no lighter:\n%s%s", second.stdout, second.stderr)
	}
	if shown := gloss(t, environ, "", "learner", "show", "ana"); !strings.Contains(shown.stdout, "2 lessons") {
		t.Errorf("the lessons are not remembered:\n%s", shown.stdout)
	}
}

func TestWhatIsKeptIsShownExportedCopiedAndErased(t *testing.T) {
	database, copied := filepath.Join(t.TempDir(), "gloss.db"), filepath.Join(t.TempDir(), "copy.db")
	environ, restored := map[string]string{"DATABASE_URL": database}, map[string]string{"DATABASE_URL": copied}
	walk(t, environ,
		step{[]string{"explain", "--as", "ana"}, 0, "Canary Deployment"},
		step{[]string{"learner", "show", "ana"}, 0, "ana: 1 lesson, 1 term met"},
		step{[]string{"learner", "export", "ana"}, 0, "general/canary-deployment"},
		step{[]string{"learner", "export", "--markdown", "ana"}, 0, "# What Gloss keeps about ana"},
		step{[]string{"backup", copied}, 0, "The copy is in " + copied},
		step{[]string{"learner", "forget", "--yes", "ana"}, 0, "Erased"},
		step{[]string{"learner", "show", "ana"}, 0, "ana: 0 lessons, 0 terms met"},
		step{[]string{"learner", "show", "nobody"}, 0, "nobody: 0 lessons"},
	)
	walk(t, restored, step{[]string{"learner", "show", "ana"}, 0, "ana: 1 lesson, 1 term met"})
}

func TestJSONIsOneObjectAndNothingElse(t *testing.T) {
	for command, keys := range map[string][]string{
		"thread":  {"format", "confidence", "messages", "chrome", "unplaced"},
		"explain": {"engine", "level", "gist", "points", "terms", "undefined", "check", "warnings", "coverage", "dropped"},
		"brief":   {"engine", "gist", "decisions", "questions", "actions", "disagreements", "risks", "terms", "undefined", "warnings", "coverage", "dropped"},
	} {
		got := gloss(t, nil, paste, command, "--json")
		var object map[string]json.RawMessage
		if err := json.Unmarshal([]byte(got.stdout), &object); err != nil || got.status != 0 || got.stderr != "" {
			t.Errorf("%s: status %d, %v\n%s", command, got.status, err, got.stderr)
		}
		for _, key := range keys {
			value, has := object[key]
			if !has || (string(value) == "null" && key != "check") {
				t.Errorf("%s --json: %s is %q", command, key, value)
			}
		}
	}
}

func TestTryStartsAndEndsCleanly(t *testing.T) {
	page := startTry(t, nil)
	if !strings.HasPrefix(page, "http://127.0.0.1:") {
		t.Errorf("the page is at %q", page)
	}
}

// TestTerminalIsNotSteeredByThreadText feeds escape sequences in.
func TestTerminalIsNotSteeredByThreadText(t *testing.T) {
	for _, command := range []string{"explain", "brief", "thread"} {
		got := gloss(t, nil, "Eve\n  9:02 AM\n\x1b]0;owned\x07\x1b[2Jred \x1b[31malert\u202e please read this line\n", command)
		if strings.ContainsAny(got.stdout, "\x1b\x07\u202e") {
			t.Errorf("%s lets control characters through: %q", command, got.stdout)
		}
	}
}
