package bot_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot"
	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/tutor"
)

// patientSlack answers every call at once.
type patientSlack struct{}

// RoundTrip implements http.RoundTripper.
func (patientSlack) RoundTrip(request *http.Request) (*http.Response, error) {
	form := url.Values{}
	if request.Body != nil {
		body, _ := io.ReadAll(request.Body)
		form, _ = url.ParseQuery(string(body))
	}
	recorder := httptest.NewRecorder()
	user := ""
	if id := form.Get("user"); id != "" {
		user = fmt.Sprintf(`"user":{"id":%q,"team_id":"T"},`, id)
	}
	fmt.Fprintf(recorder, `{"ok":true,%s"channel":"D1","ts":"1700000000.000100","team_id":"T","user_id":"U0GLOSS","bot_id":"B0GLOSS"}`, user)
	return recorder.Result(), nil
}

// BenchmarkStreams has a thousand answers stream for ten seconds each at their
// full pace, a part a second, which Slack's limits would never let them, and
// makes the same calls in a bare loop: KB/stream is memory held midway, cores
// is processor time by the clock.
//
//	go test ./bot -run xxx -bench Streams -benchtime 1x
func BenchmarkStreams(b *testing.B) {
	const streams, seconds = 1000, 10
	client := slack.New("xoxb-x", slack.OptionAPIURL("http://slack.test/api/"), slack.OptionHTTPClient(&http.Client{Transport: patientSlack{}, Timeout: time.Minute}))
	line := "the queue of orders grew while nobody looked at it for hours"
	b.Run("answers", func(b *testing.B) {
		engine := engine(func(ctx context.Context, emit func(prompts.Record) error) error {
			for i := range seconds {
				time.Sleep(time.Second)
				if err := emit(quote("m1", fmt.Sprintf("step %d: %s", i, line))); err != nil {
					return err
				}
			}
			return nil
		})
		db, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "gloss.db"))
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		queue := new(inbox.Memory)
		busy := &bot.Bot{Slack: client, Web: bot.Web{HTTP: &http.Client{Transport: patientSlack{}}, URL: "http://slack.test/api/"}, Inbox: queue, Library: db,
			Tutor: &tutor.Tutor{Model: engine, Offline: engine, Library: db, Now: time.Now,
				Glossary: func(context.Context, string) (*glossary.Glossary, error) { return glossary.New(nil), nil }},
			Beat: time.Millisecond, User: "U0GLOSS", ID: "B0GLOSS", Now: time.Now, Log: slog.New(slog.DiscardHandler)}
		said := "Mina Okafor\n  9:02 AM\n"
		for i := range seconds {
			said += fmt.Sprintf("step %d: %s\n", i, line)
		}
		if err := busy.Introduce(b.Context()); err != nil {
			b.Fatal(err)
		}
		items := make([]inbox.Item, streams)
		for i := range items {
			payload := fmt.Sprintf(`{"team_id":"T","event":{"type":"message","channel_type":"im","channel":"D%d","user":"U%d","ts":"17.%d","text":%q}}`, i, i, i, said)
			item := inbox.Item{Learner: fmt.Sprintf("T/U%d", i), Kind: "events_api", Keys: []string{fmt.Sprint(i)}, Payload: []byte(payload), Received: time.Now()}
			if _, err := queue.Put(b.Context(), item); err != nil {
				b.Fatal(err)
			}
			if items[i], _, err = queue.Lease(b.Context(), time.Now(), time.Now().Add(time.Hour)); err != nil {
				b.Fatal(err)
			}
		}
		crowd(b, streams, seconds, func(i int) {
			// The lesson ends an item of the database, and this one is in memory.
			if err := busy.Handle(b.Context(), items[i]); err != nil && !errors.Is(err, inbox.ErrNotLeased) {
				b.Error(err)
			}
		})
	})
	b.Run("calls", func(b *testing.B) {
		crowd(b, streams, seconds, func(int) {
			ctx := b.Context()
			_, _, _ = client.StartStreamContext(ctx, "D1", slack.MsgOptionTS("17.1"))
			for range seconds {
				time.Sleep(time.Second)
				_, _, _ = client.AppendStreamContext(ctx, "D1", "17.2", slack.MsgOptionChunks(slack.NewMarkdownTextChunk(line)))
			}
			_, _, _ = client.StopStreamContext(ctx, "D1", "17.2")
		})
	})
}

// crowd runs n at once and reports what each holds midway, and what all take.
func crowd(b *testing.B, n, seconds int, one func(i int)) {
	for b.Loop() {
		before, began, used := inUse(), time.Now(), processor()
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() { one(i) })
		}
		time.Sleep(time.Duration(seconds) * time.Second / 2)
		b.ReportMetric(float64(inUse()-before)/float64(n)/1024, "KB/stream")
		all.Wait()
		b.ReportMetric((processor()-used).Seconds()/time.Since(began).Seconds(), "cores")
	}
}

// inUse is the memory in use, stacks included.
func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}

// processor is the time that the process has had of a processor.
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
