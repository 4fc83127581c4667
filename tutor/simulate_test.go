package tutor

import (
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

var simulate = flag.Bool("simulate", false, "write the simulation's table and plot into ../docs")

// The size of the simulation; its seed makes it come out the same everywhere.
// Without -simulate fewer learners take part, which is quick and shows as much.
const (
	simulatedLearners = 200
	quickLearners     = 15
	simulatedDays     = 60
	threadsADay       = 2 // on five days of seven
	simulationSeed    = 20260304
)

// policy is a way to teach.
type policy struct {
	name string
	// gloss explains every term of a thread every time, and asks nothing.
	gloss bool
	// silent teaches as Gloss does and asks nothing.
	silent bool
	load   float64
}

// course is what became of all learners under one policy, by day.
type course struct {
	policy policy
	// learners is how many take part, each the share of one of them.
	learners int
	each     float64
	// help is the mean of the words of help with the thread of the day, first
	// that with the thread of the first day; core the mean share of the core
	// terms that are known, cards and checks what there was of them.
	help, first, core, cards, checks [simulatedDays]float64
	// brier is the mean squared error of K, as a forecast of what is recalled.
	brier float64
}

func (w world) run(p policy) course {
	c := course{policy: p, learners: quickLearners}
	if *simulate {
		c.learners = simulatedLearners
	}
	c.each = 1 / float64(c.learners)
	squares, forecasts := 0.0, 0.0
	for learner := range c.learners {
		r := rand.New(rand.NewPCG(simulationSeed, uint64(learner)))
		h := head{r: r, load: p.load, last: make(map[string]float64), hold: make(map[string]float64), ready: .3 + .6*r.Float64()}
		var s school
		for day := range simulatedDays {
			now := noon.AddDate(0, 0, day)
			who := pupil{now: now, states: s.states(), lessons: s.lessons}
			for id, state := range who.states {
				if day == simulatedDays-1 {
					squares += math.Pow(state.K(now)-h.recall(id, float64(day)), 2)
					forecasts++
				}
			}
			s.day(&c, w, p, h, who, day)
			for _, id := range w.core {
				if h.knows(id, float64(day)+.9) {
					c.core[day] += c.each / float64(len(w.core))
				}
			}
		}
	}
	c.brier = squares / forecasts
	return c
}

// school is what Gloss remembers of a simulated learner.
type school struct {
	known   map[string]State
	lessons []Lesson
}

func (s *school) states() map[string]State {
	if s.known == nil {
		s.known = make(map[string]State)
	}
	return s.known
}

func (s *school) happened(kind EventKind, entry string, at time.Time) {
	s.known[entry] = s.known[entry].after(Event{At: at, Kind: kind, Entry: entry})
}

// day is one day of one learner: two threads, or a day off.
func (s *school) day(c *course, w world, p policy, h head, who pupil, day int) {
	_, words := w.explained(0, p, who)
	c.first[day] += c.each * words
	if day%7 >= 5 {
		return
	}
	for i := range threadsADay {
		j, words := w.explained(day*threadsADay+i, p, who)
		c.help[day] += c.each * words / threadsADay
		s.lesson(c, p, h, j, day)
		if !p.gloss && !p.silent {
			s.ask(c, w, h, j, day, day%7 == 4 && i == 0)
		}
	}
}

// lesson is what reading one thread does to a learner and to what Gloss knows of
// them.
func (s *school) lesson(c *course, p policy, h head, j *job, day int) {
	explained := 0
	for _, use := range j.plan.terms {
		switch use.Treatment {
		case prompts.Card:
			c.cards[day] += c.each / threadsADay
			explained++
		case prompts.Bracket:
			explained++
		}
	}
	for _, use := range j.plan.terms {
		switch use.Treatment {
		case prompts.Card, prompts.Bracket:
			h.read(use.Entry.ID, float64(day), explained)
		case prompts.Bare:
			h.meet(use.Entry.ID, float64(day))
		}
		if kind, ok := eventFor(use.Treatment); ok && !p.gloss {
			s.happened(kind, use.Entry.ID, j.who.now)
		}
	}
}

// explained is a thread as one learner is shown it, and the words of
// help in that.
func (w world) explained(number int, p policy, who pupil) (*job, float64) {
	talk := w.threads[number]
	j := &job{terms: w.glossary, thread: talk, who: who, lang: "en", plan: newPlan(w.glossary, talk, who, nil)}
	words, extra := 0, mainTerm(j.plan.terms)
	for i, use := range j.plan.terms {
		if p.gloss {
			use.Treatment = prompts.Card
			j.plan.terms[i] = use
		}
		words += len(strings.Fields(j.termText(use, use.Entry.ID == extra)))
	}
	return j, float64(words)
}

// ask plays the check under a thread and, once a week, the recap.
func (s *school) ask(c *course, w world, h head, j *job, day int, recap bool) {
	var asked []string
	best, rank := "", 9
	for _, use := range j.plan.terms {
		if at, ok := j.who.urgency(use); ok && at < rank {
			best, rank = use.Entry.ID, at
		}
	}
	if best != "" {
		asked = append(asked, best)
	}
	if recap {
		for i, e := range j.who.pressing(w.glossary) {
			if i < maxRecap && e.ID != best {
				asked = append(asked, e.ID)
			}
		}
	}
	for _, id := range asked {
		if h.r.Float64() > h.ready {
			continue
		}
		c.checks[day] += c.each
		kind := Wrong
		if h.answer(id, float64(day)) {
			kind = Right
		}
		s.happened(kind, id, j.who.now)
	}
}

// G19: learners of Gloss know more core terms in the end than those to whom
// everything is explained every time, and need by then half the help or less with
// the thread of the first day. That holds also when explanations do not get in
// each other's way.
func TestSimulatedLearnersLearn(t *testing.T) {
	w := newWorld(rand.New(rand.NewPCG(simulationSeed, 0)))
	courses := []course{
		w.run(policy{name: "Gloss", load: 5}),
		w.run(policy{name: "explain everything", gloss: true, load: 5}),
		w.run(policy{name: "Gloss, no checks", silent: true, load: 5}),
		w.run(policy{name: "Gloss, load harmless", load: 0}),
		w.run(policy{name: "everything, load harmless", gloss: true, load: 0}),
	}
	const last = simulatedDays - 1
	// Without load everybody knows everything in the end; then the way counts.
	for _, pair := range [][2]course{{courses[0], courses[1]}, {courses[3], courses[4]}} {
		ours, theirs := pair[0], pair[1]
		if ours.first[last] > ours.first[0]/2 || ours.first[last] > theirs.first[last]/2 {
			t.Errorf("%s: %.0f words of help with the first thread in the end, %.0f on the first day; %s: %.0f", ours.policy.name, ours.first[last], ours.first[0], theirs.policy.name, theirs.first[last])
		}
		if mean(ours.core[:]) <= mean(theirs.core[:]) || ours.policy.load > 0 && ours.core[last] <= theirs.core[last] {
			t.Errorf("%s: %.0f %% of the core terms known, %s: %.0f %%", ours.policy.name, 100*ours.core[last], theirs.policy.name, 100*theirs.core[last])
		}
	}
	if *simulate {
		if err := os.WriteFile("../docs/simulation.md", []byte(report(courses)), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("../docs/simulation.svg", []byte(plot(courses[:3])), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Log("\n" + report(courses))
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
