package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/bot/inbox"
)

var questions = flag.Int("questions", 500, "how many questions TestOverload asks, 500 a second")

// TestOverload asks more than can be answered, one of ten people a hundred
// times as much as each other: all is acknowledged as Slack wants it, what waits
// takes little memory, and people are served in turn. Its long form is
//
//	go test ./cmd/gloss -run TestOverload -questions 5000
func TestOverload(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const others = 9
	each := *questions / (others + 100)
	config := fakeslack.Config{
		Me: fakeslack.User{Name: "heavy"}, Bot: fakeslack.Bot{Name: "gloss"},
		AckWithin: 3 * time.Second, Redeliver: []time.Duration{},
	}
	for i := range others {
		config.Users = append(config.Users, fakeslack.User{Name: fmt.Sprint("u", i)})
	}
	fake, environ := slackOf(t, config)
	env := environment{t.Context(), func(k string) string { return environ[k] }, strings.NewReader(""), io.Discard, t.Output()}
	s := readSettings(env.getenv)
	if err := s.checkSlack(); err != nil {
		t.Fatal(err)
	}
	service, err := open(env, s, nil, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		t.Fatal(err)
	}
	defer service.store.Close()
	if err := service.bot.Introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var order []string
	gate := make(chan struct{})
	service.workers.Handle = func(_ context.Context, item inbox.Item) error {
		<-gate
		mu.Lock()
		defer mu.Unlock()
		order = append(order, item.Learner)
		return nil
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- service.run(ctx) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	eventually(t, "a link", func() bool { return fake.Links() == 2 })

	before := heap()
	asked := flood(fake, each, others)
	eventually(t, "acknowledgements", func() bool { n := fake.Deliveries(); return n.Acked+n.Late+n.Lost >= asked })
	grown := int64(heap()) - int64(before)
	n := fake.Deliveries()
	t.Logf("%d asked, %d acknowledged in time, %d late, %d never; the heap of Slack and bot together grew by %d KB", asked, n.Acked, n.Late, n.Lost, grown>>10)
	if n.Acked != asked || n.Late+n.Lost > 0 {
		t.Errorf("not all is acknowledged in time: %+v", n)
	}
	if depth, err := service.store.Depth(t.Context()); err != nil || depth.Waiting != asked {
		t.Errorf("%d wait in the inbox, %v; want %d", depth.Waiting, err, asked)
	}
	if limit := int64(64<<20 + asked*20<<10); grown > limit {
		t.Errorf("the heap grew by %d bytes, more than %d", grown, limit)
	}
	close(gate)
	eventually(t, "answers", func() bool { mu.Lock(); defer mu.Unlock(); return len(order) == asked })
	// While everybody waits for something, everybody has the same. Eight
	// workers began with whoever came first.
	served := make(map[string]float64)
	for _, learner := range order[:(others+1)*each] {
		served[learner]++
	}
	var sum, squares float64
	for _, share := range served {
		sum, squares = sum+share, squares+share*share
	}
	index := sum * sum / ((others + 1) * squares)
	t.Logf("Jain's index %.3f", index)
	if index < 0.95 {
		t.Errorf("Jain's index is %.3f: %v", index, served)
	}
}

// flood asks 500 questions a second, and returns how many it were.
func flood(fake *fakeslack.Server, each, others int) (asked int) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	next := 0
	for asked < each*(100+others) {
		<-tick.C
		for range 10 {
			if asked == each*(100+others) {
				break
			}
			who := "heavy"
			if asked%(100+others) >= 100 {
				who = fmt.Sprint("u", next%others)
				next++
			}
			fake.Post(who, "@"+who, "", fmt.Sprintf("what does the word number %d in the runbook mean for us?", asked))
			asked++
		}
	}
	return asked
}

// heap is how much memory is in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// eventually waits for a condition that nothing tells of.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for !condition() {
		select {
		case <-look.C:
		case <-ctx.Done():
			t.Fatalf("waiting for %s: %v", what, ctx.Err())
		}
	}
}
