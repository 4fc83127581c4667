// Package fsrs is the memory model FSRS-6: how long a fact stays in somebody's
// memory, judged from when it was retrieved and with what success.
//
// The formulas and the default weights are those published at
// https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm
// (FSRS-6), in long-term mode: reviews are at least a day apart, and whoever
// calls leaves out those that are not. Nothing is fitted to a learner: with the
// few answers that one gives, the defaults are as good.
//
// It does not know what is remembered, nor when it is asked.
package fsrs

import "math"

// Grade is how a retrieval went.
type Grade int

// The grades: Again is a failure, Hard a success with help, Good one without,
// Easy one without effort.
const (
	Again Grade = iota + 1
	Hard
	Good
	Easy
)

// State is a memory. The zero State was never retrieved.
type State struct {
	// Stability is the number of days after which nine retrievals in ten
	// succeed, 0 before the first.
	Stability float64
	// Difficulty, from 1 to 10, says how slowly stability grows.
	Difficulty float64
}

// MaxInterval bounds an interval, in days.
const MaxInterval = 36500

// w are the default weights of FSRS-6, w0 to w20.
var w = [...]float64{
	.212, 1.2931, 2.3065, 8.2956, 6.4133, .8334, 3.0194, .001, 1.8722, .1666, .796,
	1.4835, .0614, .2629, 1.6483, .6014, 1.8729, .5425, .0912, .0658, .1542,
}

// decay and factor give the forgetting curve its shape: R is .9 when as many
// days have passed as the stability says.
var (
	decay  = -w[20]
	factor = math.Pow(.9, 1/decay) - 1
)

// R is the chance, 0 to 1, that a retrieval succeeds after so many days; 0 for a
// memory that never was.
func (s State) R(days float64) float64 {
	if s.Stability <= 0 {
		return 0
	}
	return math.Pow(1+factor*max(0, days)/s.Stability, decay)
}

// Interval is the number of whole days, from 1 to MaxInterval, after which R has
// fallen to retention.
func (s State) Interval(retention float64) int {
	days := math.Round(s.Stability / factor * (math.Pow(retention, 1/decay) - 1))
	return int(min(max(days, 1), MaxInterval))
}

// Next is the memory after a retrieval so many days after the last one; the
// first makes the memory, and days do not matter to it.
func (s State) Next(days float64, g Grade) State {
	if s.Stability <= 0 {
		return State{Stability: w[g-1], Difficulty: clamp(firstDifficulty(g))}
	}
	r := s.R(days)
	next := State{Difficulty: s.nextDifficulty(g)}
	if g == Again {
		next.Stability = min(s.afterLapse(r), s.Stability)
	} else {
		next.Stability = s.afterRecall(r, g)
	}
	return next
}

func firstDifficulty(g Grade) float64 { return w[4] - math.Exp(w[5]*float64(g-1)) + 1 }

// nextDifficulty moves the difficulty by the grade, less the nearer it is to 10,
// and draws it a little towards that of an easy fact.
func (s State) nextDifficulty(g Grade) float64 {
	step := -w[6] * float64(g-3) * (10 - s.Difficulty) / 9
	return clamp(w[7]*firstDifficulty(Easy) + (1-w[7])*(s.Difficulty+step))
}

// afterRecall grows the stability: more for easy facts, for short memories and
// for those that were nearly lost.
func (s State) afterRecall(r float64, g Grade) float64 {
	grow := math.Exp(w[8]) * (11 - s.Difficulty) * math.Pow(s.Stability, -w[9]) * (math.Exp(w[10]*(1-r)) - 1)
	switch g {
	case Hard:
		grow *= w[15]
	case Easy:
		grow *= w[16]
	}
	return s.Stability * (1 + grow)
}

func (s State) afterLapse(r float64) float64 {
	return w[11] * math.Pow(s.Difficulty, -w[12]) * (math.Pow(s.Stability+1, w[13]) - 1) * math.Exp(w[14]*(1-r))
}

func clamp(difficulty float64) float64 { return min(max(difficulty, 1), 10) }
