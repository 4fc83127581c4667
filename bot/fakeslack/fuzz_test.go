package fakeslack_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// callable are the paths of methods and deeds.
var callable = regexp.MustCompile(`^/(api|page)/[A-Za-z]+(\.[A-Za-z]+)*$`)

// FuzzCalls sends any body to any method, and any deed of the page: each is
// answered with a JSON object that says whether it was ok.
func FuzzCalls(f *testing.F) {
	for _, seed := range [][2]string{
		{"/api/chat.postMessage", `{"channel":"OPS","text":"x","blocks":[{"type":"actions","elements":[{"type":"button"}]}],"attachments":[{}],"metadata":{}}`},
		{"/api/chat.update", `{"channel":"OPS","ts":"TS","text":"x"}`},
		{"/api/chat.startStream", `{"channel":"DM","thread_ts":"ROOT","chunks":[{"type":"task_update","id":"1","title":"x"},{"type":"blocks","blocks":[null]}]}`},
		{"/api/chat.appendStream", `{"channel":"DM","ts":"STREAM","chunks":[{"type":"plan_update"},null,7]}`},
		{"/api/chat.stopStream", `{"channel":"DM","ts":"STREAM","blocks":[{"type":"table","rows":[[null]]}],"session_status":"x"}`},
		{"/api/conversations.replies", `{"channel":"OPS","ts":"TS","cursor":"bmV4dDo5","limit":-1}`},
		{"/api/users.conversations", `{"types":"im,mpim","cursor":"x"}`},
		{"/api/views.publish", `{"user_id":"LENA","view":{"type":"home","blocks":[{"type":"input","element":{"type":"checkboxes","options":[null]}}]}}`},
		{"/api/agents.sessions.setStatus", `{"channel_id":"DM","thread_ts":"ROOT","status":"active","title":7}`},
		{"/api/assistant.threads.setSuggestedPrompts", `{"channel_id":"DM","prompts":[{"title":1}]}`},
		{"/page/upload", `{"channel":"DM","files":[{"name":"../x","content":"eA=="}]}`},
		{"/page/forward", `{"channel":"DM","origins":[{"channel":"OPS","ts":"TS"}]}`},
		{"/page/submit", `{"view_id":"V","values":{"a":{"b":{"type":7}}}}`},
		{"/page/action", `{"container":"message","channel":"DM","ts":"STREAM","action_id":"x","selected_options":[{"value":"y"}]}`},
		{"/page/options", `{"container":"message","channel":"DM","ts":"STREAM","action_id":"x"}`},
		{"/page/look", `{"channel":"OPS","thread_ts":"x"}`},
	} {
		f.Add(seed[0], seed[1])
	}
	s := fakeslack.New(fakeslack.Config{Me: fakeslack.User{Name: "lena"}, Bot: fakeslack.Bot{Name: "helper"}, Unfurls: true,
		Channels: []fakeslack.Channel{{Name: "ops", Members: []string{"lena", "helper"}, Messages: []fakeslack.Said{{User: "lena", Text: "hello"}}}}})
	f.Cleanup(s.Close)
	call := func(path, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "http://127.0.0.1"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+s.BotToken())
		r.Header.Set("X-Page", "1")
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		return w
	}
	root := s.Post("lena", "@lena", "", "explain")
	var stream struct{ TS string }
	answer := call("/api/chat.startStream", `{"channel":"`+s.DM("lena")+`","thread_ts":"`+root+`","markdown_text":"x"}`)
	if err := json.Unmarshal(answer.Body.Bytes(), &stream); err != nil || stream.TS == "" {
		f.Fatalf("start a stream: %s, %v", answer.Body, err)
	}
	place := strings.NewReplacer("OPS", s.Channel("ops"), "DM", s.DM("lena"), "LENA", s.User("lena"),
		"ROOT", root, "STREAM", stream.TS, "TS", s.Messages("ops", "")[0].TS)
	f.Fuzz(func(t *testing.T, path, body string) {
		if !callable.MatchString(path) {
			return
		}
		w := call(path, place.Replace(body))
		if w.Code == http.StatusNotFound || w.Code == http.StatusMethodNotAllowed {
			return // no such deed
		}
		var answer struct{ OK *bool }
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.OK == nil {
			t.Errorf("%s %s: %d %s", path, body, w.Code, w.Body)
		}
	})
}
