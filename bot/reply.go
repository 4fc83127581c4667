package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// How much fits into one message, in characters: a streamed one fills at about
// 12,000, the text of an update at 4,000 (docs.slack.dev, chat.appendStream and
// chat.update).
const (
	markdownRoom = 11_000
	mrkdwnRoom   = 3_500
)

// reply shows one answer in a thread while it is being written: as a stream
// where the workspace can, as a message that is updated where it cannot, and at
// once at its end while Slack's limits leave no room for either. An answer that
// is too long for one message goes on in a next one.
//
// What is written is shown by a timer when nothing more comes, so the fields
// below mu are guarded by it.
type reply struct {
	bot *Bot
	ask ask
	// dialect is what the answer is written in, from its first word to its
	// last, also when Slack ends the stream midway.
	dialect dialect
	// line tells what is being read, for as long as there is nothing else.
	line string
	// cancel ends the work on an answer that cannot be shown any more.
	cancel context.CancelCauseFunc

	mu sync.Mutex
	// stream says that the newest message is an open stream, begun at began;
	// late that nothing is shown before the end.
	stream, late bool
	began        time.Time
	// ended says that Slack ended the stream as we asked, and with it that Gloss
	// is at work.
	ended bool
	// placed are the messages of this answer, those of an earlier attempt
	// included; now is the index of the one being written.
	placed []string
	now    int
	// bare says that this Slack takes no blocks here.
	bare bool
	// shown is what the message holds, waiting what comes next.
	shown   string
	waiting strings.Builder
	// task is what a stream shows of the reading that goes on, "" for nothing.
	task string
	pace pace
	// failed is why no more can be shown; closed says that no more may be.
	failed error
	closed bool
}

// reading stands where the answer will be.
const reading = "Reading your thread …"

// open finds out how the answer can be shown and, on a second attempt, where
// the first one left off: what that began is written anew, in place.
func (b *Bot) open(ctx context.Context, a ask, line string) (*reply, error) {
	r := &reply{bot: b, ask: a, dialect: mrkdwn, line: line, placed: strings.Fields(a.item.TS), pace: pace{since: b.Now()}}
	if a.whispered {
		r.placed, r.late = nil, true
		return r, nil
	}
	if len(r.placed) > 0 && r.placed[0] == a.at.threadTS {
		r.placed = r.placed[1:] // the root under which the answer stands
	}
	if err := r.adopt(ctx); err != nil {
		return nil, err
	}
	if len(r.placed) > 0 {
		if b.endStreams(ctx, a.at.channel, r.placed) {
			return nil, errStopped
		}
		return r, r.place(ctx)
	}
	err := errLacking
	if !b.lacking("chat.appendStream", "chat.stopStream") {
		if b.short() && !b.lacking("agents.sessions.setStatus") {
			r.dialect, r.late = markdown, true
			return r, nil
		}
		err = b.attempt("chat.startStream", func() error { return r.start(ctx) })
	}
	switch {
	case err == nil:
		r.dialect = markdown
		return r, nil
	case !answered(err):
		// Slack may have begun a stream that we have not heard of: the next
		// attempt looks for it.
		return nil, fmt.Errorf("start a stream: %w", err)
	case !errors.Is(err, errLacking):
		b.Log.Info("an answer is not streamed", "item", a.item.ID, "error", err)
	}
	return r, r.post(ctx, "_"+r.line+"_")
}

// answered reports whether Slack itself said no, so that nothing has happened.
func answered(err error) bool {
	_, refused := errors.AsType[slack.SlackErrorResponse](err)
	_, status := errors.AsType[slack.StatusCodeError](err)
	_, limited := errors.AsType[*slack.RateLimitedError](err)
	return refused || status || limited || errors.Is(err, errLacking) || errors.Is(err, errSaidNothing)
}

// errSaidNothing is the error of a call that Slack took without an answer.
var errSaidNothing = errors.New("the call was taken without an answer")

// start starts a stream in a new message. Outside direct messages Slack wants
// to know for whom it is.
func (r *reply) start(ctx context.Context) error {
	options := []slack.MsgOption{slack.MsgOptionTS(r.ask.at.threadTS)}
	if !r.ask.at.direct() {
		options = append(options, slack.MsgOptionRecipientTeamID(r.ask.team), slack.MsgOptionRecipientUserID(r.ask.user))
	}
	_, ts, err := r.bot.Slack.StartStreamContext(ctx, r.ask.at.channel, options...)
	if err == nil && ts == "" {
		err = errSaidNothing
	}
	if err != nil {
		return err
	}
	r.stream, r.began = true, r.bot.Now()
	return r.add(ctx, ts)
}

