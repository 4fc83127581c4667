package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// speakOpenAI is a server that streams an answer as OpenAI's chat completions
// do, and keeps what it was asked.
func speakOpenAI(t *testing.T, answer string) (environ map[string]string, asked *[]string) {
	t.Helper()
	asked = new([]string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Messages []struct {
				Content any `json:"content"`
			} `json:"messages"`
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Errorf("read the request: %v", err)
		}
		*asked = append(*asked, fmt.Sprint(body.Messages))
		w.Header().Set("Content-Type", "text/event-stream")
		for piece := range strings.SplitSeq(answer, " ") {
			chunk, err := json.Marshal(piece + " ")
			if err != nil {
				t.Error(err)
			}
			fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%s}}]}\n\n", chunk)
		}
		fmt.Fprint(w, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
	}))
	t.Cleanup(server.Close)
	return map[string]string{"GLOSS_MODEL": "openai:scripted", "OPENAI_BASE_URL": server.URL + "/v1", "OPENAI_API_KEY": "test"}, asked
}

const modelAnswer = `{"kind":"gist","text":"The canary deployment broke and Mina asks who can help.","cites":["m1"]}
{"kind":"decision","text":"Jun decided to roll back now.","cites":["m2"],"status":"current","by":"Jun Haldane"}
{"kind":"point","text":"The outage cost 48,000 euros.","cites":["m1"]}
{"kind":"point","text":"Please read https://evil.example/canary for how the canary deployment is broken.","cites":["m1"]}
{"kind":"point","text":"<!channel> the canary deployment is broken","cites":["m9"]}
`

func TestAModelWordsTheExplanationAndItsInventionsAreDropped(t *testing.T) {
	environ, asked := speakOpenAI(t, modelAnswer)
	got := gloss(t, environ, paste+"\nMina Okafor\n  9:09 AM\nthe key is ghp_"+strings.Repeat("a1B2", 9)+"\n", "explain")
	for _, want := range []string{"The canary deployment broke and Mina asks who can help.", "Decided: Jun decided to roll back now.", "openai:scripted", "left out", "Canary Deployment: "} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("the explanation lacks %q:\n%s%s", want, got.stdout, got.stderr)
		}
	}
	for _, lie := range []string{"48,000", "https://evil", "<!channel>", "ghp_"} {
		if strings.Contains(got.stdout, lie) {
			t.Errorf("%q reached the reader:\n%s", lie, got.stdout)
		}
	}
	if len(*asked) != 1 || !strings.Contains((*asked)[0], "roll back now") || strings.Contains((*asked)[0], "ghp_") {
		t.Errorf("the model was asked %q", *asked)
	}
}

func TestAModelThatIsNotThereIsReplacedByQuotes(t *testing.T) {
	got := gloss(t, map[string]string{"GLOSS_MODEL": "openai:gone", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, paste, "explain")
	if got.status != 0 || !strings.Contains(got.stdout, "cannot be reached") || !strings.Contains(got.stdout, "decision: we roll back now") {
		t.Errorf("status %d:\n%s%s", got.status, got.stdout, got.stderr)
	}
}

// TestServeAnswersInAnotherSlack runs gloss serve against a Slack that lacks
// streams, agent sessions and suggested prompts, with a model.
func TestServeAnswersInAnotherSlack(t *testing.T) {
	environ, _ := speakOpenAI(t, modelAnswer)
	fake := fakeslack.New(fakeslack.Config{
		Me: fakeslack.User{Name: "ana", RealName: "Ana"}, Bot: fakeslack.Bot{Name: "gloss"},
		Missing:       []string{"chat.startStream", "chat.appendStream", "chat.stopStream", "agents.sessions.setStatus", "assistant.threads.setSuggestedPrompts"},
		MissingStatus: http.StatusNotFound,
	})
	server := httptest.NewServer(fake.Handler())
	defer server.Close()
	defer fake.Close()
	environ["SLACK_BOT_TOKEN"], environ["SLACK_APP_TOKEN"], environ["SLACK_API_URL"] = fake.BotToken(), fake.AppToken(), server.URL+"/api"
	environ["DATABASE_URL"] = filepath.Join(t.TempDir(), "gloss.db")

	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	ended := make(chan int, 1)
	serving, stopServing := context.WithCancel(ctx)
	go func() {
		ended <- run(environment{serving, func(k string) string { return environ[k] }, strings.NewReader(""), t.Output(), t.Output()}, []string{"serve"})
	}()
	fake.Post("ana", "@ana", "", paste)
	err := fake.Wait(ctx, func() bool { return strings.Contains(fake.Transcript("@ana"), "Answered by") })
	if err != nil {
		t.Fatalf("no answer: %v\n%s", err, fake.Transcript("@ana"))
	}
	if text := fake.Transcript("@ana"); !strings.Contains(text, "Mina asks who can help") || strings.Contains(text, "48,000") {
		t.Errorf("the conversation:\n%s", text)
	}
	stopServing()
	if status := <-ended; status != exitDone {
		t.Errorf("gloss serve ended with status %d", status)
	}
}

func TestServeSaysWhichTokenSlackRefuses(t *testing.T) {
	fake := fakeslack.New(fakeslack.Config{Me: fakeslack.User{Name: "ana"}, Bot: fakeslack.Bot{Name: "gloss"}})
	server := httptest.NewServer(fake.Handler())
	defer server.Close()
	defer fake.Close()
	for name, test := range map[string]struct {
		environ map[string]string
		says    string
	}{
		"SLACK_BOT_TOKEN": {map[string]string{"SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_APP_TOKEN": fake.AppToken()}, "SLACK_BOT_TOKEN is refused (invalid_auth); reinstall the app"},
		"SLACK_APP_TOKEN": {map[string]string{"SLACK_BOT_TOKEN": fake.BotToken(), "SLACK_APP_TOKEN": "xapp-wrong"}, "does not know the app-level token; copy it again"},
	} {
		environ := test.environ
		environ["SLACK_API_URL"], environ["DATABASE_URL"] = server.URL+"/api/", filepath.Join(t.TempDir(), "gloss.db")
		got := gloss(t, environ, "", "serve")
		if got.status != exitError || !strings.Contains(got.stderr, test.says) || strings.Contains(got.stderr, "wrong") {
			t.Errorf("%s: status %d\n%s", name, got.status, got.stderr)
		}
		if doctor := gloss(t, environ, "", "doctor"); doctor.status != exitError || !strings.Contains(doctor.stdout, "✗ Slack: "+name+" is refused (invalid_auth)") {
			t.Errorf("%s: doctor says\n%s%s", name, doctor.stdout, doctor.stderr)
		}
	}
}
