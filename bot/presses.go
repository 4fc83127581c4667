package bot

import (
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
)

// A press of a button costs nothing, and the answer to it may cost a model: of
// each person, so many presses are taken at once, and one more each interval.
const (
	maxPresses    = 10
	pressInterval = 15 * time.Second
)

// presses are when each person has all their presses again. The zero value is
// empty.
type presses struct {
	mu   sync.Mutex
	full map[string]time.Time
}

// allow reports whether somebody may press a button now, and takes the press.
func (p *presses) allow(learner string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for other, full := range p.full {
		if !full.After(now) {
			delete(p.full, other)
		}
	}
	full := p.full[learner]
	if full.Before(now) {
		full = now
	}
	if full.Sub(now) > (maxPresses-1)*pressInterval {
		return false
	}
	if p.full == nil {
		p.full = make(map[string]time.Time)
	}
	p.full[learner] = full.Add(pressInterval)
	return true
}

// again offers to begin an answer again that its person stopped; what they
// typed is not kept, so an answer to a question has to be asked for anew.
func again(a ask, task prompts.Task) []slack.Block {
	action := map[prompts.Task]string{prompts.ExplainTask: actionWhole, prompts.BriefTask: actionBrief}[task]
	if action == "" || a.public() {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("again", button(action, "Again", action))}
}
