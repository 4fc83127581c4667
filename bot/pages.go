package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// maxMessages bounds how much of a live thread is read.
const maxMessages = 12_000

// found is a thread as it was fetched.
type found struct {
	// at is its root, which may be another message than was asked for.
	at       place
	messages []message
	// beyond is how many messages there are, or more, that were not fetched,
	// lost how many were fetched and could not be decoded at all.
	beyond, lost int
}

// whole fetches the thread that a message belongs to, oldest first, at most
// maxMessages of it. progress hears how many messages have come so far.
func (b *Bot) whole(ctx context.Context, at place, progress func(read int)) (found, error) {
	f, err := b.fetch(ctx, at, progress)
	if err == nil && len(f.messages) > 0 {
		// Of a reply that is asked for, Slack gives that alone.
		if root := f.messages[0].ThreadTS; root != "" && root != f.messages[0].TS && root != at.threadTS {
			return b.fetch(ctx, place{at.channel, root}, progress)
		}
	}
	return f, err
}

// fetch fetches the thread at a place page by page, each message once.
func (b *Bot) fetch(ctx context.Context, at place, progress func(read int)) (found, error) {
	f := found{at: at}
	seen := make(map[string]bool)
	cursors := map[string]bool{"": true}
	for cursor := ""; ; {
		p, err := b.fetchPage(ctx, f, cursor)
		switch _, limited := waiting(err).(inbox.RetryAfter); {
		case refused(err, gone...) && cursor == "":
			return f, errNotReadable
		case cursor != "" && (limited && f.few() || answered(err) && !transient(err)):
			f.count(true)
			return f, nil // what has come is better than nothing
		case err != nil:
			return f, err
		}
		room := f.take(p, seen)
		progress(len(f.messages))
		cursor = p.Metadata.Next
		if cursor == "" || cursors[cursor] || len(p.Messages) == 0 || !room {
			f.count(!room || cursor != "")
			return f, nil
		}
		cursors[cursor] = true
		b.noticeRestricted(f)
	}
}

// take adds the messages of a page; false when there is no room for all.
func (f *found) take(p repliesPage, seen map[string]bool) bool {
	for i, raw := range p.Messages {
		m, ok := tolerant(raw)
		if !ok {
			f.lost++
			continue
		}
		if m.TS != "" && seen[m.TS] {
			continue
		}
		if len(f.messages) == maxMessages {
			f.beyond = len(p.Messages) - i
			return false
		}
		seen[m.TS] = true
		f.messages = append(f.messages, m)
	}
	return true
}

// count finds out how many messages lie beyond those that were fetched: as
// many as the root counts more, and at least one when more were promised.
func (f *found) count(more bool) {
	if !more || len(f.messages) == 0 {
		return
	}
	f.beyond = max(f.beyond, f.messages[0].replyCount()+1-len(f.messages), 1)
}

// restrictedPage is how many messages Slack gives at once, and once a minute,
// to apps that are sold outside its marketplace (docs.slack.dev, changelog of
// 29 May 2025).
const restrictedPage = 15

// few reports whether no more has come than a Slack gives that gives little.
func (f *found) few() bool { return len(f.messages) <= restrictedPage+1 }

// noticeRestricted tells the administrator, once, of a Slack that gives few
// messages at a time.
func (b *Bot) noticeRestricted(f found) {
	if f.few() && len(f.messages) >= restrictedPage-1 {
		b.restricted.Do(func() {
			b.Log.Warn("Slack gives this app 15 messages of a thread a minute, so long threads are read in part; " +
				"an app that the workspace creates for itself from the manifest has no such limit")
		})
	}
}

// longPatience bounds one wait in the middle of a thread, where giving up
// would mean to begin again.
const longPatience = time.Minute

// fetchPage fetches one page. The first is tried as any call; a later one is
// waited for longer, unless Slack gives little anyway.
func (b *Bot) fetchPage(ctx context.Context, f found, cursor string) (repliesPage, error) {
	var p repliesPage
	call := func() (err error) {
		p, err = b.Web.replies(ctx, f.at, cursor)
		return err
	}
	err := b.attempt("conversations.replies", func() error {
		if cursor == "" || f.few() {
			return patiently(ctx, call)
		}
		return persistently(ctx, call)
	})
	if err != nil && !errors.Is(err, errLacking) {
		err = fmt.Errorf("read the thread: %w", err)
	}
	return p, err
}

// persistently makes a call again when Slack asks to wait, or fails in a way
// that may be gone in a moment.
func persistently(ctx context.Context, call func() error) error {
	for try := 1; ; try++ {
		err := call()
		if err == nil || try == tries || !transient(err) {
			return err
		}
		pausing := 200 * time.Millisecond << try
		if wait, limited := waiting(err).(inbox.RetryAfter); limited {
			if pausing = wait.After; pausing > longPatience {
				return err
			}
		}
		if err := pause(ctx, pausing); err != nil {
			return err
		}
	}
}
