package socket

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatOnlyAnAdminCanMendEndsTheRun(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		code   string
		says   string // part of the sentence
	}{
		{"wrong token", 200, `{"ok":false,"error":"invalid_auth"}`, "invalid_auth", "xapp-"},
		{"no token", 200, `{"ok":false,"error":"not_authed"}`, "not_authed", "connections:write"},
		{"app removed", 200, `{"ok":false,"error":"account_inactive"}`, "account_inactive", "install"},
		{"revoked", 200, `{"ok":false,"error":"token_revoked"}`, "token_revoked", "create a new one"},
		{"scope", 200, `{"ok":false,"error":"missing_scope","needed":"connections:write"}`, "missing_scope", "connections:write"},
		{"bot token", 200, `{"ok":false,"error":"not_allowed_token_type"}`, "not_allowed_token_type", "xoxb-"},
		{"switched off", 403, `{"ok":false,"error":"link_disabled"}`, "link_disabled", "switch it on"},
		{"not Slack", 404, `<html>not here</html>`, "http_404", "API URL"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slack := newSlack(t)
				slack.answer = func(int) (int, http.Header, string) { return test.status, nil, test.body }
				receiver := slack.receiver((&stored{}).Receive)
				receiver.Links = 2

				err := receiver.Run(t.Context())
				var fatal *FatalError
				if !errors.As(err, &fatal) || fatal.Code != test.code || !strings.Contains(fatal.Sentence, test.says) {
					t.Fatalf("Run returned %v, want a FatalError %s that says %q", err, test.code, test.says)
				}
				if n := len(slack.opened()); n > 2 {
					t.Errorf("asked %d times after a refusal that cannot pass", n)
				}
			})
		})
	}
}

func TestSwitchingSocketModeOffEndsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		receiver := slack.receiver((&stored{}).Receive)
		receiver.Links = 2
		ended := make(chan error)
		go func() { ended <- receiver.Run(t.Context()) }()
		one, other := slack.link(), slack.link()
		one.disconnect("link_disabled")
		var fatal *FatalError
		if err := <-ended; !errors.As(err, &fatal) || fatal.Code != "link_disabled" {
			t.Errorf("Run returned %v, want link_disabled", err)
		}
		<-one.closed
		<-other.closed
	})
}

func TestWhatMayPassIsTriedAgainWithGrowingWaits(t *testing.T) {
	refusals := []struct {
		status int
		body   string
	}{
		{500, "oops"}, {200, `{}`}, {200, `not JSON`}, {200, `[]`}, {502, `{"ok":false}`},
		{200, `{"ok":false,"error":"internal_error"}`},
		{200, `{"ok":false,"error":"A Private Word"}`},
		{200, `{"ok":true}`},
		{200, `{"ok":true,"url":"https://slack.test/link?ticket=` + testTicket + `"}`},
		{200, `{"ok":true,"url":"ws://slack.test/lost?ticket=` + testTicket + `"}`},
		{200, `{"ok":true,"url":"ws://slack.test:port/link?ticket=` + testTicket + `"}`},
		{200, `{"ok":true,"url":"ws://user:` + testTicket + `@slack.test/link"}`},
		{200, `{"ok":true,"url":"ws://slack.test/%zz` + testTicket + `"}`},
	}
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		slack.answer = func(open int) (int, http.Header, string) {
			if open <= len(refusals) {
				return refusals[open-1].status, nil, refusals[open-1].body
			}
			return 200, nil, slack.ticket(&http.Request{Host: "slack.test"})
		}
		stop := slack.start(slack.receiver((&stored{}).Receive))
		link := slack.link()
		link.sendEvent("e1")
		link.wantAcks("e1")
		stop()
		slack.log.mustNotHold(t, "Private")
		opened := slack.opened()
		if len(opened) != len(refusals)+1 {
			t.Fatalf("asked %d times, want %d", len(opened), len(refusals)+1)
		}
		ceiling := time.Second
		for i := 1; i < len(opened); i++ {
			if wait := opened[i].Sub(opened[i-1]); wait > ceiling {
				t.Errorf("wait %d was %v, want at most %v", i, wait, ceiling)
			}
			ceiling = min(2*ceiling, time.Minute)
		}
	})
}

