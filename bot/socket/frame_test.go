package socket

import (
	"bytes"
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

	"github.com/gorilla/websocket"
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

// shapes are frames of every kind, and what becomes of them.
var shapes = []struct {
	name  string
	frame string
	id    string // of the envelope that the sink receives
	kind  string
	sink  bool
}{
	{"type of the future", `{"type":"holograms","envelope_id":"e","payload":[1]}`, "e", "holograms", true},
	{"no type", `{"envelope_id":"e"}`, "e", "", true},
	{"null payload", `{"type":"events_api","envelope_id":"e","payload":null}`, "e", "events_api", true},
	{"text is a number", `{"type":"events_api","envelope_id":"e","payload":{"event":{"text":123,"blocks":{}}}}`, "e", "events_api", true},
	{"head of wrong types", `{"type":7,"envelope_id":"e","accepts_response_payload":"yes","retry_attempt":"1","retry_reason":{}}`, "e", "", true},
	{"no id", `{"type":"events_api","payload":{}}`, "", "events_api", true},
	{"id is a number", `{"type":"events_api","envelope_id":5,"payload":{}}`, "", "events_api", true},
	{"a list", `["a private word"]`, "", "", true},
	{"a type that cannot be logged", `{"type":"a private word"}`, "", "a private word", true},
	{"cut JSON", `{"type":"events_api","envelope_id":"e","payload":{"text":"a private word`, "", "", false},
	{"two values", `{"envelope_id":"e"}{"envelope_id":"f"}`, "", "", false},
	{"words", "a private word", "", "", false},
	{"nothing", "", "", "", false},
	{"not UTF-8", "\xff\xfe", "", "", false},
	{"disconnect without a reason that can be read", `{"type":"disconnect","reason":{}}`, "", "", false},
}

func TestFramesOfAnyShape(t *testing.T) {
	for _, test := range shapes {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slack, sink := newSlack(t), &stored{}
				stop := slack.start(slack.receiver(sink.Receive))
				link := slack.link()
				link.send(test.frame)
				if test.id != "" {
					link.wantAcks(test.id)
				}
				link.wantNothing()
				link.sendEvent("and the link still works")
				link.wantAcks("and the link still works")
				stop()

				got := sink.all()
				if !test.sink {
					if len(got) != 1 {
						t.Errorf("stored %+v, want only the last", got)
					}
					return
				}
				if len(got) != 2 || got[0].ID != test.id || got[0].Type != test.kind || string(got[0].Raw) != test.frame {
					t.Errorf("stored %+v", got)
				}
			})
		})
	}
}

func TestBinaryFramesAreReadLikeText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		stop := slack.start(slack.receiver((&stored{}).Receive))
		link := slack.link()
		if err := link.conn.WriteMessage(websocket.BinaryMessage, []byte(event("e1", 0))); err != nil {
			t.Fatal(err)
		}
		link.wantAcks("e1")
		link.conn.WriteMessage(websocket.BinaryMessage, []byte{0, 1, 2})
		link.wantNothing()
		slack.log.mustHold(t, fmt.Sprintf(`"bytes":%d`, 3))
		stop()
	})
}

func FuzzFrame(f *testing.F) {
	for _, seed := range []string{
		event("e1", 1), `{"type":"hello","num_connections":"x"}`, `{"envelope_id":"\u2028<\"","accepts_response_payload":true}`, `[]`, `{`,
		` {"payload" : {"a":"\\\"}","b":[{}]} , "payload":[],"type":null}`, `{"payload":{]}`, `{"a":1,}`, `{"payload":"\\"}`,
		"{\"envelope_id\":\"\xff\"}",
	} {
		f.Add([]byte(seed), []byte(`{"a":"<&>"}`))
	}
	f.Fuzz(func(t *testing.T, raw, response []byte) {
		frame, ok := parseFrame(raw)
		var fields map[string]json.RawMessage
		if json.Valid(raw) && !ok {
			t.Fatalf("not taken for JSON: %q", raw)
		}
		if json.Unmarshal(raw, &fields) == nil {
			// Names that are written with escapes are nobody's.
			if kept := string(frame.Payload); !bytes.Contains(raw, []byte(`\u`)) && kept != string(fields["payload"]) {
				t.Fatalf("payload %q of %q", kept, raw)
			}
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
