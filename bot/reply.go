package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// How much fits: a streamed message fills at about 12,000 characters, a posted
// text is cut beyond 4,000 (docs.slack.dev, chat.appendStream and
// chat.postMessage).
const (
	streamRoom = 11_000
	postRoom   = 3_500
)

// reply shows one answer in a thread while it is being written: as a stream
// where the workspace can, else as a message that is updated.
type reply struct {
	bot *Bot
	ask ask
	// stream says that the message is a stream; channel and ts are its place,
	// ts is "" before anything is shown.
	stream bool
	ts     string
	// shown is what the message holds, waiting what comes next.
	shown   string
	waiting strings.Builder
	flushed time.Time
}

// dialect is what the reply is written in, decided before the first word.
func (r *reply) dialect() dialect {
	if r.stream {
		return markdown
	}
	return mrkdwn
}

// open finds out how the answer can be shown and, on a second attempt, where
// the first one left off.
func (b *Bot) open(ctx context.Context, a ask) (*reply, error) {
	r := &reply{bot: b, ask: a}
	if a.item.TS != "" {
		// An earlier attempt was cut short: what it began is made whole.
		b.optional("chat.stopStream", func() error {
			_, _, err := b.Slack.StopStreamContext(ctx, a.at.channel, a.item.TS)
			return err
		})
		r.ts = a.item.TS
		return r, nil
	}
	r.stream = b.optional("chat.startStream", func() error {
		_, ts, err := b.Slack.StartStreamContext(ctx, a.at.channel, r.recipients()...)
		if err == nil && ts == "" {
			err = errors.New("start a stream: Slack said nothing")
		}
		r.ts = ts
		return err
	})
	if !r.stream {
		if err := r.post(ctx, "_Reading your thread …_"); err != nil {
			return nil, err
		}
	}
	return r, r.place(ctx)
}

// recipients say, outside direct messages, for whom a stream is.
func (r *reply) recipients() []slack.MsgOption {
	options := []slack.MsgOption{slack.MsgOptionTS(r.ask.at.threadTS)}
	if !strings.HasPrefix(r.ask.at.channel, "D") {
		options = append(options, slack.MsgOptionRecipientTeamID(r.ask.team), slack.MsgOptionRecipientUserID(r.ask.user))
	}
	return options
}

// place remembers the message, so that a second attempt goes on in it.
func (r *reply) place(ctx context.Context) error {
	err := r.bot.Inbox.Place(ctx, r.ask.item.ID, r.ask.at.channel, r.ts)
	if err != nil && !errors.Is(err, inbox.ErrNotLeased) {
		return fmt.Errorf("remember where the answer is: %w", err)
	}
	return nil
}

