package socket

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// newNetworkSlack starts a Slack on loopback and returns a receiver for it.
func newNetworkSlack(t *testing.T, sink Sink, secure bool) (*slack, *Receiver) {
	t.Helper()
	s := &slack{t: t, links: make(chan *wire, 64), log: &logBuffer{}}
	server := httptest.NewUnstartedServer(s.handler())
	if secure {
		server.EnableHTTP2 = true // for the API; a link must not get it
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(func() {
		server.Close()
		s.log.mustNotHold(t, testToken, testTicket)
	})
	return s, &Receiver{
		AppToken: testToken,
		APIURL:   server.URL + "/api", // without the last slash
		HTTP:     server.Client(),
		Sink:     sink,
		Log:      slog.New(slog.NewTextHandler(s.log, nil)),
		Timing:   Timing{BackoffMin: 1, BackoffMax: 1},
	}
}

func TestLinksUseTheTransportOfTheClient(t *testing.T) {
	slack, receiver := newNetworkSlack(t, (&stored{}).Receive, true)
	stop := slack.start(receiver)
	for range 2 {
		link := slack.link()
		if _, ok := link.conn.NetConn().(*tls.Conn); !ok {
			t.Error("the link is not encrypted")
		}
		link.sendEvent("e1")
		link.wantAcks("e1")
	}
	stop()
}

func TestACertificateNobodyVouchesForIsRefused(t *testing.T) {
	_, receiver := newNetworkSlack(t, (&stored{}).Receive, true)
	receiver.HTTP = &http.Client{}
	if _, err := newOpener(receiver, Timing{}.withDefaults().Open).open(t.Context()); err == nil {
		t.Error("a link opened")
	}
}

// Links break again and again with envelopes in flight. Slack sends again what
// was not acknowledged, until everything is.
func TestNothingIsLostWhenConnectionsAreReset(t *testing.T) {
	const envelopes, batch = 2000, 100
	sink := &stored{}
	slack, receiver := newNetworkSlack(t, sink.Receive, false)
	receiver.Links = 3
	stop := slack.start(receiver)

	open := map[string]bool{}
	for i := range envelopes {
		open[fmt.Sprint("e", i)] = true
	}
	var mu sync.Mutex
	for attempt := 0; len(open) > 0; attempt++ {
		link := slack.link()
		sent := 0
		for id := range open {
			if sent++; sent > batch || link.conn.WriteMessage(websocket.TextMessage, []byte(event(id, attempt))) != nil {
				break
			}
		}
		settle := func(frame string) {
			mu.Lock()
			defer mu.Unlock()
			var id string
			fmt.Sscanf(frame, `{"envelope_id":%q}`, &id)
			delete(open, id)
		}
		for range batch / 2 {
			select {
			case frame := <-link.frames:
				settle(frame)
			case <-link.closed:
			}
			if len(open) == 0 {
				break
			}
		}
		link.conn.NetConn().(*net.TCPConn).SetLinger(0) // reset
		link.conn.Close()
		<-link.closed
		close(link.frames)
		for frame := range link.frames {
			settle(frame)
		}
	}
	stop()
	got := map[string]bool{}
	for _, e := range sink.all() {
		got[e.ID] = true
	}
	if len(got) != envelopes {
		t.Errorf("%d of %d envelopes stored", len(got), envelopes)
	}
}

// A connection that is closed with unread bytes is reset, which destroys what
// the other side has not read yet.
func TestTheLastAcknowledgementSurvivesTheGoodbye(t *testing.T) {
	stored, safe := make(chan struct{}), make(chan struct{})
	slack, receiver := newNetworkSlack(t, func(context.Context, Envelope) ([]byte, error) {
		close(stored)
		<-safe
		return nil, nil
	}, false)
	conns := make(chan *websocket.Conn, 1)
	own := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var upgrader websocket.Upgrader
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
		}
		conn.SetCloseHandler(func(int, string) error { return nil })
		conns <- conn
	}))
	defer own.Close()
	slack.answer = func(int) (int, http.Header, string) {
		return 200, nil, `{"ok":true,"url":"ws` + strings.TrimPrefix(own.URL, "http") + `"}`
	}
	receiver.Links, receiver.Timing.Close = 1, 100*time.Millisecond
	stop := slack.start(receiver)
	conn := <-conns
	defer conn.Close()
	send := func(id string) {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(event(id, 0))); err != nil {
			t.Error(err)
		}
	}
	send("e1")
	<-stored
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	for receiver.Status().Links > 0 {
		runtime.Gosched()
	}
	for range 10 { // nobody reads these any more
		send("too late")
	}
	close(safe)
	<-stopped
	if _, ack, err := conn.ReadMessage(); string(ack) != `{"envelope_id":"e1"}` {
		t.Errorf("Slack read %q, %v", ack, err)
	}
	if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		t.Errorf("then %v, want a goodbye", err)
	}
	if _, err := conn.NetConn().Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("then %v, want the end", err)
	}
}
