package model

import (
	"slices"

	"github.com/gloss-tutor/gloss/prompts"
)

// dispute is a unit that disagrees, and the message that it disagrees with, -1
// when the cues do not tell.
type dispute struct{ unit, with int }

// disputes finds where people hold different views, apart from units used
// already.
func (k *ranking) disputes(used map[int]bool) []dispute {
	var found []dispute
	for n := range k.units {
		u := &k.units[n]
		if k.passed(u) || used[n] || u.length < 4 || !u.has(disagree) {
			continue
		}
		d := dispute{unit: n, with: -1}
		for i := u.message - 1; i >= max(0, u.message-within); i-- {
			if k.another(i, u.message) && !k.bot[i] && shares(k.whole(i), u) {
				d.with = i
				break
			}
		}
		found = append(found, d)
	}
	return limit(k, found, maxOthers, func(d dispute) (int, bool) { return d.unit, d.with >= 0 })
}

func (k *ranking) disputeRecord(d dispute) prompts.Record {
	rec := k.record(prompts.Disagreement, d.unit)
	if d.with >= 0 {
		rec.Cites = append(rec.Cites, k.id(d.with))
	}
	return rec
}

// risks finds what could go wrong, apart from units used already.
func (k *ranking) risks(used map[int]bool) []int {
	var found []int
	for n := range k.units {
		u := &k.units[n]
		if !k.passed(u) && !used[n] && !u.question && u.length >= tooShort+1 && u.has(risk) {
			found = append(found, n)
		}
	}
	slices.SortStableFunc(found, func(a, b int) int {
		switch {
		case k.score[a] > k.score[b]:
			return -1
		case k.score[a] < k.score[b]:
			return 1
		}
		return a - b
	})
	found = found[:min(len(found), maxOthers)]
	slices.Sort(found)
	return found
}

// passed reports whether a unit is no ground for anything.
func (k *ranking) passed(u *unit) bool {
	return k.bot[u.message] || k.order[u.message] || u.has(joke)
}
