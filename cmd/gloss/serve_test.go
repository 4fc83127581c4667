package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// otherSlack starts a Slack without some methods, and gives the settings that
// lead to it.
func otherSlack(t *testing.T, missing ...string) (*fakeslack.Server, map[string]string) {
	t.Helper()
	return slackOf(t, fakeslack.Config{
		Me: fakeslack.User{Name: "ana", RealName: "Ana"}, Bot: fakeslack.Bot{Name: "gloss"},
		Missing: missing, MissingStatus: http.StatusNotFound,
	})
}

// slackOf starts a Slack, and gives the settings that lead to it.
func slackOf(t *testing.T, config fakeslack.Config) (*fakeslack.Server, map[string]string) {
	t.Helper()
	fake := fakeslack.New(config)
	server := httptest.NewServer(fake.Handler())
	t.Cleanup(server.Close)
	t.Cleanup(fake.Close)
	return fake, map[string]string{
		"SLACK_BOT_TOKEN": fake.BotToken(), "SLACK_APP_TOKEN": fake.AppToken(), "SLACK_API_URL": server.URL + "/api",
		"DATABASE_URL": filepath.Join(t.TempDir(), "gloss.db"),
	}
}

// TestServeAnswersInAnotherSlack runs gloss serve against a whole Slack and
// against one that lacks streams, agent sessions and suggested prompts. A model
// words the first answer; then its server dies.
func TestServeAnswersInAnotherSlack(t *testing.T) {
	for name, missing := range map[string][]string{
		"a whole Slack": nil,
		"a Slack without streams": {"chat.startStream", "chat.appendStream", "chat.stopStream",
			"agents.sessions.setStatus", "assistant.threads.setSuggestedPrompts"},
	} {
		t.Run(name, func(t *testing.T) {
			fake, environ := otherSlack(t, missing...)
			model := speak(t, nil, modelAnswer...)
			for k, v := range model.environ() {
				environ[k] = v
			}
			ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
			defer stop()
			serving, stopServing := context.WithCancel(ctx)
			ended := make(chan int, 1)
			go func() {
				ended <- run(environment{serving, func(k string) string { return environ[k] }, strings.NewReader(""), t.Output(), t.Output()}, []string{"serve"})
			}()
			fake.Post("ana", "@ana", "", paste)
			await(t, ctx, fake, "openai:scripted")
			if text := fake.Transcript("@ana"); !strings.Contains(text, "Mina asks who can help") || strings.Contains(text, "48,000") {
				t.Errorf("the conversation:\n%s", text)
			}
			model.Close()
			fake.Post("ana", "@ana", "", secondPaste)
			await(t, ctx, fake, "cannot be reached")
			await(t, ctx, fake, "we go on tomorrow with a fresh container image")
			stopServing()
			if status := <-ended; status != exitDone {
				t.Errorf("gloss serve ended with status %d", status)
			}
		})
	}
}

// await waits until Ana reads a text.
func await(t *testing.T, ctx context.Context, fake *fakeslack.Server, text string) {
	t.Helper()
	if err := fake.Wait(ctx, func() bool { return strings.Contains(fake.Transcript("@ana"), text) }); err != nil {
		t.Fatalf("no %q: %v\n%s", text, err, fake.Transcript("@ana"))
	}
}

// TestTryIsWordedByTheModelThatIsSet pastes into the page of gloss try as its
// script does, and listens to what the page is told.
func TestTryIsWordedByTheModelThatIsSet(t *testing.T) {
	model := speak(t, nil, modelAnswer...)
	page := startTry(t, model.environ())
	events := bufio.NewScanner(visit(t, http.MethodGet, page+"/page/events", nil))
	events.Buffer(nil, 1<<20)
	var state struct {
		Channels []struct{ ID, Kind string }
	}
	if err := json.NewDecoder(visit(t, http.MethodGet, page+"/page/state", nil)).Decode(&state); err != nil {
		t.Fatal(err)
	}
	talk := ""
	for _, c := range state.Channels {
		if c.Kind == "im" {
			talk = c.ID
		}
	}
	hear := func(text string) {
		t.Helper()
		for events.Scan() {
			if strings.Contains(events.Text(), text) {
				return
			}
		}
		t.Fatalf("the page never heard %q: %v", text, events.Err())
	}
	visit(t, http.MethodPost, page+"/page/post", map[string]string{"channel": talk, "text": paste})
	hear("openai:scripted")
	model.Close()
	visit(t, http.MethodPost, page+"/page/post", map[string]string{"channel": talk, "text": secondPaste})
	hear("cannot be reached")
}

