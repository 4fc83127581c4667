package main

import (
	"database/sql"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/store"
)

// refusal is a command that cannot be done: its settings, its status, and what
// the sentence about it has to say.
type refusal struct {
	environ map[string]string
	args    []string
	status  int
	says    []string
}

// holdRefusals holds every refusal to one short sentence that says what to do,
// its status, and nothing on standard output.
func holdRefusals(t *testing.T, cases map[string]refusal) {
	t.Helper()
	for name, test := range cases {
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
			for _, soup := range []string{"secret", "goroutine", ".go:", "unmarshal", "syscall", "%!"} {
				if strings.Contains(got.stderr, soup) || len(got.stderr) > 600 {
					t.Errorf("the sentence says too much:\n%s", got.stderr)
				}
			}
		})
	}
}

func TestBadThreadsAreRefused(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"thread.txt": paste, "unread.txt": paste, "empty.txt": " \n\n", "image.png": "\x89PNG\r\n\x1a\n\x00\x00",
		"big.txt":  strings.Repeat("a line of text\n", 50<<20/15),
		"cut.json": `{"messages":[{"text":`, "none.json": `{"messages":[{"text":" "}]}`,
	})
	file := func(name string) string { return filepath.Join(dir, name) }
	cases := map[string]refusal{
		"an empty file":       {nil, []string{"explain", file("empty.txt")}, 1, []string{"holds no messages", "copy a thread"}},
		"a binary":            {nil, []string{"explain", file("image.png")}, 1, []string{"not UTF-8 text"}},
		"a file of 50 MB":     {nil, []string{"thread", file("big.txt")}, 1, []string{"larger than 16 MB", "cut it into parts"}},
		"JSON cut short":      {nil, []string{"explain", file("cut.json")}, 1, []string{"JSON line", "ends too early"}},
		"messages of nothing": {nil, []string{"explain", file("none.json")}, 1, []string{"holds no text to explain"}},
		"a folder":            {nil, []string{"brief", dir}, 1, []string{"is a folder"}},
		"a file under a file": {nil, []string{"brief", file("thread.txt/x")}, 1, []string{"cannot be read"}},
		"a forbidden file":    {nil, []string{"brief", file("unread.txt")}, 1, []string{"may not be read"}},
		"no such file":        {nil, []string{"explain", file("none")}, 1, []string{"there is no file"}},
	}
	if err := os.Chmod(file("unread.txt"), 0); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		t.Log("the file that may not be read is left out: root may read every file")
		delete(cases, "a forbidden file")
	}
	holdRefusals(t, cases)
}

func TestBadGlossariesAndReadersAreRefused(t *testing.T) {
	dir := writeFiles(t, map[string]string{"thread.txt": paste, "empty.txt": "\n", "list.json": "[1]"})
	good, empty := filepath.Join(dir, "thread.txt"), filepath.Join(dir, "empty.txt")
	holdRefusals(t, map[string]refusal{
		"no such glossary":      {nil, []string{"explain", "--glossary", filepath.Join(dir, "none"), good}, 1, []string{"nothing is there", "directory of Markdown files"}},
		"a glossary of nothing": {nil, []string{"explain", "--glossary", empty, good}, 1, []string{"glossary"}},
		"a folder of nothing":   {nil, []string{"explain", "--glossary", t.TempDir(), good}, 1, []string{"holds no entry", "front matter"}},
		"lint of no glossary":   {nil, []string{"glossary", "lint", empty}, 1, []string{"directory of Markdown files"}},
		"a word unknown":        {nil, []string{"glossary", "find", "zzyzx"}, 1, []string{"no entry explains", "--glossary"}},
		"a reader that is text": {nil, []string{"explain", "--reader", good, good}, 1, []string{"describes no reader", `"known"`}},
		"a reader that is list": {nil, []string{"explain", "--reader", filepath.Join(dir, "list.json"), good}, 1, []string{"describes no reader", `"known"`}},
		"a reader not there":    {nil, []string{"explain", "--reader", filepath.Join(dir, "none"), good}, 1, []string{"there is no file"}},
	})
}

func TestWrongUseIsRefused(t *testing.T) {
	good := filepath.Join(writeFiles(t, map[string]string{"thread.txt": paste}), "thread.txt")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	holdRefusals(t, map[string]refusal{
		"a level that is none": {nil, []string{"explain", "--level", "7", good}, 2, []string{"0, 1, 2 or 3"}},
		"a level in words":     {nil, []string{"explain", "--level", "most", good}, 2, []string{"0, 1, 2 or 3"}},
		"two threads":          {nil, []string{"explain", good, good}, 2, []string{"unexpected argument"}},
		"no workspace":         {nil, []string{"glossary", "export"}, 2, []string{"--team"}},
		"an unknown flag":      {nil, []string{"explain", "--loud", good}, 2, []string{"--loud", "gloss --help"}},
		"an unknown command":   {nil, []string{"dance"}, 2, []string{"dance", "gloss --help"}},
		"half a command":       {nil, []string{"glossary"}, 2, []string{"import", "gloss --help"}},
		"a page for everybody": {nil, []string{"try", "--addr", "0.0.0.0:8089"}, 2, []string{"127.0.0.1"}},
		"a page at nothing":    {nil, []string{"try", "--addr", "8089"}, 2, []string{"HOST:PORT", "127.0.0.1:8089"}},
		"an address in use":    {nil, []string{"try", "--addr", taken.Addr().String()}, 1, []string{"in use", "--addr"}},
		"erasing unasked":      {nil, []string{"learner", "forget", "me"}, 2, []string{"--yes"}},
	})
}

