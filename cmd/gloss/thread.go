package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

type threadCommand struct {
	JSON bool   `help:"Print one JSON object."`
	File string `arg:"" optional:"" help:"The thread: text as copied from Slack, or JSON; - is standard input."`
}

// Run shows how the thread was read.
func (c threadCommand) Run(env environment) error {
	t, err := readThread(env, c.File)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(env, t, nil)
	}
	return printThread(env, t)
}

func printThread(env environment, t thread.Thread) error {
	fmt.Fprintf(env.stdout, "Read as %s: %s, %s, confidence %.2f.\n", t.Format, count(len(t.Messages), "message"), count(len(t.Authors()), "author"), t.Confidence)
	for _, m := range t.Messages {
		fmt.Fprintf(env.stdout, "\n%s\n", clean(heading(m)))
		for line := range strings.SplitSeq(clean(m.Text), "\n") {
			fmt.Fprintf(env.stdout, "    %s\n", line)
		}
	}
	if len(t.Chrome) > 0 {
		fmt.Fprintf(env.stdout, "\nThe client's furniture, lines %v\n", t.Chrome)
	}
	if len(t.Unplaced) > 0 {
		fmt.Fprintf(env.stdout, "\nCould not be placed, lines %v\n", t.Unplaced)
	}
	return nil
}

// heading is all that is known of a message but its text.
func heading(m thread.Message) string {
	parts := []string{m.ID}
	if m.Lines[0] > 0 {
		parts = append(parts, fmt.Sprintf("lines %d-%d", m.Lines[0], m.Lines[1]))
	}
	parts = append(parts, m.Author, m.Day, m.Time)
	if m.Edited {
		parts = append(parts, "edited")
	}
	if m.Bot {
		parts = append(parts, "an app")
	}
	for _, r := range m.Reactions {
		parts = append(parts, fmt.Sprintf(":%s: %d", r.Name, r.Count))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "  ")
}