// visit asks the page as its own script does.
func visit(t *testing.T, method, url string, body any) io.Reader {
	t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(stop)
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Page", "1")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d", url, response.StatusCode)
	}
	return response.Body
}

func TestServeAndDoctorSayWhichTokenSlackRefuses(t *testing.T) {
	for name, says := range map[string]string{
		"SLACK_BOT_TOKEN": "SLACK_BOT_TOKEN is refused (invalid_auth); reinstall the app",
		"SLACK_APP_TOKEN": "does not know the app-level token; copy it again",
	} {
		_, environ := otherSlack(t)
		environ[name] = "x-wrong"
		got := gloss(t, environ, "", "serve")
		if got.status != exitError || !strings.Contains(got.stderr, says) || strings.Contains(got.stderr, "wrong") {
			t.Errorf("%s: status %d\n%s", name, got.status, got.stderr)
		}
		doctor := gloss(t, environ, "", "doctor")
		if doctor.status != exitError || !strings.Contains(doctor.stdout, "✗ Slack: "+name+" is refused (invalid_auth)") || strings.Contains(doctor.stdout, "wrong") {
			t.Errorf("%s: doctor says\n%s%s", name, doctor.stdout, doctor.stderr)
		}
	}
}

// TestDoctorFollowsASetUpThatIsMended goes from nothing to a bot with a model
// and a glossary, and breaks the model again.
func TestDoctorFollowsASetUpThatIsMended(t *testing.T) {
	_, environ := otherSlack(t)
	model := speak(t, nil, "ready")
	bare := map[string]string{"DATABASE_URL": environ["DATABASE_URL"]}
	examine := func(environ map[string]string, status int, says ...string) {
		t.Helper()
		got := gloss(t, environ, "", "doctor", "--model")
		if got.status != status {
			t.Errorf("status %d, want %d\n%s", got.status, status, got.stderr)
		}
		for _, want := range says {
			if !strings.Contains(got.stdout, want) {
				t.Errorf("doctor does not say %q:\n%s", want, got.stdout)
			}
		}
		if strings.Contains(got.stdout+got.stderr, environ["SLACK_BOT_TOKEN"]) && environ["SLACK_BOT_TOKEN"] != "" {
			t.Errorf("doctor shows a token:\n%s", got.stdout)
		}
	}
	examine(bare, exitError, "✗ Slack: SLACK_BOT_TOKEN is not set", "SLACK_APP_TOKEN is not set", "✓ database: opens", "✓ model: No AI model is set")
	examine(environ, exitDone, "✓ Slack: both tokens are accepted", "✓ glossary: none of its own; the bundled starter")
	for k, v := range model.environ() {
		environ[k] = v
	}
	examine(environ, exitDone, "✓ model: Answers are worded by openai:scripted.", "✓ openai:scripted: answers")
	model.Close()
	examine(environ, exitError, "✗ openai:scripted: OpenAI cannot be reached")
	environ["GLOSS_MODEL"] = "foo:bar"
	examine(environ, exitError, "✗ model: GLOSS_MODEL names the model", "openai, anthropic or ollama")
}

// TestDoctorBesideARunningBot finds nothing wrong with a database that is in
// use; a second bot on it is turned away.
func TestDoctorBesideARunningBot(t *testing.T) {
	_, environ := otherSlack(t)
	startTry(t, nil, "--db", environ["DATABASE_URL"])
	got := gloss(t, environ, "", "doctor")
	if got.status != exitDone || !strings.Contains(got.stdout, "✓ database: "+environ["DATABASE_URL"]+" is in use by process ") {
		t.Errorf("status %d\n%s%s", got.status, got.stdout, got.stderr)
	}
	second := gloss(t, environ, "", "serve")
	if second.status != exitError || strings.Count(second.stderr, "\n") != 1 || !strings.Contains(second.stderr, "is in use by process ") {
		t.Errorf("status %d\n%s", second.status, second.stderr)
	}
}

func TestBackupBesideARunningBot(t *testing.T) {
	dir := t.TempDir()
	kept, copied := filepath.Join(dir, "gloss.db"), filepath.Join(dir, "copy.db")
	startTry(t, nil, "--db", kept)
	got := gloss(t, map[string]string{"DATABASE_URL": kept}, "", "backup", copied)
	if got.status != exitDone {
		t.Fatalf("status %d: %s", got.status, got.stderr)
	}
	if shown := gloss(t, map[string]string{"DATABASE_URL": copied}, "", "learner", "show", "T1/nobody"); shown.status != exitDone {
		t.Errorf("the copy does not open: %s", shown.stderr)
	}
}
