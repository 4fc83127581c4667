package glossary

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// Clash is a field that two editors changed in different ways.
type Clash struct {
	// Field is its JSON name; Mine and Theirs are what each made of it.
	Field        string
	Mine, Theirs any
}

// Merge joins two changes of one entry: base is what both began with, theirs
// what counts now, mine what was to replace it. A field that one of them
// changed is taken from that one, and lists are joined word by word. Where both
// changed a field theirs stays, and the clash tells what was wanted.
func Merge(base, mine, theirs Entry) (Entry, []Clash) {
	b, m, t := fields(base), fields(mine), fields(theirs)
	names := make(map[string]bool)
	for _, side := range []map[string]any{b, m, t} {
		for name := range side {
			names[name] = true
		}
	}
	var clashes []Clash
	merged := make(map[string]any)
	for name := range names {
		var out any
		was, wanted, is := b[name], m[name], t[name]
		switch {
		case reflect.DeepEqual(wanted, was), reflect.DeepEqual(wanted, is):
			out = is
		case reflect.DeepEqual(is, was):
			out = wanted
		case isList(wanted) && isList(is):
			out = mergeLists(was, wanted, is)
		default:
			out = is
			clashes = append(clashes, Clash{name, wanted, is})
		}
		if out != nil {
			merged[name] = out
		}
	}
	slices.SortFunc(clashes, func(a, b Clash) int { return strings.Compare(a.Field, b.Field) })
	return entryOf(merged), clashes
}

// mergeLists applies to the list as it is what was added to and taken from the
// one that both began with.
func mergeLists(was, wanted, is any) any {
	old, _ := was.([]any)
	mine, _ := wanted.([]any)
	theirs, _ := is.([]any)
	var out []any
	for _, x := range theirs {
		if slices.Contains(mine, x) || !slices.Contains(old, x) {
			out = append(out, x)
		}
	}
	for _, x := range mine {
		if !slices.Contains(out, x) && !slices.Contains(old, x) {
			out = append(out, x)
		}
	}
	return out
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok || v == nil
}

// Differences are the JSON names of the fields in which two entries differ,
// sorted.
func Differences(a, b Entry) []string {
	x, y := fields(a), fields(b)
	var names []string
	for name := range x {
		if !reflect.DeepEqual(x[name], y[name]) {
			names = append(names, name)
		}
	}
	for name := range y {
		if _, both := x[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// fields is an entry as its JSON object.
func fields(e Entry) map[string]any {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err) // an entry is strings, numbers and lists of them
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		panic(err)
	}
	return out
}

func entryOf(object map[string]any) Entry {
	data, err := json.Marshal(object)
	if err != nil {
		panic(err)
	}
	var e Entry
	if err := json.Unmarshal(data, &e); err != nil {
		panic(err) // each value came from the same field of an entry
	}
	return e
}
