package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// shortWords is the length, in words, up to which a text that is no
// conversation is taken for talk to Gloss and not for something to explain.
const shortWords = 25

// messaged answers a direct message: a pasted thread, a question about one
// pasted before, or a word or two to Gloss.
func (b *Bot) messaged(ctx context.Context, a ask) error {
	text := b.words(a.event)
	if a.event.followsUp() {
		return b.followUp(ctx, a, text)
	}
	pasted, err := thread.Read([]byte(text))
	if err != nil {
		return b.say(ctx, a.at, howTo)
	}
	if isTalk(pasted) {
		return b.talk(ctx, a, text)
	}
	return b.explain(ctx, a, tutor.Question{Thread: pasted}, prompts.ExplainTask)
}

// isTalk reports whether a text is too short to be a thread.
func isTalk(t thread.Thread) bool {
	return t.Format == thread.Plain && len(t.Messages) == 1 && len(strings.Fields(t.Messages[0].Text)) <= shortWords
}

// talk answers a short message: with the words of the glossary it names, or
// with what Gloss can do.
func (b *Bot) talk(ctx context.Context, a ask, text string) error {
	answer, err := b.define(ctx, a, text)
	if err != nil {
		return err
	}
	if answer == "" {
		answer = howTo
	}
	return b.say(ctx, a.at, answer)
}

// followUp answers a question in the thread under a pasted one. The paste is
// read back from Slack, where the learner can delete it; Gloss keeps no copy.
func (b *Bot) followUp(ctx context.Context, a ask, question string) error {
	if pasted, err := thread.Read([]byte(question)); err == nil && !isTalk(pasted) && pasted.Format != thread.Plain {
		return b.explain(ctx, a, tutor.Question{Thread: pasted}, prompts.ExplainTask)
	}
	pasted, err := b.pasted(ctx, a.at)
	if errors.Is(err, errNoThread) {
		return b.talk(ctx, a, question)
	}
	if err != nil {
		return b.unread(ctx, a, err)
	}
	return b.explain(ctx, a, tutor.Question{Thread: pasted, Text: question}, prompts.AnswerTask)
}

// errNoThread says that a message holds no thread.
var errNoThread = errors.New("the message holds no thread")

// pasted reads the thread pasted in the root of a direct message's thread, or
// in the newest reply that holds one.
func (b *Bot) pasted(ctx context.Context, at place) (thread.Thread, error) {
	messages, _, err := b.Web.replies(ctx, at, maxMessages)
	if err != nil {
		return thread.Thread{}, err
	}
	for i := len(messages) - 1; i >= 0; i-- {
		m := messages[i]
		if m.BotID != "" || m.User == b.User {
			continue
		}
		t, err := thread.Read([]byte(messageText(m.Text, m.Blocks)))
		if err == nil && !isTalk(t) && (i == 0 || t.Format != thread.Plain) {
			return t, nil
		}
	}
	return thread.Thread{}, errNoThread
}

// unread tells the learner that a thread could not be read, or has the item
// tried again when Slack may be better soon.
func (b *Bot) unread(ctx context.Context, a ask, err error) error {
	var answer slack.SlackErrorResponse
	if errors.As(err, &answer) || missing(err) {
		b.Log.Info("a thread could not be read", "item", a.item.ID, "error", err)
		return b.say(ctx, a.at, notFound)
	}
	return err
}

