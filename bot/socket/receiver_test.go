package socket

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

// Every test in a bubble also checks that no goroutine is left: synctest fails
// when one remains.

func TestAnEnvelopeIsStoredBeforeItIsAcknowledged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		arrived, safe := make(chan Envelope), make(chan struct{})
		stop := slack.start(slack.receiver(func(_ context.Context, e Envelope) ([]byte, error) {
			arrived <- e
			<-safe
			return nil, nil
		}))
		link := slack.link()
		link.send(`{"envelope_id":"e1","type":"events_api","accepts_response_payload":false,"retry_attempt":2,"retry_reason":"timeout","payload":{"event_id":"Ev1"},"new_field":1}`)

		e := <-arrived
		if e.ID != "e1" || e.Type != "events_api" || e.AcceptsResponse || e.RetryAttempt != 2 || e.RetryReason != "timeout" ||
			string(e.Payload) != `{"event_id":"Ev1"}` || !strings.Contains(string(e.Raw), `"new_field":1`) {
			t.Errorf("the sink received %+v", e)
		}
		link.wantNothing()
		close(safe)
		link.wantAcks("e1")
		stop()
	})
}

func TestWhatTheSinkRefusesIsNotAcknowledgedAndMayComeAgain(t *testing.T) {
	for name, refuse := range map[string]func() error{
		"error": func() error { return errors.New("the disk is full") },
		"panic": func() error { panic("a private word") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slack := newSlack(t)
				receiver := slack.receiver(func(_ context.Context, e Envelope) ([]byte, error) {
					if e.RetryAttempt == 0 {
						return nil, refuse()
					}
					return nil, nil
				})
				stop := slack.start(receiver)
				link := slack.link()
				link.sendEvent("e1")
				link.wantNothing()
				if n := receiver.Status().Unacknowledged; n != 1 {
					t.Errorf("%d unacknowledged, want 1", n)
				}
				link.send(event("e1", 1))
				link.wantAcks("e1")
				stop()
			})
		})
	}
}

func TestASlowSinkDoesNotStopTheReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		safe := make(chan struct{})
		receiver := slack.receiver(func(context.Context, Envelope) ([]byte, error) {
			<-safe
			return nil, nil
		})
		receiver.Concurrency, receiver.Backlog = 1, 3
		stop := slack.start(receiver)
		link := slack.link()
		began := time.Now()
		for _, id := range []string{"slow", "waits", "waits too", "beyond the backlog"} {
			link.sendEvent(id)
			synctest.Wait()
		}
		link.conn.WriteControl(websocket.PingMessage, []byte("are you there?"), time.Now().Add(time.Second))
		if pong := <-link.pongs; pong != "are you there?" || time.Since(began) > 0 {
			t.Errorf("pong %q after %v, want it at once", pong, time.Since(began))
		}
		if n := receiver.Status().Unacknowledged; n != 1 {
			t.Errorf("%d unacknowledged beyond the backlog, want 1", n)
		}
		time.Sleep(3 * time.Second)
		if n := receiver.Status().Unacknowledged; n != 3 {
			t.Errorf("%d unacknowledged after the deadline, want also the 2 that waited", n)
		}
		link.wantNothing()
		close(safe)
		link.wantAcks("slow") // late, but true
		link.sendEvent("next")
		link.wantAcks("next")
		stop()
	})
}

func TestTheSinkIsToldWhenItIsTooLate(t *testing.T) {
	interactive := func(accepts bool, payload string) string {
		return fmt.Sprintf(`{"envelope_id":"e1","type":"interactive","accepts_response_payload":%v,"payload":%s}`, accepts, payload)
	}
	for name, c := range map[string]struct {
		frame  string
		within time.Duration
	}{
		"event":                   {event("e1", 0), 2500 * time.Millisecond},
		"command":                 {`{"envelope_id":"e1","type":"slash_commands","accepts_response_payload":true,"payload":{}}`, 2500 * time.Millisecond},
		"click":                   {interactive(true, `{"type":"block_actions","view":{"type":"view_submission"}}`), 2500 * time.Millisecond},
		"modal":                   {interactive(true, `{"view":{"type":"modal"}, "type" : "view_submission"}`), time.Second},
		"options":                 {interactive(true, `{"type":"block_suggestion","value":"\"}{"}`), time.Second},
		"modal without an answer": {interactive(false, `{"type":"view_submission"}`), 2500 * time.Millisecond},
		"no payload":              {interactive(true, `null`), 2500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slack := newSlack(t)
				var took time.Duration
				stop := slack.start(slack.receiver(func(ctx context.Context, _ Envelope) ([]byte, error) {
					began := time.Now()
					<-ctx.Done()
					took = time.Since(began)
					return nil, ctx.Err()
				}))
				link := slack.link()
				link.send(c.frame)
				time.Sleep(time.Minute)
				link.wantNothing()
				if took != c.within {
					t.Errorf("the context ended after %v, want %v", took, c.within)
				}
				stop()
			})
		})
	}
}

