package tutor

import (
	"fmt"
	"slices"
	"strings"
)

// report is the simulation as a page: what was assumed, and what came out.
func report(courses []course) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Simulated learners

%d learners read two threads on each working day for %d days: twelve mentions from the 40
terms of one system, 14 of them core. Made by

    go test ./tutor -run SimulatedLearners -simulate

with seed %d. The learners' memory is not the one that Gloss believes in: what they
know fades exponentially, an explanation sticks in half of the cases and less the more
stand beside it, a right answer more than doubles how long a term is held, and one answer
in four is a lucky guess. Each answers between 30 and 90 %% of what is asked. So the table
shows which way things go and in what proportion; it is no forecast of people.

`, courses[0].learners, simulatedDays, simulationSeed)
	b.WriteString("| taught by | | day 1 | 10 | 20 | 30 | 40 | 50 | 60 |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	days := []int{0, 9, 19, 29, 39, 49, 59}
	row := func(name, what, format string, scale float64, values [simulatedDays]float64) {
		fmt.Fprintf(&b, "| %s | %s |", name, what)
		for _, day := range days {
			from := max(0, day-6)
			if day == 0 {
				from = 0
			}
			week := values[from : day+1]
			fmt.Fprintf(&b, " "+format+" |", scale*mean(slices.DeleteFunc(slices.Clone(week), func(v float64) bool { return v == 0 })))
		}
		b.WriteString("\n")
	}
	for _, c := range courses {
		row(c.policy.name, "words of help a thread", "%.0f", 1, c.help)
		row("", "the same, with day 1's thread", "%.0f", 1, c.first)
		row("", "core terms known, %", "%.0f", 100, c.core)
		row("", "new terms on cards", "%.1f", 1, c.cards)
		if !c.policy.gloss && !c.policy.silent {
			row("", "questions answered", "%.1f", 1, c.checks)
		}
	}
	b.WriteString("\nDays after the first are means of a week's working days. \"Load harmless\" leaves out that explanations get in\neach other's way. How well K foresees what is recalled on the last day (mean squared error, 0 is\nperfect):")
	for i, c := range courses {
		if c.policy.gloss {
			continue
		}
		if i > 0 {
			b.WriteString(";")
		}
		fmt.Fprintf(&b, " %s %.2f", c.policy.name, c.brier)
	}
	b.WriteString(".\n\n![Words of help fall, and known terms grow](simulation.svg)\n")
	return b.String()
}

// colours are those of the lines, in the order of the courses; they are told
// apart by their dashes too.
var colours = []struct{ ink, dash string }{{"#1b6ca8", ""}, {"#c2571a", "8 5"}, {"#5f5f5f", "2 4"}}

// plot draws two panels: words of help, and core terms known.
func plot(courses []course) string {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="760" height="340" font-family="sans-serif" font-size="13">` + "\n" +
		`<rect width="760" height="340" fill="#ffffff"/>` + "\n")
	top := 0.0
	for _, c := range courses {
		for _, v := range c.help {
			top = max(top, v)
		}
	}
	panel(&b, 50, "Words of help in a thread", "", top, courses, func(c course) []float64 { return c.help[:] })
	panel(&b, 430, "Core terms known", "%", 100, courses, func(c course) []float64 {
		var percent []float64
		for _, v := range c.core {
			percent = append(percent, 100*v)
		}
		return percent
	})
	for i, c := range courses {
		x := 50 + 240*i
		fmt.Fprintf(&b, `<line x1="%d" y1="320" x2="%d" y2="320" stroke="%s" stroke-width="2.5" stroke-dasharray="%s"/>`+"\n", x, x+30, colours[i].ink, colours[i].dash)
		fmt.Fprintf(&b, `<text x="%d" y="324">%s</text>`+"\n", x+38, c.policy.name)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// panel draws one chart at x: a line for each course, days across.
func panel(b *strings.Builder, x float64, title, unit string, top float64, courses []course, of func(course) []float64) {
	const width, height, y = 290., 210., 50.
	fmt.Fprintf(b, `<text x="%g" y="28" font-weight="bold">%s</text>`+"\n", x, title)
	for i := range 5 {
		at := y + height*float64(i)/4
		fmt.Fprintf(b, `<line x1="%g" y1="%.1f" x2="%g" y2="%.1f" stroke="#dddddd"/><text x="%g" y="%.1f" text-anchor="end" fill="#555555">%.0f%s</text>`+"\n",
			x, at, x+width, at, x-6, at+4, top*float64(4-i)/4, unit)
	}
	for _, day := range []int{1, 20, 40, 60} {
		fmt.Fprintf(b, `<text x="%.1f" y="%g" text-anchor="middle" fill="#555555">day %d</text>`+"\n", x+width*float64(day-1)/(simulatedDays-1), y+height+20, day)
	}
	for i, c := range courses {
		var points []string
		for day, v := range of(c) {
			if v == 0 {
				continue // a day off
			}
			points = append(points, fmt.Sprintf("%.1f,%.1f", x+width*float64(day)/(simulatedDays-1), y+height*(1-v/top)))
		}
		fmt.Fprintf(b, `<polyline fill="none" stroke="%s" stroke-width="2.5" stroke-dasharray="%s" points="%s"/>`+"\n", colours[i].ink, colours[i].dash, strings.Join(points, " "))
	}
}