// write adds text; it is shown at once or with the next beat.
func (r *reply) write(ctx context.Context, text string) error {
	r.waiting.WriteString(text)
	if wait := r.bot.Beat - r.bot.Now().Sub(r.flushed); wait > 0 && !r.flushed.IsZero() {
		if !r.stream {
			return nil
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
	return r.flush(ctx)
}

// pause waits, or returns the error of a context that ends first.
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

// flush shows what waits.
func (r *reply) flush(ctx context.Context) error {
	text := r.waiting.String()
	if text == "" {
		return nil
	}
	r.waiting.Reset()
	r.flushed = r.bot.Now()
	if r.shown == "" {
		text = strings.TrimLeft(text, "\n")
	}
	for _, piece := range pieces(text, r.room()/2) {
		if len(r.shown)+len(piece) > r.room() {
			if err := r.next(ctx); err != nil {
				return err
			}
		}
		r.shown += piece
		if err := r.showPiece(ctx, piece); err != nil {
			return fmt.Errorf("show the answer: %w", waiting(err))
		}
	}
	return nil
}

func (r *reply) showPiece(ctx context.Context, piece string) error {
	if !r.stream {
		return r.update(ctx, nil)
	}
	_, _, err := r.bot.Slack.AppendStreamContext(ctx, r.ask.at.channel, r.ts, slack.MsgOptionChunks(slack.NewMarkdownTextChunk(piece)))
	var answer slack.SlackErrorResponse
	if errors.As(err, &answer) && (answer.Err == "message_not_in_streaming_state" || answer.Err == "stopped_by_user") {
		// Slack ended the stream; what is left goes into the message itself.
		r.stream = false
		return r.update(ctx, nil)
	}
	return err
}

func (r *reply) room() int {
	if r.stream {
		return streamRoom
	}
	return postRoom
}

// next goes on in a new message, because this one is full.
func (r *reply) next(ctx context.Context) error {
	if r.stream {
		if _, _, err := r.bot.Slack.StopStreamContext(ctx, r.ask.at.channel, r.ts); err != nil {
			return fmt.Errorf("end a full stream: %w", waiting(err))
		}
		_, ts, err := r.bot.Slack.StartStreamContext(ctx, r.ask.at.channel, r.recipients()...)
		if err != nil {
			return fmt.Errorf("go on in a new stream: %w", waiting(err))
		}
		r.ts, r.shown = ts, ""
		return nil
	}
	r.shown = ""
	return r.post(ctx, "…")
}

// post posts a new message and makes it the one that is updated.
func (r *reply) post(ctx context.Context, text string) error {
	_, ts, err := r.bot.Slack.PostMessageContext(ctx, r.ask.at.channel,
		slack.MsgOptionText(text, false), slack.MsgOptionTS(r.ask.at.threadTS),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	if err != nil {
		return fmt.Errorf("post the answer: %w", waiting(err))
	}
	if ts == "" {
		return errors.New("post the answer: Slack took it and said nothing")
	}
	r.ts = ts
	return nil
}

// update makes the message hold what is shown, and the blocks under it.
func (r *reply) update(ctx context.Context, under []slack.Block) error {
	options := []slack.MsgOption{slack.MsgOptionText(r.shown, false)}
	if len(under) > 0 {
		blocks := []slack.Block{}
		for _, piece := range pieces(r.shown, 2_900) {
			if strings.TrimSpace(piece) != "" {
				blocks = append(blocks, slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, piece, false, false), nil, nil))
			}
		}
		options = append(options, slack.MsgOptionBlocks(append(blocks, under...)...))
	}
	_, _, _, err := r.bot.Slack.UpdateMessageContext(ctx, r.ask.at.channel, r.ts, options...)
	return err
}

// close shows the rest and ends the answer, with buttons under it.
func (r *reply) close(ctx context.Context, under []slack.Block) error {
	if err := r.flush(ctx); err != nil {
		return err
	}
	if !r.stream {
		err := r.update(ctx, under)
		var answer slack.SlackErrorResponse
		if err != nil && len(under) > 0 && errors.As(err, &answer) {
			err = r.update(ctx, nil) // a Slack that takes no such blocks
		}
		if err != nil {
			return fmt.Errorf("end the answer: %w", waiting(err))
		}
		return nil
	}
	var options []slack.MsgOption
	if len(under) > 0 {
		options = append(options, slack.MsgOptionBlocks(under...))
	}
	if _, _, err := r.bot.Slack.StopStreamContext(ctx, r.ask.at.channel, r.ts, options...); err != nil {
		var answer slack.SlackErrorResponse
		if errors.As(err, &answer) && answer.Err == "message_not_in_streaming_state" {
			return nil
		}
		return fmt.Errorf("end the answer: %w", waiting(err))
	}
	return nil
}

// pieces cuts text into pieces of at most size bytes, at line ends where it
// can, and never inside a character.
func pieces(text string, size int) []string {
	var out []string
	for len(text) > size {
		cut := strings.LastIndexByte(text[:size], '\n') + 1
		if cut == 0 {
			cut = strings.LastIndexByte(text[:size], ' ') + 1
		}
		if cut == 0 {
			cut = size
			for cut > 0 && text[cut]&0xC0 == 0x80 {
				cut--
			}
		}
		out = append(out, text[:cut])
		text = text[cut:]
	}
	return append(out, text)
}
