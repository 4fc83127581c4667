package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// answerMark is the event type of the metadata on messages of Gloss; the
// payload names the question that the message answers.
const answerMark = "gloss_answer"

// show brings a piece before the reader. When Slack wants to be waited for, or
// the message takes no more, nothing has changed.
func (r *reply) show(ctx context.Context, piece string) error {
	before := r.shown
	r.shown += piece
	err := r.send(ctx, piece)
	if limited(err) || errors.Is(err, errFull) {
		r.shown = before
	}
	return err
}

// send shows a piece that is already part of what is shown.
func (r *reply) send(ctx context.Context, piece string) error {
	if !r.stream {
		return r.update(ctx, nil, false)
	}
	var chunks []slack.StreamChunk
	if r.task != "" {
		chunks = append(chunks, r.progressed(slack.TaskCardStatusComplete))
	}
	chunks = append(chunks, slack.NewMarkdownTextChunk(piece))
	err := r.bot.attempt("chat.appendStream", func() error {
		return waitingFor(ctx, r.patience(), func() error { return r.append(ctx, chunks...) })
	})
	switch {
	case err == nil:
		r.task = ""
		return nil
	case refused(err, "stopped_by_user") || limited(err) || ctx.Err() != nil:
		return err
	case refused(err, "msg_too_long") && r.shown != piece:
		return errFull
	}
	// Slack ended the stream, or takes no more, or it is not known whether it
	// took this: the whole goes into the message itself.
	r.bot.Log.Info("an answer is no longer streamed", "item", r.ask.item.ID, "error", err)
	r.bot.endStreams(ctx, r.ask.at.channel, r.placed[r.now:])
	r.stream = false
	return r.update(ctx, nil, false)
}

// append appends to the stream.
func (r *reply) append(ctx context.Context, chunks ...slack.StreamChunk) error {
	_, ts, err := r.bot.Slack.AppendStreamContext(ctx, r.ask.at.channel, r.placed[r.now], slack.MsgOptionChunks(chunks...))
	if err == nil && ts == "" {
		return errSaidNothing
	}
	return err
}

// patience is how long the reply waits in place: at its end, where to give up
// would mean to begin again, for long, and before it not at all, since more
// comes anyway.
func (r *reply) patience() time.Duration {
	if r.closed {
		return longPatience
	}
	return 0
}

// end ends the message with blocks under it.
func (r *reply) end(ctx context.Context, under []slack.Block) error {
	if !r.stream {
		return r.update(ctx, under, true)
	}
	stop := func(blocks []slack.Block) error {
		options := []slack.MsgOption{r.mark()}
		if len(blocks) > 0 {
			options = append(options, slack.MsgOptionBlocks(blocks...))
		}
		return r.bot.attempt("chat.stopStream", func() error {
			return waitingFor(ctx, longPatience, func() error {
				_, ts, err := r.bot.Slack.StopStreamContext(ctx, r.ask.at.channel, r.placed[r.now], options...)
				if err == nil && ts == "" {
					err = errSaidNothing
				}
				return err
			})
		})
	}
	err := stop(under)
	if r.unfit(err) {
		err = stop(nil)
	}
	r.ended = err == nil
	switch {
	case errors.Is(err, errLacking):
		return nil // all is shown; Slack ends the stream by itself
	case err == nil || refused(err, "stopped_by_user") || limited(err) || ctx.Err() != nil:
		return err
	}
	// It has ended by itself, or it is not known whether it has.
	r.bot.endStreams(ctx, r.ask.at.channel, r.placed[r.now:])
	r.stream = false
	return r.update(ctx, under, true)
}

// pointer is where Slack says that a block is wrong.
var pointer = regexp.MustCompile(`\[json-pointer:([^\]]*)\]`)

