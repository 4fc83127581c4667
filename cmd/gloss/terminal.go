package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// terminal writes the parts of an answer as plain text, as they come.
type terminal struct {
	w io.Writer
	// progress is where it is said how far a long thread is read.
	progress io.Writer
	thread   thread.Thread
	brief    bool
	begun    bool
	heading  string
	jargon   []string
	credits  []string
	err      error
}

func newTerminal(w io.Writer, t thread.Thread, brief bool) *terminal {
	return &terminal{w: w, progress: io.Discard, thread: t, brief: brief}
}

func (t *terminal) part(p tutor.Part) error {
	switch p := p.(type) {
	case tutor.Progress:
		tellProgress(t.progress, p)
	case tutor.Notice:
		t.under("")
		t.item("", p.Text)
	case tutor.Warning:
		t.under("Take care")
		t.item("  • ", fmt.Sprintf("%s [%s]", p.Note, p.Message))
	case tutor.Statement:
		t.statement(p)
	case tutor.TermNote:
		if p.Treatment == prompts.Paraphrase {
			return nil
		}
		t.under("Words worth knowing")
		t.item("  • ", p.Line())
		t.credit(p.Credit.String())
	case tutor.Jargon:
		t.jargon = append(t.jargon, p.Surface.String())
	}
	return t.err
}

// tellProgress says how far a long thread is read.
func tellProgress(w io.Writer, p tutor.Progress) {
	fmt.Fprintf(w, "The thread is long: %d of %d parts are read.\n", p.Done, p.Of)
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
		t.item("  ", text)
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
	t.item("  • ", text)
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
func (t *terminal) end(engine string, c tutor.Coverage, dropped int, u prompts.Usage) error {
	if len(t.jargon) > 0 {
		t.under("Not in the glossary, worth asking about")
		t.item("  ", strings.Join(t.jargon, ", "))
	}
	for _, credit := range t.credits {
		t.printf("\nDefinitions: %s\n", credit)
	}
	last := fmt.Sprintf("Read %d of %d messages. Answered by %s.", c.Read, c.Messages, engine)
	switch {
	case dropped == 1:
		last += " 1 statement did not hold up against the thread and was left out."
	case dropped > 1:
		last += fmt.Sprintf(" %d statements did not hold up against the thread and were left out.", dropped)
	}
	if tokens := u.PromptTokens + u.CompletionTokens; tokens > 0 {
		last += fmt.Sprintf(" It took %d tokens", tokens)
		if u.Cost > 0 {
			last += fmt.Sprintf(", about $%.4f", float64(u.Cost)/1e6)
		}
		last += "."
	}
	t.printf("\n")
	t.item("", last)
	return t.err
}

// under begins a paragraph with a heading, or without one for "", unless it is
// under way.
func (t *terminal) under(heading string) {
	if heading != t.heading {
		t.heading = heading
		if t.begun {
			t.printf("\n")
		}
		if heading != "" {
			t.printf("%s\n", heading)
		}
	}
}

// item writes a text with what stands before its first line; the other lines
// are set in as far.
func (t *terminal) item(mark, text string) {
	t.printf("%s%s\n", mark, wrap(text, utf8.RuneCountInString(mark)))
}

func (t *terminal) printf(format string, args ...any) {
	t.begun = true
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
