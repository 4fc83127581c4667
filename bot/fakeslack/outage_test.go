package fakeslack_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

func TestALinkThatIsRefused(t *testing.T) {
	w := open(t)
	w.Refuse("link_disabled")
	l := w.dial()
	if f := l.next(); f.Type != "disconnect" || f.Reason != "link_disabled" {
		t.Errorf("after the hello came %+v", f)
	}
	w.eventually("the link is gone", func() bool { return w.Links() == 0 })
	w.Refuse("")
	w.dial()
	if w.Links() != 1 {
		t.Errorf("%d links", w.Links())
	}
}

func TestLinksHaveALifeOfTheirOwn(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.LinkLife = time.Hour })
	l := w.dial()
	w.pass(59 * time.Minute)
	ts := w.Post("lena", "@lena", "", "still there?")
	f, event := l.event()
	if event["ts"] != ts {
		t.Errorf("got %+v", f)
	}
	l.ack(f, nil)
	w.eventually("it is acknowledged", func() bool { return w.Deliveries().Acked == 1 })
	w.pass(time.Minute)
	if f := l.next(); f.Type != "disconnect" || f.Reason != "warning" {
		t.Errorf("after an hour came %+v", f)
	}
	w.pass(10 * time.Second)
	w.eventually("the link is gone", func() bool { return w.Links() == 0 })
}

func TestAnUninstalledApp(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.Events = []string{"app_uninstalled", "tokens_revoked"} })
	l := w.dial()
	w.Uninstall()
	for _, want := range []string{"tokens_revoked", "app_uninstalled"} {
		if _, event := l.event(); event["type"] != want {
			t.Errorf("got %v, want %s", event, want)
		}
	}
	_, err := w.client.AuthTestContext(w.ctx)
	wantError(t, "its token", err, "account_inactive")
	_, _, err = w.client.StartSocketModeContext(w.ctx)
	wantError(t, "a new link", err, "account_inactive")
}

func TestEventsWithoutALinkAreLostInTheEnd(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.LoseUnlinked = true })
	w.Post("lena", "@lena", "", "anybody there?")
	w.pass(0)
	w.pass(time.Minute)
	if got := w.Deliveries().Lost; got != 0 {
		t.Errorf("%d lost before the last attempt", got)
	}
	w.pass(5 * time.Minute)
	if got := w.Deliveries(); got.Lost != 1 || got.Sent != 0 {
		t.Errorf("deliveries are %+v", got)
	}
	ts := w.Post("lena", "@lena", "", "and now?")
	l := w.dial()
	if f, event := l.event(); event["ts"] != ts || f.RetryAttempt == 0 || f.RetryReason != "connection_failed" {
		t.Errorf("got %+v, %v", f, event)
	}
}

func TestEventsThatComeTwice(t *testing.T) {
	w := open(t)
	w.Twice(1)
	l := w.dial()
	w.Post("lena", "@lena", "", "hello")
	first, second := l.next(), l.next()
	if first.EnvelopeID == second.EnvelopeID || string(first.Payload) != string(second.Payload) {
		t.Errorf("got %+v and %+v", first, second)
	}
	l.ack(first, nil)
	l.ack(second, nil)
	w.eventually("both are acknowledged", func() bool { return w.Deliveries().Acked == 2 })
}

// shares says how many of 200 events each of three links gets, and which of a
// mention's events came first.
func shares(t *testing.T, seed uint64) string {
	w := open(t, func(c *fakeslack.Config) { c.Seed = seed })
	links := []*line{w.dial(), w.dial(), w.dial()}
	counts := make([]int, len(links))
	done := make(chan int)
	for i, l := range links {
		go func() {
			for {
				var f frame
				if l.conn.ReadJSON(&f) != nil {
					return
				}
				done <- i
			}
		}()
	}
	for i := range 200 {
		w.Post("lena", "@lena", "", fmt.Sprint(i))
	}
	for range 200 {
		counts[<-done]++
	}
	if slices.Min(counts) < 30 {
		t.Errorf("the links' shares are %v", counts)
	}
	return fmt.Sprint(counts)
}

func TestChanceIsRepeatable(t *testing.T) {
	if a, b := shares(t, 7), shares(t, 7); a != b {
		t.Errorf("one seed gave %s and %s", a, b)
	}
	if a, b, c := shares(t, 1), shares(t, 2), shares(t, 3); a == b && b == c {
		t.Errorf("three seeds gave %s", a)
	}
}

func TestSomeCallsFail(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.Seed = 7 })
	w.FailSome("", 0.25, fakeslack.Fault{Error: "fatal_error"}, fakeslack.Fault{Status: 503})
	w.FailSome("team.info", 1, fakeslack.Fault{Body: "{}"})
	failed := 0
	for range 200 {
		if _, err := w.client.AuthTestContext(w.ctx); err != nil {
			failed++
		}
	}
	if failed < 30 || failed > 70 {
		t.Errorf("%d of 200 calls failed, want about 50", failed)
	}
	if team, err := w.client.GetTeamInfoContext(w.ctx); err != nil || team.Domain != "" {
		t.Errorf("a body of nothing gave %+v, %v", team, err)
	}
	w.FailSome("", 0)
	if _, err := w.client.AuthTestContext(w.ctx); err != nil {
		t.Error(err)
	}
}

func TestSlowCalls(t *testing.T) {
	w := open(t)
	w.Fail("auth.test", fakeslack.Fault{Slow: time.Millisecond}, fakeslack.Fault{Slow: time.Hour})
	if _, err := w.client.AuthTestContext(w.ctx); err != nil {
		t.Error(err)
	}
	ctx, giveUp := context.WithCancel(w.ctx)
	go func() {
		w.Wait(ctx, func() bool { return w.Calls("auth.test") == 2 })
		giveUp()
	}()
	if _, err := w.client.AuthTestContext(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a call that takes an hour gave %v", err)
	}
}

func TestEventsSayWhereTheyHappened(t *testing.T) {
	w := open(t)
	l := w.dial()
	w.Mention("lena", "ops", "", "hello")
	var payload struct {
		TeamID         string `json:"team_id"`
		APIAppID       string `json:"api_app_id"`
		EventID        string `json:"event_id"`
		Authorizations []struct {
			UserID string `json:"user_id"`
			IsBot  bool   `json:"is_bot"`
		}
	}
	if f := l.next(); json.Unmarshal(f.Payload, &payload) != nil || payload.TeamID != "T0ACME" || payload.EventID == "" || len(payload.Authorizations) != 1 ||
		payload.Authorizations[0].UserID != w.User("helper") || !payload.Authorizations[0].IsBot {
		t.Errorf("payload is %s", f.Payload)
	}
}
