package main

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
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

// TestBadInputIsAnsweredWithASentence holds every refusal to one short
// sentence that says what to do, a status, and nothing on standard output.
func TestBadInputIsAnsweredWithASentence(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	good := file("thread.txt", paste)
	empty := file("empty.txt", " \n\n")
	tokens := map[string]string{"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xapp-1-secret"}
	with := func(more map[string]string) map[string]string {
		all := make(map[string]string)
		for k, v := range tokens {
			all[k] = v
		}
		for k, v := range more {
			all[k] = v
		}
		return all
	}
	for name, test := range map[string]struct {
		environ map[string]string
		args    []string
		status  int
		says    []string
	}{
		"an empty file":         {nil, []string{"explain", empty}, 1, []string{"holds no messages", "copy a thread"}},
		"a binary":              {nil, []string{"explain", file("image.png", "\x89PNG\r\n\x1a\n\x00\x00")}, 1, []string{"not UTF-8 text"}},
		"a file of 50 MB":       {nil, []string{"thread", file("big.txt", strings.Repeat("a line of text\n", 50<<20/15))}, 1, []string{"larger than 16 MB", "cut it into parts"}},
		"JSON cut short":        {nil, []string{"explain", file("cut.json", `{"messages":[{"text":`)}, 1, []string{"JSON line", "ends too early"}},
		"a folder":              {nil, []string{"brief", dir}, 1, []string{"is a folder"}},
		"no such file":          {nil, []string{"explain", filepath.Join(dir, "none")}, 1, []string{"there is no file"}},
		"no such glossary":      {nil, []string{"explain", "--glossary", filepath.Join(dir, "none"), good}, 1, []string{"nothing is there", "directory of Markdown files"}},
		"a glossary of nothing": {nil, []string{"explain", "--glossary", empty, good}, 1, []string{"glossary"}},
		"a reader that is none": {nil, []string{"explain", "--reader", good, good}, 1, []string{"{id, role, goals, known, shaky}"}},
		"a level that is none":  {nil, []string{"explain", "--level", "7", good}, 2, []string{"0, 1, 2 or 3"}},
		"an unknown flag":       {nil, []string{"explain", "--loud", good}, 2, []string{"--loud", "gloss --help"}},
		"an unknown command":    {nil, []string{"dance"}, 2, []string{"dance", "gloss --help"}},
		"no command":            {nil, nil, 2, []string{"explain", "gloss --help"}},
		"an unknown provider":   {map[string]string{"GLOSS_MODEL": "foo:bar"}, []string{"explain", good}, 1, []string{"openai, anthropic or ollama"}},
		"a missing key":         {map[string]string{"GLOSS_MODEL": "openai:gpt"}, []string{"explain", good}, 1, []string{"OPENAI_API_KEY"}},
		"no tokens":             {nil, []string{"serve"}, 1, []string{"SLACK_BOT_TOKEN is not set", "SLACK_APP_TOKEN is not set"}},
		"swapped tokens":        {map[string]string{"SLACK_BOT_TOKEN": "xapp-1-secret", "SLACK_APP_TOKEN": "xoxb-1-secret"}, []string{"serve"}, 1, []string{"swap"}},
		"Slack unreachable":     {with(map[string]string{"SLACK_API_URL": "http://127.0.0.1:1/api/", "DATABASE_URL": filepath.Join(dir, "a.db")}), []string{"serve"}, 1, []string{"cannot be reached"}},
		"an address that is no": {with(map[string]string{"SLACK_API_URL": "slack"}), []string{"serve"}, 1, []string{"SLACK_API_URL"}},
		"no place to write":     {with(map[string]string{"DATABASE_URL": filepath.Join(dir, "none", "a.db")}), []string{"serve"}, 1, []string{"DATABASE_URL"}},
		"not a database":        {map[string]string{"DATABASE_URL": good}, []string{"learner", "show", "me"}, 1, []string{"database"}},
		"a page for everybody":  {nil, []string{"try", "--addr", "0.0.0.0:8089"}, 1, []string{"127.0.0.1"}},
		"an address in use":     {nil, []string{"try", "--addr", taken.Addr().String()}, 1, []string{"in use", "--addr"}},
		"erasing unasked":       {nil, []string{"learner", "forget", "me"}, 1, []string{"--yes"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := gloss(t, test.environ, "", test.args...)
			if got.status != test.status {
				t.Errorf("status %d, want %d", got.status, test.status)
			}
			if got.stdout != "" {
				t.Errorf("something was printed: %q", got.stdout)
			}
			for _, want := range test.says {
				if !strings.Contains(got.stderr, want) {
					t.Errorf("the sentence lacks %q:\n%s", want, got.stderr)
				}
			}
			if strings.Contains(got.stderr, "secret") || strings.Contains(got.stderr, "goroutine") || len(got.stderr) > 600 {
				t.Errorf("the sentence says too much:\n%s", got.stderr)
			}
		})
	}
}

