package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestRealThreadsAreQuotedToTheLetter explains real conversations offline:
// every citation exists, every quote stands in the first message it cites, and
// the same input gives the same bytes.
func TestRealThreadsAreQuotedToTheLetter(t *testing.T) {
	paths, err := filepath.Glob("testdata/threads/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no threads", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var source struct {
				Messages []struct{ Text string }
			}
			if err := json.Unmarshal(data, &source); err != nil {
				t.Fatal(err)
			}
			got := gloss(t, nil, "", "explain", "--json", "--offline", path)
			again := gloss(t, nil, "", "explain", "--json", "--offline", path)
			if got.status != 0 || got.stdout != again.stdout {
				t.Fatalf("status %d, the same twice: %t\n%s", got.status, got.stdout == again.stdout, got.stderr)
			}
			var answer struct {
				Gist   said
				Points []said
			}
			if err := json.Unmarshal([]byte(got.stdout), &answer); err != nil {
				t.Fatal(err)
			}
			if len(answer.Points) == 0 {
				t.Error("nothing was quoted")
			}
			for _, s := range append(answer.Points, answer.Gist) {
				if !s.Quote || len(s.Cites) == 0 {
					t.Fatalf("%q is no quote of a message", s.Text)
				}
				// The files give no ids, so messages are m1, m2, … in order.
				n, err := strconv.Atoi(strings.TrimPrefix(s.Cites[0], "m"))
				if err != nil || n < 1 || n > len(source.Messages) {
					t.Fatalf("%q cites %s, which does not exist", s.Text, s.Cites[0])
				}
				if !strings.Contains(oneSpace(source.Messages[n-1].Text), oneSpace(s.Text)) {
					t.Errorf("%q does not stand in %s", s.Text, s.Cites[0])
				}
			}
		})
	}
}

// said is a statement of an answer.
type said struct {
	Text  string
	Cites []string
	Quote bool
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }
