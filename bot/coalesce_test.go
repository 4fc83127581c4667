package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// sending is a bot without a Slack, and the messages that somebody sends it.
type sending struct {
	t     *testing.T
	bot   *Bot
	queue *inbox.Memory
	n     int
}

func newSending(t *testing.T) *sending {
	s := &sending{t: t, queue: new(inbox.Memory)}
	s.bot = &Bot{User: "U0GLOSS", Inbox: s.queue, Quiet: 2 * time.Second, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	s.bot.lacks.Store("agents.sessions.setStatus", true)
	return s
}

// send puts a direct message into the inbox, as it comes now.
func (s *sending) send(text string) {
	s.t.Helper()
	s.n++
	ts := fmt.Sprintf("%.6f", float64(time.Now().UnixMicro()+int64(s.n))/1e6)
	payload, err := json.Marshal(callback{TeamID: "T1", Event: event{Type: "message", ChannelType: "im", Channel: "D1", User: "U1", Text: text, TS: ts}})
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = s.queue.Put(s.t.Context(), inbox.Item{Keys: []string{messageKey("T1", "D1", ts)}, Learner: "T1/U1", Kind: "events_api", Payload: payload, Received: time.Now()})
	if err != nil {
		s.t.Fatal(err)
	}
}

// next takes the next question, and says how long it was waited for; "" when
// there is none.
func (s *sending) next(ctx context.Context) (texts string, took time.Duration) {
	s.t.Helper()
	began := time.Now()
	item, ok, err := s.queue.Lease(ctx, began, began.Add(time.Minute))
	if err != nil {
		s.t.Fatal(err)
	}
	if !ok {
		return "", 0
	}
	var c callback
	if err := decode(item.Payload, &c); err != nil {
		s.t.Fatal(err)
	}
	a := ask{item: item, team: "T1", user: "U1", at: c.Event.place(), event: c.Event, parts: []event{c.Event}}
	if err := s.bot.coalesce(ctx, &a); err != nil {
		return "cut short", 0
	}
	for _, part := range a.parts {
		texts += part.Text[:min(len(part.Text), 5)] + "|"
	}
	if err := s.queue.Settle(ctx, item.Lease(), inbox.Done, time.Time{}); err != nil {
		s.t.Fatal(err)
	}
	return texts, time.Since(began)
}

func TestAQuestionInSeveralMessages(t *testing.T) {
	long := strings.Repeat("long ", nearLimit/5)
	for name, c := range map[string]struct {
		// after is how long after the one before each message is sent.
		after []time.Duration
		texts []string
		want  []string
	}{
		"one":                {[]time.Duration{0}, []string{"one"}, []string{"one|"}},
		"at once":            {[]time.Duration{0, 0, 0}, []string{"one", "two", "three"}, []string{"one|two|three|"}},
		"a second apart":     {[]time.Duration{0, time.Second, time.Second, time.Second}, []string{"one", "two", "three", "four"}, []string{"one|two|three|four|"}},
		"a minute apart":     {[]time.Duration{0, time.Minute}, []string{"one", "two"}, []string{"one|", "two|"}},
		"three seconds":      {[]time.Duration{0, 3 * time.Second}, []string{"one", "two"}, []string{"one|", "two|"}},
		"after a long one":   {[]time.Duration{0, 4 * time.Second}, []string{long, "rest"}, []string{"long |rest|"}},
		"much later":         {[]time.Duration{0, 10 * time.Second}, []string{long, "rest"}, []string{"long |", "rest|"}},
		"two and then one":   {[]time.Duration{0, time.Second, 5 * time.Second}, []string{"one", "two", "three"}, []string{"one|two|", "three|"}},
		"a long one, nobody": {[]time.Duration{0}, []string{long}, []string{"long |"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSending(t)
				go func() {
					for i, text := range c.texts {
						time.Sleep(c.after[i])
						s.send(text)
					}
				}()
				synctest.Wait()
				var got []string
				for range 90 {
					texts, took := s.next(t.Context())
					if texts == "" {
						time.Sleep(time.Second)
						continue
					}
					got = append(got, texts)
					if took > 10*time.Second {
						t.Errorf("%s was waited for %v", texts, took)
					}
				}
				if fmt.Sprint(got) != fmt.Sprint(c.want) {
					t.Errorf("got %q, want %q", got, c.want)
				}
			})
		})
	}
}

// TestACrashWhileAQuestionComes ends the process while it waits for the rest,
// and after it has put together what came.
func TestACrashWhileAQuestionComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSending(t)
		s.send("one")
		s.send("two")
		dying, die := context.WithTimeout(t.Context(), time.Second)
		defer die()
		if texts, _ := s.next(dying); texts != "cut short" {
			t.Fatalf("got %q before the quiet was over", texts)
		}
		s.send("three")
		time.Sleep(time.Minute) // the lease runs out
		if texts, _ := s.next(t.Context()); texts != "one|two|three|" {
			t.Errorf("after the crash: %q", texts)
		}
		if texts, _ := s.next(t.Context()); texts != "" || s.queue.Len() != 0 {
			t.Errorf("and once more: %q, %d items left", texts, s.queue.Len())
		}
	})
}
