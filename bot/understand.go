package bot

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// messaged answers a direct message, with those that were sent right after it.
func (b *Bot) messaged(ctx context.Context, a *ask) error {
	if err := b.coalesce(ctx, a); err != nil {
		return err
	}
	// The answer stands under the last message, whichever came first.
	first := *a
	a.event = a.parts[len(a.parts)-1]
	a.at = a.event.place()
	if a.at != first.at && (a.working || a.item.Attempt > 1) {
		b.status(ctx, first, slack.AgentSessionStatusActive)
	}
	b.jobs.now(*a)
	return b.understand(ctx, a)
}

// sent is what somebody sent to Gloss, taken apart.
type sent struct {
	// text is all that they typed, question their question in it, rest what
	// they pasted, with the lines where it stood.
	text, question, rest string
	// read is what they typed, as a thread.
	read thread.Thread
	// links are the permalinks outside of a pasted thread.
	links links
	// shared says that there are files or forwarded messages.
	shared bool
}

// pasted reports whether they pasted a conversation.
func (s sent) pasted() bool { return s.read.Format != "" && s.read.Format != thread.Plain }

// sent takes the messages of a question apart. A message that is nothing but a
// short question is one about the others.
func (b *Bot) sent(a ask) sent {
	var s sent
	var texts, asks []string
	for i, part := range a.parts {
		text := b.words(part)
		texts = append(texts, text)
		read, err := thread.Read([]byte(text))
		if err == nil && isTalk(read) && len(a.parts) > 1 && asksAlone(text, i > 0 && long(a.parts[i-1])) {
			asks = append(asks, text)
		}
		s.shared = s.shared || len(part.Files) > 0 || len(forwarded(part.message())) > 0
	}
	s.text = strings.TrimSpace(thread.Join(texts...))
	if len(asks) > 0 && len(asks) < len(texts) {
		s.question = strings.Join(asks, " ")
		for i, text := range texts {
			for _, ask := range asks {
				if text == ask {
					texts[i] = strings.Repeat("\n", strings.Count(text, "\n"))
				}
			}
		}
		s.rest = strings.Join(texts, "\n")
	} else {
		s.question, s.rest = questionOf(s.text)
	}
	s.read, _ = thread.Read([]byte(s.rest)) // what cannot be read is talk
	beside := s.text
	if s.pasted() {
		beside = s.question + "\n" + strings.Join(strings.Split(s.rest, "\n")[:foreword(s.read)], "\n")
	}
	var blocks []byte
	if len(a.parts) == 1 && !s.pasted() {
		blocks = a.parts[0].Blocks
	}
	s.links = b.links(beside, blocks)
	return s
}

// understand finds out what somebody wants who wrote to Gloss, and does it.
func (b *Bot) understand(ctx context.Context, a *ask) error {
	s := b.sent(*a)
	switch {
	case s.pasted() && len(s.links.refs) > 0 && !s.shared:
		return b.askWhich(ctx, *a)
	case s.shared, s.pasted():
		return b.ownExplained(ctx, a, s)
	case len(s.links.refs) > 0:
		return b.linkedExplained(ctx, a, s)
	case s.links.foreign:
		return b.say(ctx, *a, elsewhereThread)
	case a.event.followsUp():
		return b.followUp(ctx, a, s.text)
	case lookedAt.MatchString(s.text):
		return b.lookedAtExplained(ctx, a, s.text)
	}
	if channel := bareChannel(b.host, s.text); channel != "" {
		return b.askThread(ctx, *a, channel)
	}
	if s.question == "" && (s.read.Format == "" || isTalk(s.read)) {
		return b.talk(ctx, *a, s.text)
	}
	if isTalk(s.read) && asksForWord(s.question) {
		return b.talk(ctx, *a, s.question)
	}
	if s.question == "" && toGloss.MatchString(s.text) {
		return b.askMeant(ctx, *a)
	}
	return b.ownExplained(ctx, a, s)
}

// toGloss is how a longer text begins that may be meant for Gloss itself.
var toGloss = regexp.MustCompile(`(?is)^(?:hi|hey|hello)?[ ,!]*(?:gloss[ ,!:]*)?(?:can|could|would|will) you\b.*\?\s*$|^(?:hi|hey|hello),? gloss\b`)

// ownExplained explains what somebody pasted, shared or forwarded, and answers
// the question that they asked with it first.
func (b *Bot) ownExplained(ctx context.Context, a *ask, s sent) error {
	a.about = subject{fix: a.about.fix}
	for _, part := range a.parts {
		a.about.refs = append(a.about.refs, place{a.at.channel, part.TS})
	}
	q := request{task: prompts.ExplainTask, read: b.reading(a)}
	question := s.question
	if s.shared && !s.pasted() {
		question = s.text
	}
	if task, text, plain := wanted(question); plain {
		q.task = task
	} else {
		q.text = text
	}
	return b.explain(ctx, a, q)
}

// linkedExplained explains the threads that somebody pointed at.
func (b *Bot) linkedExplained(ctx context.Context, a *ask, s sent) error {
	a.about = subject{refs: s.links.refs}
	q := request{task: prompts.ExplainTask, read: b.reading(a)}
	if s.links.more {
		a.note = onlyFiveThreads
	}
	if task, text, plain := wanted(s.links.rest); plain {
		q.task = task
	} else {
		q.text = text
	}
	return b.explain(ctx, a, q)
}

// followUp answers a question in a thread under an answer, or under what
// somebody sent. What it is about is read again from where it stands, if the
// asker may read it by now; Gloss keeps no copy.
func (b *Bot) followUp(ctx context.Context, a *ask, text string) error {
	list, err := b.subjects(ctx, *a, "")
	switch {
	case errors.Is(err, errNoThread):
		return b.talk(ctx, *a, text)
	case err != nil:
		return b.unread(ctx, *a, err)
	case len(list) > 1 && !list[0].chosen:
		return b.askAbout(ctx, *a, list)
	}
	return b.followUpOn(ctx, a, list[0], text)
}

func (b *Bot) followUpOn(ctx context.Context, a *ask, about subject, text string) error {
	a.about = about
	if done, err := b.discussed(ctx, a, text); done {
		return err
	}
	q := request{read: b.reading(a), whole: true}
	q.task, q.text, _ = wanted(text)
	return b.explain(ctx, a, q)
}
