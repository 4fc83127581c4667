package fakeslack_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// do sends a request and gives the answer and its body.
func (w *workspace) do(r *http.Request) (*http.Response, string) {
	w.t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response, string(body)
}

// request is one that the page itself could make, with headers changed.
func (w *workspace) request(method, path, body string, headers ...string) *http.Request {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.ctx, method, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("X-Page", "1")
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		} else if r.Header.Set(headers[i], headers[i+1]); headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
	}
	return r
}

// deed does something on the page and gives what the page says of it, "" when
// it worked.
func (w *workspace) deed(name string, what map[string]any) (ts, sentence string) {
	w.t.Helper()
	body, err := json.Marshal(what)
	if err != nil {
		w.t.Fatal(err)
	}
	_, text := w.do(w.request("POST", "/page/"+name, string(body)))
	var answer struct {
		OK        bool
		TS, Error string
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil || answer.OK == (answer.Error != "") {
		w.t.Fatalf("%s: answer is %s, %v", name, text, err)
	}
	return answer.TS, answer.Error
}

func TestWhoMayAskThePage(t *testing.T) {
	w := open(t)
	host := strings.TrimPrefix(w.url, "http://")
	post := `{"channel":"` + w.DM("lena") + `","text":"hello"}`
	for _, c := range []struct {
		what, method, path string
		headers            []string
		status             int
	}{
		{"the page", "GET", "/", nil, 200},
		{"the page by a link from elsewhere", "GET", "/", []string{"X-Page", "", "Sec-Fetch-Site", "cross-site"}, 200},
		{"by another port", "GET", "/", []string{"Host", "localhost:1"}, 200},
		{"by IPv6", "GET", "/", []string{"Host", "[::1]:8089"}, 200},
		{"by a foreign name", "GET", "/", []string{"Host", "evil.example"}, 403},
		{"by a name that begins well", "GET", "/page/state", []string{"Host", "localhost.evil.example"}, 403},
		{"the API by a foreign name", "POST", "/api/auth.test", []string{"Host", "evil.example:80"}, 403},
		{"a link by a foreign name", "GET", "/socket/link", []string{"Host", "evil.example"}, 403},
		{"the state", "GET", "/page/state", []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://" + host}, 200},
		{"the state without the header", "GET", "/page/state", []string{"X-Page", ""}, 403},
		{"the state from elsewhere", "GET", "/page/state", []string{"Origin", "https://evil.example"}, 403},
		{"events from elsewhere", "GET", "/page/events", []string{"Origin", "http://localhost:1"}, 403},
		{"events without the header", "GET", "/page/events", []string{"X-Page", ""}, 403},
		{"a post", "POST", "/page/post", []string{"Origin", "http://" + host}, 200},
		{"a post without an origin", "POST", "/page/post", nil, 200},
		{"a post without the header", "POST", "/page/post", []string{"X-Page", ""}, 403},
		{"a post from elsewhere", "POST", "/page/post", []string{"Origin", "https://evil.example"}, 403},
		{"a post from nowhere", "POST", "/page/post", []string{"Origin", "null"}, 403},
		{"a post across sites", "POST", "/page/post", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a post across ports", "POST", "/page/post", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"a post by GET", "GET", "/page/post", nil, 404},
	} {
		response, body := w.do(w.request(c.method, c.path, post, c.headers...))
		if response.StatusCode != c.status {
			t.Errorf("%s: %d %s, want %d", c.what, response.StatusCode, body, c.status)
		}
	}
	if got := len(w.Messages("@lena", "")); got != 2 {
		t.Errorf("%d messages got through, want 2", got)
	}
}

func TestThePageLetsNothingIn(t *testing.T) {
	w := open(t)
	for _, path := range []string{"/", "/page/state", "/archives/C1/p1700000000000100?thread_ts=1.2"} {
		response, _ := w.do(w.request("GET", path, ""))
		h := response.Header
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'self'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy is %q", path, policy)
		}
		if response.StatusCode != 200 || h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d, headers are %v", path, response.StatusCode, h)
		}
	}
}

func TestAPermalinkServesThePage(t *testing.T) {
	w := open(t)
	_, page := w.do(w.request("GET", "/", ""))
	_, linked := w.do(w.request("GET", "/archives/"+w.Channel("ops")+"/p1700000000000100", ""))
	if linked != page || !strings.Contains(page, "<!doctype html>") {
		t.Error("the permalink serves something else")
	}
}

func TestTheStateOfThePage(t *testing.T) {
	w := open(t)
	w.post(w.Channel("leads"), say("not for lena"))
	if _, err := w.client.PostEphemeralContext(w.ctx, w.Channel("ops"), w.User("ravi"), say("psst, ravi")); err != nil {
		t.Fatal(err)
	}
	_, body := w.do(w.request("GET", "/page/state", ""))
	if strings.Contains(body, "not for lena") || strings.Contains(body, "psst") {
		t.Error("lena sees what is not for her")
	}
	var state struct {
		Team     struct{ Name, Domain string }
		Me, Bot  string
		Hint     string
		Users    map[string]struct{ Name string }
		Channels []struct {
			ID, Name, Kind, User string
			Members              []string
		}
		Samples  []fakeslack.Sample
		Commands []fakeslack.Command
		Prompts  []fakeslack.Prompt
		Messages map[string][]struct {
			TS, User, Text, Permalink string
			ThreadTS                  string `json:"thread_ts"`
			Reactions                 []struct{ Name string }
		}
		Home, Modal json.RawMessage
	}
	if err := json.Unmarshal([]byte(body), &state); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, ch := range state.Channels {
		kinds = append(kinds, ch.Kind+" "+ch.Name)
		if ch.Kind == "im" && ch.User != state.Bot {
			t.Errorf("the direct message is with %s", ch.User)
		}
	}
	if want := []string{"im ", "channel ops", "channel random", "private secret", "channel old"}; !slices.Equal(kinds, want) {
		t.Errorf("channels are %q, want %q", kinds, want)
	}
	ops := state.Messages[w.Channel("ops")]
	if len(ops) != 3 || ops[1].ThreadTS != ops[0].TS || ops[0].Reactions[0].Name != "eyes" || !strings.HasPrefix(ops[1].Permalink, w.url+"/archives/"+w.Channel("ops")+"/p") {
		t.Errorf("ops holds %+v", ops)
	}
	if state.Me != w.User("lena") || state.Hint != "say hello" || state.Team.Domain != "acme" || len(state.Users) != 4 ||
		len(state.Samples) != 1 || state.Commands[0].Name != "/help" || state.Prompts == nil || string(state.Home) != "null" || string(state.Modal) != "null" {
		t.Errorf("state is %s", body)
	}
}

// watch follows the page's events and gives the next one of a type.
func (w *workspace) watch() func(kind string) map[string]any {
	w.t.Helper()
	response, err := http.DefaultClient.Do(w.request("GET", "/page/events", ""))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { response.Body.Close() })
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" {
		w.t.Fatalf("events are %q", got)
	}
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	lines.Scan() // the greeting: from now on nothing is missed
	return func(kind string) map[string]any {
		w.t.Helper()
		for lines.Scan() {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			var event map[string]any
			if ok && json.Unmarshal([]byte(data), &event) == nil && event["type"] == kind {
				return event
			}
		}
		w.t.Fatalf("no %s came: %v", kind, lines.Err())
		return nil
	}
}

