package tutor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// Help is what somebody gets who wants to take part in a thread. It is for their
// eyes; nothing of it is ever posted for them.
type Help struct {
	// Level is theirs in the thread's system: at 0 they get questions, at 1
	// beginnings to finish, from 2 on comments on a draft of their own.
	Level int
	// Questions are at most two, none when a draft was commented.
	Questions []Suggestion
	// Comments are on the draft; one that says it is good when nothing is to be
	// said against it.
	Comments []Comment
}

// Suggestion is a question worth asking in the thread.
type Suggestion struct {
	Text safety.Text
	// Why says what the question is good for, Cites what it is about.
	Why   safety.Text
	Cites []string
	// Stem says that Text is a beginning for the learner to finish.
	Stem bool
}

// Comment is something to consider about a draft.
type Comment struct {
	Text  safety.Text
	Cites []string
}

// maxSuggestions bounds what is suggested at once.
const maxSuggestions = 2

// JoinIn helps a learner to take part in the question's thread: with questions
// that it leaves open, or with comments on their draft, if that is not "". It
// needs no model and remembers nothing.
func (t *Tutor) JoinIn(ctx context.Context, q Question, draft string) (Help, error) {
	q.Text = ""
	j, err := t.begin(ctx, q, func(Part) error { return nil })
	if err != nil {
		return Help{}, fmt.Errorf("help to join in: %w", err)
	}
	h := Help{Level: j.plan.level}
	b, err := j.offlineBrief(ctx)
	if err != nil {
		return Help{}, fmt.Errorf("help to join in: %w", err)
	}
	if strings.TrimSpace(draft) != "" {
		h.Comments = j.comment(draft, b)
		return h, nil
	}
	h.Questions = j.suggest(b, h.Level)
	return h, nil
}

// offlineBrief is the brief of the thread in quotes, shown to nobody.
func (j *job) offlineBrief(ctx context.Context) (Brief, error) {
	var b Brief
	prompt, err := prompts.Brief{Thread: j.thread, Terms: j.plan.terms, Undefined: j.plan.undefined}.Prompt()
	if err != nil {
		return b, err
	}
	prompt.Quotable = j.gate.Unchanged
	a := answered{}
	if err := j.run(ctx, j.tutor.Offline, prompt, &a); err != nil {
		return b, err
	}
	j.sections(&b, a.statements)
	return b, nil
}

// suggest are the questions that a thread leaves open, those that many wait for
// first.
func (j *job) suggest(b Brief, level int) []Suggestion {
	var all []Suggestion
	add := func(cites []string, key string, about ...any) {
		form := ".ask"
		if level > 0 {
			form = ".stem"
		}
		all = append(all, Suggestion{
			Text: j.gate.Text(j.lang.say(key+form, about...)), Why: j.gate.Text(j.lang.say(key + ".why")),
			Cites: cites, Stem: level > 0,
		})
	}
	for _, q := range b.Questions {
		if len(q.AnsweredBy) == 0 {
			add(q.Cites, "join.open", q.Text.String())
		}
	}
	for _, a := range b.Actions {
		switch {
		case slices.ContainsFunc(all, func(s Suggestion) bool { return s.Cites[0] == a.Cites[0] }):
		case a.Owner == nil:
			add(a.Cites, "join.owner", a.Text.String())
		case a.Due == nil:
			add(a.Cites, "join.due", a.Text.String())
		}
	}
	for _, d := range b.Decisions {
		if d.Status == "current" {
			role := j.who.role
			if role == "" {
				role = j.lang.say("join.us")
			}
			add(d.Cites, "join.mean", d.Text.String(), role)
		}
	}
	for _, u := range j.plan.undefined {
		add(u.Messages[:1], "join.word", u.Surface)
	}
	if len(all) == 0 {
		add([]string{j.thread.Messages[0].ID}, "join.next")
	}
	return all[:min(len(all), maxSuggestions)]
}

// longDraft is the number of words above which a question is hardly answered.
const longDraft = 60

// comment says what would make a draft easier to answer, and whether the thread
// answers it already.
func (j *job) comment(draft string, b Brief) []Comment {
	var all []Comment
	add := func(cites []string, key string, about ...any) {
		all = append(all, Comment{Text: j.gate.Text(j.lang.say(key, about...)), Cites: cites})
	}
	masked, secrets := safety.Mask(draft)
	if len(secrets) > 0 {
		add(nil, "draft.secret")
	}
	asks := strings.Count(masked, "?") + strings.Count(masked, "？")
	switch n := len(strings.Fields(masked)); {
	case asks == 0:
		add(nil, "draft.noquestion")
	case asks > 2:
		add(nil, "draft.many", asks)
	case n > longDraft || utf8.RuneCountInString(masked) > 12*longDraft:
		add(nil, "draft.long", longDraft)
	}
	if id, said, ok := j.answeredAlready(masked, b); ok {
		m, _ := j.thread.Message(id)
		add([]string{id}, "draft.answered", speaker(j.lang, m.Author), said)
	}
	for _, use := range j.plan.terms {
		if use.Treatment != prompts.Bare && mentions(masked, use.Entry) {
			add(nil, "draft.word", use.Entry.Term, sentence(use.Entry.Plain))
			break
		}
	}
	if len(all) == 0 {
		add(nil, "draft.good")
	}
	return all
}

// answeredAlready finds what the thread says to a draft: the answer to a question
// much like it, or a message that holds most of its words and asks nothing.
func (j *job) answeredAlready(draft string, b Brief) (id, said string, ok bool) {
	for _, q := range b.Questions {
		if len(q.AnsweredBy) > 0 && safety.Share(draft, "", textOf(j.heard, q.Cites)) >= bornOut {
			id = q.AnsweredBy[0]
			m, _ := j.heard.Message(id)
			return id, j.gate.Text(firstWords(firstSentence(m.Text), mostSentence)).String(), true
		}
	}
	cites, support := j.heardGate().Best(draft)
	if support < bornOut || len(cites) == 0 {
		return "", "", false
	}
	text, found := j.nearest(cites, draft)
	if len(found) == 0 || text.IsZero() || strings.ContainsAny(text.String(), "?？") {
		return "", "", false
	}
	return found[0], firstWords(text.String(), mostSentence), true
}
