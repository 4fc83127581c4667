package bot

import (
	"context"
	"regexp"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// forAll is how somebody says, in the mention itself, that the answer is for
// everybody in the thread.
var forAll = regexp.MustCompile(`(?i)^(?:here|for (?:everyone|everybody|all))\b[:,]?\s*|[\s,]*\b(?:for everyone|for everybody|for all of us)[.!]?$`)

// mentioned explains the thread in which Gloss was mentioned, to the asker
// alone: in their direct message, unless the mention says that it is for
// everybody.
func (b *Bot) mentioned(ctx context.Context, a *ask) error {
	a.origin = a.at
	text := b.words(a.event)
	if without := strings.TrimSpace(forAll.ReplaceAllString(text, "")); without != text {
		a.shared, text = true, without
	}
	if l := b.links(text, a.event.Blocks); len(l.refs) > 0 {
		// Another thread is not for this channel to read.
		a.shared, a.about = false, subject{refs: l.refs}
		q := request{read: b.reading(a)}
		q.task, q.text, _ = wanted(forAll.ReplaceAllString(l.rest, ""))
		return b.explain(ctx, a, q)
	}
	pasted, err := thread.Read([]byte(text))
	if err == nil && !isTalk(pasted) && (pasted.Format != thread.Plain || !a.event.followsUp()) {
		a.about = subject{refs: []place{{a.at.channel, a.event.TS}}, held: true}
		return b.explain(ctx, a, request{task: prompts.ExplainTask, read: b.reading(a)})
	}
	if !a.event.followsUp() {
		return b.talkAside(ctx, *a, text)
	}
	a.about = subject{refs: []place{a.at}}
	q := request{read: b.reading(a)}
	q.task, q.text, _ = wanted(text)
	return b.explain(ctx, a, q)
}

// wanted reads what somebody wants with a thread: to have it explained, to be
// briefed, or to have a question about it answered. plain is true of one that
// says no more than which of the first two.
func wanted(text string) (task prompts.Task, question string, plain bool) {
	switch verb := strings.ToLower(strings.Trim(text, " ?!.:")); {
	case briefly.MatchString(verb):
		return prompts.BriefTask, "", true
	case verb == "" || explaining.MatchString(verb):
		return prompts.ExplainTask, "", true
	}
	return prompts.AnswerTask, text, false
}

var (
	briefly    = regexp.MustCompile(`^(?:please |can you |could you )*(?:brief|tl;?dr|summari[sz]e|summary)\b`)
	explaining = regexp.MustCompile(`^(?:please |pls |can you |could you )*(?:explain|help)(?: me)?(?: (?:this|that|it|the|these|thread|message|messages|discussion|conversation|please|in plain words|to me|here))*$`)
)

// talkAside answers, to the asker alone, a mention outside threads.
func (b *Bot) talkAside(ctx context.Context, a ask, text string) error {
	if word := askedWord(text); word != strings.TrimSpace(text) {
		answer, err := b.define(ctx, a, word, false)
		if err != nil {
			return err
		}
		if answer != "" {
			return b.say(ctx, a, answer)
		}
	}
	return b.say(ctx, a, noThreadHere)
}
