package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// explain has the tutor answer a question about the material and shows the
// answer as it comes, until it is whole or somebody presses Stop.
func (b *Bot) explain(ctx context.Context, a ask, m material, q tutor.Question, task prompts.Task) error {
	q.ID, q.Team, q.Learner, q.Thread = a.id(), a.team, a.learner(), m.thread
	q.Channel, q.TS, q.NewestTS = a.at.channel, a.at.threadTS, m.newest()
	if len(m.from) > 0 {
		q.Channel, q.TS = m.from[0].channel, m.from[0].threadTS
	}
	q.Item, q.Attempt = a.item.ID, a.item.Attempt
	if a.public {
		// Others read along: nothing of what this learner knows may show.
		q.Learner = ""
	}
	job, end := b.jobs.begin(ctx, a)
	defer end()
	err := b.answer(job, a, m, q, task)
	if stopped(job, err) {
		b.Log.Info("an answer was stopped", "item", a.item.ID)
		b.status(ctx, a, slack.AgentSessionStatusActive)
		return nil
	}
	return err
}

// answer shows the whole answer, then records the lesson, which ends the item:
// an attempt that is cut short anywhere before is made again from the start,
// in the same messages, as if it had not been.
func (b *Bot) answer(ctx context.Context, a ask, m material, q tutor.Question, task prompts.Task) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	b.status(ctx, a, slack.AgentSessionStatusProcessing)
	r, err := b.open(ctx, a)
	if err != nil {
		return err
	}
	taught := &unrecorded{Library: b.Library}
	show := &renderer{dialect: r.dialect, material: m, root: b.source(ctx, a, q), brief: task == prompts.BriefTask}
	end, err := b.teach(ctx, r, show, taught, q, task)
	if errors.Is(err, tutor.ErrEmptyThread) {
		end = howTo
	} else if err != nil {
		if stopped(ctx, err) {
			r.abandon(context.WithoutCancel(ctx))
		}
		return err
	}
	if m.beyond > 0 {
		end += fmt.Sprintf(threadCut, len(m.thread.Messages))
	}
	if err := r.write(ctx, end); err != nil {
		return err
	}
	if err := r.close(ctx, buttons(a, task)); err != nil {
		return err
	}
	b.status(ctx, a, slack.AgentSessionStatusActive)
	return taught.record(ctx)
}

// teach runs the tutor and writes its parts; it returns the words that end the
// answer.
func (b *Bot) teach(ctx context.Context, r *reply, show *renderer, taught *unrecorded, q tutor.Question, task prompts.Task) (string, error) {
	t := *b.Tutor
	t.Library = taught
	part := func(p tutor.Part) error { return r.write(ctx, show.part(p)) }
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
	explanation, err := t.Explain(ctx, q, part)
	if err != nil {
		return "", fmt.Errorf("explain a thread: %w", err)
	}
	return show.end(explanation.Engine, explanation.Coverage, explanation.Dropped), nil
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
}

// Record implements tutor.Library.
func (u *unrecorded) Record(_ context.Context, l tutor.Lesson) error {
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
func (b *Bot) source(ctx context.Context, a ask, q tutor.Question) string {
	if len(q.Thread.Messages) > 0 && q.Thread.Messages[0].Permalink != "" {
		return ""
	}
	return b.permalink(ctx, place{a.at.channel, a.holds})
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
