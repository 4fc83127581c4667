package prompts

// Kind is what a record is about.
type Kind string

// The kinds of a record.
const (
	Gist         Kind = "gist"
	Point        Kind = "point"
	Decision     Kind = "decision"
	Question     Kind = "question"
	Action       Kind = "action"
	Risk         Kind = "risk"
	Disagreement Kind = "disagreement"
	Term         Kind = "term"
	Unknown      Kind = "unknown"
)

// Record is one statement of an answer, as an engine wrote it. Nothing in it is
// checked yet.
type Record struct {
	Kind Kind   `json:"kind"`
	Text string `json:"text"`
	// Cites are the ids of the messages that the text rests on.
	Cites []string `json:"cites"`
	// By is who decided, Owner and Due who does it and until when, as far as
	// the thread states it; "" when it does not.
	By    string `json:"by,omitempty"`
	Owner string `json:"owner,omitempty"`
	Due   string `json:"due,omitempty"`
	// Status of a decision: current, reversed or proposed_only; of what is
	// judged: right, half_right, otherwise or unsaid.
	Status string `json:"status,omitempty"`
	// AnsweredBy are the ids of the messages that answer a question.
	AnsweredBy []string `json:"answered_by,omitempty"`
	// Entry is the glossary entry that a term record explains.
	Entry string `json:"entry,omitempty"`
	// Quote says that Text is verbatim from the first message cited. Engines
	// that only quote set it; a model's claim of it counts for nothing.
	Quote bool `json:"-"`
}
