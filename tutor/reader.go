package tutor

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Reader is a learner described from outside, in place of a stored one: who
// they are and what they know. Every entry it does not name is unknown to them.
type Reader struct {
	ID    string `json:"id"`
	Role  string `json:"role"`
	Goals string `json:"goals"`
	// Known and Shaky are glossary entry ids.
	Known []string `json:"known"`
	Shaky []string `json:"shaky"`
}

// ParseReader reads the JSON form of a Reader. Fields it does not know are
// ignored.
func ParseReader(data []byte) (Reader, error) {
	var r Reader
	if err := json.Unmarshal(data, &r); err != nil {
		return Reader{}, fmt.Errorf("the reader is not JSON of the form {id, role, goals, known, shaky}: %w", err)
	}
	if r.ID == "" && r.Role == "" && r.Known == nil && r.Shaky == nil {
		return Reader{}, errors.New("read the reader's JSON: it holds none of id, role, known, shaky")
	}
	return r, nil
}

// pupil is what Explain needs to know of whoever asks, stored or described.
type pupil struct {
	role, goals string
	states      map[string]State
}

func (r Reader) pupil() pupil {
	p := pupil{role: r.Role, goals: r.Goals, states: make(map[string]State)}
	for _, id := range r.Shaky {
		p.states[id] = State{Lessons: 1}
	}
	for _, id := range r.Known {
		p.states[id] = State{Claimed: true}
	}
	return p
}
