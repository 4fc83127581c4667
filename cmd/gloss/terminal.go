package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// terminal writes the parts of an answer as plain text, as they come.
type terminal struct {
	w       io.Writer
	thread  thread.Thread
	brief   bool
	heading string
	jargon  []string
	credits []string
	err     error
}

func newTerminal(w io.Writer, t thread.Thread, brief bool) *terminal {
	return &terminal{w: w, thread: t, brief: brief}
}

func (t *terminal) part(p tutor.Part) error {
	switch p := p.(type) {
	case tutor.Notice:
		t.printf("%s\n", p.Text)
	case tutor.Warning:
		t.under("Take care")
		t.printf("  • %s [%s]\n", p.Note, p.Message)
	case tutor.Statement:
		t.statement(p)
	case tutor.TermNote:
		if p.Treatment == prompts.Paraphrase {
			return nil
		}
		t.under("Words worth knowing")
		t.printf("  • %s\n", p.Line())
		t.credit(p.Credit.String())
	case tutor.Jargon:
		t.jargon = append(t.jargon, p.Surface.String())
	}
	return t.err
}

func (t *terminal) statement(s tutor.Statement) {
	text := s.Text.String()
	if s.Quote {
		text = "“" + text + "”"
	}
	if s.Quote && !s.Speaker.IsZero() {
		text = s.Speaker.String() + ": " + text
	}
	if len(s.Cites) > 0 {
		text += " [" + strings.Join(s.Cites, ", ") + "]"
	}
	if note := s.Note(); note != "" {
		text += " (" + note + ")"
	}
	label := s.Label()
	switch {
	case s.Kind == prompts.Gist:
		t.under("In short")
		t.printf("  %s\n", text)
		return
	case t.brief && label != "":
		t.under(label)
	case t.brief:
		t.under("Key messages")
	default:
		t.under("What happened")
		if label != "" {
			text = label + ": " + text
		}
	}
	t.printf("  • %s\n", text)
}

func (t *terminal) credit(c string) {
	if c == "" {
		return
	}
	for _, old := range t.credits {
		if old == c {
			return
		}
	}
	t.credits = append(t.credits, c)
}

// end writes what is left: words nobody defined, credits, who answered.
func (t *terminal) end(engine string, c tutor.Coverage, dropped int) error {
	if len(t.jargon) > 0 {
		t.under("Not in the glossary, worth asking about")
		t.printf("  %s\n", strings.Join(t.jargon, ", "))
	}
	for _, credit := range t.credits {
		t.printf("\nDefinitions: %s\n", credit)
	}
	t.printf("\nRead %d of %d messages. Answered by %s.", c.Read, c.Messages, engine)
	if dropped > 0 {
		t.printf(" %d statements did not hold up against the thread and were left out.", dropped)
	}
	t.printf("\n")
	return t.err
}

func (t *terminal) under(heading string) {
	if heading != t.heading {
		t.heading = heading
		t.printf("\n%s\n", heading)
	}
}

func (t *terminal) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

// clean takes control characters out of thread text, so that it cannot steer
// the terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return -1
		}
		return r
	}, s)
}
