package tutor

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Markdown is what is kept about a learner as a page that they can read, in
// English: who they said they are, how each word stands and why, their lessons,
// and how often each thing happened. The whole record is the JSON of the same
// values.
func Markdown(p Profile, lessons []Lesson, events []Event, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What Gloss keeps about %s\n\nAs of %s. Nobody else sees this.\n\n## About you\n\n", cell(p.ID), now.UTC().Format("2006-01-02 15:04 MST"))
	recap := "none"
	if p.Recap != NoRecap {
		recap = fmt.Sprintf("%s, on %s", p.Recap, p.RecapDay)
	}
	paused := "no"
	if p.Paused {
		paused = "yes"
	}
	for _, line := range [][2]string{{"Role", p.Role}, {"Goals", p.Goals}, {"Language", p.Locale}, {"Time zone", p.Zone}, {"Recap", recap}, {"Paused", paused}} {
		value := line[1]
		if value == "" {
			value = "not told"
		}
		fmt.Fprintf(&b, "- %s: %s\n", line[0], cell(value))
	}
	writeWords(&b, Fold(events))
	writeLessons(&b, lessons)
	counts := make(map[EventKind]int)
	for _, e := range events {
		counts[e.Kind]++
	}
	fmt.Fprintf(&b, "\n## What happened\n\n")
	if len(counts) == 0 {
		b.WriteString("Nothing yet.\n")
	}
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&b, "- %s: %d\n", strings.ReplaceAll(string(kind), "_", " "), counts[kind])
	}
	return b.String()
}

func writeWords(b *strings.Builder, states map[string]State) {
	b.WriteString("\n## Words\n\n")
	if len(states) == 0 {
		b.WriteString("None yet.\n")
		return
	}
	b.WriteString("| word | stands | why |\n|---|---|---|\n")
	for _, entry := range slices.Sorted(maps.Keys(states)) {
		s := states[entry]
		fmt.Fprintf(b, "| %s | %s | %s |\n", cell(entry), s.Standing(), cell(s.evidence("en")))
	}
}

func writeLessons(b *strings.Builder, lessons []Lesson) {
	b.WriteString("\n## Lessons\n\n")
	if len(lessons) == 0 {
		b.WriteString("None yet.\n")
		return
	}
	b.WriteString("| when | what | messages | level | words of help | by |\n|---|---|--:|--:|--:|---|\n")
	for _, l := range lessons {
		fmt.Fprintf(b, "| %s | %s | %d | %d | %d | %s |\n", l.At.UTC().Format("2006-01-02 15:04"), l.Task, l.Messages, l.Level, l.Help, cell(l.Engine))
	}
}

// cell is a text on one line in which nothing has a meaning in Markdown.
func cell(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`, "[", `\[`, "`", "\\`").Replace(s)
}
