package tutor

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/thread"
)

// world is what all simulated learners share: a glossary, and the threads of
// each day.
type world struct {
	glossary *glossary.Glossary
	core     []string
	threads  []thread.Thread
}

// newWorld makes the 40 terms of one system, 14 of them core, and threads of
// twelve mentions, in which core terms turn up six times as often as rare ones.
func newWorld(r *rand.Rand) world {
	var w world
	var entries []glossary.Entry
	var bag []string
	for i := range 40 {
		name := fmt.Sprintf("gizmo%c%c", 'a'+i/26, 'a'+i%26)
		e := glossary.Entry{ID: "x/" + name, Term: name, System: "x", Status: glossary.Approved,
			Plain: "a part of the shop that does one thing so that people can buy what they want", Why: "Without it, orders wait.",
			Importance: []glossary.Importance{glossary.Core, glossary.Common, glossary.Rare}[i%3]}
		if i%2 == 0 {
			e.Analogy = glossary.Analogy{Text: "a drawer in a kitchen", Breaks: "nobody has to open it"}
		}
		if e.Importance == glossary.Core {
			w.core = append(w.core, e.ID)
		}
		for range []int{6, 3, 1}[i%3] {
			bag = append(bag, name)
		}
		entries = append(entries, e)
	}
	w.glossary = glossary.New(entries)
	for day := range simulatedDays * threadsADay {
		talk := thread.Thread{System: "x"}
		for m := range 4 {
			var text strings.Builder
			for range 3 {
				text.WriteString(bag[r.IntN(len(bag))] + " ")
			}
			talk.Messages = append(talk.Messages, thread.Message{ID: fmt.Sprintf("d%dm%d", day, m), Text: text.String()})
		}
		w.threads = append(w.threads, talk)
	}
	return w
}

// head is the memory of a simulated learner. It is not the memory that Gloss
// believes in: it fades exponentially, reading leaves little, and the more words
// are explained at once the less of each.
type head struct {
	r *rand.Rand
	// load is the number of explanations at which an explanation leaves half as
	// much; 0 is never.
	load  float64
	last  map[string]float64 // day on which a term was last met with profit
	hold  map[string]float64 // days after which a third of it is left
	ready float64            // willingness to answer a check
}

func (h head) recall(term string, day float64) float64 {
	if h.hold[term] == 0 {
		return 0
	}
	return math.Exp(-(day - h.last[term]) / h.hold[term])
}

// knows reports whether the term would be understood now in most cases.
func (h head) knows(term string, day float64) bool { return h.recall(term, day) >= .5 }

// read takes in an explanation among n others.
func (h head) read(term string, day float64, n int) {
	stick := .5
	if h.load > 0 {
		stick /= 1 + float64(n)/h.load
	}
	if h.r.Float64() < stick {
		h.hold[term] = max(h.hold[term]*1.2, 3)
		h.last[term] = day
	}
}

// meet takes in a term that stands there without explanation: who understands it
// retrieves it, a little.
func (h head) meet(term string, day float64) {
	if h.r.Float64() < h.recall(term, day) {
		h.hold[term] *= 1.15
		h.last[term] = day
	}
}

// answer answers a check; a guess is right in one case of four. The feedback is
// an explanation of one term.
func (h head) answer(term string, day float64) bool {
	if h.r.Float64() < h.recall(term, day) {
		h.hold[term] *= 2.2
		h.last[term] = day
		return true
	}
	h.hold[term] = max(h.hold[term], 4)
	h.last[term] = day
	return h.r.Float64() < .25
}
