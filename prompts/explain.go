package prompts

import (
	"errors"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/thread"
)

// Explain asks for a thread in plain words, for one learner.
type Explain struct {
	Thread    thread.Thread
	Terms     []TermUse
	Undefined []glossary.Undefined
	// Level, 0 to 3, is how much of the system the learner knows: 0 nothing,
	// 3 most of it. MaxWords bounds the answer, 0 is no bound.
	Level, MaxWords int
	// Role, Goals and Question are the learner's own words, "" when not given.
	Role, Goals, Question string
	// Budget bounds how much of the thread is rendered.
	Budget Budget
}

// Prompt renders the request. It is an error to have no messages.
func (e Explain) Prompt() (Prompt, error) { return request(e).render(ExplainTask) }

// Brief asks for what a manager needs of a thread: what was decided, what is
// open, who does what.
type Brief Explain

// Prompt renders the request. It is an error to have no messages.
func (b Brief) Prompt() (Prompt, error) { return request(b).render(BriefTask) }

// Answer asks for the answer to a question about a thread that was explained
// before.
type Answer Explain

// Prompt renders the request. It is an error to have no messages or no
// Question.
func (a Answer) Prompt() (Prompt, error) {
	if a.Question == "" {
		return Prompt{}, errors.New("render the answer prompt: no question")
	}
	return request(a).render(AnswerTask)
}

// Judge asks how far what a learner understood, their Question, is what the
// thread says. Each record judges one thing and says so in its status.
type Judge Explain

// The statuses of a record that judges.
const (
	JudgedRight     = "right"
	JudgedHalfRight = "half_right"
	JudgedOtherwise = "otherwise"
	JudgedUnsaid    = "unsaid"
)

// Prompt renders the request. It is an error to have no messages or no
// Question.
func (j Judge) Prompt() (Prompt, error) {
	if j.Question == "" {
		return Prompt{}, errors.New("render the judge prompt: nothing to judge")
	}
	return request(j).render(JudgeTask)
}
