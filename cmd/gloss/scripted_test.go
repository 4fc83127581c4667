package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// scripted is a server that streams one answer as OpenAI's chat completions
// do, and keeps what it was asked.
type scripted struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

// speak starts a model that gives the lines as its answer. Before each line but
// the first it calls wait, unless that is nil.
func speak(t *testing.T, wait func(), lines ...string) *scripted {
	t.Helper()
	s := &scripted{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.hear(r); errors.Is(err, io.ErrUnexpectedEOF) {
			return // whoever asked was killed in the middle
		} else if err != nil {
			t.Errorf("read the request: %v", err)
		}
		w.Header().Set("Content-Type", "text/event-stream")
		for i, line := range lines {
			if i > 0 && wait != nil {
				wait()
			}
			for piece := range strings.SplitAfterSeq(line+"\n", " ") {
				chunk, err := json.Marshal(piece)
				if err != nil {
					t.Error(err)
				}
				fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%s}}]}\n\n", chunk)
			}
			w.(http.Flusher).Flush()
		}
		fmt.Fprint(w, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *scripted) hear(r *http.Request) error {
	var body struct {
		Messages []struct {
			Content any `json:"content"`
		} `json:"messages"`
	}
	err := json.NewDecoder(r.Body).Decode(&body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, fmt.Sprint(body.Messages))
	return err
}

// heard is what the model was asked so far.
func (s *scripted) heard() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// environ are the settings that lead to the model.
func (s *scripted) environ() map[string]string {
	return map[string]string{"GLOSS_MODEL": "openai:scripted", "OPENAI_BASE_URL": s.URL + "/v1", "OPENAI_API_KEY": "test"}
}
