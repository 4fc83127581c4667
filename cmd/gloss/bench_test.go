package main

import (
	"bytes"
	"encoding/json"
	"io"
	"runtime"
	"testing"
)

// BenchmarkLongThread explains and briefs on 12,000 messages without a model.
func BenchmarkLongThread(b *testing.B) {
	talk := []string{
		"the canary deployment shows 4%% errors since 9:05, should we roll back?",
		"yes, decision: we roll back now and look at the logs afterwards",
		"I'll write the post-mortem by Friday, @Mina can you check the load balancer?",
		"the root cause was a timeout in the service mesh, see PR 4411",
		"no, that is not it: the container image was built from the wrong branch",
	}
	authors := []string{"Mina Okafor", "Jun Haldane", "Tomasz Reder", "Pippa Crane", "Ana Vidal", "Ben Osei", "Cem Aydin"}
	var th struct {
		Messages []map[string]any `json:"messages"`
	}
	for i := range 12_000 {
		th.Messages = append(th.Messages, map[string]any{
			"author": authors[i%len(authors)], "text": talk[i%len(talk)] + " (" + string(rune('a'+i%26)) + ")",
		})
	}
	input, err := json.Marshal(th)
	if err != nil {
		b.Fatal(err)
	}
	for _, command := range []string{"explain", "brief"} {
		b.Run(command, func(b *testing.B) {
			var before, after runtime.MemStats
			for b.Loop() {
				runtime.ReadMemStats(&before)
				env := environment{b.Context(), func(string) string { return "" }, bytes.NewReader(input), io.Discard, io.Discard}
				if status := run(env, []string{command, "--offline", "--json"}); status != exitDone {
					b.Fatal(status)
				}
				runtime.ReadMemStats(&after)
			}
			b.ReportMetric(float64(after.Sys>>20), "MB-of-system")
		})
	}
}
