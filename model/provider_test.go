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
	wait := told.RetryAfter.Round(7 * time.Second)
	if told.Kind == RateLimit && wait != 7*time.Second && (wait != 0 || !strings.Contains(s.name, "no")) {
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

func TestAnErrorOfEmitForTheLastLineCounts(t *testing.T) {
	stop := errors.New("the reader left")
	p := fake(t, "openai", func(t turn) { t.say(strings.TrimSpace(theAnswer)); t.send(t.finish("stop"), t.end) })
	_, err := p.Answer(t.Context(), thePrompt, func(r prompts.Record) error {
		if r.Kind == prompts.Decision {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) {
		t.Errorf("the error of emit is lost: %v", err)
	}
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
	for provider := range speeches {
		reading, shown := make(chan struct{}), make(chan struct{})
		p := fake(t, provider, func(t turn) {
			first, rest, _ := strings.Cut(theAnswer, "\n")
			t.say(first + "\n")
			<-reading
			t.send(t.text(rest[:5]))
			<-shown
			t.send(t.text(rest[5:]), t.finish("stop"), t.end)
		})
		p.Idle = soon
		records := 0
		_, err := p.Answer(t.Context(), thePrompt, func(prompts.Record) error {
			if records++; records == 1 {
				close(reading)
				<-time.After(3 * soon)
				close(shown)
			}
			return nil
		})
		if err != nil || records != 2 {
			t.Errorf("%s: %d records, %v", provider, records, err)
		}
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
