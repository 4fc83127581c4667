package eval

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
)

// Label is what a person says of a claim about a case.
type Label struct {
	Case  string   `json:"case"`
	Claim string   `json:"claim"`
	Cites []string `json:"cites"`
	// Verdict is supported, contradicted or not_in_source.
	Verdict string `json:"verdict"`
}

// ReadLabels reads one JSON object a line.
func ReadLabels(r io.Reader) ([]Label, error) {
	var all []Label
	for d := json.NewDecoder(r); ; {
		var one Label
		switch err := d.Decode(&one); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("read label %d: %w", len(all)+1, err)
		case one.Verdict != Supported && one.Verdict != Contradicted && one.Verdict != NotInSource:
			return nil, fmt.Errorf("label %d: the verdict %q is neither supported, contradicted nor not_in_source", len(all)+1, one.Verdict)
		}
		all = append(all, one)
	}
}

// Agreement is how far the judge and people agree.
type Agreement struct {
	Labels int `json:"labels"`
	// Same is the share of equal verdicts, Kappa what is left of it beyond
	// chance (Cohen).
	Same  float64 `json:"same"`
	Kappa float64 `json:"kappa"`
	// Differ are the labels on which the judge says otherwise, with its verdict.
	Differ []Difference `json:"differ"`
}

// Difference is a label and what the judge says instead.
type Difference struct {
	Label
	Judge string `json:"judge"`
}

// LeastKappa is the agreement below which the judge's verdicts say too little.
const LeastKappa = .6

// Calibrate has the judge judge what people have judged.
func Calibrate(ctx context.Context, judge Engine, cases []Case, labels []Label) (Agreement, error) {
	var human, model []string
	a := Agreement{Labels: len(labels), Differ: []Difference{}}
	for _, c := range cases {
		var mine []Label
		claims := []prompts.Claim{}
		for _, l := range labels {
			if l.Case == c.Name {
				mine, claims = append(mine, l), append(claims, prompts.Claim{Text: l.Claim, Cites: l.Cites})
			}
		}
		if len(mine) == 0 {
			continue
		}
		p, err := prompts.Verify{Thread: c.Thread, Claims: claims}.Prompt()
		if err != nil {
			return a, err
		}
		said := make(map[string]string)
		if _, err := judge.Answer(ctx, p, func(r prompts.Record) error {
			said[r.Entry] = strings.ToLower(strings.TrimSpace(r.Text))
			return nil
		}); err != nil {
			return a, fmt.Errorf("ask the judge about %s: %w", c.Name, err)
		}
		for i, l := range mine {
			verdict := said[fmt.Sprint(i+1)]
			human, model = append(human, l.Verdict), append(model, verdict)
			if verdict != l.Verdict {
				a.Differ = append(a.Differ, Difference{l, verdict})
			}
		}
	}
	if len(human) != len(labels) {
		return a, fmt.Errorf("%d of %d labels are about threads that are not there", len(labels)-len(human), len(labels))
	}
	a.Same, a.Kappa = agreement(human, model)
	return a, nil
}

// agreement returns the share of equal verdicts, and Cohen's kappa; 1 where both
// always say the same one thing.
func agreement(a, b []string) (same, kappa float64) {
	if len(a) == 0 {
		return 0, 0
	}
	n := float64(len(a))
	inA, inB := make(map[string]float64), make(map[string]float64)
	for i := range a {
		inA[a[i]]++
		inB[b[i]]++
		if a[i] == b[i] {
			same++
		}
	}
	same /= n
	chance := 0.0
	for v := range inA {
		chance += inA[v] / n * inB[v] / n
	}
	if chance == 1 {
		return same, 1
	}
	return same, (same - chance) / (1 - chance)
}
