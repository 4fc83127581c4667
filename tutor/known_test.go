package tutor

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// randomStates is how many lives a property is tried on.
const randomStates = 10_000

// life is a random history of one learner with some terms, over n events.
func life(r *rand.Rand, n int) []Event {
	kinds := []EventKind{Taught, Reminded, Met, LookedUp, Claimed, Reset, Right, Right, Right, RightWithHint, Wrong, PassedOver, OwnWords, StillConfused, TooBasic, Clear}
	var events []Event
	at := noon.AddDate(0, -6, 0)
	for range n {
		at = at.Add(time.Duration(r.Int64N(int64(4 * 24 * time.Hour))))
		e := Event{At: at.Truncate(time.Millisecond), Kind: kinds[r.IntN(len(kinds))], Entry: fmt.Sprint("x/", r.IntN(4)), Lesson: fmt.Sprint(r.IntN(30))}
		switch e.Kind {
		case TooBasic, Clear:
			e.Entry, e.Detail = "", "x"
		case Taught, Reminded:
			e.Detail = []string{"", "this", "that"}[r.IntN(3)]
		case Wrong:
			e.Detail = []string{"", "x/0"}[r.IntN(2)]
		}
		events = append(events, e)
	}
	return events
}

// FSRS vectors are in package fsrs; this is the other half of the promise that
// what is stored can be worked out again.
func TestOrderAndRepetitionOfEventsMakeNoDifference(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range randomStates {
		events := life(r, r.IntN(30))
		want, offset := Fold(events), Offset(events, "x", noon)
		for range r.IntN(4) {
			if len(events) > 0 {
				events = append(events, events[r.IntN(len(events))])
			}
		}
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if got := Fold(events); !reflect.DeepEqual(got, want) {
			t.Fatalf("folded\n%+v, want\n%+v", got, want)
		}
		if got := Offset(events, "x", noon); got != offset {
			t.Fatalf("the offset is %g, was %g", got, offset)
		}
	}
}

func TestWhatWasStoredBeforeThereWereChecksKeepsItsMeaning(t *testing.T) {
	day := func(n int, kind EventKind) Event { return Event{At: noon.AddDate(0, 0, n), Kind: kind, Entry: "x/y"} }
	for _, c := range []struct {
		events []EventKind
		want   prompts.Treatment
	}{
		{nil, prompts.Card},
		{[]EventKind{Met, Met, Met}, prompts.Card},
		{[]EventKind{Taught}, prompts.Card},
		{[]EventKind{Taught, Reminded, Reminded, Reminded}, prompts.Bracket},
		{[]EventKind{Claimed}, prompts.Bracket},
		{[]EventKind{Claimed, LookedUp}, prompts.Card},
		{[]EventKind{Claimed, LookedUp, Taught}, prompts.Card},
		{[]EventKind{Right}, prompts.Bare},
		{[]EventKind{Right, LookedUp}, prompts.Bracket},
		{[]EventKind{Right, Wrong}, prompts.Card},
		{[]EventKind{Right, Wrong, Taught}, prompts.Bracket},
		{[]EventKind{Right, Reset}, prompts.Card},
		{[]EventKind{Right, StillConfused}, prompts.Bracket},
		{[]EventKind{Taught, StillConfused}, prompts.Card},
		{[]EventKind{Wrong, PassedOver}, prompts.Card},
	} {
		var events []Event
		for i, kind := range c.events {
			events = append(events, day(i, kind))
		}
		if got := Fold(events)["x/y"].Treatment(noon.AddDate(0, 0, len(events))); got != c.want {
			t.Errorf("after %v: %s, want %s", c.events, got, c.want)
		}
	}
}

// G6: reading alone makes a term shaky at most, one right answer not yet solid.
func TestReadingAloneNeverMakesATermKnown(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 2))
	for range randomStates {
		var s State
		at := noon
		for range r.IntN(60) {
			at = at.Add(time.Duration(r.Int64N(int64(72 * time.Hour))))
			s = s.after(Event{At: at, Kind: []EventKind{Taught, Reminded, Met}[r.IntN(3)]})
		}
		if k := s.K(at); k > 0.45 {
			t.Fatalf("%d days of reading give K %.2f", s.Exposed, k)
		}
		s = s.after(Event{At: at, Kind: Right})
		if k := s.K(at); k > 0.80 {
			t.Fatalf("one right answer gives K %.2f", k)
		}
		if k := s.K(at); s.Treatment(at) != prompts.Bare || k < 0.70 {
			t.Fatalf("a right answer leaves K %.2f", k)
		}
	}
}

