package bot

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

const (
	// slowStore is after what time the person hears that their question could not
	// be stored yet; Slack waits three seconds for the acknowledgement, and sends
	// the event again, for the last time five minutes later.
	slowStore = 2 * time.Second
	// slowTold is for how long nobody is told twice.
	slowTold = 10 * time.Minute
	// maxAhead bounds the questions that are looked after to tell what comes
	// before them.
	maxAhead = 16
)

// waits are whose question waits for the database, and how many are told what
// comes before theirs. The zero value is empty.
type waits struct {
	mu    sync.Mutex
	slow  map[place]*unstored
	ahead int
}

// unstored is a question that is not stored yet; timer tells its person.
type unstored struct {
	since time.Time
	timer *time.Timer
}

// slowly tells somebody that their question cannot be stored yet, unless the
// returned function is called before long, now or when Slack sends it again.
func (b *Bot) slowly(ctx context.Context, h head) (stored func()) {
	if !h.Event.byPerson(b.User) || h.Event.Type != "message" && h.Event.Type != "app_mention" {
		return func() {}
	}
	a := ask{team: h.TeamID, user: h.Event.User, at: h.Event.place(), event: h.Event}
	b.waits.begin(a.at, b.Now(), func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		tell := func() error { return b.post(ctx, a, "slow", storeSlow) }
		if !a.at.direct() {
			tell = func() error { return b.whisperTo(ctx, a, storeSlow) }
		}
		if err := tell(); err != nil {
			b.Log.Info("nobody could be told that the database is slow", "error", err)
		}
	})
	return func() { b.waits.end(a.at) }
}

// begin calls tell when a question is not stored before long; once, however
// often it begins.
func (w *waits) begin(at place, now time.Time, tell func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for old, u := range w.slow {
		if now.Sub(u.since) > slowTold {
			delete(w.slow, old)
		}
	}
	if w.slow == nil {
		w.slow = make(map[place]*unstored)
	}
	if w.slow[at] == nil {
		w.slow[at] = &unstored{since: now, timer: time.AfterFunc(slowStore, tell)}
	}
}

// end notes that a question is stored.
func (w *waits) end(at place) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u := w.slow[at]; u != nil {
		u.timer.Stop()
		delete(w.slow, at)
	}
}

// inLine tells somebody whose question waits for its turn how many come before
// it: as the status of the thread, which the answer takes away.
func (b *Bot) inLine(h head) {
	if h.Event.Type != "message" || h.Event.followsUp() || !b.waits.take() {
		return
	}
	// What is put to the question before it does not wait any more by then.
	time.AfterFunc(b.Quiet*patienceAfterLong+time.Second, func() {
		defer b.waits.give()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		n, waits, err := b.Inbox.Ahead(ctx, messageKey(h.TeamID, h.Event.Channel, h.Event.TS))
		if err != nil || !waits || n == 0 {
			return
		}
		b.optional("assistant.threads.setStatus", func() error {
			return b.Slack.SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{
				ChannelID: h.Event.Channel, ThreadTS: h.Event.place().threadTS, Status: fmt.Sprintf(inLine, count(n, "answer")),
			})
		})
	})
}

// take reports whether one more may be looked after.
func (w *waits) take() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ahead == maxAhead {
		return false
	}
	w.ahead++
	return true
}

func (w *waits) give() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ahead--
}
