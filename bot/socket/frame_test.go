package socket

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

func TestAResponseGoesWithTheAcknowledgementIfItCan(t *testing.T) {
	const head, tail = `{"envelope_id":"e1","payload":`, `}`
	quoted := func(size int) string { return `"` + strings.Repeat("x", size-2) + `"` }
	largest := quoted(20_479 - len(head) - len(tail))
	tests := []struct {
		name     string
		accepts  bool
		response string
		ack      string
		logged   string
	}{
		{"none", true, "", `{"envelope_id":"e1"}`, ""},
		{"errors of a view", true, `{"response_action":"errors","errors":{"b":"<a> & <b>"}}`,
			head + `{"response_action":"errors","errors":{"b":"<a> & <b>"}}` + tail, ""},
		{"largest", true, largest, head + largest + tail, ""},
		{"one byte more", true, largest[:1] + "x" + largest[1:], `{"envelope_id":"e1"}`, "too large"},
		{"not asked for", false, `{}`, `{"envelope_id":"e1"}`, "accepts no response"},
		{"not JSON", true, `a private word`, `{"envelope_id":"e1"}`, "not JSON"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slack := newSlack(t)
				var tap frameTap
				receiver := slack.receiver(func(context.Context, Envelope) ([]byte, error) {
					return []byte(test.response), nil
				})
				receiver.HTTP.Transport.(*http.Transport).DialContext = tap.on(slack.listener.dial)
				stop := slack.start(receiver)
				link := slack.link()
				link.send(fmt.Sprintf(`{"type":"interactive","envelope_id":"e1","accepts_response_payload":%v}`, test.accepts))
				if ack := <-link.frames; ack != test.ack {
					t.Errorf("got %.200s, want %.200s", ack, test.ack)
				}
				stop()
				if n := tap.textFrames(); n != 1 {
					t.Errorf("the acknowledgement left in %d frames, want 1", n)
				}
				slack.log.mustHold(t, test.logged)
				if test.logged == "" {
					slack.log.mustNotHold(t, "left out")
				}
			})
		})
	}
}

// frameTap sees the WebSocket frames that the receiver writes: each is one
// write on its connection.
type frameTap struct {
	mu     sync.Mutex
	frames []byte // first bytes
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

func (f *frameTap) on(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		return tappedConn{conn, f}, err
	}
}

// textFrames counts data frames, continuations included.
func (f *frameTap) textFrames() (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, first := range f.frames {
		if opcode := first & 0x0f; opcode <= 2 {
			n++
		}
	}
	return n
}

type tappedConn struct {
	net.Conn
	tap *frameTap
}

func (c tappedConn) Write(p []byte) (int, error) {
	if len(p) > 0 && p[0]&0x70 == 0 { // not a letter: HTTP has ended
		c.tap.mu.Lock()
		c.tap.frames = append(c.tap.frames, p[0])
		c.tap.mu.Unlock()
	}
	return c.Conn.Write(p)
}

func FuzzFrame(f *testing.F) {
	for _, seed := range []string{
		event("e1", 1), `{"type":"hello","num_connections":"x"}`, `{"envelope_id":"\u2028<\"","accepts_response_payload":true}`, `[]`, `{`,
		"{\"envelope_id\":\"\xff\"}",
	} {
		f.Add([]byte(seed), []byte(`{"a":"<&>"}`))
	}
	f.Fuzz(func(t *testing.T, raw, response []byte) {
		frame, ok := parseFrame(raw)
		if ok != json.Valid(raw) {
			t.Fatalf("ok is %v for %q", ok, raw)
		}
		e := frame.envelope(raw)
		ack, err := acknowledgement(e, response)
		var sent struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if parse := json.Unmarshal(ack, &sent); parse != nil || sent.ID != e.ID {
			t.Fatalf("acknowledgement %q of %q: %v", ack, e.ID, parse)
		}
		carried := slices.Equal(sent.Payload, json.RawMessage(strings.TrimSpace(string(response))))
		if err == nil && !carried || err != nil && sent.Payload != nil {
			t.Fatalf("acknowledgement %q carries %q, response %q, error %v", ack, sent.Payload, response, err)
		}
		if sent.Payload != nil && len(ack) >= maxAck {
			t.Fatalf("acknowledgement of %d bytes", len(ack))
		}
	})
}
