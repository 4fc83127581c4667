package eval

import (
	"fmt"
	"io"
	"strings"
)

// Report writes a summary for people, each measure with a picture of where it
// lies and how sure that is.
func (s Summary) Report(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Explanations by %s, judged by %s, %d threads.\n\n", s.Engine, s.Judge, s.Supported.Cases)
	b.WriteString("                        mean  95 %          0                  1\n")
	row := func(name string, m Measure) {
		if m.Cases > 0 {
			fmt.Fprintf(&b, "%-22s  %.2f  %.2f to %.2f  %s\n", name, m.Mean, m.Low, m.High, m.picture())
		}
	}
	row("claims supported", s.Supported)
	row("claims contradicted", s.Contradicted)
	row("claims not in source", s.NotInSource)
	row("citation recall", s.CitationRecall)
	row("citation precision", s.CitationPrecision)
	row("key messages cited", s.KeyMessages)
	row("criteria met", s.AllCriteria)
	for _, c := range Criteria() {
		row("  "+c.ID, s.Criteria[c.ID])
	}
	note := ""
	if s.Estimated {
		note = ", in part estimated"
	}
	fmt.Fprintf(&b, "\nExplaining took %d tokens, $%.4f; judging %d tokens, $%.4f%s.\n", s.Tokens, s.Dollars, s.JudgeTokens, s.JudgeDollars, note)
	if len(s.Worst) > 0 {
		b.WriteString("\nThe worst:\n")
	}
	for _, r := range s.Worst {
		fmt.Fprintf(&b, "  %s: %.0f %% supported, %.0f %% of the criteria\n", r.Case, 100*r.share(Supported), 100*r.met())
		for _, v := range r.Verdicts {
			if v.Verdict != Supported {
				fmt.Fprintf(&b, "    %s: %s [%s]\n", strings.ReplaceAll(v.Verdict, "_", " "), v.Claim, strings.Join(v.Cites, ", "))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// picture draws a mean between its bounds on a line of twenty places.
func (m Measure) picture() string {
	const places = 20
	at := func(v float64) int { return max(0, min(places-1, int(v*places))) }
	line := []rune(strings.Repeat("·", places))
	for i := at(m.Low); i <= at(m.High); i++ {
		line[i] = '─'
	}
	line[at(m.Mean)] = '█'
	return string(line)
}
