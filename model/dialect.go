package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"

	"github.com/tmc/langchaingo/llms"
	"github.com/tmc/langchaingo/llms/anthropic"
	"github.com/tmc/langchaingo/llms/ollama"
	"github.com/tmc/langchaingo/llms/openai"
)

// dialect is what differs between the providers.
type dialect struct {
	// maker is the provider's name as people write it.
	maker string
	// keyVariable and addressVariable name its settings, address is where it
	// is when they do not say; keyVariable is "" when it needs none.
	keyVariable, addressVariable, address string
	// base makes the address that the client library wants of the setting.
	base func(setting string) (string, error)
	// client makes the library's client.
	client func(model, base, key string, c *http.Client) (llms.Model, error)
	// event checks one line of a stream, and say is the line for a piece of
	// text, which stands in JSON.
	event func(line []byte) (event, bool)
	say   func(at string, text []byte) []byte
	// maxTokens bounds an answer where the library's own bound is too low.
	maxTokens int
	// ownContext says that the size of the context is asked for per request.
	ownContext bool
	// cacheMarks says that the provider keeps only what is marked for its cache.
	cacheMarks bool
}

// dialects are the providers that GLOSS_MODEL can name.
var dialects = map[string]dialect{
	"openai": {
		maker: "OpenAI", keyVariable: "OPENAI_API_KEY",
		addressVariable: "OPENAI_BASE_URL", address: "https://api.openai.com/v1",
		base: webAddress, event: openaiEvent, say: openaiText,
		client: func(model, base, key string, c *http.Client) (llms.Model, error) {
			return openai.New(openai.WithModel(model), openai.WithBaseURL(base), openai.WithToken(key), openai.WithHTTPClient(c))
		},
	},
	"anthropic": {
		maker: "Anthropic", keyVariable: "ANTHROPIC_API_KEY",
		addressVariable: "ANTHROPIC_BASE_URL", address: "https://api.anthropic.com",
		base: anthropicAddress, event: anthropicEvent, say: anthropicText, maxTokens: 4096, cacheMarks: true,
		client: func(model, base, key string, c *http.Client) (llms.Model, error) {
			return anthropic.New(anthropic.WithModel(model), anthropic.WithBaseURL(base), anthropic.WithToken(key), anthropic.WithHTTPClient(c))
		},
	},
	"ollama": {
		maker: "Ollama", addressVariable: "OLLAMA_HOST", address: "127.0.0.1:11434",
		base: ollamaAddress, event: ollamaEvent, say: ollamaText, ownContext: true,
		client: func(model, base, _ string, c *http.Client) (llms.Model, error) {
			return ollama.New(ollama.WithModel(model), ollama.WithServerURL(base), ollama.WithHTTPClient(c))
		},
	},
}

// event is what a line of a stream means.
type event struct {
	// line is handed to the client library, nil keeps it from it.
	line []byte
	// progress says that the model is at work; a sign of life alone is not.
	progress bool
	// finished says that the answer is whole, stop why it ended, and last that
	// nothing follows.
	finished, last bool
	stop           string
	// failure is the text of an error object.
	failure string
	// text is a piece of the answer, if the event is that and nothing else; at
	// is the block it belongs to.
	text *string
	at   string
}

// data returns the payload of a line of server-sent events; done says that the
// line carries none. ok is false for what is no such line.
func data(line []byte) (payload []byte, done, ok bool) {
	for _, field := range []string{":", "event:", "id:", "retry:"} {
		if bytes.HasPrefix(line, []byte(field)) {
			return nil, true, true
		}
	}
	payload, ok = bytes.CutPrefix(line, []byte("data:"))
	return bytes.TrimSpace(payload), false, ok
}

// dataLine is the one spelling of a payload that every client reads.
func dataLine(payload []byte) []byte { return append([]byte("data: "), payload...) }

// failureIn returns the error that an object holds, "" for none.
func failureIn(raw json.RawMessage) string {
	if len(raw) == 0 || string(raw) == "null" || string(raw) == `""` {
		return ""
	}
	return string(raw)
}

// bareFailure reads an error that is sent, with status 200, in place of a
// stream.
func bareFailure(line []byte) (event, bool) {
	var e struct {
		Error json.RawMessage `json:"error"`
	}
	if !object(line, &e) || failureIn(e.Error) == "" {
		return event{}, false
	}
	return event{failure: string(e.Error)}, true
}

