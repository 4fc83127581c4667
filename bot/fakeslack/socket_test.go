package fakeslack_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// frame is anything that arrives on a link.
type frame struct {
	Type                   string          `json:"type"`
	NumConnections         int             `json:"num_connections"`
	Reason                 string          `json:"reason"`
	EnvelopeID             string          `json:"envelope_id"`
	Payload                json.RawMessage `json:"payload"`
	AcceptsResponsePayload bool            `json:"accepts_response_payload"`
	RetryAttempt           int             `json:"retry_attempt"`
	RetryReason            string          `json:"retry_reason"`
}

// line is one link, read by hand.
type line struct {
	t    testing.TB
	conn *websocket.Conn
	hi   frame
}

// dial opens a link and takes its hello.
func (w *workspace) dial() *line {
	w.t.Helper()
	_, url, err := w.client.StartSocketModeContext(w.ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	conn, _, err := websocket.DefaultDialer.DialContext(w.ctx, url, http.Header{"Origin": {"https://api.slack.com"}})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { conn.Close() })
	l := &line{t: w.t, conn: conn}
	l.hi = l.next()
	return l
}

func (l *line) next() frame {
	l.t.Helper()
	var f frame
	l.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	if err := l.conn.ReadJSON(&f); err != nil {
		l.t.Fatalf("read a frame: %v", err)
	}
	return f
}

// event takes an Events API envelope and gives its inner event.
func (l *line) event() (frame, map[string]any) {
	l.t.Helper()
	f := l.next()
	var payload struct{ Event map[string]any }
	if err := json.Unmarshal(f.Payload, &payload); err != nil || f.Type != "events_api" {
		l.t.Fatalf("got %s, want an event (%v)", f.Type, err)
	}
	return f, payload.Event
}

func (l *line) ack(f frame, payload any) {
	l.t.Helper()
	if err := l.conn.WriteJSON(map[string]any{"envelope_id": f.EnvelopeID, "payload": payload}); err != nil {
		l.t.Fatal(err)
	}
}

// eventually waits until something holds.
func (w *workspace) eventually(what string, holds func() bool) {
	w.t.Helper()
	if err := w.Wait(w.ctx, holds); err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
}

func TestALinkSaysHelloAndCarriesEvents(t *testing.T) {
	w := open(t)
	l := w.dial()
	if l.hi.Type != "hello" || l.hi.NumConnections != 1 {
		t.Fatalf("first frame is %+v", l.hi)
	}
	ts := w.Post("lena", "@lena", "", "is a < b & c?")
	f, event := l.event()
	want := map[string]any{"type": "message", "channel": w.DM("lena"), "channel_type": "im", "user": w.User("lena"),
		"ts": ts, "event_ts": ts, "text": "is a &lt; b &amp; c?", "team": "T0ACME"}
	for name, value := range want {
		if event[name] != value {
			t.Errorf("event[%s] = %v, want %v", name, event[name], value)
		}
	}
	if event["client_msg_id"] == nil || event["blocks"] == nil || event["bot_id"] != nil {
		t.Errorf("event is %v", event)
	}
	if f.AcceptsResponsePayload || f.RetryAttempt != 0 {
		t.Errorf("envelope is %+v", f)
	}
	l.ack(f, nil)
	w.eventually("the acknowledgement", func() bool { return w.Deliveries().Acked == 1 })
}

