package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// speech is how one provider writes an answer on the wire.
type speech struct {
	path string
	// opening stands before the first text, end after the last.
	opening string
	text    func(s string) string
	finish  func(reason string) string
	end     string
	// failure is an error object in the stream, comment a sign of life.
	failure, comment string
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

var speeches = map[string]speech{
	"openai": {
		path: "/v1/chat/completions",
		text: func(s string) string {
			return `data: {"choices":[{"index":0,"delta":{"content":` + quoted(s) + `}}]}` + "\n\n"
		},
		finish: func(reason string) string {
			return `data: {"choices":[{"index":0,"delta":{},"finish_reason":` + quoted(reason) + `}]}` + "\n\n" +
				`data: {"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}` + "\n\n"
		},
		end:     "data: [DONE]\n\n",
		failure: `data: {"error":{"message":"The server had an error","type":"server_error"}}` + "\n\n",
		comment: ": keep-alive\n\n",
	},
	"anthropic": {
		path: "/v1/messages",
		opening: `event: message_start` + "\n" + `data: {"type":"message_start","message":{"id":"x","usage":{"input_tokens":11}}}` + "\n\n" +
			`data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}` + "\n\n",
		text: func(s string) string {
			return `data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":` + quoted(s) + `}}` + "\n\n"
		},
		finish: func(reason string) string {
			reason = map[string]string{"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal"}[reason]
			return `data: {"type":"content_block_stop","index":0}` + "\n\n" +
				`data: {"type":"message_delta","delta":{"stop_reason":` + quoted(reason) + `},"usage":{"output_tokens":7}}` + "\n\n"
		},
		end:     `data: {"type":"message_stop"}` + "\n\n",
		failure: `data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}` + "\n\n",
		comment: "event: ping\ndata: {\"type\":\"ping\"}\n\n",
	},
	"ollama": {
		path: "/api/chat",
		text: func(s string) string {
			return `{"message":{"role":"assistant","content":` + quoted(s) + `},"done":false}` + "\n"
		},
		finish: func(reason string) string {
			return `{"message":{"role":"assistant","content":""},"done":true,"done_reason":` + quoted(reason) + `,"prompt_eval_count":11,"eval_count":7}` + "\n"
		},
		failure: `{"error":"llama runner process has terminated"}` + "\n",
		comment: "\n",
	},
}

// theAnswer is two records.
const theAnswer = `{"kind":"gist","text":"It was rolled back.","cites":["m1"]}` + "\n" +
	`{"kind":"decision","text":"Roll back.","cites":["m2"],"status":"current"}` + "\n"

// secretText is in every prompt, and in the error bodies of unkind providers;
// theKey is the key. Neither may be in an error.
const secretText, theKey = "the customer is Ada Quine", "sk-do-not-tell"

// turn is one answer of a fake provider.
type turn struct {
	speech
	w http.ResponseWriter
	r *http.Request
}

func (t turn) send(parts ...string) {
	for _, p := range parts {
		fmt.Fprint(t.w, p)
		if f, ok := t.w.(http.Flusher); ok {
			f.Flush()
		}
	}
}

// say sends text in pieces of a few bytes, from the opening on.
func (t turn) say(text string) {
	t.send(t.opening)
	for len(text) > 0 {
		n := min(9, len(text))
		t.send(t.text(text[:n]))
		text = text[n:]
	}
}

// status sends an error of the given status.
func (t turn) status(status int, body string, header ...string) {
	for i := 0; i+1 < len(header); i += 2 {
		t.w.Header().Set(header[i], header[i+1])
	}
	t.w.WriteHeader(status)
	t.send(body + " " + secretText + " " + theKey)
}

// hang waits until the caller gives up.
func (t turn) hang() { <-t.r.Context().Done() }

// repeat sends a part until the caller gives up.
func (t turn) repeat(part string, pause time.Duration) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-t.r.Context().Done():
			return
		case <-tick.C:
			t.send(part)
		}
	}
}

// fake serves a provider that answers with a function.
func fake(t *testing.T, provider string, answer func(turn)) *Provider {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { _ = recover() }() // the connection may be gone
		// A server notices that its caller left once it has read the request.
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer(turn{speeches[provider], w, r})
	}))
	p, err := Open(provider+":small", settings(provider, server.URL))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.transport.base.(*http.Transport).CloseIdleConnections()
		server.Close()
	})
	return p
}

// settings are the environment for a provider at an address.
func settings(provider, address string) func(string) string {
	values := map[string]string{
		"OPENAI_API_KEY": theKey, "ANTHROPIC_API_KEY": theKey,
		strings.ToUpper(provider) + "_BASE_URL": address,
		"OLLAMA_HOST":                           address,
	}
	if provider == "openai" {
		values["OPENAI_BASE_URL"] = address + "/v1"
	}
	return func(name string) string { return values[name] }
}

// thePrompt is what the fakes are asked.
var thePrompt = prompts.Prompt{
	Task: prompts.ExplainTask, System: "Explain.", User: secretText,
	Thread: thread.Thread{Messages: []thread.Message{{ID: "m1", Text: secretText}, {ID: "m2", Text: "Roll back."}}},
}
