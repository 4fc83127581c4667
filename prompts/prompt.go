package prompts

import (
	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/thread"
)

// Task is what an engine is asked to do.
type Task string

// The tasks, each with a template of its own.
const (
	ExplainTask Task = "explain"
	BriefTask   Task = "brief"
	AnswerTask  Task = "answer"
	JudgeTask   Task = "judge"
	// NotesTask reads one part of a long thread for the others.
	NotesTask Task = "notes"
)

// Prompt is one request to an engine: the rendered words for a model, and the
// structured values for an engine that needs no words.
type Prompt struct {
	Task Task
	// System and User are the rendered messages. System is the same for all
	// threads of a task, and the first Shared bytes of User are the same for
	// all learners who ask it of a thread, so that a provider can cache them.
	System, User string
	Shared       int
	// Thread is the masked thread that was rendered.
	Thread thread.Thread
	// Learner is who asks, "" when it is nobody known. No model is told; those
	// who keep a budget are.
	Learner string
	// Terms are the glossary terms found in the thread, as the tutor wants
	// them treated.
	Terms []TermUse
	// Question is the learner's own question, "" when there is none.
	Question string
	// MaxWords bounds the whole answer, in words; 0 is no bound.
	MaxWords int
	// Skipped are the ids of the messages of Thread that the rendered words
	// leave out, because the thread is longer than a model reads at once.
	Skipped []string
	// Cut are the ids of messages of which the rendered words hold only the
	// beginning.
	Cut []string
	// Split renders the same request in parts, none above the budget; nil when
	// it cannot be split.
	Split func(Budget) (Parts, error)
	// Progress is told how many parts of how many are read, one call at a time
	// and none while a record is emitted; its error ends the answer. nil is
	// told nothing.
	Progress func(done, of int) error
	// Quotable says whether a text may be quoted as it stands; nil allows all.
	// An engine that quotes passes over the rest.
	Quotable func(text string) bool
}

// Treatment is how a term is shown to one learner.
type Treatment string

// The treatments: a Card explains a new term, a Bracket reminds of a shaky one,
// a Bare term is known, and a Paraphrase keeps a term out of the reader's way
// because enough others are taught already.
const (
	Card       Treatment = "card"
	Bracket    Treatment = "bracket"
	Bare       Treatment = "bare"
	Paraphrase Treatment = "paraphrase"
)

// TermUse is a glossary term in a thread and how it is to be treated.
type TermUse struct {
	Entry     glossary.Entry
	Surface   string
	Messages  []string
	Treatment Treatment
	// Anchor is a term near this one that the learner knows well, by which a
	// card may explain it; "" for none.
	Anchor string
}