func TestSlacksWishToWaitIsHonoured(t *testing.T) {
	tests := []struct {
		name     string
		status   int
		after    string
		body     string
		min, max time.Duration
	}{
		{"header", 429, "30", `{"ok":false,"error":"ratelimited"}`, 30 * time.Second, 31 * time.Second},
		{"no header", 429, "", "", 0, time.Second},
		{"not a number", 429, "soon", "", 0, time.Second},
		{"without the status", 200, "7", `{"ok":false,"error":"ratelimited"}`, 7 * time.Second, 8 * time.Second},
		{"a year", 429, "31536000", "", time.Hour, time.Hour + time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slack := newSlack(t)
				slack.answer = func(open int) (int, http.Header, string) {
					if open > 1 {
						return 200, nil, slack.ticket(&http.Request{Host: "slack.test"})
					}
					return test.status, http.Header{"Retry-After": {test.after}}, test.body
				}
				stop := slack.start(slack.receiver((&stored{}).Receive))
				slack.link()
				stop()
				opened := slack.opened()
				if wait := opened[1].Sub(opened[0]); wait < test.min || wait > test.max {
					t.Errorf("waited %v, want %v to %v", wait, test.min, test.max)
				}
			})
		})
	}
}

func TestSettingsThatCannotWorkAreRefused(t *testing.T) {
	sink := (&stored{}).Receive
	tests := []struct {
		name     string
		receiver *Receiver
		says     string
	}{
		{"no sink", &Receiver{AppToken: testToken}, "sink"},
		{"no token", &Receiver{Sink: sink}, "not_authed"},
		{"two lines as a token", &Receiver{Sink: sink, AppToken: testToken + "\n"}, "invalid_auth"},
		{"eleven links", &Receiver{Sink: sink, AppToken: testToken, Links: 11}, "1 to 10"},
		{"not a URL", &Receiver{Sink: sink, AppToken: testToken, APIURL: "slack.com/api"}, "http(s)"},
		{"not http", &Receiver{Sink: sink, AppToken: testToken, APIURL: "ftp://slack.com/"}, "http(s)"},
		{"broken URL", &Receiver{Sink: sink, AppToken: testToken, APIURL: "http://" + testToken + "%zz/"}, "http(s)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := test.receiver.Run(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), testToken) {
				t.Errorf("Run returned %v, want an error about %q without the token", err, test.says)
			}
		})
	}
}

func TestErrorsOfTheNetworkDoNotTellSecrets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slack := newSlack(t)
		receiver := slack.receiver((&stored{}).Receive)
		receiver.HTTP.Transport.(*http.Transport).DialContext = func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("proxy says: Bearer " + testToken + " may not see /link?ticket=" + testTicket)
		}
		opener := newOpener(receiver, time.Second)
		_, asked := opener.open(t.Context())
		_, dialled := opener.dial(t.Context(), "ws://slack.test/link?ticket="+testTicket)
		for _, err := range []error{asked, dialled} {
			if err == nil || !strings.Contains(err.Error(), "proxy says") {
				t.Errorf("error %v does not say what happened", err)
			}
		}
		if strings.Contains(asked.Error(), testToken) || strings.Contains(dialled.Error(), testTicket) || strings.Contains(asked.Error()+dialled.Error(), "://") {
			t.Errorf("a secret stands in %q or %q", asked, dialled)
		}
	})
}

func TestStoppingInterruptsAnOpening(t *testing.T) {
	for _, silent := range []int{1, 2} { // the connection that gets no answer: the API's, the link's
		synctest.Test(t, func(t *testing.T) {
			slack := newSlack(t)
			receiver := slack.receiver((&stored{}).Receive)
			var dials int
			hanging := make(chan net.Conn, 1)
			receiver.HTTP.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
				if dials++; dials != silent {
					return slack.listener.dial(ctx, network, address)
				}
				client, server := net.Pipe()
				hanging <- server
				return client, nil
			}
			stop := slack.start(receiver)
			server := <-hanging
			defer server.Close()
			synctest.Wait()
			began := time.Now()
			stop()
			if took := time.Since(began); took > time.Second {
				t.Errorf("stopping while connection %d hung took %v", silent, took)
			}
		})
	}
}

func TestWaitsGrowToTheirCeilingAndStartAgain(t *testing.T) {
	pause := backoff{min: time.Second, max: time.Minute}
	for range 2 {
		var waits []time.Duration
		for _, ceiling := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
			wait := pause.next()
			if wait < 0 || wait > ceiling*time.Second {
				t.Errorf("wait %v, want at most %v", wait, ceiling*time.Second)
			}
			waits = append(waits, wait)
		}
		if slices.Max(waits) == slices.Min(waits) {
			t.Error("the waits are not random")
		}
		pause.reset()
	}
}
