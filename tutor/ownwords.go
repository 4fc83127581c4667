package tutor

import (
	"context"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// undecided are the messages whose decisions do not stand, as the offline engine
// finds them.
type undecided struct {
	// reversed decisions, each with the message of the one that stands now, ""
	// for none; proposed are those that nobody decided.
	reversed map[string]string
	proposed map[string]bool
}

// findUndecided finds which messages hold decisions that do not stand.
func (j *job) findUndecided(ctx context.Context) undecided {
	u := undecided{make(map[string]string), make(map[string]bool)}
	prompt, err := prompts.Brief{Thread: j.thread, Terms: j.plan.terms}.Prompt()
	if err != nil {
		return u
	}
	prompt.Quotable = j.gate.Unchanged
	current := ""
	_, err = j.tutor.Offline.Answer(ctx, prompt, func(r prompts.Record) error {
		switch {
		case r.Kind != prompts.Decision || len(r.Cites) == 0:
		case r.Status == "reversed":
			u.reversed[r.Cites[0]] = ""
		case r.Status == "proposed_only":
			u.proposed[r.Cites[0]] = true
		default:
			current = r.Cites[0]
		}
		return nil
	})
	if err != nil {
		return u
	}
	for id := range u.reversed {
		if j.comesAfter(current, id) {
			u.reversed[id] = current
		}
	}
	return u
}

// comesAfter reports whether a message of the thread comes after another.
func (j *job) comesAfter(later, earlier string) bool {
	seen := false
	for _, m := range j.thread.Messages {
		switch m.ID {
		case earlier:
			seen = true
		case later:
			return seen
		}
	}
	return false
}

// ownWords lets the model judge too. What it says must pass the checks of any
// statement. It may find right what shares too few words with the thread, and
// say of anything that a message says otherwise; what the words show to be
// otherwise stays so.
func (j *job) ownWords(ctx context.Context, v *Verdict, words string) {
	prompt, err := prompts.Judge{
		Thread: j.thread, Terms: j.plan.terms, Undefined: j.plan.undefined, Level: j.plan.level,
		MaxWords: maxVerdict, Role: j.who.role, Question: words,
	}.Prompt()
	if err != nil {
		return
	}
	prompt.Learner = j.q.Learner
	var heard []Claim
	usage, err := j.tutor.Model.Answer(ctx, prompt, func(r prompts.Record) error {
		s, f := j.check(r)
		if f != "" || s.Kind != prompts.Point || len(s.Cites) == 0 || r.Status == "" || r.Status == prompts.JudgedUnsaid {
			return nil
		}
		if len(heard) < maxClaims {
			said, _ := j.nearest(s.Cites, s.Text.String())
			heard = append(heard, Claim{Words: s.Text, Kind: r.Status, Said: said, Cites: s.Cites})
		}
		return nil
	})
	if err != nil || len(heard) == 0 {
		return
	}
	v.Engine = j.tutor.Model.Name()
	if usage.Engine != "" {
		v.Engine = usage.Engine
	}
	for _, c := range v.Claims {
		if c.Kind == prompts.JudgedOtherwise {
			heard = append(heard, c)
		}
	}
	v.Claims = heard
}

// maxVerdict bounds a model's verdict, in words.
const maxVerdict = 120

// retrieved records that the terms in what a model judged right were retrieved.
func (j *job) retrieved(ctx context.Context, v Verdict, words string) error {
	if v.Kind != prompts.JudgedRight || v.Engine == "offline" {
		return nil
	}
	said := thread.Thread{Channel: j.thread.Channel, System: j.thread.System, Messages: []thread.Message{{ID: "words", Text: words}}}
	matches, _ := j.terms.Match(said)
	var events []Event
	for _, m := range matches {
		for _, use := range j.plan.terms {
			if use.Entry.ID == m.Entry {
				events = append(events, Event{Kind: OwnWords, Entry: m.Entry, Lesson: j.q.ID})
			}
		}
	}
	if len(events) == 0 {
		return nil
	}
	return j.tutor.remember(ctx, Who{Team: j.q.Team, Learner: j.q.Learner, Item: j.q.Item}, events...)
}
