package model

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// soon is a deadline for what never comes, short so that the tests are.
const soon = 60 * time.Millisecond

// scenario is one way in which a provider answers.
type scenario struct {
	name   string
	answer func(turn)
	// want is the kind of the error, "" for an answer of two records.
	want Kind
	// only names the provider that can do this, "" for all.
	only string
	// set changes the deadlines.
	set func(*Provider)
}

func short(p *Provider)   { p.FirstEvent, p.Idle = soon, soon }
func limited(p *Provider) { p.Overall = soon }

var scenarios = []scenario{
	{name: "ok", answer: func(t turn) { t.say(theAnswer); t.send(t.finish("stop"), t.end) }},
	{name: "one write", answer: func(t turn) { t.send(t.opening + t.text(theAnswer) + t.finish("stop") + t.end) }},
	{name: "signs of life between", answer: func(t turn) {
		t.send(t.comment)
		t.say(theAnswer)
		t.send(t.comment, t.finish("stop"), t.end)
	}},
	{name: "windows line ends", answer: func(t turn) {
		all := t.opening + t.text(theAnswer) + t.finish("stop") + t.end
		t.send(strings.ReplaceAll(all, "\n", "\r\n"))
	}},
	{name: "data without a space", answer: func(t turn) {
		all := t.opening + t.text(theAnswer) + t.finish("stop") + t.end
		t.send(strings.ReplaceAll(all, "data: ", "data:"))
	}},
	{name: "no end mark after the finish", answer: func(t turn) { t.say(theAnswer); t.send(t.finish("stop")) }},
	{name: "stream cut at its length", answer: func(t turn) { t.say(theAnswer); t.send(t.finish("length"), t.end) }},

	{name: "no finish at all", want: Truncated, answer: func(t turn) { t.say(theAnswer) }},
	{name: "end of the connection in an event", want: Truncated, answer: func(t turn) {
		t.say(theAnswer)
		t.send(t.text("more")[:20])
	}},
	{name: "broken chunk", want: Network, answer: func(t turn) { t.say(theAnswer); breakOff(t) }},
	{name: "hangs up before the headers", want: Network, answer: breakOff},
	{name: "malformed event", want: Protocol, answer: func(t turn) {
		t.say(theAnswer)
		t.send("data: {\"choices\":[{\n\n", t.finish("stop"), t.end)
	}},
	{name: "page of HTML", want: Protocol, answer: func(t turn) { t.send("<html><body>Welcome to the proxy</body></html>\n") }},
	{name: "other JSON", want: Protocol, answer: func(t turn) { t.send(`{"hello":"world"}`) }},
	{name: "empty body", want: Truncated, answer: func(t turn) { t.w.WriteHeader(http.StatusOK) }},
	{name: "answer of nothing", want: Empty, answer: func(t turn) { t.send(t.opening, t.finish("stop"), t.end) }},
	{name: "answer of blanks", want: Empty, answer: func(t turn) { t.say("\n  \n"); t.send(t.finish("stop"), t.end) }},
	{name: "error in the stream", want: Unavailable, answer: func(t turn) {
		t.say(theAnswer)
		t.send(t.failure, t.text("more"), t.finish("stop"), t.end)
	}},
	{name: "refused to answer", want: Filter, only: "openai", answer: func(t turn) { t.say(theAnswer); t.send(t.finish("content_filter"), t.end) }},
	{name: "refused", want: Filter, only: "anthropic", answer: func(t turn) { t.say(theAnswer); t.send(t.finish("content_filter"), t.end) }},
	{name: "huge line", want: Protocol, answer: func(t turn) {
		t.send(t.opening, t.text(strings.Repeat("x", 80<<10)), t.finish("stop"), t.end)
	}},
	{name: "endless text", want: Protocol, answer: func(t turn) {
		t.send(t.opening)
		for t.r.Context().Err() == nil {
			t.send(t.text(strings.Repeat("word ", 10_000)))
		}
	}},
	{name: "endless silence of keep-alives", want: IdleTimeout, set: short, answer: func(t turn) { t.repeat(t.comment, time.Millisecond) }},
	{name: "never answers", want: IdleTimeout, set: short, answer: turn.hang},
	{name: "headers and then nothing", want: IdleTimeout, set: short, answer: func(t turn) { t.send(t.opening); t.hang() }},
	{name: "stalls", want: IdleTimeout, set: short, answer: func(t turn) { t.say(theAnswer); t.hang() }},
	{name: "never stops", want: Timeout, set: limited, answer: func(t turn) { t.send(t.opening); t.repeat(t.text("a "), time.Millisecond) }},

	{name: "rate limit", want: RateLimit, answer: func(t turn) { t.status(429, `{"error":{"message":"slow down"}}`, "Retry-After", "7") }},
	{name: "rate limit as HTML", want: RateLimit, answer: func(t turn) { t.status(429, "<html>", "Retry-After-Ms", "7000") }},
	{name: "no credit", want: Quota, answer: func(t turn) { t.status(429, `{"error":{"code":"insufficient_quota"}}`) }},
	{name: "wrong key", want: Auth, answer: func(t turn) { t.status(401, `{"error":{"message":"Incorrect API key"}}`) }},
	{name: "no such model", want: NotFound, answer: func(t turn) { t.status(404, `{"error":{"message":"model not found"}}`) }},
	{name: "too long", want: TooLong, answer: func(t turn) { t.status(400, `{"error":{"code":"context_length_exceeded"}}`) }},
	{name: "prompt too long", want: TooLong, answer: func(t turn) { t.status(400, `{"error":{"message":"prompt is too long: 9 tokens"}}`) }},
	{name: "filtered", want: Filter, answer: func(t turn) { t.status(400, `{"error":{"code":"content_filter"}}`) }},
	{name: "bad request", want: BadRequest, answer: func(t turn) { t.status(400, `{"error":{"message":"no"}}`) }},
	{name: "broken server", want: Unavailable, answer: func(t turn) { t.status(500, "") }},
	{name: "bad gateway", want: Unavailable, answer: func(t turn) { t.status(502, "<html>bad gateway</html>") }},
	{name: "overloaded", want: Unavailable, answer: func(t turn) { t.status(529, `{"error":{"type":"overloaded_error"}}`) }},
	{name: "huge error", want: Unavailable, answer: func(t turn) { t.status(503, strings.Repeat("x", 1<<20)) }},
	{name: "redirect", want: Protocol, answer: func(t turn) { t.status(302, "", "Location", "/elsewhere") }},

	{name: "event cut in two reads", only: "openai", answer: func(t turn) {
		all := t.text(theAnswer) + t.finish("stop") + t.end
		t.send(all[:30], all[30:])
	}},
	{name: "only the end mark", want: Empty, only: "openai", answer: func(t turn) { t.send(t.end) }},
	{name: "no choices", want: Empty, only: "openai", answer: func(t turn) { t.send("data: {\"choices\":[]}\n\n", t.end) }},
	{name: "null choice", want: Protocol, only: "openai", answer: func(t turn) { t.send("data: {\"choices\":[null]}\n\n", t.end) }},
	{name: "null tool call", want: Protocol, only: "openai", answer: func(t turn) {
		t.send(`data: {"choices":[{"delta":{"tool_calls":[null]}}]}`+"\n\n", t.end)
	}},
	{name: "content as a list", want: Protocol, only: "openai", answer: func(t turn) {
		t.say(theAnswer)
		t.send(`data: {"choices":[{"delta":{"content":[{"text":"x"}]}}]}`+"\n\n", t.finish("stop"), t.end)
	}},
	{name: "not streamed", want: Protocol, only: "openai", answer: func(t turn) {
		t.send(`{"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]}`)
	}},
	{name: "index below zero", want: Protocol, only: "anthropic", answer: func(t turn) {
		t.send(t.opening, `data: {"type":"content_block_delta","index":-1,"delta":{"type":"text_delta","text":"x"}}`+"\n\n")
	}},
	{name: "huge index", want: Protocol, only: "anthropic", answer: func(t turn) {
		t.send(t.opening, `data: {"type":"content_block_delta","index":1e300,"delta":{"type":"text_delta","text":"x"}}`+"\n\n")
	}},
	{name: "thinks first", only: "anthropic", answer: func(t turn) {
		opening := strings.Split(t.opening, "\n\n")[0] + "\n\n"
		t.send(opening, `data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}`+"\n\n",
			`data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}`+"\n\n",
			`data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}`+"\n\n",
			strings.ReplaceAll(t.text(theAnswer), `"index":0`, `"index":1`), t.finish("stop"), t.end)
	}},
	{name: "unknown event", only: "anthropic", answer: func(t turn) {
		t.send(`data: {"type":"news","text":"x"}` + "\n\n")
		t.say(theAnswer)
		t.send(t.finish("stop"), t.end)
	}},
	{name: "thinks in between", only: "openai", answer: func(t turn) {
		t.send(`data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}` + "\n\n")
		t.say(theAnswer)
		t.send(t.finish("stop"), t.end)
	}},
}