func TestBadSettingsAreRefused(t *testing.T) {
	dir := writeFiles(t, map[string]string{"thread.txt": paste})
	good := filepath.Join(dir, "thread.txt")
	holdRefusals(t, map[string]refusal{
		"no model for a try":    {map[string]string{"GLOSS_MODEL": "foo:bar"}, []string{"try", "--addr", "127.0.0.1:0"}, 1, []string{"openai, anthropic or ollama"}},
		"an unknown provider":   {map[string]string{"GLOSS_MODEL": "foo:bar"}, []string{"explain", good}, 1, []string{"openai, anthropic or ollama"}},
		"a missing key":         {map[string]string{"GLOSS_MODEL": "openai:gpt"}, []string{"explain", good}, 1, []string{"OPENAI_API_KEY"}},
		"no tokens":             {nil, []string{"serve"}, 1, []string{"SLACK_BOT_TOKEN is not set", "SLACK_APP_TOKEN is not set"}},
		"swapped tokens":        {map[string]string{"SLACK_BOT_TOKEN": "xapp-1-secret", "SLACK_APP_TOKEN": "xoxb-1-secret"}, []string{"serve"}, 1, []string{"swap"}},
		"one token twice":       {map[string]string{"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xoxb-1-secret"}, []string{"serve"}, 1, []string{"SLACK_APP_TOKEN holds the app's other token", "xapp-"}},
		"no time to stop":       {map[string]string{"GLOSS_DRAIN": "soon"}, []string{"serve"}, 1, []string{"GLOSS_DRAIN is not a length of time; write it like 20s"}},
		"all wrong at once":     {map[string]string{"SLACK_BOT_TOKEN": "secret", "GLOSS_MODEL": "foo:bar"}, []string{"serve"}, 1, []string{"SLACK_BOT_TOKEN should begin with xoxb-", "SLACK_APP_TOKEN is not set", "openai, anthropic or ollama"}},
		"nobody to talk to":     {map[string]string{"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xapp-1-secret", "GLOSS_PEOPLE_FIRST": "pay=Maria; gossip=Bo"}, []string{"serve"}, 1, []string{"GLOSS_PEOPLE_FIRST is read as", "mend part 2"}},
		"half a switch":         {map[string]string{"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xapp-1-secret", "GLOSS_EXTERNAL_CHANNELS": "maybe"}, []string{"serve"}, 1, []string{"GLOSS_EXTERNAL_CHANNELS is neither yes nor no"}},
		"Slack unreachable":     {map[string]string{"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xapp-1-secret", "SLACK_API_URL": "http://127.0.0.1:1/api/", "DATABASE_URL": filepath.Join(dir, "a.db")}, []string{"serve"}, 1, []string{"cannot be reached"}},
		"an address that is no": {map[string]string{"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xapp-1-secret", "SLACK_API_URL": "slack"}, []string{"serve"}, 1, []string{"SLACK_API_URL"}},
	})
}

func TestBadDatabasesAreRefused(t *testing.T) {
	dir := writeFiles(t, map[string]string{"thread.txt": paste})
	good, held, newer := filepath.Join(dir, "thread.txt"), fresh(t), databaseOfTomorrow(t)
	holder, err := store.Open(t.Context(), held)
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	holdRefusals(t, map[string]refusal{
		"no place to write":    {map[string]string{"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xapp-1-secret", "DATABASE_URL": filepath.Join(dir, "none", "a.db")}, []string{"serve"}, 1, []string{"DATABASE_URL"}},
		"not a database":       {map[string]string{"DATABASE_URL": good}, []string{"learner", "show", "me"}, 1, []string{"database"}},
		"a database in use":    {map[string]string{"DATABASE_URL": held}, []string{"explain", "--as", "ana", good}, 1, []string{"is in use by", "DATABASE_URL"}},
		"a newer database":     {map[string]string{"DATABASE_URL": newer}, []string{"learner", "show", "ana"}, 1, []string{"newer version of gloss"}},
		"no database":          {map[string]string{"DATABASE_URL": filepath.Join(dir, "none.db")}, []string{"backup", filepath.Join(dir, "copy.db")}, 1, []string{"there is no database", "DATABASE_URL"}},
		"no such database":     {map[string]string{"DATABASE_URL": "mysql://root:secret@db/gloss"}, []string{"learner", "show", "ana"}, 1, []string{"neither a file nor PostgreSQL"}},
		"a backup over a file": {map[string]string{"DATABASE_URL": fresh(t)}, []string{"backup", good}, 1, []string{"exists already"}},
	})
	if now, err := os.ReadFile(good); err != nil || string(now) != paste {
		t.Errorf("the file that is no database became %q, %v", now, err)
	}
	if copies, err := filepath.Glob(filepath.Join(dir, "*.db")); err != nil || len(copies) > 0 {
		t.Errorf("something was written: %v, %v", copies, err)
	}
}

// fresh makes an empty database.
func fresh(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gloss.db")
	db, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// databaseOfTomorrow makes a database that a later program has migrated.
func databaseOfTomorrow(t *testing.T) string {
	t.Helper()
	path := fresh(t)
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`insert into goose_db_version (version_id, is_applied) values (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	return path
}