// add makes a new message the one that is written.
func (r *reply) add(ctx context.Context, ts string) error {
	r.placed, r.shown = append(r.placed, ts), ""
	r.now = len(r.placed) - 1
	return r.place(ctx)
}

// place remembers the messages, so that a second attempt goes on in them.
func (r *reply) place(ctx context.Context) error {
	err := r.bot.Inbox.Place(ctx, r.ask.item.Lease(), r.ask.at.channel, strings.Join(r.rooted(), " "))
	if err != nil {
		return fmt.Errorf("remember where the answer is: %w", err)
	}
	return nil
}

// write adds text. It is shown at once, or when a beat has passed since
// something was, or at the end.
func (r *reply) write(ctx context.Context, text string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed != nil || r.closed {
		return r.failed
	}
	r.waiting.WriteString(text)
	if r.late {
		return nil
	}
	if wait := r.due(); wait > 0 {
		if r.bot.Piece == 0 || r.waiting.Len() < r.bot.Piece {
			r.arm(ctx)
			return nil
		}
		r.mu.Unlock()
		err := pause(ctx, wait)
		r.mu.Lock()
		if err != nil || r.failed != nil {
			return errors.Join(r.failed, err)
		}
	}
	return r.fail(r.flush(ctx))
}

// flush shows what waits.
func (r *reply) flush(ctx context.Context) error {
	text := r.waiting.String()
	r.waiting.Reset()
	if r.stream && r.shown != "" && text != "" && r.bot.Now().Sub(r.began) >= streamLife {
		if err := r.next(ctx); err != nil {
			return err
		}
	}
	if r.shown == "" {
		text = strings.TrimLeft(text, "\n")
	}
	if text != "" {
		r.bot.jobs.show(r.ask)
	}
	for text != "" {
		piece, rest := fit(r.shown, text, r.room())
		err := errFull
		if piece != "" {
			err = r.show(ctx, piece)
		}
		switch {
		case errors.Is(err, errFull):
			if err := r.next(ctx); err != nil {
				return err
			}
			text = strings.TrimLeft(text, "\n")
			continue
		case limited(err) && !r.closed:
			r.waiting.WriteString(text) // shown when Slack wants more again
			r.pace.wait(r.bot.Now(), err)
			r.arm(ctx)
			return nil
		case err != nil:
			return fmt.Errorf("show the answer: %w", waiting(err))
		}
		text = rest
	}
	r.pace.flushed = r.bot.Now()
	return nil
}

func (r *reply) room() int {
	if r.dialect.markdown {
		return markdownRoom
	}
	return mrkdwnRoom
}

// next goes on in another message, because this one is full, or as old as a
// stream may be: in one that an earlier attempt filled, or a new one.
func (r *reply) next(ctx context.Context) error {
	if err := r.end(ctx, nil); err != nil {
		return fmt.Errorf("end a full message: %w", waiting(err))
	}
	if r.now+1 < len(r.placed) {
		r.now++
		r.shown = ""
		return nil
	}
	if r.stream {
		r.stream = false
		if err := r.start(ctx); err == nil || !answered(err) {
			return err
		}
	}
	return r.post(ctx, "…")
}

// close shows the rest and ends the answer, with buttons under it; messages
// that an earlier attempt needed and this one did not are taken away.
func (r *reply) close(ctx context.Context, under []slack.Block) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed != nil {
		return r.failed
	}
	r.rest()
	if r.ask.whispered {
		return r.whisper(ctx, under)
	}
	if r.late {
		return r.finish(ctx, under)
	}
	if err := r.flush(ctx); err != nil {
		return err
	}
	r.ask.whole = true
	if err := r.end(ctx, under); err != nil {
		return fmt.Errorf("end the answer: %w", lasting(waiting(err)))
	}
	for _, ts := range r.placed[r.now+1:] {
		r.bot.optional("chat.delete", func() error {
			_, _, err := r.bot.Slack.DeleteMessageContext(ctx, r.ask.at.channel, ts)
			return err
		})
	}
	return nil
}

// abandon leaves the answer as it is, because the person pressed Stop, says so
// and offers to begin again. Slack has ended a stream by then.
func (r *reply) abandon(ctx context.Context, again []slack.Block) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rest()
	if len(r.placed) == 0 {
		return
	}
	if r.stream {
		r.bot.endStreams(ctx, r.ask.at.channel, r.placed[r.now:])
		r.stream = false
	} else {
		r.shown += r.waiting.String()
	}
	r.shown = strings.TrimLeft(r.shown+"\n_Stopped._", "\n")
	if err := r.update(ctx, again, false); err != nil {
		r.bot.Log.Info("an answer that was stopped does not say so", "item", r.ask.item.ID, "error", err)
	}
}