// breakOff drops the connection.
func breakOff(t turn) {
	conn, _, err := t.w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	conn.Close()
}

func TestEveryAnswerIsWholeOrATypedError(t *testing.T) {
	for _, provider := range []string{"openai", "anthropic", "ollama"} {
		for _, s := range scenarios {
			if s.only != "" && s.only != provider {
				continue
			}
			t.Run(provider+"/"+s.name, func(t *testing.T) { s.run(t, provider) })
		}
	}
	noneLeft(t)
}

func (s scenario) run(t *testing.T, provider string) {
	p := fake(t, provider, s.answer)
	if s.set != nil {
		s.set(p)
	}
	var over atomic.Bool
	records := 0
	usage, err := p.Answer(t.Context(), thePrompt, func(prompts.Record) error {
		if over.Load() {
			t.Error("emit was called after the return")
		}
		records++
		return nil
	})
	over.Store(true)
	if s.want == "" {
		if err != nil || records != 2 {
			t.Fatalf("%d records, %v", records, err)
		}
		if want := strings.Contains(s.name, "cut at its length"); usage.Cut != want {
			t.Errorf("cut is %v", usage.Cut)
		}
		if usage.Engine != p.Name() {
			t.Errorf("engine is %q", usage.Engine)
		}
		return
	}
	var told *Error
	if !errors.As(err, &told) {
		t.Fatalf("the error is %v after %d records", err, records)
	}
	if told.Kind != s.want {
		t.Errorf("kind is %s, want %s: %v", told.Kind, s.want, err)
	}
	for _, text := range []string{told.Error(), told.Sentence()} {
		if strings.Contains(text, "Ada") || strings.Contains(text, theKey) || strings.Contains(text, "html") || text == "" {
			t.Errorf("the error says %q", text)
		}
	}
	if told.Kind == RateLimit && told.RetryAfter != 7*time.Second {
		t.Errorf("retry after %v", told.RetryAfter)
	}
}