func TestSlackGoReadsEveryKindOfEnvelope(t *testing.T) {
	w := open(t)
	client := socketmode.New(w.client)
	go client.RunContext(w.ctx)
	next := func(kind socketmode.EventType) socketmode.Event {
		t.Helper()
		for {
			select {
			case e := <-client.Events:
				if e.Type == kind {
					if e.Request != nil {
						client.AckCtx(w.ctx, e.Request.EnvelopeID, nil)
					}
					return e
				}
				if e.Type == socketmode.EventTypeErrorBadMessage {
					t.Fatalf("bad message: %v", e.Data)
				}
			case <-w.ctx.Done():
				t.Fatalf("no %s came", kind)
			}
		}
	}
	next(socketmode.EventTypeHello)
	root := w.Mention("lena", "ops", "", "what is `p99`?")
	outer := next(socketmode.EventTypeEventsAPI).Data.(slackevents.EventsAPIEvent)
	mention, ok := outer.InnerEvent.Data.(*slackevents.AppMentionEvent)
	if !ok || mention.TimeStamp != root || mention.Text != "<@"+w.User("helper")+"> what is `p99`?" {
		t.Errorf("mention is %+v", outer.InnerEvent.Data)
	}
	if err := w.Command("lena", "ops", "/help", "me"); err != nil {
		t.Fatal(err)
	}
	command := next(socketmode.EventTypeSlashCommand).Data.(slack.SlashCommand)
	if command.Command != "/help" || command.Text != "me" || command.UserID != w.User("lena") || command.TriggerID == "" {
		t.Errorf("command is %+v", command)
	}
	if err := w.Shortcut("lena", "ops", root, "explain"); err != nil {
		t.Fatal(err)
	}
	shortcut := next(socketmode.EventTypeInteractive).Data.(slack.InteractionCallback)
	if shortcut.Type != slack.InteractionTypeMessageAction || shortcut.Message.Timestamp != root {
		t.Errorf("shortcut is %+v", shortcut)
	}
	w.OpenHome("lena")
	home := next(socketmode.EventTypeEventsAPI).Data.(slackevents.EventsAPIEvent)
	if opened, ok := home.InnerEvent.Data.(*slackevents.AppHomeOpenedEvent); !ok || opened.Tab != "home" {
		t.Errorf("home is %+v", home.InnerEvent.Data)
	}
	w.eventually("all acknowledgements", func() bool { return w.Deliveries().Acked == 4 })
}

func TestATicketOpensOneLink(t *testing.T) {
	w := open(t)
	_, url, err := w.client.StartSocketModeContext(w.ctx)
	if err != nil || !strings.HasPrefix(url, "ws"+strings.TrimPrefix(w.url, "http")+"/") {
		t.Fatalf("the address is %s, %v", url, err)
	}
	for _, c := range []struct {
		what, url, origin string
		status            int
	}{
		{"an origin that is not Slack's", url, "https://evil.example", 403},
		{"that ticket again", url, "", 403},
		{"no ticket", "ws" + strings.TrimPrefix(w.url, "http") + "/socket/link", "", 403},
	} {
		header := http.Header{}
		if c.origin != "" {
			header.Set("Origin", c.origin)
		}
		_, response, err := websocket.DefaultDialer.DialContext(w.ctx, c.url, header)
		if err == nil || response == nil || response.StatusCode != c.status {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	_, url, _ = w.client.StartSocketModeContext(w.ctx)
	conn, _, err := websocket.DefaultDialer.DialContext(w.ctx, url, nil)
	if err != nil {
		t.Fatalf("without an origin: %v", err)
	}
	conn.Close()
}

func TestAWarnedLinkWorksTenSecondsMore(t *testing.T) {
	w := open(t)
	l := w.dial()
	w.Disconnect("warning")
	if f := l.next(); f.Type != "disconnect" || f.Reason != "warning" {
		t.Fatalf("got %+v", f)
	}
	w.pass(10*time.Second - time.Millisecond)
	w.Post("lena", "@lena", "", "still here?")
	f, _ := l.event()
	l.ack(f, nil)
	w.eventually("the acknowledgement", func() bool { return w.Deliveries().Acked == 1 })
	w.pass(time.Millisecond)
	l.end()
}

// end expects that the server closes the link.
func (l *line) end() {
	l.t.Helper()
	l.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	if _, frame, err := l.conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		l.t.Errorf("got %s, %v: want the end", frame, err)
	}
}

func TestOtherReasonsCloseAtOnce(t *testing.T) {
	for _, reason := range []string{"refresh_requested", "link_disabled"} {
		w := open(t)
		l := w.dial()
		w.Disconnect(reason)
		if f := l.next(); f.Type != "disconnect" || f.Reason != reason {
			t.Errorf("got %+v", f)
		}
		l.end()
	}
}

func TestTheEleventhLinkIsOneTooMany(t *testing.T) {
	w := open(t)
	for range 10 {
		w.dial()
	}
	l := w.dial()
	if l.hi.Type != "disconnect" || l.hi.Reason != "too_many_websockets" || w.Links() != 10 {
		t.Errorf("the eleventh got %+v", l.hi)
	}
	l.end()
}

func TestTheServerPings(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.PingEvery = time.Millisecond })
	l := w.dial()
	pinged := make(chan bool, 1)
	l.conn.SetPingHandler(func(string) error {
		select {
		case pinged <- true:
		default:
		}
		return nil
	})
	go l.conn.ReadMessage()
	select {
	case <-pinged:
	case <-w.ctx.Done():
		t.Error("no ping came")
	}
}
