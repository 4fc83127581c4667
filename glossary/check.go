package glossary

import (
	"fmt"
	"strings"
)

// Check tells what is wrong with a set of entries as such: ids used twice, a
// word that means two things in one system, terms that cannot be found in a
// text, approved entries that explain nothing. File is the entry's id.
func Check(entries []Entry) []Fault {
	var faults []Fault
	ids := make(map[string]bool)
	owner := make(map[string]string)
	for _, e := range entries {
		fault := func(kept bool, format string, args ...any) {
			faults = append(faults, Fault{File: e.ID, What: fmt.Sprintf(format, args...), Kept: kept})
		}
		if ids[e.ID] {
			fault(true, "the id is used twice; the later entry counts")
			continue
		}
		ids[e.ID] = true
		if e.Status == Rejected {
			continue
		}
		if e.Status == Approved && strings.TrimSpace(e.Plain) == "" {
			fault(true, "the entry is approved and explains nothing; write a plain sentence")
		}
		for _, surface := range e.surfaces() {
			if unfindable(surface) {
				fault(true, "%q cannot be found in a text, for it has no word or stops in the middle; add an alias", surface)
				continue
			}
			key := e.System + "\x00" + surface
			if !caseBound(surface) {
				key = e.System + "\x00" + keyOf(surface)
			}
			if other, taken := owner[key]; taken && other != e.ID {
				fault(true, "%q stands for %s in the same system as well", surface, other)
			}
			owner[key] = e.ID
		}
	}
	return faults
}

// unfindable says whether a phrase can never match: it has no word, or there
// is a mark inside at which every phrase of a text stops.
func unfindable(surface string) bool {
	tokens := scan(surface, nil)
	for i, t := range tokens {
		if i > 0 && t.gap == hardGap {
			return true
		}
	}
	return len(tokens) == 0
}
