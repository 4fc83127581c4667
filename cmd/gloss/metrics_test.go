package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// watched is a bot with an administrator's address.
type watched struct {
	*service
	fake  *fakeslack.Server
	admin *httptest.Server
}

// watch starts a bot in this process.
func watch(t *testing.T) *watched {
	t.Helper()
	fake, environ := otherSlack(t)
	for k, v := range speak(t, nil, modelAnswer...).environ() {
		environ[k] = v
	}
	ctx, stop := context.WithCancel(t.Context())
	env := environment{ctx, func(k string) string { return environ[k] }, strings.NewReader(""), io.Discard, t.Output()}
	s := readSettings(env.getenv)
	if err := s.checkSlack(); err != nil {
		t.Fatal(err)
	}
	engine, err := openModel(s.Model, env.getenv)
	if err != nil {
		t.Fatal(err)
	}
	service, err := open(env, s, engine, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	if err := service.bot.Introduce(ctx); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- service.run(ctx) }()
	w := &watched{service, fake, httptest.NewServer(service.admin())}
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		w.admin.Close()
		service.store.Close()
	})
	return w
}

// get returns the status and the body at a path.
func (w *watched) get(t *testing.T, path string) (int, string) {
	t.Helper()
	response, err := w.admin.Client().Get(w.admin.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// TestMetricsTellNumbersAndNoMore has a question answered and looks at what is
// told about it.
func TestMetricsTellNumbersAndNoMore(t *testing.T) {
	w := watch(t)
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	w.fake.Post("ana", "@ana", "", paste)
	await(t, ctx, w.fake, "openai:scripted")
	var body string
	for !strings.Contains(body, `gloss_answers_total{engine="openai:scripted",task="explain"} 1`) || !strings.Contains(body, "gloss_inbox_attempts_total") {
		if ctx.Err() != nil {
			t.Fatalf("the answer is not counted:\n%s", body)
		}
		_, body = w.get(t, "/metrics")
	}
	for _, want := range []string{
		"gloss_socket_links 2", "gloss_inbox_dead 0", "gloss_database_up 1", "go_goroutines ",
		`gloss_slack_calls_total{method="auth.test",status="200"} 1`, `gloss_slack_budget_left{method="conversations.replies"} `,
		`gloss_model_tokens_total{direction="in",engine="openai:scripted"} `,
	} {
		if !strings.Contains(body, "\n"+want) {
			t.Errorf("the metrics lack %q:\n%s", want, body)
		}
	}
	for _, private := range []string{"canary", "Mina", "ana\"", w.fake.User("ana"), w.fake.DM("ana"), w.fake.BotToken()} {
		if strings.Contains(body, private) {
			t.Errorf("the metrics tell %q", private)
		}
	}
	holdDocs(t, body)
}

// holdDocs checks that the dashboard and the alert rules ask for metrics that
// there are.
func holdDocs(t *testing.T, body string) {
	t.Helper()
	name := regexp.MustCompile(`\b(gloss|go|process)_[a-z_]+\b`)
	var known []string
	for _, line := range regexp.MustCompile(`(?m)^# HELP (\S+)`).FindAllStringSubmatch(body, -1) {
		known = append(known, line[1])
	}
	var rules struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr string
				Annotations struct{ Summary, Action string }
			}
		}
	}
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "alerts.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &rules); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, r := range rules.Groups[0].Rules {
		if r.Annotations.Summary == "" || r.Annotations.Action == "" {
			t.Errorf("alert %s does not say what to do", r.Alert)
		}
		for _, metric := range name.FindAllString(r.Expr, -1) {
			asked++
			// What has not happened yet has no line: attempts that died.
			if !slices.Contains(known, metric) {
				t.Errorf("alert %s asks for %s", r.Alert, metric)
			}
		}
	}
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if data, err = os.ReadFile(filepath.Join("..", "..", "docs", "grafana-dashboard.json")); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &board); err != nil {
		t.Fatal(err)
	}
	for _, p := range board.Panels {
		for _, target := range p.Targets {
			for _, metric := range name.FindAllString(target.Expr, -1) {
				asked++
				if !slices.Contains(known, metric) {
					t.Errorf("panel %s asks for %s", p.Title, metric)
				}
			}
		}
	}
	if asked < 25 {
		t.Errorf("only %d metrics are asked for", asked)
	}
}

// TestReadyMeansThatQuestionsAreTaken takes Slack away, and then the database.
func TestReadyMeansThatQuestionsAreTaken(t *testing.T) {
	w := watch(t)
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	await := func(status int, says string) {
		t.Helper()
		for {
			got, body := w.get(t, "/readyz")
			if got == status && strings.Contains(body, says) {
				return
			}
			if ctx.Err() != nil {
				t.Fatalf("%d %s, want %d %s", got, body, status, says)
			}
		}
	}
	await(200, "ok")
	w.fake.Close()
	await(503, "no link to Slack is up")
	w.store.Close()
	await(503, "the database does not answer")
	if status, _ := w.get(t, "/healthz"); status != 200 {
		t.Error("a start would not mend Slack or the database")
	}
}