func TestExplainReadsStandardInputAndLightensWhatWasTaught(t *testing.T) {
	environ := map[string]string{"DATABASE_URL": filepath.Join(t.TempDir(), "gloss.db")}
	first := gloss(t, environ, paste, "explain", "--as", "ana", "-")
	second := gloss(t, environ, paste, "explain", "--as", "ana")
	if first.status != 0 || !strings.Contains(first.stdout, "Canary Deployment: Canary deployments is a deployment strategy that starts with two environments: one with live traffic") {
		t.Errorf("the first explanation has no card:\n%s%s", first.stdout, first.stderr)
	}
	if second.status != 0 || !strings.Contains(second.stdout, "…") || len(second.stdout) >= len(first.stdout) {
		t.Errorf("the second explanation is no lighter:\n%s%s", second.stdout, second.stderr)
	}
	if shown := gloss(t, environ, "", "learner", "show", "ana"); !strings.Contains(shown.stdout, "2 lessons") {
		t.Errorf("the lessons are not remembered:\n%s", shown.stdout)
	}
	if gone := gloss(t, environ, "", "learner", "forget", "--yes", "ana"); gone.status != 0 {
		t.Errorf("forget: %s", gone.stderr)
	}
	if shown := gloss(t, environ, "", "learner", "show", "ana"); !strings.Contains(shown.stdout, "0 lessons, 0 terms") {
		t.Errorf("the learner is not forgotten:\n%s", shown.stdout)
	}
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

func TestAGlossaryIsImportedOnceAndMatched(t *testing.T) {
	dir := t.TempDir()
	entry := "---\nid: checkout/canary\nterm: canary deployment\nsystem: checkout\nplain: New code goes to a few customers first.\nstatus: approved\nowner: \"@checkout\"\n---\n"
	if err := os.WriteFile(filepath.Join(dir, "canary.md"), []byte(entry), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := map[string]string{"DATABASE_URL": filepath.Join(t.TempDir(), "gloss.db")}
	for _, step := range []struct {
		args []string
		says string
	}{
		{[]string{"glossary", "lint", dir}, "1 entries, 0 faults"},
		{[]string{"glossary", "import", "--team", "T1", "--dry-run", dir}, "add    checkout/canary"},
		{[]string{"glossary", "import", "--team", "T1", dir}, "1 added, 0 changed, 0 the same"},
		{[]string{"glossary", "import", "--team", "T1", dir}, "0 added, 0 changed, 1 the same"},
		{[]string{"glossary", "export", "--team", "T1"}, `"id": "checkout/canary"`},
		{[]string{"glossary", "find", "--glossary", dir, "canary"}, "New code goes to a few customers first."},
		{[]string{"glossary", "match", "--glossary", dir, "--json"}, `"entry": "checkout/canary"`},
	} {
		if got := gloss(t, environ, paste, step.args...); got.status != 0 || !strings.Contains(got.stdout, step.says) {
			t.Errorf("%v: status %d, %q lacks %q %s", step.args, got.status, got.stdout, step.says, got.stderr)
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