// A second answer on the same day is practice.
func TestPracticeMovesNothing(t *testing.T) {
	s := State{}.after(Event{At: noon, Kind: Right})
	again := s.after(Event{At: noon.Add(3 * time.Hour), Kind: Right})
	if again.Memory != s.Memory || again.Correct != 1 {
		t.Errorf("after practice: %+v", again)
	}
	if next := s.after(Event{At: noon.Add(21 * time.Hour), Kind: Right}); next.Correct != 2 || next.Memory.Stability <= s.Memory.Stability {
		t.Errorf("the next day: %+v", next)
	}
}

// G4: what is known fades, and brackets return: after one right answer within
// sixty days, and for everything in the end.
func TestBracketsReturn(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 3))
	once := State{}.after(Event{At: noon, Kind: Right})
	if got := once.Treatment(noon.AddDate(0, 0, 60)); got != prompts.Bracket {
		t.Errorf("sixty days after one right answer: %s", got)
	}
	for range randomStates {
		for entry, s := range Fold(life(r, r.IntN(30))) {
			if s.Confused {
				continue
			}
			last, k := s.Treatment(noon), s.K(noon)
			for days := 1; days <= 4*365; days *= 2 {
				at := noon.AddDate(0, 0, days)
				if now := s.K(at); now > k {
					t.Fatalf("%s: %+v is known better after %d days", entry, s, days)
				}
				if how := s.Treatment(at); last == prompts.Bracket && how == prompts.Bare {
					t.Fatalf("%s: %+v goes from %s to %s", entry, s, last, how)
				}
			}
			if days := 10 * int(math.Ceil(s.Memory.Stability)); s.Treatment(noon.AddDate(0, 0, days)) == prompts.Bare {
				t.Fatalf("%s: %+v is bare after %d idle days", entry, s, days)
			}
		}
	}
}

func TestALevelNeverFallsWithWhatIsKnown(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 4))
	for range randomStates {
		share, more, offset, before := r.Float64(), r.Float64(), 2*r.Float64()-1, r.IntN(5)-1
		if more < share {
			share, more = more, share
		}
		low, high := levelOf(share, offset, before), levelOf(more, offset, before)
		if low > high || low < 0 || high > 3 {
			t.Fatalf("share %g gives %d, share %g gives %d (offset %g, before %d)", share, low, more, high, offset, before)
		}
	}
	for _, c := range []struct {
		share, offset float64
		before, want  int
	}{
		{0, 0, -1, 0}, {.24, 0, -1, 0}, {.25, 0, -1, 1}, {.5, 0, -1, 2}, {.74, 0, -1, 2}, {.75, 0, -1, 3}, {1, 1, -1, 3},
		{.27, 0, 0, 0}, {.31, 0, 0, 1}, {.23, 0, 1, 1}, {.19, 0, 1, 0}, {.8, 0, 0, 3},
		{.45, .5, -1, 2}, {.5, -.5, -1, 1}, {0, -1, -1, 0},
	} {
		if got := levelOf(c.share, c.offset, c.before); got != c.want {
			t.Errorf("share %g, offset %g, before %d: level %d, want %d", c.share, c.offset, c.before, got, c.want)
		}
	}
}

func TestFeedbackFades(t *testing.T) {
	basic := Event{At: noon, Kind: TooBasic, Lesson: "1", Detail: "x"}
	pressedTwice := basic
	pressedTwice.At = noon.Add(time.Second)
	other := basic
	other.Lesson = "2"
	puzzled := Event{At: noon, Kind: StillConfused, Lesson: "3", Detail: "x"}
	for _, c := range []struct {
		events []Event
		days   int
		want   float64
	}{
		{[]Event{basic}, 0, .5}, {[]Event{basic, pressedTwice}, 0, .5}, {[]Event{basic, other, {At: noon, Kind: TooBasic, Detail: "x", Lesson: "4"}}, 0, 1},
		{[]Event{basic}, 14, .25}, {[]Event{puzzled}, 0, -.5}, {[]Event{basic, puzzled}, 28, 0}, {[]Event{{At: noon, Kind: TooBasic, Detail: "y"}}, 0, 0},
	} {
		if got := Offset(c.events, "x", noon.AddDate(0, 0, c.days)); math.Abs(got-c.want) > 1e-4 {
			t.Errorf("after %d days of %d events: %.3f, want %.3f", c.days, len(c.events), got, c.want)
		}
	}
}
