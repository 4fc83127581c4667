package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

const (
	// firstPiece is how many bytes of an answer are worth being shown before a
	// beat is over.
	firstPiece = 200
	// streamLife is how old a stream becomes: Slack ends it after five minutes,
	// however active it is.
	streamLife = 240 * time.Second
	// appendsPerMinute and updatesPerMinute are how often all answers together
	// go on in a minute, under what Slack takes of a workspace (docs.slack.dev,
	// "Rate limits", tiers 4 and 3). updateBeats is how many beats one message
	// has between two updates.
	appendsPerMinute, updatesPerMinute = 90, 45
	updateBeats                        = 3
)

// pace is when an answer goes on.
type pace struct {
	// since is when the reply was opened, flushed when something was last shown,
	// held until when Slack wants nothing.
	since, flushed, held time.Time
	timer                *time.Timer
	// counted says that the reply is among those that the bot is writing.
	counted bool
}

// wait notes that Slack has asked to wait.
func (p *pace) wait(now time.Time, err error) {
	if after, ok := waiting(err).(inbox.RetryAfter); ok {
		p.held = now.Add(after.After)
	}
}

// due is how long it is until the answer may go on; all that are being written
// share what Slack takes.
func (r *reply) due() time.Duration {
	now := r.bot.Now()
	held := max(r.pace.held.Sub(now), 0)
	if r.bot.Beat == 0 {
		return held
	}
	if r.pace.flushed.IsZero() {
		if r.waiting.Len() >= firstPiece {
			return held
		}
		return max(held, r.pace.since.Add(r.bot.Beat).Sub(now))
	}
	return max(held, r.pace.flushed.Add(r.interval()).Sub(now))
}

func (r *reply) interval() time.Duration {
	writing := time.Duration(r.bot.writing.Load())
	if r.stream {
		return max(r.bot.Beat, writing*time.Minute/appendsPerMinute)
	}
	return max(updateBeats*r.bot.Beat, writing*time.Minute/updatesPerMinute)
}

// arm has the timer show what waits, when the answer may go on.
func (r *reply) arm(ctx context.Context) {
	if r.pace.timer == nil && !r.closed {
		r.pace.timer = time.AfterFunc(max(r.due(), time.Millisecond), func() { r.tick(ctx) })
	}
}

// tick shows what waits, or as long as there is nothing yet, what is being
// read.
func (r *reply) tick(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pace.timer = nil
	switch {
	case r.closed || r.failed != nil || ctx.Err() != nil:
	case r.due() > 0:
		r.arm(ctx)
	case r.waiting.Len() > 0:
		_ = r.fail(r.flush(ctx))
	case r.shown == "" && r.stream && r.task == "":
		r.task = r.line
		if err := r.tell(ctx, slack.TaskCardStatusInProgress); refused(err, "stopped_by_user") {
			_ = r.fail(err)
		}
	}
}

// expect counts the reply among those that are being written, and has the timer
// tell what is being read when there is nothing to show within a beat.
func (r *reply) expect(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.late || r.closed {
		return
	}
	r.bot.writing.Add(1)
	r.pace.counted = true
	if r.bot.Beat > 0 {
		r.arm(ctx)
	}
}

// fail remembers why no more can be shown, and ends the work on it.
func (r *reply) fail(err error) error {
	if err != nil && r.failed == nil {
		r.failed = err
		if r.cancel != nil {
			r.cancel(err)
		}
	}
	return err
}

// failure is why no more can be shown, nil when it can.
func (r *reply) failure() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed
}

// leave has nothing more be shown.
func (r *reply) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rest()
}

// rest is leave with the lock held.
func (r *reply) rest() {
	r.closed = true
	if r.pace.counted {
		r.pace.counted = false
		r.bot.writing.Add(-1)
	}
	if r.pace.timer != nil {
		r.pace.timer.Stop()
		r.pace.timer = nil
	}
}

// short reports whether Slack's limits leave no room for another stream now.
func (b *Bot) short() bool {
	return b.Budget != nil && !b.Budget.Spare("chat.startStream", "chat.stopStream")
}

// patience bounds a wait that Slack asks for and that is waited for in place;
// a longer one is left to the inbox, which works others meanwhile.
const (
	patience = 5 * time.Second
	tries    = 3
)

// patiently makes a call again when Slack asks to wait a little.
func patiently(ctx context.Context, call func() error) error {
	return waitingFor(ctx, patience, call)
}

// waitingFor makes a call again when Slack asks to wait no longer than most.
func waitingFor(ctx context.Context, most time.Duration, call func() error) error {
	for try := 1; ; try++ {
		err := call()
		wait, limited := waiting(err).(inbox.RetryAfter)
		if !limited || wait.After > most || try == tries {
			return err
		}
		if err := pause(ctx, wait.After); err != nil {
			return err
		}
	}
}

// limited reports whether Slack, or our budget of it, asks to wait.
func limited(err error) bool {
	_, is := waiting(err).(inbox.RetryAfter)
	return is
}

// pause waits, or returns the cause of a context that ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// twice makes a call that can be repeated again when its outcome is not known:
// {} is no error to the client, and a connection may be cut after Slack has done
// what it was asked.
func twice(ctx context.Context, call func() (ts string, err error)) error {
	var err error
	for try := range 2 {
		var ts string
		if ts, err = call(); err == nil && ts == "" {
			err = errSaidNothing
		}
		if err == nil || ctx.Err() != nil || limited(err) || !transient(err) {
			return err
		}
		if try == 0 {
			if err := pause(ctx, 200*time.Millisecond); err != nil {
				return err
			}
		}
	}
	return fmt.Errorf("twice: %w", err)
}

// errFull says that a message takes no more text.
var errFull = errors.New("the message is full")
