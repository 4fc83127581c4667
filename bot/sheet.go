package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// sheet is where one answer is going to be written: its reply is opened when
// there is something to show.
type sheet struct {
	bot   *Bot
	ask   *ask
	reply *reply
	told  time.Time
	// line tells what is being read, cancel ends the work.
	line   string
	cancel context.CancelCauseFunc
	// again stands under an answer that was stopped.
	again []slack.Block
}

// open opens the reply; what was asked in a channel is answered in the asker's
// direct message, unless they chose to share.
func (s *sheet) open(ctx context.Context) (*reply, error) {
	if s.reply != nil {
		return s.reply, nil
	}
	if !s.ask.shared {
		if err := s.bot.aside(ctx, s.ask); err != nil {
			return nil, err
		}
	}
	if s.ask.origin != (place{}) && !s.ask.whispered {
		s.bot.status(ctx, *s.ask, slack.AgentSessionStatusProcessing)
	}
	r, err := s.bot.open(ctx, *s.ask, s.line)
	if err != nil {
		return nil, err
	}
	r.cancel = s.cancel
	s.reply = r
	r.expect(ctx)
	return r, nil
}

// unread says why there is nothing to answer: in what was opened to show
// progress, else where it was asked.
func (s *sheet) unread(ctx context.Context, err error) error {
	if s.reply == nil || transient(err) && !settledError(err) {
		return s.bot.unread(ctx, *s.ask, err)
	}
	s.bot.Log.Info("a thread could not be read", "item", s.ask.item.ID, "error", err)
	if err := s.reply.write(ctx, s.bot.whyUnread(*s.ask, err)); err != nil {
		return err
	}
	return s.reply.close(ctx, nil)
}

// leave leaves what was opened as it is when somebody pressed Stop, and takes
// it back when they deleted their question.
func (s *sheet) leave(ctx context.Context, err error) {
	if s.reply == nil {
		return
	}
	s.reply.leave()
	switch {
	case err == nil:
	case tookBack(ctx):
		s.reply.withdraw(context.WithoutCancel(ctx))
	case stopped(ctx, err):
		s.reply.abandon(context.WithoutCancel(ctx), s.again)
	}
}

// shortRead is how many messages are read in so short a time that nobody need
// be told.
const shortRead = 200

// progress shows that a long thread is being read, not oftener than every few
// beats.
func (s *sheet) progress(ctx context.Context, read int) {
	if read < shortRead || !s.told.IsZero() && s.bot.Now().Sub(s.told) < 3*s.bot.Beat {
		return
	}
	s.told = s.bot.Now()
	r, err := s.open(ctx)
	if err == nil {
		err = r.progress(ctx, readingCount(read))
	}
	if err != nil {
		s.bot.Log.Info("progress could not be shown", "item", s.ask.item.ID, "error", err)
	}
}

// progress shows a line of ours where the answer will be.
func (r *reply) progress(ctx context.Context, line string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.line = line
	switch {
	case r.late || r.closed || r.shown != "":
		return nil
	case r.stream:
		r.task = line
		return r.tell(ctx, slack.TaskCardStatusInProgress)
	}
	return r.put(ctx, []slack.MsgOption{r.mark(), slack.MsgOptionText("_"+line+"_", false)})
}

// tell shows how far the task of the stream is.
func (r *reply) tell(ctx context.Context, status slack.TaskCardStatus) error {
	return r.bot.attempt("chat.appendStream", func() error { return r.append(ctx, r.progressed(status)) })
}

func (r *reply) progressed(status slack.TaskCardStatus) slack.StreamChunk {
	task := slack.NewTaskUpdateChunk("read", r.task)
	task.Status = status
	return task
}

// readingCount says how many messages are being read.
func readingCount(n int) string {
	if n == 1 {
		return fmt.Sprintf(readingLong, "1 message")
	}
	return fmt.Sprintf(readingLong, grouped(n)+" messages")
}

// grouped writes a number as people read it: 12,000.
func grouped(n int) string {
	digits := fmt.Sprint(n)
	var out strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	return out.String()
}