func TestNothingIsLostWhenSlackRenewsLinks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack, sink := newSlack(t), &stored{}
		receiver := slack.receiver(sink.Receive)
		stop := slack.start(receiver)
		old := slack.link()
		for renewal := range 10 {
			before := fmt.Sprintf("before-%d", renewal)
			old.sendEvent(before)
			old.wantAcks(before)
			old.disconnect([]string{"warning", "refresh_requested"}[renewal%2])
			next := slack.link() // at once, while the old one is open
			var after []string
			for i := range 20 {
				after = append(after, fmt.Sprintf("after-%d-%d", renewal, i))
				old.sendEvent(after[i])
			}
			old.wantAcks(after...)
			old.wantNothing()
			next.wantNothing()
			old.conn.Close()
			old = next
		}
		if n := len(sink.all()); n != 10+200 {
			t.Errorf("%d envelopes stored, want 210", n)
		}
		synctest.Wait()
		if s := receiver.Status(); s.Reconnects != 10 || s.Unacknowledged != 0 || s.Links != 1 {
			t.Errorf("status %+v", s)
		}
		stop()
	})
}

func TestAnOldLinkDrainsForFifteenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack, sink := newSlack(t), &stored{}
		stop := slack.start(slack.receiver(sink.Receive))
		old := slack.link()
		time.Sleep(time.Minute / 4)
		old.disconnect("warning")
		retired := time.Now()
		slack.link()
		time.Sleep(14 * time.Second)
		old.sendEvent("late")
		old.wantAcks("late")
		<-old.closed
		if age := time.Since(retired); age != 15*time.Second || old.code != 1000 {
			t.Errorf("old link closed after %v with code %d, want 15s and 1000", age, old.code)
		}
		stop()
	})
}

func TestStoppingLetsRunningSinksFinishAndSaysGoodbye(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		running, safe := make(chan struct{}), make(chan struct{})
		receiver := slack.receiver(func(ctx context.Context, e Envelope) ([]byte, error) {
			running <- struct{}{}
			<-safe
			return nil, ctx.Err()
		})
		stop := slack.start(receiver)
		link := slack.link()
		link.sendEvent("e1")
		<-running
		go func() {
			time.Sleep(time.Second)
			close(safe)
		}()
		stop()
		link.wantAcks("e1")
		<-link.closed
		if link.code != 1000 {
			t.Errorf("closed with code %d, want 1000", link.code)
		}
		if s := receiver.Status(); s.Links != 0 {
			t.Errorf("%d links after the end", s.Links)
		}
	})
}

func TestStoppingDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		running, release := make(chan struct{}), make(chan struct{})
		receiver := slack.receiver(func(context.Context, Envelope) ([]byte, error) {
			close(running)
			<-release
			return nil, nil
		})
		stop := slack.start(receiver)
		slack.link().sendEvent("e1")
		<-running
		began := time.Now()
		stop()
		if took := time.Since(began); took > 7*time.Second {
			t.Errorf("stopping took %v", took)
		}
		slack.log.mustHold(t, "left behind")
		close(release)
	})
}

func TestAnEnvelopeIsAcknowledgedAfterSlackHasClosedItsSide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		running, safe := make(chan struct{}), make(chan struct{})
		stop := slack.start(slack.receiver(func(context.Context, Envelope) ([]byte, error) {
			running <- struct{}{}
			<-safe
			return nil, nil
		}))
		link := slack.link()
		link.sendEvent("e1")
		<-running
		goingAway := websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
		link.conn.WriteControl(websocket.CloseMessage, goingAway, time.Now().Add(time.Second))
		slack.link()
		close(safe)
		link.wantAcks("e1")
		stop()
	})
}
