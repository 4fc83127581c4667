package tutor

import (
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
)

// Label is the word or two that stands before a statement: "Decided", "To do";
// "" for a plain point.
func (s Statement) Label() string {
	switch s.Kind {
	case prompts.Decision:
		switch s.Status {
		case "reversed":
			return "Decided, then taken back"
		case "proposed_only":
			return "Proposed"
		}
		return "Decided"
	case prompts.Question:
		if len(s.AnsweredBy) == 0 {
			return "Asked, still open"
		}
		return "Asked and answered"
	case prompts.Action:
		return "To do"
	case prompts.Risk:
		return "Risk"
	case prompts.Disagreement:
		return "Not agreed"
	case prompts.Unknown:
		if len(s.Cites) > 0 {
			return "Not said"
		}
	}
	return ""
}

// Note says of an action who does it and until when, as far as the thread
// states it; "" for other kinds.
func (s Statement) Note() string {
	if s.Kind != prompts.Action {
		return ""
	}
	owner, due := "owner not stated", "no date stated"
	if s.Owner != nil {
		owner = "owner: " + s.Owner.String()
	}
	if s.Due != nil {
		due = "due: " + s.Due.String()
	}
	return strings.Join([]string{owner, due}, ", ")
}

// Line is the term as one line for a reader: the term, and what is said of it.
func (n TermNote) Line() string {
	switch {
	case n.Entry == nil:
		return n.Surface.String() + ": has more than one meaning here (" + strings.Join(n.Either, " or ") + "); ask who wrote it."
	case n.Treatment == prompts.Paraphrase || n.Text.IsZero():
		return n.Term.String()
	}
	return n.Term.String() + ": " + n.Text.String()
}
