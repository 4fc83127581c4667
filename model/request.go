package model

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/gloss-tutor/gloss/prompts"
)

// requestRules say what is changed in the requests of which provider, host and
// model; the file explains itself.
//
//go:embed requests.txt
var requestRules string

// fields is the body of a request.
type fields map[string]json.RawMessage

// request mends the bodies that the client library writes: it knows the
// providers of its time, and sends fields that others refuse.
type request struct {
	changes []change

	mu sync.Mutex
	// refused are fields that the provider has refused, which are left out
	// from then on.
	refused map[string]bool
}

// change is one rule: drop a field, or rename it when to is not "".
type change struct{ field, to string }

// newRequest returns what the rules say for a provider, its host and a model.
func newRequest(provider, host, model string) (*request, error) {
	r := &request{refused: make(map[string]bool)}
	for line := range strings.Lines(requestRules) {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if len(f) < 5 || f[3] != "drop" && (f[3] != "rename" || len(f) != 6) {
			return nil, fmt.Errorf("read the rules for requests: %q", line)
		}
		// A model may be named "vendor/model", which a pattern's * is to match.
		flat := strings.ReplaceAll(model, "/", ":")
		if !matches(f[0], provider) || !matches(f[1], host) || !matches(f[2], flat) {
			continue
		}
		c := change{field: f[4]}
		if f[3] == "rename" {
			c.to = f[5]
		}
		r.changes = append(r.changes, c)
	}
	return r, nil
}

func matches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

// read takes the body off a request of the library and applies the rules.
func (r *request) read(req *http.Request) (fields, error) {
	raw, err := io.ReadAll(req.Body)
	req.Body.Close()
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	var body fields
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	for _, c := range r.changes {
		if value, ok := body[c.field]; ok && c.to != "" {
			body[c.to] = value
		}
		delete(body, c.field)
	}
	return body, nil
}

// write returns the bytes to send. For Ollama the context is made as large as
// the prompt needs, for it cuts off silently what does not fit.
func (r *request) write(body fields, c *call) ([]byte, error) {
	r.mu.Lock()
	for field := range r.refused {
		delete(body, field)
	}
	r.mu.Unlock()
	if c.dialect.ownContext {
		body["options"] = json.RawMessage(fmt.Sprintf(`{"num_ctx":%d}`, contextFor(c.tokens)))
	}
	if c.dialect.cacheMarks {
		if err := markCache(body, c.shared); err != nil {
			return nil, fmt.Errorf("write the request: %w", err)
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("write the request: %w", err)
	}
	return raw, nil
}

// block is a piece of text in a request to Anthropic.
type block struct {
	Type  string `json:"type"`
	Text  string `json:"text"`
	Cache *mark  `json:"cache_control,omitempty"`
}

type mark struct {
	Type string `json:"type"`
}

// markCache marks what Anthropic may keep for the next request: the system
// message, which is the same for all threads, and the first so many bytes of
// the user message, which are the same for all learners. The library marks
// neither. The others keep beginnings without being told.
func markCache(body fields, shared int) error {
	keep := &mark{"ephemeral"}
	var system string
	if json.Unmarshal(body["system"], &system) == nil && system != "" {
		raw, err := json.Marshal([]block{{"text", system, keep}})
		if err != nil {
			return err
		}
		body["system"] = raw
	}
	var messages []struct {
		Role    string  `json:"role"`
		Content []block `json:"content"`
	}
	if json.Unmarshal(body["messages"], &messages) != nil || len(messages) != 1 || len(messages[0].Content) != 1 {
		return nil
	}
	text := messages[0].Content[0].Text
	if shared <= 0 || shared >= len(text) {
		return nil
	}
	messages[0].Content = []block{{"text", text[:shared], keep}, {"text", text[shared:], nil}}
	raw, err := json.Marshal(messages)
	body["messages"] = raw
	return err
}

// optional are the fields without which a request means the same.
var optional = map[string]bool{
	"temperature": true, "stream_options": true, "max_completion_tokens": true, "metadata": true, "top_p": true,
}

// word finds the names of fields in the words of a refusal.
var word = regexp.MustCompile(`[a-z_]{4,}`)

// learn reads a refusal and reports whether it names an optional field of the
// body, so that it is worth asking once more without it.
func (r *request) learn(refusal string, body fields) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range word.FindAllString(refusal, -1) {
		if _, sent := body[name]; sent && optional[name] {
			r.refused[name] = true
			return true
		}
	}
	return false
}

// contextFor is the context that a prompt and its answer need, in steps, for a
// model is loaded anew when it changes.
func contextFor(tokens int) int {
	const step, answer, most = 4096, 4096, 65536
	return min(most, (tokens+answer+step-1)/step*step)
}

// tokensOf estimates the size of a prompt.
func tokensOf(p prompts.Prompt) int { return prompts.Tokens(p.System) + prompts.Tokens(p.User) }
