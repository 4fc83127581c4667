package tutor

import (
	"context"
	"fmt"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// Brief is the manager's view of a thread: what was decided, what is open, who
// does what. An owner or a date that the thread does not state is null.
type Brief struct {
	Engine        string         `json:"engine"`
	Gist          *Statement     `json:"gist"`
	Decisions     []DecisionNote `json:"decisions"`
	Questions     []QuestionNote `json:"questions"`
	Actions       []ActionNote   `json:"actions"`
	Disagreements []Statement    `json:"disagreements"`
	Risks         []Statement    `json:"risks"`
	Terms         []TermNote     `json:"terms"`
	Undefined     []Jargon       `json:"undefined"`
	Warnings      []Warning      `json:"warnings"`
	Coverage      Coverage       `json:"coverage"`
	Dropped       int            `json:"dropped"`
	// Usage is what the models took together, those that failed included.
	Usage prompts.Usage `json:"usage,omitzero"`
}

// DecisionNote is something that was decided, taken back or only proposed.
type DecisionNote struct {
	Text  safety.Text  `json:"text"`
	Cites []string     `json:"cites"`
	By    *safety.Text `json:"by"`
	// Status is current, reversed or proposed_only.
	Status string `json:"status"`
}

// QuestionNote is something that was asked; AnsweredBy is empty while it is
// open.
type QuestionNote struct {
	Text       safety.Text `json:"text"`
	Cites      []string    `json:"cites"`
	AnsweredBy []string    `json:"answered_by"`
}

// ActionNote is work that somebody has to do.
type ActionNote struct {
	Text  safety.Text  `json:"text"`
	Cites []string     `json:"cites"`
	Owner *safety.Text `json:"owner"`
	Due   *safety.Text `json:"due"`
}

// Brief briefs a manager on the question's thread. Like Explain it shows parts
// as they are checked, and records the lesson.
func (t *Tutor) Brief(ctx context.Context, q Question, show func(Part) error) (Brief, error) {
	j, err := t.begin(ctx, q, show)
	if err != nil {
		return Brief{}, fmt.Errorf("brief: %w", err)
	}
	b, err := j.brief(ctx)
	if err != nil {
		return Brief{}, fmt.Errorf("brief: %w", err)
	}
	return b, nil
}

func (j *job) brief(ctx context.Context) (Brief, error) {
	var b Brief
	var err error
	if b.Warnings, err = j.warn(); err != nil {
		return b, err
	}
	prompt, err := prompts.Brief{
		Thread: j.thread, Terms: j.plan.terms, Undefined: j.plan.undefined,
		Role: j.who.role, Goals: j.who.goals,
	}.Prompt()
	if err != nil {
		return b, err
	}
	a, err := j.ask(ctx, prompt)
	if err != nil {
		return b, err
	}
	b.Engine, b.Dropped, b.Usage = a.engine, a.dropped, a.usage
	j.sections(&b, a.statements)
	if b.Terms, err = j.showTerms(); err != nil {
		return b, err
	}
	if b.Undefined, err = j.showUndefined(); err != nil {
		return b, err
	}
	b.Coverage = j.coverage(a)
	return b, j.record(ctx, prompts.BriefTask, a, helpWords(b.Terms), nil)
}

// sections sorts the statements into the brief; plain points have no section
// of their own and are left to the reader's eye.
func (j *job) sections(b *Brief, all []Statement) {
	b.Decisions, b.Questions, b.Actions = []DecisionNote{}, []QuestionNote{}, []ActionNote{}
	b.Disagreements, b.Risks = []Statement{}, []Statement{}
	var rest []Statement
	b.Gist, rest = j.split(all)
	for _, s := range rest {
		switch s.Kind {
		case prompts.Decision:
			b.Decisions = append(b.Decisions, DecisionNote{Text: s.Text, Cites: s.Cites, By: s.By, Status: s.Status})
		case prompts.Question:
			answers := s.AnsweredBy
			if answers == nil {
				answers = []string{}
			}
			b.Questions = append(b.Questions, QuestionNote{Text: s.Text, Cites: s.Cites, AnsweredBy: answers})
		case prompts.Action:
			b.Actions = append(b.Actions, ActionNote{Text: s.Text, Cites: s.Cites, Owner: s.Owner, Due: s.Due})
		case prompts.Disagreement:
			b.Disagreements = append(b.Disagreements, s)
		case prompts.Risk:
			b.Risks = append(b.Risks, s)
		}
	}
}
