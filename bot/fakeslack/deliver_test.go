package fakeslack_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

func TestAnEventComesAgainUntilItIsAcknowledged(t *testing.T) {
	w := open(t)
	l := w.dial()
	w.Post("lena", "@lena", "", "hello")
	first, said := l.event()
	ids := map[string]bool{first.EnvelopeID: true}
	for i, pause := range []time.Duration{0, time.Minute, 5 * time.Minute} {
		w.pass(3 * time.Second) // not late yet
		w.pass(time.Millisecond)
		if pause > 0 {
			w.pass(pause - time.Millisecond)
			w.pass(time.Millisecond)
		}
		f, event := l.event()
		if f.RetryAttempt != i+1 || f.RetryReason != "timeout" || event["ts"] != said["ts"] || ids[f.EnvelopeID] {
			t.Fatalf("retry %d is %+v", i+1, f)
		}
		if eventID(t, f) != eventID(t, first) {
			t.Error("the event has another id")
		}
		ids[f.EnvelopeID] = true
	}
	w.pass(3*time.Second + time.Millisecond)
	if got := w.Deliveries(); got != (fakeslack.Deliveries{Sent: 4, Retried: 3, Lost: 1}) {
		t.Errorf("deliveries are %+v", got)
	}
}

func eventID(t *testing.T, f frame) string {
	t.Helper()
	var payload struct {
		ID string `json:"event_id"`
	}
	if err := json.Unmarshal(f.Payload, &payload); err != nil || !strings.HasPrefix(payload.ID, "Ev") {
		t.Fatalf("the event's id is %q, %v", payload.ID, err)
	}
	return payload.ID
}

func TestALateAcknowledgementEndsTheRetries(t *testing.T) {
	w := open(t)
	l := w.dial()
	w.Post("lena", "@lena", "", "hello")
	first, _ := l.event()
	w.pass(3*time.Second + time.Millisecond)
	l.event()
	w.pass(3*time.Second + time.Millisecond) // now the second waits for its minute
	l.ack(first, nil)
	w.eventually("the late acknowledgement", func() bool { return w.Deliveries().Late == 1 })
	w.pass(time.Hour)
	if got := w.Deliveries(); got.Sent != 2 || got.Lost != 0 {
		t.Errorf("deliveries are %+v", got)
	}
}

func TestClicksComeOnce(t *testing.T) {
	w := open(t)
	l := w.dial()
	w.trigger(l)
	w.eventually("the acknowledgement", func() bool { return w.Deliveries().Acked == 1 })
	if err := w.Command("lena", "ops", "/help", ""); err != nil {
		t.Fatal(err)
	}
	l.next()
	w.pass(time.Hour)
	if got := w.Deliveries(); got.Sent != 2 || got.Lost != 1 {
		t.Errorf("deliveries are %+v", got)
	}
}

func TestEventsOfADeadLinkGoToAnother(t *testing.T) {
	w := open(t)
	dead, live := w.dial(), w.dial()
	if live.hi.NumConnections != 2 {
		t.Errorf("hello says %d links", live.hi.NumConnections)
	}
	for i := range 20 {
		w.Post("lena", "@lena", "", fmt.Sprint(i))
	}
	dead.conn.NetConn().Close()
	seen := map[string]bool{}
	again := 0
	for len(seen) < 20 {
		f, event := live.event()
		seen[event["text"].(string)] = true
		again += f.RetryAttempt
		if f.RetryAttempt > 0 && f.RetryReason != "connection_failed" {
			t.Errorf("the reason is %q", f.RetryReason)
		}
		live.ack(f, nil)
	}
	w.eventually("all acknowledgements", func() bool { return w.Deliveries().Acked == 20 })
	if again == 0 || again == 20 {
		t.Errorf("%d of 20 came again: the links were not chosen at random", again)
	}
}

func TestEventsWaitForALink(t *testing.T) {
	w := open(t)
	w.Post("lena", "@lena", "", "is anybody there?")
	l := w.dial()
	f, event := l.event()
	if event["text"] != "is anybody there?" || f.RetryAttempt != 1 {
		t.Errorf("got %+v", f)
	}
	w.Cut()
	w.eventually("the link's end", func() bool { return w.Links() == 0 })
	if f, _ = w.dial().event(); f.RetryAttempt != 2 {
		t.Errorf("after the cut: %+v", f)
	}
}

func TestAcknowledgementsOf20KiBAreIgnored(t *testing.T) {
	w := open(t)
	l := w.dial()
	w.Post("lena", "@lena", "", "hello")
	f, _ := l.event()
	empty := len(`{"envelope_id":"","payload":""}`) + len(f.EnvelopeID)
	for _, size := range []int{20480, 20479} {
		ack := `{"envelope_id":"` + f.EnvelopeID + `","payload":"` + strings.Repeat("x", size-empty) + `"}`
		if err := l.conn.WriteMessage(websocket.TextMessage, []byte(ack)); err != nil {
			t.Fatal(err)
		}
	}
	w.eventually("both", func() bool { return w.Deliveries().Acked == 1 })
	if got := w.Deliveries().Oversize; got != 1 {
		t.Errorf("%d were too large", got)
	}
}

func TestFramesThatAreNoAcknowledgement(t *testing.T) {
	w := open(t)
	l := w.dial()
	for _, text := range []string{"", "{", "[]", `{"envelope_id":7}`, `{"envelope_id":"none"}`} {
		if err := l.conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	w.Post("lena", "@lena", "", "hello")
	f, _ := l.event()
	l.ack(f, nil)
	w.eventually("the acknowledgement", func() bool { return w.Deliveries().Acked == 1 })
}
