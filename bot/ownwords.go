package bot

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

// The ways to say in one's own words what one understood, and to have a draft
// looked at. A question that says nothing of the thread is none of them.
var (
	understood = []*regexp.Regexp{
		regexp.MustCompile(`(?is)^(?:does (?:this|that|it) make sense|is (?:this|that|it) (?:right|correct)|did i (?:get|understand) (?:this|that|it)(?: right)?)\s*[?:]+\s*(.{8,})$`),
		regexp.MustCompile(`(?is)^(?:i understood|as i understand(?: it)?|in my (?:own )?words)[\s:,]+(?:that )?(.{8,})$`),
		regexp.MustCompile(`(?is)^(.{8,}?)[\s.!;,–—-]+(?:does (?:this|that|it) make sense|is (?:this|that|it) (?:right|correct)|did i (?:get|understand) (?:this|that|it)(?: right)?)\s*\?+$`),
	}
	drafted = regexp.MustCompile(`(?is)^(?:my )?draft\s*:\s*(.+)$`)
)

// ownWords are what a text says its writer understood; "" when it says nothing
// of the kind.
func ownWords(text string) string {
	for _, way := range understood {
		if m := way.FindStringSubmatch(strings.TrimSpace(text)); m != nil && len(strings.Fields(m[1])) > 2 {
			return strings.TrimSpace(m[1])
		}
	}
	return ""
}

// discussed answers in a thread what is no question: what somebody understood,
// or a draft. It reports whether it was one.
func (b *Bot) discussed(ctx context.Context, a *ask, text string) (bool, error) {
	if words := ownWords(text); words != "" {
		return true, b.judge(ctx, a, "", words, "")
	}
	if m := drafted.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		return true, b.joinIn(ctx, a, "", strings.TrimSpace(m[1]), "")
	}
	return false, nil
}

// judge says how far words agree with the thread, message by message; head
// stands above it.
func (b *Bot) judge(ctx context.Context, a *ask, answerTS, words, head string) error {
	q, show, err := b.studied(ctx, a, answerTS)
	if err != nil {
		return b.unread(ctx, *a, err)
	}
	v, err := b.Tutor.Judge(ctx, q, words)
	if errors.Is(err, tutor.ErrNothingToJudge) {
		return b.say(ctx, *a, strings.TrimSpace(head+"\n"+nothingToJudge))
	}
	if err != nil {
		return err
	}
	return b.say(ctx, *a, cut(strings.TrimSpace(head+"\n"+show.verdict(v)), mrkdwnRoom))
}

// claimSigns stand before a claim: what the thread says of it.
var claimSigns = map[string]string{prompts.JudgedRight: "✓", prompts.JudgedHalfRight: "≈", prompts.JudgedOtherwise: "✗", prompts.JudgedUnsaid: "?"}

// verdict renders how far somebody understood a thread.
func (r *renderer) verdict(v tutor.Verdict) string {
	out := r.said(v.Text)
	for _, c := range v.Claims {
		out += "\n" + claimSigns[c.Kind] + "  " + r.said(c.Words)
		if !c.Said.IsZero() {
			out += "\n      “" + strings.ReplaceAll(r.said(c.Said), "\n", " ") + "”" + r.cites(c.Cites)
		}
	}
	return out
}

// joinIn helps to take part in a thread: with questions worth asking, or with
// comments on a draft. Nothing is posted for anybody.
func (b *Bot) joinIn(ctx context.Context, a *ask, answerTS, draft, lesson string) error {
	q, show, err := b.studied(ctx, a, answerTS)
	if err != nil {
		return b.unread(ctx, *a, err)
	}
	help, err := b.Tutor.JoinIn(ctx, q, draft)
	if err != nil {
		return err
	}
	text := cut(show.help(help), mrkdwnRoom)
	if lesson == "" {
		return b.say(ctx, *a, text)
	}
	if err := b.ask(ctx, *a, text, button(actionAsked, "I asked it", lesson)); err != nil {
		return err
	}
	b.status(ctx, *a, slack.AgentSessionStatusActive)
	return nil
}

// help renders what somebody gets who wants to join in.
func (r *renderer) help(h tutor.Help) string {
	var lines []string
	for _, s := range h.Questions {
		lines = append(lines, "•  “"+r.said(s.Text)+"”"+r.cites(s.Cites))
		if !s.Why.IsZero() {
			lines = append(lines, "      _"+r.said(s.Why)+"_")
		}
	}
	for _, c := range h.Comments {
		lines = append(lines, "•  "+r.said(c.Text)+r.cites(c.Cites))
	}
	switch {
	case len(h.Comments) > 0:
		return "*About your draft*\n" + strings.Join(lines, "\n") + "\n" + neverPosted
	case len(lines) == 0:
		return nothingOpen + "\n" + writeDraft
	}
	return "*Worth asking in the thread*\n" + strings.Join(lines, "\n") + "\n" + writeDraft + " " + neverPosted
}