// mentioned explains the thread in which Gloss was mentioned, in that thread.
// The mention itself proves that the asker can read it.
func (b *Bot) mentioned(ctx context.Context, a ask) error {
	a.public = true
	text := b.words(a.event)
	if !a.event.followsUp() {
		pasted, err := thread.Read([]byte(text))
		if err != nil || isTalk(pasted) {
			return b.say(ctx, a.at, noThreadHere)
		}
		return b.explain(ctx, a, tutor.Question{Thread: pasted}, prompts.ExplainTask)
	}
	live, err := b.live(ctx, a)
	if err != nil {
		return b.unread(ctx, a, err)
	}
	if len(live.Messages) == 0 {
		return b.say(ctx, a.at, noThreadHere)
	}
	q := tutor.Question{Thread: live}
	task := prompts.ExplainTask
	switch verb := strings.ToLower(strings.Trim(text, " ?!.:")); {
	case strings.HasPrefix(verb, "brief"):
		task = prompts.BriefTask
	case verb != "" && !strings.HasPrefix(verb, "explain"):
		q.Text, task = text, prompts.AnswerTask
	}
	return b.explain(ctx, a, q, task)
}

// explain has the tutor answer and shows the answer as it comes.
func (b *Bot) explain(ctx context.Context, a ask, q tutor.Question, task prompts.Task) error {
	q.ID, q.Team, q.Learner = a.id(), a.team, a.learner()
	q.Channel, q.TS, q.Item = a.at.channel, a.at.threadTS, a.item.ID
	if a.public {
		// Others read along: nothing of what this learner knows may show.
		q.Learner = ""
	}
	b.processing(ctx, a)
	r, err := b.open(ctx, a)
	if err != nil {
		return err
	}
	show := &renderer{dialect: r.dialect(), thread: q.Thread, root: b.permalink(ctx, a.at), brief: task == prompts.BriefTask}
	end, err := b.teach(ctx, r, show, q, task)
	if errors.Is(err, tutor.ErrEmptyThread) {
		end = howTo
	} else if err != nil {
		return err
	}
	if err := r.write(ctx, end); err != nil {
		return err
	}
	return r.close(ctx, buttons(a, task))
}

// teach runs the tutor and writes its parts; it returns the words that end the
// answer.
func (b *Bot) teach(ctx context.Context, r *reply, show *renderer, q tutor.Question, task prompts.Task) (string, error) {
	part := func(p tutor.Part) error { return r.write(ctx, show.part(p)) }
	if task == prompts.BriefTask {
		brief, err := b.Tutor.Brief(ctx, q, part)
		if err != nil {
			return "", fmt.Errorf("brief on a thread: %w", err)
		}
		return show.end(brief.Engine, brief.Coverage, brief.Dropped), nil
	}
	explanation, err := b.Tutor.Explain(ctx, q, part)
	if err != nil {
		return "", fmt.Errorf("explain a thread: %w", err)
	}
	return show.end(explanation.Engine, explanation.Coverage, explanation.Dropped), nil
}

// processing shows that Gloss is at work, where the workspace can.
func (b *Bot) processing(ctx context.Context, a ask) {
	b.optional("agents.sessions.setStatus", func() error {
		_, err := b.Slack.SetAgentSessionStatusContext(ctx, slack.AgentSessionSetStatusParameters{
			Status: slack.AgentSessionStatusProcessing, ChannelID: a.at.channel, ThreadTS: a.at.threadTS,
		})
		return err
	})
}

// permalink is the address of the message that starts a thread, "" when Slack
// does not say.
func (b *Bot) permalink(ctx context.Context, at place) string {
	var link string
	b.optional("chat.getPermalink", func() (err error) {
		link, err = b.Slack.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: at.channel, Ts: at.threadTS})
		return err
	})
	return link
}

// define explains the words of the glossary that a short text names; "" when
// it names none.
func (b *Bot) define(ctx context.Context, a ask, text string) (string, error) {
	words, err := b.Tutor.Define(ctx, a.team, a.learner(), text)
	if err != nil {
		return "", fmt.Errorf("look a word up: %w", err)
	}
	if len(words) == 0 {
		return "", nil
	}
	w := words[0]
	answer := "*" + w.Term.Slack() + "*: " + w.Plain.Slack()
	if !w.Credit.IsZero() {
		answer += "\n_Definition: " + w.Credit.Slack() + "_"
	}
	return answer, nil
}
