package model

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

func nobody(prompts.Record) error { return nil }

func kindIn(err error) Kind {
	var told *Error
	if !errors.As(err, &told) {
		return Kind(fmt.Sprintf("untyped: %v", err))
	}
	return told.Kind
}

// TestAConnectionThatIsNotMadeEndsTheCall talks TLS to a listener that never
// says a word.
func TestAConnectionThatIsNotMadeEndsTheCall(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p, err := Open("openai:small", settings("nowhere", ""))
	if err != nil {
		t.Fatal(err)
	}
	network := dialer(soon)
	dial := network.DialContext
	network.DialContext = func(ctx context.Context, kind, _ string) (net.Conn, error) {
		return dial(ctx, kind, l.Addr().String())
	}
	p.transport.base = network
	if _, err := p.Answer(t.Context(), thePrompt, nobody); kindIn(err) != Network {
		t.Errorf("%v", err)
	}
}

func TestADeadlineOfTheCallerDuringAStall(t *testing.T) {
	for provider := range speeches {
		p := fake(t, provider, func(t turn) { t.say(theAnswer); t.hang() })
		ctx, cancel := context.WithTimeout(t.Context(), soon)
		_, err := p.Answer(ctx, thePrompt, nobody)
		cancel()
		if kindIn(err) != Timeout || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", provider, err)
		}
	}
	noneLeft(t)
}

func TestAnAnswerThatWasWholeBeforeTheCancelStands(t *testing.T) {
	for provider := range speeches {
		ctx, cancel := context.WithCancel(t.Context())
		p := fake(t, provider, func(t turn) {
			t.send(t.opening, t.text(theAnswer), t.finish("stop"), t.end)
			t.hang()
		})
		records := 0
		_, err := p.Answer(ctx, thePrompt, func(prompts.Record) error { records++; return nil })
		cancel()
		if err != nil || records != 2 {
			t.Errorf("%s: %d records, %v", provider, records, err)
		}
	}
}

func TestWhatAProviderRefusesByNameIsLeftOutFromThenOn(t *testing.T) {
	var asked []map[string]json.RawMessage
	p := fake(t, "openai", func(t turn) {
		raw, _ := io.ReadAll(t.r.Body)
		var body map[string]json.RawMessage
		_ = json.Unmarshal(raw, &body)
		asked = append(asked, body)
		if _, ok := body["stream_options"]; ok {
			t.status(400, `{"error":{"message":"Extra inputs are not permitted: 'stream_options'"}}`)
			return
		}
		t.say(theAnswer)
		t.send(t.finish("stop"), t.end)
	})
	for range 2 {
		if _, err := p.Answer(t.Context(), thePrompt, nobody); err != nil {
			t.Fatal(err)
		}
	}
	if len(asked) != 3 {
		t.Errorf("asked %d times, want once again for the refusal and once for the second question", len(asked))
	}
}

func TestWhatIsRefusedForGoodIsNotAskedAgain(t *testing.T) {
	asked := 0
	p := fake(t, "openai", func(t turn) { asked++; t.status(400, `{"error":{"message":"bad messages and temperature"}}`) })
	if _, err := p.Answer(t.Context(), thePrompt, nobody); kindIn(err) != BadRequest || asked != 1 {
		t.Errorf("asked %d times: %v", asked, err)
	}
}

func TestTheRulesForRequests(t *testing.T) {
	for _, c := range []struct{ provider, host, model, want string }{
		{"openai", "api.openai.com", "gpt-5-mini", `{"stream_options":{}}`},
		{"openai", "api.mistral.ai", "mistral-small", `{}`},
		{"openai", "openrouter.ai", "mistralai/mistral-small", `{"stream_options":{}}`},
		{"anthropic", "api.anthropic.com", "claude-opus-4-7", `{"metadata":{},"stream_options":{}}`},
	} {
		r, err := newRequest(c.provider, c.host, c.model)
		if err != nil {
			t.Fatal(err)
		}
		sent := `{"temperature":0,"metadata":{},"stream_options":{}}`
		body, err := r.read(&http.Request{Body: io.NopCloser(strings.NewReader(sent))})
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(body)
		if err != nil || string(got) != c.want {
			t.Errorf("%s %s: %s, %v", c.provider, c.model, got, err)
		}
	}
}

// replay is a network on which every request is answered with one body.
type replay []byte

func (body replay) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: r, Body: io.NopCloser(bytes.NewReader(body))}, nil
}

// FuzzAnyBodyIsAnAnswerOrATypedError holds that no body crashes or hangs a
// call, and that none passes for success without its end and a record.
func FuzzAnyBodyIsAnAnswerOrATypedError(f *testing.F) {
	for _, s := range speeches {
		f.Add([]byte(s.opening + s.text(theAnswer) + s.comment + s.finish("stop") + s.end))
		f.Add([]byte(s.opening + s.text("x") + s.failure))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for provider := range speeches {
			p, err := Open(provider+":small", settings(provider, "http://127.0.0.1:1"))
			if err != nil {
				t.Fatal(err)
			}
			p.transport.base = replay(body)
			p.FirstEvent, p.Idle, p.Overall = time.Minute, time.Minute, time.Minute
			records := 0
			_, err = p.Answer(t.Context(), thePrompt, func(prompts.Record) error { records++; return nil })
			if err == nil && (records == 0 || !bytes.ContainsAny(body, "{[")) {
				t.Errorf("%s: success with %d records", provider, records)
			}
			if err != nil && strings.HasPrefix(string(kindIn(err)), "untyped") {
				t.Errorf("%s: %v", provider, err)
			}
		}
	})
}
