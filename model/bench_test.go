package model

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// benchRecords is how many records a stream of the benchmark holds; each comes
// in pieces of a few words.
const benchRecords = 50

// benchServer streams an answer of so many records at once.
func benchServer(b *testing.B) string {
	b.Helper()
	s := speeches["openai"]
	var out strings.Builder
	for i := range benchRecords {
		line := fmt.Sprintf(`{"kind":"point","text":"Step %d of the migration was done and checked by the whole team on Monday.","cites":["m1"]}`, i) + "\n"
		for piece := range strings.SplitAfterSeq(line, " ") {
			out.WriteString(s.text(piece))
		}
	}
	out.WriteString(s.finish("stop") + s.end)
	answer := []byte(out.String())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(answer) }))
	b.Cleanup(server.Close)
	return server.URL
}

// raw reads such a stream with nothing but the HTTP client and a JSON decoder,
// and returns when the first record was there.
func raw(client *http.Client, address string) (first time.Time, records int, err error) {
	resp, err := client.Post(address, "application/json", strings.NewReader("{}"))
	if err != nil {
		return first, 0, err
	}
	defer resp.Body.Close()
	var line []byte
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		payload, ok := bytes.CutPrefix(lines.Bytes(), []byte("data: "))
		if !ok || string(payload) == "[DONE]" {
			continue
		}
		var e struct {
			Choices []struct{ Delta struct{ Content string } }
		}
		if err := json.Unmarshal(payload, &e); err != nil {
			return first, 0, err
		}
		for _, c := range e.Choices {
			line = append(line, c.Delta.Content...)
		}
		if bytes.HasSuffix(line, []byte("\n")) {
			var r prompts.Record
			if err := json.Unmarshal(line, &r); err != nil {
				return first, 0, err
			}
			if records++; records == 1 {
				first = time.Now()
			}
			line = line[:0]
		}
	}
	return first, records, nil
}

// BenchmarkGuard compares everything that stands between a provider's stream
// and its records with the HTTP client alone, in turns in one run.
func BenchmarkGuard(b *testing.B) {
	address := benchServer(b)
	p, err := Open("openai:small", settings("openai", address))
	if err != nil {
		b.Fatal(err)
	}
	engine := &Long{Engine: NewChain(&Meter{Engine: p, Budget: &Budget{Total: Limit{Tokens: 1e15}, Now: time.Now}})}
	client := &http.Client{Transport: dialer(connectWithin)}
	var rawFirst, rawAll, ourFirst, ourAll time.Duration
	for b.Loop() {
		start := time.Now()
		first, n, err := raw(client, address)
		if err != nil || n != benchRecords {
			b.Fatal(n, err)
		}
		rawFirst, rawAll = rawFirst+first.Sub(start), rawAll+time.Since(start)
		n = 0
		start = time.Now()
		_, err = engine.Answer(b.Context(), thePrompt, func(prompts.Record) error {
			if n++; n == 1 {
				ourFirst += time.Since(start)
			}
			return nil
		})
		if err != nil || n != benchRecords {
			b.Fatal(n, err)
		}
		ourAll += time.Since(start)
	}
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(b.N) }
	b.ReportMetric(each(rawFirst), "raw-first-µs")
	b.ReportMetric(each(ourFirst-rawFirst), "more-to-first-µs")
	b.ReportMetric(each(rawAll)/benchRecords, "raw-record-µs")
	b.ReportMetric(each(ourAll-rawAll)/benchRecords, "more-a-record-µs")
}
