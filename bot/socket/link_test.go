package socket

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

func TestTooManyLinksBackOff(t *testing.T) {
	for _, greeting := range []string{"", `{"type":"hello","num_connections":10}`} {
		synctest.Test(t, func(t *testing.T) {
			slack := newSlack(t)
			stop := slack.start(slack.receiver((&stored{}).Receive))
			for began := time.Now(); time.Since(began) < time.Hour; {
				link := slack.silentLink()
				if greeting != "" {
					link.send(greeting)
					link.sendEvent("e") // even a useful link backs off
				}
				link.disconnect("too_many_websockets")
				link.conn.Close()
			}
			stop()
			// About 130 when each wait is half a minute on average.
			if n := len(slack.opened()); n < 30 || n > 400 {
				t.Errorf("%d links in an hour", n)
			}
		})
	}
}

func TestLinksThatDieYoungBackOffUntilOneIsHealthy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		stop := slack.start(slack.receiver((&stored{}).Receive))
		for began := time.Now(); time.Since(began) < time.Hour; {
			slack.link().conn.Close()
		}
		if n := len(slack.opened()); n > 400 {
			t.Errorf("%d links in an hour of links that die at once", n)
		}

		link := slack.link()
		for range 31 { // of life, by Slack's pings alone
			time.Sleep(time.Second)
			link.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
			<-link.pongs
		}
		died := time.Now()
		link.conn.Close()
		slack.link().conn.Close()
		if wait := time.Since(died); wait > 0 {
			t.Errorf("a healthy link was replaced after %v, want at once", wait)
		}
		slack.link()
		if wait := time.Since(died); wait > time.Second {
			t.Errorf("the first that died young was replaced after %v, want at most 1s", wait)
		}
		stop()
	})
}

func TestLinksThatBringAnEnvelopeAndDieDoNotSpin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		stop := slack.start(slack.receiver((&stored{}).Receive))
		for began := time.Now(); time.Since(began) < time.Minute; {
			link := slack.link()
			link.sendEvent("e1")
			link.wantAcks("e1")
			link.conn.Close()
		}
		stop()
		if n := len(slack.opened()); n > 62 {
			t.Errorf("%d links in a minute, want one a second", n)
		}
	})
}

func TestADeafLinkIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		receiver := slack.receiver((&stored{}).Receive)
		stop := slack.start(receiver)
		link := slack.silentLink()
		link.deaf = true
		link.send(`{"type":"hello"}`)
		began := time.Now()
		<-link.pings
		if asked := time.Since(began); asked != 15*time.Second {
			t.Errorf("asked for a sign of life after %v, want 15s", asked)
		}
		slack.link()
		if wait := time.Since(began); wait != 30*time.Second {
			t.Errorf("replaced after %v, want 30s", wait)
		}
		synctest.Wait()
		if s := receiver.Status(); s.Reconnects != 1 {
			t.Errorf("status %+v", s)
		}
		stop()
		slack.log.mustHold(t, "no frame for 30s")
	})
}

func TestASlackThatSendsNoPingsIsNotLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		receiver := slack.receiver((&stored{}).Receive)
		stop := slack.start(receiver)
		link := slack.link()
		time.Sleep(time.Hour)
		link.sendEvent("e1")
		link.wantAcks("e1")
		if n := len(slack.opened()); n != 1 {
			t.Errorf("%d links in an hour, want 1", n)
		}
		s := receiver.Status()
		if s.Links != 1 || time.Since(s.LastFrame) > 0 || time.Since(s.LastEnvelope) > 0 {
			t.Errorf("status %+v", s)
		}
		stop()
	})
}

func TestALinkThatIsNotGreetedIsReplacedUnlessItBringsEnvelopes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		receiver := slack.receiver((&stored{}).Receive)
		stop := slack.start(receiver)
		ungreeted := slack.silentLink()
		for range 3 { // pings alone do not help
			time.Sleep(9 * time.Second)
			ungreeted.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
		}
		if n := receiver.Status().Links; n != 0 {
			t.Errorf("%d links are up before hello", n)
		}
		<-ungreeted.closed
		synctest.Wait()
		slack.log.mustHold(t, "no hello")

		useful := slack.silentLink()
		useful.sendEvent("e1")
		useful.wantAcks("e1")
		time.Sleep(time.Hour)
		useful.sendEvent("e2")
		useful.wantAcks("e2")
		stop()
	})
}

func TestAFrameBeyondTheLimitDropsTheLink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack, sink := newSlack(t), &stored{}
		receiver := slack.receiver(sink.Receive)
		receiver.ReadLimit = 10_000
		stop := slack.start(receiver)
		link := slack.link()
		fits := event("fits", 0) + strings.Repeat(" ", 10_000-len(event("fits", 0)))
		link.send(fits)
		link.wantAcks("fits")
		link.send(fits + " ")
		<-link.closed
		slack.link()
		stop()
		if n := len(sink.all()); n != 1 {
			t.Errorf("%d envelopes stored, want 1", n)
		}
		slack.log.mustHold(t, "frame of more than 10000 bytes")
	})
}

func TestALinkThatCannotBeWrittenIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		receiver := slack.receiver((&stored{}).Receive)
		receiver.HTTP = nil // the links below are dialled by hand
		run := receiver.start(func(error) {})
		client, server := pipe(t)
		link := newLink(t.Context(), run, client)
		ended := make(chan struct{})
		go func() { link.serve(t.Context()); close(ended) }()
		began := time.Now()
		if err := server.WriteMessage(websocket.TextMessage, []byte(event("e1", 0))); err != nil {
			t.Fatal(err)
		}
		<-link.retired // nobody reads the acknowledgement
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("gave up after %v, want 5s", took)
		}
		if n := receiver.Status().Unacknowledged; n != 1 {
			t.Errorf("%d unacknowledged, want 1", n)
		}
		<-ended
		server.Close()
	})
}

func TestAFrameDoesNotReviveAStoppedLink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		receiver := slack.receiver((&stored{}).Receive)
		receiver.HTTP = nil // the link below is dialled by hand
		client, server := pipe(t)
		defer server.Close()
		link := newLink(t.Context(), receiver.start(func(error) {}), client)
		link.stop("test")
		link.alive() // the frame came while the link was being stopped
		began := time.Now()
		if link.read(); time.Since(began) > 0 {
			t.Errorf("reading went on for %v", time.Since(began))
		}
		link.serve(t.Context())
	})
}

func TestAnotherProcessOnTheSameTokenIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		receiver := slack.receiver((&stored{}).Receive)
		stop := slack.start(receiver)
		slack.link() // says that there is 1 link
		synctest.Wait()
		slack.log.mustNotHold(t, "not ours")
		if s := receiver.Status(); s.Links != 1 || s.Connections != 1 {
			t.Errorf("status %+v", s)
		}
		stop()

		stop = slack.start(receiver)
		slack.silentLink().send(`{"type":"hello","num_connections":3}`)
		synctest.Wait()
		slack.log.mustHold(t, `"links":2`)
		if s := receiver.Status(); s.Connections != 3 {
			t.Errorf("status %+v", s)
		}
		stop()
	})
}
