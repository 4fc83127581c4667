package tutor

import (
	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// Part is one piece of an answer, shown as soon as it is checked: a Statement,
// TermNote, Jargon, Warning, Notice, Check or Progress. Parts come in reading
// order.
type Part interface{ part() }

// Statement is one checked sentence about the thread and the messages it rests
// on.
type Statement struct {
	Kind prompts.Kind `json:"kind"`
	Text safety.Text  `json:"text"`
	// Cites are ids of existing messages, at least one unless Kind is Unknown;
	// for those it may be empty.
	Cites []string `json:"cites"`
	// Speaker is the author of the first message cited, as the thread says.
	Speaker safety.Text `json:"speaker"`
	// Quote says that Text stands, to the letter, in the first message cited.
	Quote bool `json:"quote"`
	// Translated says that Text is in another script than the thread, so that
	// only its numbers, names and links could be compared, not its words.
	Translated bool `json:"translated,omitempty"`
	// By, Owner and Due are nil unless the cited messages state them.
	By    *safety.Text `json:"-"`
	Owner *safety.Text `json:"-"`
	Due   *safety.Text `json:"-"`
	// Status of a decision: current, reversed or proposed_only.
	Status string `json:"-"`
	// AnsweredBy are the ids of the messages that answer a question.
	AnsweredBy []string `json:"-"`
	lang       language
}

// TermNote is a glossary term of the thread, as this learner is shown it.
type TermNote struct {
	// Entry is the id of the entry meant, nil while the sense is open; then
	// Either holds the candidates.
	Entry     *string           `json:"entry"`
	Either    []string          `json:"either,omitempty"`
	Surface   safety.Text       `json:"surface"`
	Messages  []string          `json:"messages"`
	Status    glossary.Status   `json:"status"`
	Treatment prompts.Treatment `json:"treatment"`
	// Term is the preferred term, Text the explanation at the length of the
	// treatment: "" for a bare or paraphrased term that is approved. One that is
	// not is bare, and Text says so.
	Term safety.Text `json:"term"`
	Text safety.Text `json:"text"`
	// Credit is the attribution that the entry's licence asks for, Owner who
	// answers for the entry.
	Credit safety.Text `json:"credit,omitzero"`
	Owner  safety.Text `json:"owner,omitzero"`
	lang   language
}

// Jargon is a word of the thread that no entry defines.
type Jargon struct {
	Surface  safety.Text `json:"surface"`
	Messages []string    `json:"messages"`
}

// WarningKind is what a reader is warned of.
type WarningKind string

// The kinds of a warning.
const (
	SecretWarning    WarningKind = "secret"
	ScamWarning      WarningKind = "scam"
	InjectionWarning WarningKind = "injection"
	PersonFirst      WarningKind = "person_first"
)

// Warning points at a message with which a reader should take care.
type Warning struct {
	Kind    WarningKind `json:"kind"`
	Message string      `json:"message"`
	// Note says in a sentence what was seen and what to do.
	Note safety.Text `json:"note"`
}

// Notice is a sentence of Gloss's own about the answer: which engine wrote it,
// what was left out.
type Notice struct{ Text string }

// Progress says how many parts of a long thread have been read, before there is
// anything else to show.
type Progress struct{ Done, Of int }

func (Statement) part() {}
func (TermNote) part()  {}
func (Jargon) part()    {}
func (Warning) part()   {}
func (Notice) part()    {}
func (Progress) part()  {}

// Coverage says how much of the thread was read.
type Coverage struct {
	Messages int       `json:"messages"`
	Read     int       `json:"read"`
	Skipped  []Skipped `json:"skipped"`
}

// Skipped is a message that was not read, and why.
type Skipped struct {
	Message string `json:"message"`
	Why     string `json:"why"`
}

// Explanation is a whole answer to one learner about one thread.
type Explanation struct {
	Engine    string      `json:"engine"`
	Level     int         `json:"level"`
	Gist      *Statement  `json:"gist"`
	Points    []Statement `json:"points"`
	Terms     []TermNote  `json:"terms"`
	Undefined []Jargon    `json:"undefined"`
	// Check is a question to the learner about one of the terms, null for none.
	Check    *Check    `json:"check"`
	Warnings []Warning `json:"warnings"`
	Coverage Coverage  `json:"coverage"`
	// Dropped counts statements that did not pass the checks.
	Dropped int `json:"dropped"`
	// Usage is what the models took together, those that failed included.
	Usage prompts.Usage `json:"usage,omitzero"`
}
