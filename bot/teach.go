package bot

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// teach runs the tutor and writes its parts; it returns the words that end the
// answer. A question that came with the thread is answered first, and nothing
// is told twice.
func (b *Bot) teach(ctx context.Context, r *reply, show *renderer, taught *unrecorded, q tutor.Question, task prompts.Task) (string, error) {
	t := *b.Tutor
	t.Library = taught
	told := make(told)
	part := func(p tutor.Part) error {
		if !told.fresh(p) {
			return nil
		}
		if j, lacking := p.(tutor.Jargon); lacking {
			taught.lacking = append(taught.lacking, j)
		}
		if note, is := p.(tutor.TermNote); is && note.Entry == nil {
			taught.open = append(taught.open, note)
		}
		if p, reads := p.(tutor.Progress); reads {
			return r.progress(ctx, fmt.Sprintf(readingPart, p.Done, p.Of))
		}
		if s, open := p.(tutor.Statement); open && show.answering && s.Kind == prompts.Unknown {
			// The whole thread is explained below, so that is where to look.
			return r.write(ctx, show.under("Your question")+noDirectAnswer+"\n")
		}
		return r.write(ctx, show.part(p))
	}
	for _, w := range hidden(q.Thread) {
		if err := part(w); err != nil {
			return "", err
		}
	}
	if task == prompts.BriefTask {
		brief, err := t.Brief(ctx, q, part)
		if err != nil {
			return "", fmt.Errorf("brief on a thread: %w", err)
		}
		return show.end(brief.Engine, brief.Coverage, brief.Dropped), nil
	}
	dropped := 0
	if q.Text != "" && task == prompts.ExplainTask {
		show.answering = true
		answer, err := t.Explain(ctx, q, part)
		if err != nil {
			return "", fmt.Errorf("answer a question: %w", err)
		}
		show.answering, q.Text, dropped = false, "", answer.Dropped
	}
	explanation, err := t.Explain(ctx, q, part)
	if err != nil {
		return "", fmt.Errorf("explain a thread: %w", err)
	}
	return show.end(explanation.Engine, explanation.Coverage, dropped+explanation.Dropped), nil
}

// told is what an answer has told so far.
type told map[string]bool

// fresh reports whether a part was not told before, and notes it.
func (t told) fresh(p tutor.Part) bool {
	key := ""
	switch p := p.(type) {
	case tutor.Notice:
		key = "notice " + p.Text
	case tutor.Warning:
		key = "warning " + string(p.Kind) + p.Message + p.Note.String()
	case tutor.Statement:
		key = "statement " + string(p.Kind) + p.Text.String()
	case tutor.TermNote:
		key = "term " + p.Surface.String()
		if p.Entry != nil {
			key = "term " + *p.Entry
		}
	case tutor.Jargon:
		key = "jargon " + p.Surface.String()
	}
	fresh := key == "" || !t[key]
	t[key] = true
	return fresh
}

// placeholder stands where a secret was masked before the message was stored.
var placeholder = regexp.MustCompile(`‹secret:([a-z0-9-]+)›`)

// hidden are warnings of the secrets that were masked on the way in, of which
// the tutor sees no more than where they stood.
func hidden(t thread.Thread) []tutor.Warning {
	gate := safety.NewGate(thread.Thread{})
	var warnings []tutor.Warning
	for _, m := range t.Messages {
		told := make(map[string]bool)
		for _, found := range placeholder.FindAllStringSubmatch(m.Author+" "+m.Text, -1) {
			if kind := found[1]; !told[kind] {
				told[kind] = true
				warnings = append(warnings, tutor.Warning{Kind: tutor.SecretWarning, Message: m.ID, Note: gate.Text(fmt.Sprintf(secretHidden, kind))})
			}
		}
	}
	return warnings
}

// unrecorded is a library that holds back the lesson until it was shown.
type unrecorded struct {
	tutor.Library
	lesson *tutor.Lesson
	// lacking are the words that the glossary lacked.
	lacking []tutor.Jargon
	// open are the words that mean one thing or another.
	open []tutor.TermNote
}

// Record implements tutor.Library. What one answer teaches in two steps is one
// lesson.
func (u *unrecorded) Record(_ context.Context, l tutor.Lesson) error {
	if u.lesson != nil {
		for _, e := range u.lesson.Events {
			if !slices.ContainsFunc(l.Events, func(other tutor.Event) bool { return other.Entry == e.Entry }) {
				l.Events = append(l.Events, e)
			}
		}
	}
	u.lesson = &l
	return nil
}

// record stores the lesson, if there is one.
func (u *unrecorded) record(ctx context.Context) error {
	if u.lesson == nil {
		return nil
	}
	if err := u.Library.Record(ctx, *u.lesson); err != nil {
		return fmt.Errorf("record what was taught: %w", err)
	}
	return nil
}

// status shows whether Gloss is at work in a thread, where the workspace can.
func (b *Bot) status(ctx context.Context, a ask, status string) {
	b.optional("agents.sessions.setStatus", func() error {
		_, err := b.Slack.SetAgentSessionStatusContext(ctx, slack.AgentSessionSetStatusParameters{
			Status: status, ChannelID: a.at.channel, ThreadTS: a.at.threadTS,
		})
		return err
	})
}

// source is the address of the message that holds the thread, "" when Slack
// does not say, or when the thread's messages have addresses of their own.
func (b *Bot) source(ctx context.Context, a ask, m material) string {
	if len(m.thread.Messages) > 0 && m.thread.Messages[0].Permalink != "" || len(a.about.refs) == 0 {
		return ""
	}
	return b.permalink(ctx, a.about.refs[0])
}

// permalink is the address of the message whose ts the place has, "" when
// Slack does not say.
func (b *Bot) permalink(ctx context.Context, at place) string {
	var link string
	b.optional("chat.getPermalink", func() (err error) {
		link, err = b.Slack.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: at.channel, Ts: at.threadTS})
		return err
	})
	return link
}