// unfit reports whether Slack takes none of the blocks, and tells the log where
// they are wrong, though not in which words.
func (r *reply) unfit(err error) bool {
	if !refused(err, "invalid_blocks", "invalid_blocks_format", "invalid_arguments", "msg_blocks_too_long", "invalid_attachments") {
		return false
	}
	var at []string
	answer, _ := errors.AsType[slack.SlackErrorResponse](err)
	for _, said := range answer.ResponseMetadata.Messages {
		if found := pointer.FindStringSubmatch(said); found != nil {
			at = append(at, found[1])
		}
	}
	r.bot.Log.Warn("Slack took no blocks; the answer is shown without", "item", r.ask.item.ID, "error", answer.Err, "at", at)
	return true
}

func (r *reply) mark() slack.MsgOption { return r.ask.marked(r.ask.id()) }

// endStreams ends what still streams among messages of the bot, so that they
// can be updated. It reports whether a person has stopped one.
func (b *Bot) endStreams(ctx context.Context, channel string, messages []string) (byPerson bool) {
	for _, ts := range messages {
		err := b.attempt("chat.stopStream", func() error {
			return patiently(ctx, func() error {
				_, _, err := b.Slack.StopStreamContext(ctx, channel, ts)
				return err
			})
		})
		byPerson = byPerson || refused(err, "stopped_by_user")
	}
	return byPerson
}

// update makes the message hold what is shown, and the blocks under it. Where
// messages cannot be updated, the last update of each is posted instead.
func (r *reply) update(ctx context.Context, under []slack.Block, last bool) error {
	err := r.bot.attempt("chat.update", func() error { return r.put(ctx, r.content(under)) })
	if refused(err, "streaming_state_conflict") {
		r.bot.endStreams(ctx, r.ask.at.channel, r.placed[r.now:r.now+1])
		err = r.put(ctx, r.content(under))
	}
	if err == nil || transient(err) {
		return err
	}
	if !refused(err, unchangeable...) && !errors.Is(err, errLacking) && !r.bare {
		r.unfit(err)
		r.bare = true
		if err = r.put(ctx, r.content(nil)); err == nil {
			return nil
		}
	}
	if !last {
		return nil
	}
	shown := r.shown
	ts, err := r.posted(ctx, r.whole(under))
	if err != nil {
		return fmt.Errorf("post the answer: %w", waiting(err))
	}
	err = r.add(ctx, ts)
	r.shown = shown
	return err
}

// unchangeable are what Slack says of a message that cannot be changed any more.
var unchangeable = []string{"message_not_found", "cant_update_message", "edit_window_closed"}

func (r *reply) put(ctx context.Context, options []slack.MsgOption) error {
	return waitingFor(ctx, r.patience(), func() error {
		return twice(ctx, func() (string, error) {
			_, ts, _, err := r.bot.Slack.UpdateMessageContext(ctx, r.ask.at.channel, r.placed[r.now], options...)
			return ts, err
		})
	})
}

// content is what the message holds: as blocks, with the text for
// notifications, or where this Slack takes none as text alone.
func (r *reply) content(under []slack.Block) []slack.MsgOption {
	switch {
	case r.bare && r.dialect.markdown:
		return []slack.MsgOption{r.mark(), slack.MsgOptionMarkdownText(r.shown)}
	case r.bare:
		return []slack.MsgOption{r.mark(), slack.MsgOptionText(r.shown, false)}
	case r.dialect.markdown:
		blocks := append([]slack.Block{slack.NewMarkdownBlock("", r.shown)}, under...)
		return []slack.MsgOption{r.mark(), slack.MsgOptionText(cut(r.shown, mrkdwnRoom), false), slack.MsgOptionBlocks(blocks...)}
	}
	var blocks []slack.Block
	for _, piece := range pieces(r.shown, 2_900) {
		if strings.TrimSpace(piece) != "" {
			blocks = append(blocks, section(piece))
		}
	}
	return []slack.MsgOption{r.mark(), slack.MsgOptionText(r.shown, false), slack.MsgOptionBlocks(append(blocks, under...)...)}
}
