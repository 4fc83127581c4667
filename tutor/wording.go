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
			return s.lang.say("label.reversed")
		case "proposed_only":
			return s.lang.say("label.proposed")
		}
		return s.lang.say("label.decided")
	case prompts.Question:
		if len(s.AnsweredBy) == 0 {
			return s.lang.say("label.open")
		}
		return s.lang.say("label.answered")
	case prompts.Action:
		return s.lang.say("label.action")
	case prompts.Risk:
		return s.lang.say("label.risk")
	case prompts.Disagreement:
		return s.lang.say("label.disagreement")
	case prompts.Unknown:
		if len(s.Cites) > 0 {
			return s.lang.say("label.unknown")
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
	owner, due := s.lang.say("owner.none"), s.lang.say("due.none")
	if s.Owner != nil {
		owner = s.lang.say("owner", s.Owner.String())
	}
	if s.Due != nil {
		due = s.lang.say("due", s.Due.String())
	}
	return strings.Join([]string{owner, due}, ", ")
}

// Line is the term as one line for a reader: the term, and what is said of it.
func (n TermNote) Line() string {
	switch {
	case n.Entry == nil:
		return n.Surface.String() + ": " + n.lang.say("term.either", n.lang.either(n.Either))
	case n.Treatment == prompts.Paraphrase || n.Text.IsZero():
		return n.Term.String()
	}
	return n.Term.String() + ": " + n.Text.String()
}

// either joins candidates: "a or b".
func (l language) either(all []string) string {
	if len(all) == 0 {
		return ""
	}
	text := all[0]
	for _, next := range all[1:] {
		text = l.say("or", text, next)
	}
	return text
}
