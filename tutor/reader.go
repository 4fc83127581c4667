package tutor

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gloss-tutor/gloss/tutor/fsrs"
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

// Described states: a known term is as one that was retrieved today for the
// third time, a shaky one as one that was met often and never asked.
func (r Reader) pupil(now time.Time) pupil {
	p := pupil{role: r.Role, goals: r.Goals, now: now, states: make(map[string]State)}
	for _, id := range r.Shaky {
		p.states[id] = State{Exposed: 9, ExposedAt: now, Last: now}
	}
	for _, id := range r.Known {
		p.states[id] = State{Memory: fsrs.State{Stability: maxDays, Difficulty: 5}, Correct: knownDays, Reviewed: now, Last: now}
	}
	return p
}
