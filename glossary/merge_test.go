package glossary

import (
	"reflect"
	"testing"
)

func TestTwoChangesAreMerged(t *testing.T) {
	base := Entry{ID: "a/slo", Term: "SLO", Plain: "a promise", Why: "trust", Aliases: []string{"x", "y"}, Status: Approved}
	for _, c := range []struct {
		why          string
		mine, theirs func(*Entry)
		want         func(*Entry)
		clashes      []string
	}{
		{"different fields", func(e *Entry) { e.Plain = "a number" }, func(e *Entry) { e.Why = "money" },
			func(e *Entry) { e.Plain, e.Why = "a number", "money" }, nil},
		{"the same change", func(e *Entry) { e.Plain = "a number" }, func(e *Entry) { e.Plain = "a number" },
			func(e *Entry) { e.Plain = "a number" }, nil},
		{"the same field", func(e *Entry) { e.Plain = "a number" }, func(e *Entry) { e.Plain = "a goal" },
			func(e *Entry) { e.Plain = "a goal" }, []string{"plain"}},
		{"lists", func(e *Entry) { e.Aliases = []string{"x", "z"} }, func(e *Entry) { e.Aliases = []string{"x", "y", "w"} },
			func(e *Entry) { e.Aliases = []string{"x", "w", "z"} }, nil},
		{"emptied", func(e *Entry) { e.Why = "" }, func(e *Entry) { e.Plain = "a goal" },
			func(e *Entry) { e.Why, e.Plain = "", "a goal" }, nil},
		{"a new list against another", func(e *Entry) { e.Related = []string{"a/b"} }, func(e *Entry) { e.Related = []string{"a/c"} },
			func(e *Entry) { e.Related = []string{"a/c", "a/b"} }, nil},
	} {
		mine, theirs, want := base, base, base
		c.mine(&mine)
		c.theirs(&theirs)
		c.want(&want)
		got, clashes := Merge(base, mine, theirs)
		var names []string
		for _, clash := range clashes {
			names = append(names, clash.Field)
		}
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(names, c.clashes) {
			t.Errorf("%s: merged to %+v with clashes %v, want %+v and %v", c.why, got, names, want, c.clashes)
		}
	}
}
