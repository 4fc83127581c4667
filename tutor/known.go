package tutor

import (
	"math"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// This file is how Gloss judges what a learner knows and how much help that
// asks for. Each rule is a function of its arguments alone, so that a teacher
// can read it, doubt it and change it. The numbers are choices inside what the
// sources cited allow; none was fitted to a learner.

// retention is the chance of remembering at which a term is asked again, and
// maxDays the longest that it is left alone. Expanding gaps are as good as even
// ones, so the defaults of the memory model serve (Latimier et al. 2021).
const (
	retention = 0.90
	maxDays   = 180
)

// aDay is how far apart two events must be to count as being of two days: a
// day, less the few hours by which people are early.
const aDay = 20 * time.Hour

// caps bound K by the number of days, since the last failure, on which the term
// was retrieved: one right answer of four may be luck.
var caps = [...]float64{0.45, 0.80, 0.92, 1}

// knownDays is the number of those days that earns a term the name "known".
const knownDays = 3

// A term that a learner meets in reading sticks in about one case in eight
// (Webb, Uchihara and Yanagisawa 2023), and reading alone never makes it known.
const (
	sticks       = 0.12
	maxFamiliar  = 0.45
	claimedWorth = 0.60 // "I know this": mostly true, to be checked (Stubbe 2012)
)

// familiarity is what meeting a term on so many days is worth, and what saying
// that one knows it is worth.
func familiarity(days int, claimed bool) float64 {
	worth := min(maxFamiliar, 1-math.Pow(1-sticks, float64(days)))
	if claimed {
		worth = max(worth, claimedWorth)
	}
	return worth
}

// K is how well the term is known, from 0 to 1: the chance that the learner
// could say now what it means, or how familiar it is, whichever is more.
func (s State) K(now time.Time) float64 {
	recall := s.Memory.R(daysBetween(s.Reviewed, now))
	return max(min(recall, caps[min(s.Correct, len(caps)-1)]), familiarity(s.Exposed, s.Claimed))
}

// The rungs of the ladder, as values of K.
const (
	shakyFrom = 0.35
	knownFrom = 0.70
	solidFrom = 0.90
)

// ladder is the help that a value of K asks for: a new term is explained on a
// card, a shaky one recalled in a bracket, a known one stands bare. Help that
// someone does not need harms them (Tetzlaff et al. 2025).
func ladder(k float64) prompts.Treatment {
	switch {
	case k >= knownFrom:
		return prompts.Bare
	case k >= shakyFrom:
		return prompts.Bracket
	}
	return prompts.Card
}

// Treatment is how a term in this state is shown. Whoever has just asked about
// it, or taken it for something else, gets a card.
func (s State) Treatment(now time.Time) prompts.Treatment {
	if s.Confused {
		return prompts.Card
	}
	return ladder(s.K(now))
}

// Solid reports whether new terms may be explained by this one.
func (s State) Solid(now time.Time) bool { return !s.Confused && s.K(now) >= solidFrom }

// Due is when the term should be asked again; zero for one that was never
// asked.
func (s State) Due() time.Time {
	if s.Reviewed.IsZero() {
		return time.Time{}
	}
	return s.Reviewed.AddDate(0, 0, min(s.Memory.Interval(retention), maxDays))
}

// maxCards is how many new terms one explanation teaches; jargon harms reading
// even where it is defined (Bullock et al. 2019, Shulman et al. 2020).
const maxCards = 5

// wordsAt bounds the length of an explanation, in words, by level: who knows
// more is told less.
var wordsAt = [...]int{220, 180, 130, 90}

// hysteresis is by how much of the vocabulary somebody must have passed the
// border of a level before the level changes.
const hysteresis = 0.05

// levelOf places a learner between 0 and 3: share is how much of the thread's
// vocabulary is theirs (0 to 1), offset what they asked for (−1 to 1 levels),
// before the level they had last in the system, -1 for none.
func levelOf(share, offset float64, before int) int {
	const top = float64(len(wordsAt) - 1)
	at := float64(len(wordsAt))*share + offset
	level := int(max(0, min(top, math.Floor(at))))
	if before < 0 {
		return level
	}
	slack := float64(len(wordsAt)) * hysteresis
	switch {
	case level == before+1 && at < float64(level)+slack:
		return before
	case level == before-1 && at >= float64(before)-slack:
		return before
	}
	return level
}

// vocabulary is the share of terms that are known, by importance.
func vocabulary(terms []prompts.TermUse, k func(entry string) float64) float64 {
	var have, all float64
	for _, t := range terms {
		weight := float64(t.Entry.Importance.Weight())
		all += weight
		have += weight * k(t.Entry.ID)
	}
	if all == 0 {
		return 0
	}
	return have / all
}

// What a learner says of an explanation moves their level in its system by half
// a level, and is worth half as much every two weeks.
const (
	feedbackStep = 0.5
	halfLife     = 14 * 24 * time.Hour
)

// Offset is by how many levels, from -1 to 1, a learner's own feedback moves
// the level found from what they know in a system.
func Offset(events []Event, system string, now time.Time) float64 {
	offset := 0.0
	for _, e := range settled(events) {
		step := 0.0
		switch {
		case e.Detail != system || e.At.After(now):
		case e.Kind == TooBasic:
			step = feedbackStep
		case e.Kind == StillConfused && e.Entry == "":
			step = -feedbackStep
		}
		offset += step * math.Pow(.5, float64(now.Sub(e.At))/float64(halfLife))
	}
	return max(-1, min(offset, 1))
}

func daysBetween(a, b time.Time) float64 { return max(0, b.Sub(a).Hours()/24) }
