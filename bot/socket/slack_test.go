package socket

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

const (
	testToken  = "xapp-1-A1-test-0123456789abcdef"
	testTicket = "ticket-fedcba9876543210"
)

// slack is a Slack of one test: it opens links as the test says and hands them
// to the test, which speaks for Slack on them.
type slack struct {
	t        *testing.T
	listener *pipeListener
	links    chan *wire
	log      *logBuffer

	mu     sync.Mutex
	opens  []time.Time
	answer func(open int) (status int, header http.Header, body string) // nil: a link each
}

// newSlack starts a Slack in the test's bubble. At the end of the test nothing
// that is secret may stand in its log.
func newSlack(t *testing.T) *slack {
	s := &slack{
		t:        t,
		listener: &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})},
		links:    make(chan *wire, 4096),
		log:      &logBuffer{},
	}
	server := &http.Server{Handler: s.handler()}
	go server.Serve(s.listener)
	t.Cleanup(func() {
		server.Close()
		s.log.mustNotHold(t, testToken, testTicket, "/link?")
	})
	return s
}

func (s *slack) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/apps.connections.open", s.open)
	mux.HandleFunc("GET /link", s.accept)
	return mux
}

func (s *slack) open(w http.ResponseWriter, r *http.Request) {
	if r.ProtoMajor == 1 && !r.Close {
		s.t.Error("the connection to the API is kept for hours")
	}
	s.mu.Lock()
	s.opens = append(s.opens, time.Now())
	count, answer := len(s.opens), s.answer
	s.mu.Unlock()
	switch {
	case r.Header.Get("Authorization") != "Bearer "+testToken:
		fmt.Fprint(w, `{"ok":false,"error":"invalid_auth"}`)
	case answer != nil:
		status, header, body := answer(count)
		for name := range header {
			w.Header().Set(name, header.Get(name))
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	default:
		fmt.Fprint(w, s.ticket(r))
	}
}

// ticket is the answer that opens a link.
func (s *slack) ticket(r *http.Request) string {
	scheme := "ws"
	if r.TLS != nil {
		scheme = "wss"
	}
	return fmt.Sprintf(`{"ok":true,"url":"%s://%s/link?ticket=%s&app_id=A1"}`, scheme, r.Host, testTicket)
}

func (s *slack) accept(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("ticket") != testTicket {
		http.Error(w, "no such ticket", http.StatusForbidden)
		return
	}
	upgrader := websocket.Upgrader{WriteBufferSize: 32 << 10}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the test closed everything
	}
	l := &wire{
		t:      s.t,
		conn:   conn,
		frames: make(chan string, 8192),
		pings:  make(chan string, 1024),
		pongs:  make(chan string, 1024),
		closed: make(chan struct{}),
	}
	conn.SetPongHandler(func(data string) error { l.pongs <- data; return nil })
	answer := conn.PingHandler()
	conn.SetPingHandler(func(data string) error {
		l.pings <- data
		if l.deaf {
			return nil
		}
		return answer(data)
	})
	s.links <- l
	l.listen()
}

// opened returns when links were asked for.
func (s *slack) opened() []time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]time.Time(nil), s.opens...)
}

// link returns the next link that the receiver opens, greeted.
func (s *slack) link() *wire {
	s.t.Helper()
	l := s.silentLink()
	l.send(`{"type":"hello","num_connections":1,"debug_info":{"host":"applink-1","approximate_connection_time":18060},"connection_info":{"app_id":"A1"}}`)
	return l
}

// silentLink returns the next link that the receiver opens.
func (s *slack) silentLink() *wire { s.t.Helper(); return <-s.links }

// receiver returns a receiver for this Slack with one link and the defaults.
func (s *slack) receiver(sink Sink) *Receiver {
	return &Receiver{
		AppToken: testToken,
		APIURL:   "http://slack.test/api/",
		HTTP:     &http.Client{Transport: &http.Transport{DialContext: s.listener.dial}},
		Sink:     sink,
		Log:      slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Links:    1,
	}
}

// start runs the receiver; stop ends it and checks that it ended in order.
func (s *slack) start(r *Receiver) (stop func()) {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	return func() {
		s.t.Helper()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			s.t.Errorf("Run returned %v, want the context's error", err)
		}
	}
}

// event is an events_api envelope.
func event(id string, attempt int) string {
	return fmt.Sprintf(`{"envelope_id":%q,"type":"events_api","accepts_response_payload":false,"retry_attempt":%d,"retry_reason":"","payload":{"event_id":"Ev-%s","event":{"type":"message","text":"a private word"}}}`,
		id, attempt, id)
}

// stored is a sink that remembers.
type stored struct {
	mu        sync.Mutex
	envelopes []Envelope
}

func (s *stored) Receive(_ context.Context, e Envelope) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.envelopes = append(s.envelopes, e)
	return nil, nil
}

func (s *stored) all() []Envelope {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Envelope(nil), s.envelopes...)
}
