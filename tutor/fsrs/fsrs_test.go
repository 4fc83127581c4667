package fsrs

import (
	"math"
	"math/rand/v2"
	"testing"
)

func near(got, want float64) bool { return math.Abs(got-want) <= 1e-4 }

// The published sequence without same-day reviews counting: with w17 to w19 at 0
// a review on the same day leaves the stability as it is.
func TestASequenceOfGoodAnswers(t *testing.T) {
	s := State{}.Next(0, Again)
	for _, step := range []float64{0, 1, 3, 8, 21} {
		if step == 0 {
			s.Difficulty = s.nextDifficulty(Good)
			continue
		}
		s = s.Next(step, Good)
	}
	if !near(s.Stability, 53.3351) || !near(s.Difficulty, 6.3575) {
		t.Errorf("S %.4f D %.4f, want S 53.3351 D 6.3575", s.Stability, s.Difficulty)
	}
}

func TestIntervalsOfOneDayOfStability(t *testing.T) {
	s := State{Stability: 1, Difficulty: 5}
	for i, want := range []int{36500, 34793, 2508, 387, 90, 27, 9, 3, 1, 1} {
		if got := s.Interval(float64(i+1) / 10); got != want {
			t.Errorf("at retention .%d: %d days, want %d", i+1, got, want)
		}
	}
}

// due is the interval after a grade, in the order that a scheduler gives to the
// four grades: a better one never comes back sooner.
func due(s State, days float64, g Grade) int {
	ivl := func(g Grade) int { return s.Next(days, g).Interval(.9) }
	again, hard := min(ivl(Again), ivl(Hard)), max(ivl(Hard), ivl(Again)+1)
	if g == Again {
		return again
	}
	return max(ivl(Good), hard+1)
}

func TestAMemoryReviewedWheneverItIsDue(t *testing.T) {
	grades := []Grade{Good, Good, Good, Good, Good, Good, Again, Again, Good, Good, Good, Good, Good}
	intervals := []int{3, 14, 57, 196, 586, 1559, 10, 1, 3, 5, 9, 15, 25}
	stabilities := []float64{2.3065, 13.8269, 56.9567, 196.2353, 586.4835, 1559.3567, 9.8832, 1.3527, 2.392, 4.8562, 8.7624, 15.186, 25.1362}
	var s State
	days := 0
	for i, g := range grades {
		interval := due(s, float64(days), g)
		s = s.Next(float64(days), g)
		if !near(s.Stability, stabilities[i]) || interval != intervals[i] {
			t.Errorf("after review %d: S %.4f, due in %d; want %.4f and %d", i+1, s.Stability, interval, stabilities[i], intervals[i])
		}
		days = interval
	}
}

func TestWhatIsNewIsNotRemembered(t *testing.T) {
	if r := (State{}).R(0); r != 0 {
		t.Errorf("R is %g", r)
	}
	for g, want := range map[Grade]float64{Again: .212, Hard: 1.2931, Good: 2.3065, Easy: 8.2956} {
		if s := (State{}).Next(99, g); s.Stability != want || s.R(s.Stability) < .8999 || s.R(s.Stability) > .9001 {
			t.Errorf("after grade %d: %+v", g, s)
		}
	}
}

// Any memory stays in its bounds, fades with time, and is no worse for a better
// answer.
func TestAnyMemoryBehaves(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 1))
	for range 10_000 {
		var s State
		for range random.IntN(12) {
			s = s.Next(random.Float64()*400-10, Grade(1+random.IntN(4)))
		}
		days := random.Float64() * 500
		var before State
		for g := Again; g <= Easy; g++ {
			next := s.Next(days, g)
			if next.Difficulty < 1 || next.Difficulty > 10 || next.Stability <= 0 || math.IsInf(next.Stability, 0) {
				t.Fatalf("%+v after grade %d in %g days: %+v", s, g, days, next)
			}
			if g > Again && next.Stability < before.Stability {
				t.Fatalf("%+v: grade %d leaves %g, grade %d %g", s, g-1, before.Stability, g, next.Stability)
			}
			before = next
		}
		if before.R(days+1) >= before.R(days) || before.R(-5) != 1 {
			t.Fatalf("%+v does not fade", before)
		}
	}
}