func TestThePageHearsOfEverything(t *testing.T) {
	w := open(t)
	dm := w.DM("lena")
	next := w.watch()
	message := func() map[string]any {
		t.Helper()
		event := next("message")
		if event["channel"] != dm {
			t.Fatalf("a message of elsewhere: %v", event)
		}
		return event["message"].(map[string]any)
	}
	w.post(w.Channel("leads"), say("not for lena"))
	root := w.Post("lena", "@lena", "", "hello")
	if m := message(); m["ts"] != root || m["text"] != "hello" || m["app"] != false || m["markdown"] != "" {
		t.Errorf("message is %v", m)
	}
	ts := w.stream(dm, root, markdown("a "))
	if m := message(); m["markdown"] != "a " || m["streaming"] != true || m["thread_ts"] != root || m["app"] != true {
		t.Errorf("streamed is %v", m)
	}
	if event := next("status"); event["key"] != dm+"/"+root || event["text"] != "Working…" {
		t.Errorf("status is %v", event)
	}
	wantError(t, "append", w.append(dm, ts, markdown("queue")), "")
	if m := message(); m["markdown"] != "a queue" || m["ts"] != ts {
		t.Errorf("streamed is %v", m)
	}
	wantError(t, "stop", w.stop(dm, ts), "")
	if m := message(); m["streaming"] != false {
		t.Errorf("streamed is %v", m)
	}
	if event := next("status"); event["text"] != "" {
		t.Errorf("status is %v", event)
	}
	wantError(t, "react", w.client.AddReactionContext(w.ctx, "eyes", slack.NewRefToMessage(dm, root)), "")
	if m := message(); len(m["reactions"].([]any)) != 1 {
		t.Errorf("reacted is %v", m)
	}
	if _, _, err := w.client.DeleteMessageContext(w.ctx, dm, ts); err != nil {
		t.Fatal(err)
	}
	if event := next("message_deleted"); event["ts"] != ts || event["channel"] != dm {
		t.Errorf("deleted is %v", event)
	}
	prompts := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: dm}
	prompts.AddPrompt("Explain", "Explain this")
	wantError(t, "prompts", w.client.SetAssistantThreadsSuggestedPromptsContext(w.ctx, prompts), "")
	if event := next("prompts"); len(event["prompts"].([]any)) != 1 {
		t.Errorf("prompts are %v", event)
	}
}