// noneLeft fails if a goroutine of the client library or of this package goes
// on.
func noneLeft(t *testing.T) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		left := ""
		for _, s := range strings.Split(string(stacks), "\n\n") {
			if strings.Contains(s, "langchaingo") || strings.Contains(s, "model.(*Provider)") || strings.Contains(s, "model.(*stream)") {
				left = s
			}
		}
		if left == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("a goroutine is left:\n%s", left)
		}
		runtime.Gosched()
	}
}

func TestTokensAreCountedAsTheProviderDoes(t *testing.T) {
	for provider := range speeches {
		p := fake(t, provider, func(t turn) { t.say(theAnswer); t.send(t.finish("stop"), t.end) })
		usage, err := p.Answer(t.Context(), thePrompt, func(prompts.Record) error { return nil })
		if err != nil || usage.PromptTokens != 11 || usage.CompletionTokens != 7 {
			t.Errorf("%s: %+v, %v", provider, usage, err)
		}
	}
}

func TestAnErrorOrPanicOfEmitEndsTheCall(t *testing.T) {
	stop := errors.New("the reader left")
	for provider := range speeches {
		p := fake(t, provider, func(t turn) { t.say(theAnswer); t.send(t.finish("stop"), t.end) })
		for name, emit := range map[string]func(prompts.Record) error{
			"error": func(prompts.Record) error { return stop },
			"panic": func(prompts.Record) error { panic("boom") },
		} {
			_, err := p.Answer(t.Context(), thePrompt, emit)
			var told *Error
			if !errors.As(err, &told) || told.Kind != Callback {
				t.Errorf("%s, %s: %v", provider, name, err)
			}
			if name == "error" && !errors.Is(err, stop) {
				t.Errorf("%s: the error of emit is lost: %v", provider, err)
			}
		}
	}
	noneLeft(t)
}

func TestCancellingEndsTheCall(t *testing.T) {
	for provider := range speeches {
		p := fake(t, provider, func(t turn) { t.say(theAnswer); t.hang() })
		ctx, cancel := context.WithCancel(t.Context())
		_, err := p.Answer(ctx, thePrompt, func(prompts.Record) error { cancel(); return nil })
		var told *Error
		if !errors.As(err, &told) || told.Kind != Canceled || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", provider, err)
		}
		if _, err := p.Answer(ctx, thePrompt, func(prompts.Record) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, cancelled before: %v", provider, err)
		}
	}
	noneLeft(t)
}

func TestASlowReaderIsNoSilentModel(t *testing.T) {
	p := fake(t, "openai", func(t turn) { t.say(theAnswer); t.send(t.finish("stop"), t.end) })
	p.Idle = soon
	_, err := p.Answer(t.Context(), thePrompt, func(prompts.Record) error {
		<-time.After(3 * soon)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestNobodyListening(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	p, err := Open("ollama:small", settings("ollama", address))
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Answer(t.Context(), thePrompt, func(prompts.Record) error { return nil })
	var told *Error
	if !errors.As(err, &told) || told.Kind != Network || told.Sentence() != "Ollama cannot be reached at "+address+"." {
		t.Errorf("%v", err)
	}
}

func TestWhatIsSent(t *testing.T) {
	for provider := range speeches {
		var body map[string]json.RawMessage
		var header http.Header
		var path string
		p := fake(t, provider, func(t turn) {
			raw, _ := io.ReadAll(t.r.Body)
			_ = json.Unmarshal(raw, &body)
			header, path = t.r.Header, t.r.URL.Path
			t.say(theAnswer)
			t.send(t.finish("stop"), t.end)
		})
		if _, err := p.Answer(t.Context(), thePrompt, func(prompts.Record) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if _, ok := body["temperature"]; ok {
			t.Errorf("%s: a temperature is sent", provider)
		}
		if path != speeches[provider].path || string(body["model"]) != `"small"` || string(body["stream"]) != "true" {
			t.Errorf("%s: %s %s", provider, path, body["model"])
		}
		key := header.Get("Authorization") + header.Get("X-Api-Key")
		if strings.Contains(key, theKey) != (provider != "ollama") {
			t.Errorf("%s: the key is sent as %q", provider, key)
		}
		if provider == "ollama" && !strings.Contains(string(body["options"]), `"num_ctx":8192`) {
			t.Errorf("ollama: options are %s", body["options"])
		}
	}
}