func openaiEvent(line []byte) (event, bool) {
	if e, ok := bareFailure(line); ok {
		return e, true
	}
	payload, nothing, ok := data(line)
	if !ok || nothing {
		return event{}, ok
	}
	if string(payload) == "[DONE]" {
		return event{line: dataLine(payload), finished: true, last: true}, true
	}
	// The types are the library's: it skips, silently, what does not fit them.
	var e struct {
		Error   json.RawMessage `json:"error"`
		Usage   json.RawMessage `json:"usage"`
		Created float64         `json:"created"`
		Choices []*struct {
			Index        float64 `json:"index"`
			FinishReason *string `json:"finish_reason"`
			Delta        *struct {
				Content          *string         `json:"content"`
				ReasoningContent *string         `json:"reasoning_content"`
				FunctionCall     json.RawMessage `json:"function_call"`
				ToolCalls        json.RawMessage `json:"tool_calls"`
			} `json:"delta"`
		} `json:"choices"`
	}
	if !object(payload, &e) {
		return event{}, false
	}
	out := event{line: dataLine(payload), progress: true, failure: failureIn(e.Error)}
	for _, choice := range e.Choices {
		if choice == nil {
			return event{}, false
		}
		// No tool was offered, and half a call crashes the library.
		if d := choice.Delta; d != nil && (calls(d.FunctionCall) || calls(d.ToolCalls)) {
			return event{}, false
		}
		if choice.FinishReason != nil && *choice.FinishReason != "" {
			out.finished, out.stop = true, *choice.FinishReason
		}
	}
	if len(e.Choices) == 1 && !out.finished && !calls(e.Usage) {
		if d := e.Choices[0].Delta; d != nil && d.ReasoningContent == nil {
			out.text = d.Content
		}
	}
	return out, true
}

func openaiText(_ string, text []byte) []byte {
	return fmt.Appendf(nil, `data: {"choices":[{"index":0,"delta":{"content":%s}}]}`, text)
}

func calls(raw json.RawMessage) bool {
	return len(raw) > 0 && string(raw) != "null" && string(raw) != "[]"
}

// blockIndex is an index of a content block; the library panics on others.
var blockIndex = regexp.MustCompile(`^[0-9]{1,3}$`)

func anthropicEvent(line []byte) (event, bool) {
	if e, ok := bareFailure(line); ok {
		return e, true
	}
	payload, nothing, ok := data(line)
	if !ok || nothing {
		return event{}, ok
	}
	var e struct {
		Type  string          `json:"type"`
		Index json.RawMessage `json:"index"`
		Error json.RawMessage `json:"error"`
		Block struct {
			Type string `json:"type"`
		} `json:"content_block"`
		Delta struct {
			Type       string  `json:"type"`
			Text       *string `json:"text"`
			StopReason *string `json:"stop_reason"`
		} `json:"delta"`
	}
	if !object(payload, &e) {
		return event{}, false
	}
	out := event{line: dataLine(payload), progress: true, failure: failureIn(e.Error)}
	switch e.Type {
	case "message_start", "message_stop":
		out.finished, out.last = e.Type == "message_stop", e.Type == "message_stop"
	case "content_block_start", "content_block_delta", "content_block_stop":
		if e.Block.Type == "redacted_thinking" {
			// The library knows only the kind that can be read.
			out.line = fmt.Appendf(nil, `data: {"type":"content_block_start","index":%s,"content_block":{"type":"thinking","thinking":""}}`, e.Index)
		}
		if e.Type == "content_block_delta" && e.Delta.Type == "text_delta" {
			out.text, out.at = e.Delta.Text, string(e.Index)
		}
		return out, blockIndex.Match(e.Index)
	case "message_delta":
		if e.Delta.StopReason != nil && *e.Delta.StopReason != "" {
			out.finished, out.stop = true, *e.Delta.StopReason
		}
	case "ping":
		return event{}, true
	case "error":
		if out.failure == "" {
			out.failure = "error"
		}
	default:
		// The library prints what it does not know to the log.
		out.line = nil
		return out, e.Type != "" || out.failure != ""
	}
	return out, true
}

func anthropicText(at string, text []byte) []byte {
	return fmt.Appendf(nil, `data: {"type":"content_block_delta","index":%s,"delta":{"type":"text_delta","text":%s}}`, at, text)
}

func ollamaEvent(line []byte) (event, bool) {
	var e struct {
		Error   json.RawMessage `json:"error"`
		Done    bool            `json:"done"`
		Reason  string          `json:"done_reason"`
		Message *struct {
			Content string `json:"content"`
		} `json:"message"`
	}
	if !object(line, &e) {
		return event{}, false
	}
	out := event{line: line, progress: true, finished: e.Done, last: e.Done, stop: e.Reason, failure: failureIn(e.Error)}
	if e.Message != nil && !e.Done {
		out.text = &e.Message.Content
	}
	return out, out.failure != "" || e.Message != nil || e.Done
}

func ollamaText(_ string, text []byte) []byte {
	return fmt.Appendf(nil, `{"message":{"role":"assistant","content":%s},"done":false}`, text)
}

// object decodes a JSON object and nothing else.
func object(text []byte, into any) bool {
	return bytes.HasPrefix(text, []byte("{")) && json.Unmarshal(text, into) == nil
}
