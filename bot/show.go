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

// answerMark is the event type of the metadata on messages of Gloss; the
// payload names the question that the message answers.
const answerMark = "gloss_answer"

// show brings a piece, already part of what is shown, before the reader.
func (r *reply) show(ctx context.Context, piece string) error {
	if !r.stream {
		return r.update(ctx, nil, false)
	}
	err := r.bot.attempt("chat.appendStream", func() error {
		return patiently(ctx, func() error {
			_, ts, err := r.bot.Slack.AppendStreamContext(ctx, r.ask.at.channel, r.placed[r.now], slack.MsgOptionChunks(slack.NewMarkdownTextChunk(piece)))
			if err == nil && ts == "" {
				return errSaidNothing
			}
			return err
		})
	})
	if err == nil || refused(err, "stopped_by_user") || transient(err) {
		return err
	}
	// Slack ended the stream, or takes no more; the whole goes into the
	// message itself.
	r.bot.endStreams(ctx, r.ask.at.channel, r.placed[r.now:])
	r.stream = false
	return r.update(ctx, nil, false)
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
			return patiently(ctx, func() error {
				return twice(func() (string, error) {
					_, ts, err := r.bot.Slack.StopStreamContext(ctx, r.ask.at.channel, r.placed[r.now], options...)
					return ts, err
				})
			})
		})
	}
	err := stop(under)
	if refused(err, "invalid_blocks", "invalid_blocks_format", "invalid_arguments") {
		err = stop(nil)
	}
	if errors.Is(err, errLacking) {
		return nil // all is shown; Slack ends the stream by itself
	}
	if err == nil || refused(err, "stopped_by_user") || transient(err) {
		return err
	}
	r.stream = false
	return r.update(ctx, under, true)
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

// post posts a new message and makes it the one that is updated.
func (r *reply) post(ctx context.Context, text string) error {
	ts := ""
	err := patiently(ctx, func() (err error) {
		_, ts, err = r.bot.Slack.PostMessageContext(ctx, r.ask.at.channel, r.ask.posting(r.ask.id(), text)...)
		return err
	})
	if err == nil && ts == "" {
		err = errSaidNothing
	}
	if err != nil {
		return fmt.Errorf("post the answer: %w", waiting(err))
	}
	return r.add(ctx, ts)
}

// update makes the message hold what is shown, and the blocks under it. Where
// messages cannot be updated, the last update of each is posted instead.
func (r *reply) update(ctx context.Context, under []slack.Block, last bool) error {
	err := r.bot.attempt("chat.update", func() error { return r.put(ctx, r.content(under)) })
	if err == nil || transient(err) {
		return err
	}
	if !refused(err, "message_not_found", "cant_update_message", "edit_window_closed") && !errors.Is(err, errLacking) && !r.bare {
		r.bare = true
		if err = r.put(ctx, r.content(nil)); err == nil {
			return nil
		}
	}
	if !last {
		return nil
	}
	shown := r.shown
	err = r.post(ctx, shown)
	r.shown = shown
	return err
}

func (r *reply) put(ctx context.Context, options []slack.MsgOption) error {
	return patiently(ctx, func() error {
		return twice(func() (string, error) {
			_, ts, _, err := r.bot.Slack.UpdateMessageContext(ctx, r.ask.at.channel, r.placed[r.now], options...)
			return ts, err
		})
	})
}

// twice makes a call that can be repeated again when Slack answers nothing to
// it: {} is no error to the client.
func twice(call func() (ts string, err error)) error {
	ts, err := call()
	if err == nil && ts == "" {
		_, err = call()
	}
	return err
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

// patience bounds a wait that Slack asks for and that is waited for in place;
// a longer one is left to the inbox, which works others meanwhile.
const (
	patience = 5 * time.Second
	tries    = 3
)

// patiently makes a call again when Slack asks to wait a little.
func patiently(ctx context.Context, call func() error) error {
	for try := 1; ; try++ {
		err := call()
		wait, limited := waiting(err).(inbox.RetryAfter)
		if !limited || wait.After > patience || try == tries {
			return err
		}
		if err := pause(ctx, wait.After); err != nil {
			return err
		}
	}
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
