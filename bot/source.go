package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// material is what a question is about, once read. It lives as long as the
// answer: Slack's content is never stored.
type material struct {
	// thread is all that was read, in one thread; each message of Slack has
	// its Permalink.
	thread thread.Thread
	// from are the threads in Slack that it was read from; empty for what the
	// learner disclosed themself, by paste, file or forward.
	from []reference
	// people is how many said something.
	people int
	// stamps are when each message was written or last edited, as a ts, by
	// its id in the thread; only for messages of Slack.
	stamps map[string]string

	// What was not read: images, files with the reason, messages of which
	// only a part could be read, messages beyond what is read at once, linked
	// messages of other channels, and threads that the asker may not see or
	// that are gone.
	images  int
	files   []unreadFile
	partial int
	beyond  int
	linked  int
	// optedOut is how many messages people keep from being explained.
	optedOut int
	refused  []place

	// since says that it is only what is new to the learner of a longer thread.
	since bool
	// typed is what the learner wrote beside what they disclosed, "" when
	// that was all.
	typed string
	// offers are the threads out of which messages were forwarded, and which
	// the learner may read whole.
	offers []place
}

// reference names a thread in Slack: what is kept of it, in place of its text.
type reference struct {
	team string
	place
	// newest is the ts of the latest message or edit that was read, count how
	// many messages were.
	newest string
	count  int
}

// unreadFile is a file that was not read, and why.
type unreadFile struct {
	name string
	why  fileReason
}

// coverage says how much of the material the answer rests on: "Read 142 of 142
// messages from 9 people, 2 images not read". The tutor may have read less of
// the thread than was fetched.
func coverage(m material, read tutor.Coverage) string {
	total := max(read.Messages, len(m.thread.Messages)) + m.beyond
	out := fmt.Sprintf("Read %d of %s", read.Read, count(total, "message"))
	if m.people > 0 {
		out += " from " + persons(m.people)
	}
	var not []string
	add := func(n int, thing, what string) {
		if n > 0 {
			not = append(not, count(n, thing)+" "+what)
		}
	}
	add(m.images, "image", "not read")
	add(len(m.files), "file", "not read"+fileReasons(m.files))
	add(m.partial, "message", "read only in part")
	add(m.optedOut, "message", "left out (:no-gloss:)")
	add(m.linked, "linked message", "not read")
	add(len(m.refused), "thread", "not read")
	return strings.Join(append([]string{out}, not...), ", ")
}

func persons(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// newest is the ts of the latest message or edit that was read, "" when none
// came from Slack.
func (m material) newest() string {
	newest := ""
	for _, ref := range m.from {
		if later(ref.newest, newest) {
			newest = ref.newest
		}
	}
	return newest
}

// since lists the messages that were written or edited after a ts, by their
// ids: what is new since the material was last read. "" is never.
func since(m material, newestTS string) []string {
	var ids []string
	for _, said := range m.thread.Messages {
		if stamp, known := m.stamps[said.ID]; known && later(stamp, newestTS) {
			ids = append(ids, said.ID)
		}
	}
	return ids
}

// lastRead finds in the learner's lessons when they had a thread explained the
// last time: the ts of the latest message or edit read then, and how many
// messages there were; "" for never.
func (b *Bot) lastRead(ctx context.Context, a ask, at place) (newest string, messages int, err error) {
	lessons, err := b.Library.Lessons(ctx, a.learner(), 0)
	if err != nil {
		return "", 0, fmt.Errorf("look up when a thread was read last: %w", err)
	}
	for _, l := range lessons {
		if l.Channel == at.channel && l.TS == at.threadTS && l.Task == prompts.ExplainTask && l.NewestTS != "" {
			return l.NewestTS, l.Messages, nil
		}
	}
	return "", 0, nil
}
