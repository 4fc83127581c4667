package socket

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
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

// wire is Slack's end of one link.
type wire struct {
	t      *testing.T
	conn   *websocket.Conn
	frames chan string   // what the receiver sent
	pings  chan string   // the receiver's pings
	pongs  chan string   // the receiver's answers to pings
	closed chan struct{} // the receiver hung up
	code   int           // with which code
	deaf   bool          // pings are not answered
}

// listen reads what the receiver sends until it hangs up, and hangs up too.
func (l *wire) listen() {
	defer close(l.closed)
	defer l.conn.Close()
	for {
		_, data, err := l.conn.ReadMessage()
		if closed := (*websocket.CloseError)(nil); errors.As(err, &closed) {
			l.code = closed.Code
		}
		if err != nil {
			return
		}
		l.frames <- string(data)
	}
}

func (l *wire) send(frame string) {
	l.t.Helper()
	if err := l.conn.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
		l.t.Errorf("Slack could not send: %v", err)
	}
}

func (l *wire) sendEvent(id string) { l.t.Helper(); l.send(event(id, 0)) }

func (l *wire) disconnect(reason string) {
	l.t.Helper()
	l.send(fmt.Sprintf(`{"type":"disconnect","reason":%q,"debug_info":{"host":"applink-1"}}`, reason))
}

// wantAcks checks that the next frames acknowledge these envelopes, in any order.
func (l *wire) wantAcks(ids ...string) {
	l.t.Helper()
	want := map[string]bool{}
	for _, id := range ids {
		want[id] = true
	}
	for range ids {
		var ack map[string]string
		frame := <-l.frames
		if err := json.Unmarshal([]byte(frame), &ack); err != nil || len(ack) != 1 || !want[ack["envelope_id"]] {
			l.t.Fatalf("got frame %s, want an acknowledgement of one of %v", frame, ids)
		}
		delete(want, ack["envelope_id"])
	}
}

// wantNothing checks that the receiver has sent nothing when all is at rest.
func (l *wire) wantNothing() {
	l.t.Helper()
	synctest.Wait()
	select {
	case frame := <-l.frames:
		l.t.Errorf("got frame %s, want none", frame)
	default:
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

// pipeListener is a network in memory: in a synctest bubble its time is fake.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipeListener) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "slack.test", Net: "pipe"} }

// pipe returns both ends of a link in memory.
func pipe(t *testing.T) (client, server *websocket.Conn) {
	t.Helper()
	listener := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
	defer listener.Close()
	upgraded := make(chan *websocket.Conn, 1)
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var upgrader websocket.Upgrader
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
		}
		upgraded <- conn
	}))
	dialer := websocket.Dialer{NetDialContext: listener.dial}
	client, _, err := dialer.DialContext(t.Context(), "ws://slack.test/", nil)
	if err != nil {
		t.Fatal(err)
	}
	return client, <-upgraded
}

// logBuffer is a log that can be read while it is written.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func (b *logBuffer) mustHold(t *testing.T, text string) {
	t.Helper()
	if !strings.Contains(b.String(), text) {
		t.Errorf("the log does not say %q:\n%s", text, b)
	}
}

func (b *logBuffer) mustNotHold(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range append(texts, "a private word") {
		if strings.Contains(b.String(), text) {
			t.Errorf("%q stands in the log:\n%s", text, b)
		}
	}
}
