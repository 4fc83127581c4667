package prompts

import (
	"fmt"
	"strconv"

	"github.com/gloss-tutor/gloss/thread"
)

// The tasks of whoever judges explanations.
const (
	VerifyTask  Task = "verify"
	CompareTask Task = "compare"
)

// Claim is a statement of an explanation, and the ids of the messages that it
// rests on.
type Claim struct {
	Text  string
	Cites []string
}

// Verify asks whether an explanation's claims hold, and for the answers to
// questions about the whole. The records of the answer have the claim's number,
// from 1, or the criterion's id as Entry, the verdict as Text, and as Cites the
// messages that a supported claim needs.
type Verify struct {
	Thread thread.Thread
	Claims []Claim
	// Criteria are questions, by id.
	Criteria []Criterion
}

// Criterion is a question about an explanation that is answered with yes or no.
type Criterion struct {
	ID       string `json:"criterion"`
	Question string `json:"question"`
}

// Prompt renders the request. The judge sees of the thread what is cited.
func (r Verify) Prompt() (Prompt, error) {
	var v struct{ Criteria, Claims []string }
	for _, c := range r.Criteria {
		l, err := line(c)
		if err != nil {
			return Prompt{}, fmt.Errorf("render the verify prompt: %w", err)
		}
		v.Criteria = append(v.Criteria, l)
	}
	for i, c := range r.Claims {
		l, err := line(r.claim(i, c))
		if err != nil {
			return Prompt{}, fmt.Errorf("render the verify prompt: %w", err)
		}
		v.Claims = append(v.Claims, l)
	}
	p, err := execute(VerifyTask, v)
	p.Thread = r.Thread
	return p, err
}

// cited is a claim as the judge sees it.
type cited struct {
	Claim    string        `json:"claim"`
	Text     string        `json:"text"`
	Messages []messageData `json:"messages"`
}

func (r Verify) claim(i int, c Claim) cited {
	out := cited{Claim: strconv.Itoa(i + 1), Text: c.Text, Messages: []messageData{}}
	for _, id := range c.Cites {
		if m, ok := r.Thread.Message(id); ok {
			out.Messages = append(out.Messages, messageData{ID: m.ID, Author: m.Author, Text: cut(m.Text, Budget{}.orDefault().MessageBytes)})
		}
	}
	return out
}

// Compare asks which of two explanations of a thread is the better one. The
// answer's first record has A, B or tie as Entry.
type Compare struct {
	Thread thread.Thread
	A, B   []Claim
}

// Prompt renders the request. It is an error to have no messages.
func (c Compare) Prompt() (Prompt, error) {
	r, _, err := request{Thread: c.Thread}.view()
	if err != nil {
		return Prompt{}, fmt.Errorf("render the compare prompt: %w", err)
	}
	v := struct {
		About        string
		Thread, A, B []string
	}{About: r.About, Thread: r.Thread}
	for _, side := range []struct {
		claims []Claim
		to     *[]string
	}{{c.A, &v.A}, {c.B, &v.B}} {
		for _, claim := range side.claims {
			l, err := line(claim.Text)
			if err != nil {
				return Prompt{}, fmt.Errorf("render the compare prompt: %w", err)
			}
			*side.to = append(*side.to, l)
		}
	}
	p, err := execute(CompareTask, v)
	p.Thread = c.Thread
	return p, err
}
