package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// start runs the program and gives what it printed, by name.
func start(t *testing.T, args ...string) map[string]string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"-addr", "127.0.0.1:0"}, args...), in, t.Output())
		in.CloseWithError(err)
		ended <- err
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("it ended with %v", err)
		}
	})
	printed := map[string]string{}
	for lines := bufio.NewScanner(out); len(printed) < 5 && lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), "=")
		printed[name] = value
	}
	if len(printed) < 5 {
		t.Fatalf("it printed %v", printed)
	}
	return printed
}

// ask sends a request to the control API and gives its answer.
func ask(t *testing.T, printed map[string]string, method, path, body string) map[string]any {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, printed["CONTROL"]+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatalf("%s: %s, %v", path, response.Status, err)
	}
	return answer
}

func TestAnAppAndAScriptMeetAtTheProcess(t *testing.T) {
	printed := start(t)
	client := slack.New(printed["SLACK_BOT_TOKEN"], slack.OptionAPIURL(printed["SLACK_API_URL"]))
	posted := ask(t, printed, "POST", "post", `{"user":"ana","channel":"general","text":"is it up?"}`)
	ts, _ := posted["ts"].(string)
	info := ask(t, printed, "GET", "info", "")
	general, _ := info["channels"].(map[string]any)["general"].(string)
	if _, _, err := client.PostMessageContext(t.Context(), general, slack.MsgOptionText("it is", false), slack.MsgOptionTS(ts)); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, printed, "GET", "transcript?channel=general", ""); got["transcript"] != "ana: is it up?\n\tapp: it is\n" {
		t.Errorf("transcript is %v", got)
	}
	ask(t, printed, "POST", "faults", `{"method":"chat.postMessage","faults":[{"error":"fatal_error"},{"status":500}]}`)
	for range 2 {
		if _, _, err := client.PostMessageContext(t.Context(), general, slack.MsgOptionText("again", false)); err == nil {
			t.Error("a fault did nothing")
		}
	}
	if got := ask(t, printed, "GET", "calls?method=chat.postMessage", ""); got["calls"] != 3.0 {
		t.Errorf("calls are %v", got)
	}
	before := ask(t, printed, "GET", "changes", "")["changes"].(float64)
	ask(t, printed, "POST", "file", `{"user":"ana","channel":"@ana","text":"read this","files":[{"Name":"log.txt","text":"boom"}]}`)
	if after := ask(t, printed, "GET", "changes?since=0", "")["changes"].(float64); after <= before {
		t.Errorf("changes went from %v to %v", before, after)
	}
	if got := ask(t, printed, "GET", "transcript?channel=@ana", ""); got["transcript"] != "ana: read this\n\t[file] log.txt\n" {
		t.Errorf("transcript is %v", got)
	}
	if got := ask(t, printed, "POST", "post", `{"user":"nobody","channel":"general","text":"x"}`); got["ok"] != false || got["error"] == "" {
		t.Errorf("nobody posted: %v", got)
	}
	if got := ask(t, printed, "POST", "click", `{"user":`); got["ok"] != false {
		t.Errorf("half an object was taken: %v", got)
	}
}

func TestTheRatesOfTheProcess(t *testing.T) {
	printed := start(t, "-rates", "-clock", "2026-03-02T09:00:00Z")
	client := slack.New(printed["SLACK_BOT_TOKEN"], slack.OptionAPIURL(printed["SLACK_API_URL"]))
	limited := func() bool {
		_, err := client.GetTeamInfoContext(t.Context())
		var e *slack.RateLimitedError
		return errors.As(err, &e)
	}
	for range 50 {
		if limited() {
			t.Fatal("limited within the tier")
		}
	}
	if !limited() {
		t.Error("fifty-one calls in no time went through")
	}
	ask(t, printed, "POST", "advance", `{"seconds":2}`)
	if limited() {
		t.Error("the clock was moved, the limit was not")
	}
}

func TestTheClockOfTheProcess(t *testing.T) {
	printed := start(t, "-clock", "2026-03-02T09:00:00Z")
	now := func() any { return ask(t, printed, "GET", "info", "")["now"] }
	if got := now(); got != "2026-03-02T09:00:00Z" {
		t.Errorf("it is %v", got)
	}
	ask(t, printed, "POST", "advance", `{"seconds":90.5}`)
	if got := now(); got != "2026-03-02T09:01:30.5Z" {
		t.Errorf("it is %v after 90.5 s", got)
	}
}

func TestTheControlAPIIsNoPlaceForAWebPage(t *testing.T) {
	printed := start(t)
	for _, header := range [][2]string{{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Host", "evil.example"}} {
		request, err := http.NewRequestWithContext(t.Context(), "GET", printed["CONTROL"]+"info", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set(header[0], header[1])
		if header[0] == "Host" {
			request.Host = header[1]
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusForbidden {
			t.Errorf("with %v it answers %s", header, response.Status)
		}
	}
}

func TestWhatItCannotStartWith(t *testing.T) {
	file := filepath.Join(t.TempDir(), "workspace.json")
	for content, want := range map[string]string{
		`{"Me":{"Name":"ana"},"Bot":{"Name":"app"},"Chanels":[]}`: "Chanels",
		`{"Me":{"Name":"ana"}}`:                                   "Bot.Name",
	} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := run(t.Context(), []string{"-config", file}, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", content, err)
		}
	}
	if err := run(t.Context(), []string{"-clock", "noon"}, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "noon") {
		t.Errorf("-clock noon: %v", err)
	}
}

// The doc comment says of every path of the control API what it takes.
func TestTheDocumentationNamesEveryPath(t *testing.T) {
	source, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	deeds, err := os.ReadFile("../../control_deeds.go")
	if err != nil {
		t.Fatal(err)
	}
	looks, err := os.ReadFile("../../control_looks.go")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for line := range bytes.Lines(append(deeds, looks...)) {
		name, rest, found := strings.Cut(strings.TrimSpace(string(line)), `":`)
		if found && strings.HasPrefix(name, `"`) && (strings.Contains(rest, "control)") || strings.Contains(rest, "simply(") || strings.Contains(rest, "show(")) {
			named[name[1:]] = true
		}
	}
	if len(named) < 30 {
		t.Fatalf("found only %v", slices.Sorted(maps.Keys(named)))
	}
	for name := range named {
		if !bytes.Contains(source, []byte("\n\t"+name+" ")) && !bytes.Contains(source, []byte("\n\t"+name+"\n")) {
			t.Errorf("the doc comment does not name %s", name)
		}
	}
}
