package prompts

import (
	"fmt"
	"strings"
)

// Refused is a record that did not pass the checks, and why.
type Refused struct {
	Record Record
	Why    string
}

// Mend returns the prompt that asks once more for the records of an answer that
// were refused, each told why. It begins as p does, so that a provider can cache
// that, and is not split.
func (p Prompt) Mend(refused []Refused) (Prompt, error) {
	var v struct{ Refused []string }
	for _, r := range refused {
		l, err := line(refusedData{Kind: r.Record.Kind, Text: r.Record.Text, Cites: r.Record.Cites, Why: r.Why})
		if err != nil {
			return Prompt{}, fmt.Errorf("render the mend prompt: %w", err)
		}
		v.Refused = append(v.Refused, l)
	}
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, "mend", v); err != nil {
		return Prompt{}, fmt.Errorf("render the mend prompt: %w", err)
	}
	p.User += "\n\n" + b.String()
	p.Split = nil
	return p, nil
}

type refusedData struct {
	Kind  Kind     `json:"kind"`
	Text  string   `json:"text"`
	Cites []string `json:"cites"`
	Why   string   `json:"refused_because"`
}
