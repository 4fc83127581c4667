package socket

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// BenchmarkEnvelope takes envelopes of 2 KB over loopback, 64 under way at a
// time, in turns through the receiver with a sink that does nothing and through
// the floor: a WebSocket that answers each frame with a fixed one.
func BenchmarkEnvelope(b *testing.B) {
	const each = 5000
	var least, own time.Duration
	for range b.N {
		least += takes(b, each, echo(b))
		own += takes(b, each, func(ctx context.Context, url string) {
			receiver := &Receiver{
				AppToken: testToken, APIURL: url, Links: 1,
				Sink: func(context.Context, Envelope) ([]byte, error) { return nil, nil },
			}
			receiver.Run(ctx)
		})
	}
	b.ReportMetric(each*float64(b.N)/own.Seconds(), "envelopes/s")
	b.ReportMetric(float64(least)/float64(own), "x-echo")
}

// echo is the floor.
func echo(b *testing.B) func(ctx context.Context, url string) {
	ack := []byte(`{"envelope_id":"57d6a792-4d35-4d0b-b6aa-3361493e1caf"}`)
	return func(ctx context.Context, url string) {
		conn, _, err := websocket.DefaultDialer.DialContext(ctx, "ws"+strings.TrimPrefix(url, "http")+"/link", nil)
		if err != nil {
			b.Error(err)
			return
		}
		defer conn.Close()
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
			if conn.WriteMessage(websocket.TextMessage, ack) != nil {
				return
			}
		}
	}
}

// takes returns how long n frames take through a client that answers each.
func takes(b *testing.B, n int, client func(ctx context.Context, url string)) time.Duration {
	conns := make(chan *websocket.Conn, 1)
	mux := http.NewServeMux()
	mux.HandleFunc("/apps.connections.open", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"ok":true,"url":"ws://%s/link"}`, r.Host)
	})
	mux.HandleFunc("/link", func(w http.ResponseWriter, r *http.Request) {
		var upgrader websocket.Upgrader
		if conn, err := upgrader.Upgrade(w, r, nil); err == nil {
			conns <- conn
		}
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan struct{})
	go func() { client(ctx, server.URL); close(ended) }()
	conn := <-conns

	frame := []byte(strings.Replace(event("57d6a792-4d35-4d0b-b6aa-3361493e1caf", 0), "a private word", strings.Repeat("word ", 400), 1))
	window := make(chan struct{}, 64)
	began := time.Now()
	go func() {
		for range n {
			window <- struct{}{}
			if err := conn.WriteMessage(websocket.TextMessage, frame); err != nil {
				b.Error(err)
				return
			}
		}
	}()
	for range n {
		if _, _, err := conn.ReadMessage(); err != nil {
			b.Fatal(err)
		}
		<-window
	}
	took := time.Since(began)
	cancel()
	conn.Close()
	<-ended
	return took
}
