package socket

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/gorilla/websocket"
)

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
