package model

import (
	"math"
	"slices"
	"strings"
)

// maxRanked is how many units are compared with each other: comparing is
// quadratic.
const maxRanked = 400

// The weights of the ranking. All rankers of this family score within a point
// of each other on dialogue; this one is a sum that can be explained: what
// other units are about too, length, place, cues, reactions and glossary terms.
const (
	enoughWords = 20  // a unit this long gains no more by length
	tooShort    = 5   // a unit shorter than this says too little for a point
	diversity   = .3  // how much a choice loses by repeating another
	cueWeight   = .6  // for what decides, explains or warns
	termWeight  = .3  // times importance, per glossary term
	rootPlace   = .8  // for the first message
	lastPlace   = .3  // for the last
	noGround    = 2.0 // lost by what speaks to tools
)

// ranking scores the units of a reading.
type ranking struct {
	*reading
	score []float64
	// ranked are the indexes of the units that were compared, best first.
	ranked []int
}

func rank(r *reading) *ranking {
	k := &ranking{reading: r, score: make([]float64, len(r.units))}
	about := r.taught()
	for n := range r.units {
		k.score[n] = r.base(n, about)
		k.ranked = append(k.ranked, n)
	}
	k.sort()
	k.ranked = k.ranked[:min(len(k.ranked), maxRanked)]
	for i, z := range k.centrality() {
		k.score[k.ranked[i]] += z
	}
	k.sort()
	return k
}

func (k *ranking) sort() {
	slices.SortStableFunc(k.ranked, func(a, b int) int {
		if k.score[a] != k.score[b] {
			if k.score[a] > k.score[b] {
				return -1
			}
			return 1
		}
		return a - b
	})
}

// taught returns for each message the glossary terms in it, in lower case, with
// their weights.
func (r *reading) taught() map[string]map[string]float64 {
	in := make(map[string]map[string]float64)
	for _, t := range r.prompt.Terms {
		for _, id := range t.Messages {
			if in[id] == nil {
				in[id] = make(map[string]float64)
			}
			in[id][strings.ToLower(t.Surface)] = float64(t.Entry.Importance.Weight()) / 2
		}
	}
	return in
}

// base is the score of a unit by itself.
func (r *reading) base(n int, about map[string]map[string]float64) float64 {
	u := &r.units[n]
	m := r.messages[u.message]
	score := math.Min(1, float64(u.length)/enoughWords)
	if u.said < tooShort {
		score -= 1.5
	}
	switch u.message {
	case 0:
		score += rootPlace
	case len(r.messages) - 1:
		score += lastPlace
	}
	if u.has(decide, cause, risk, done, reverse) {
		score += cueWeight
	}
	if u.has(joke) || fragment(u.text) {
		score -= 1
	}
	if r.order[u.message] {
		score -= noGround
	}
	if r.bot[u.message] {
		score -= cueWeight
	}
	reactions := 0
	for _, x := range m.Reactions {
		reactions += max(1, x.Count)
	}
	score += .3 * math.Log(1+float64(reactions))
	if terms := about[m.ID]; terms != nil {
		lower, found := strings.ToLower(u.text), 0.0
		for _, surface := range sortedKeys(terms) {
			if strings.Contains(lower, surface) {
				found += terms[surface]
			}
		}
		score += termWeight * math.Min(3, found)
	}
	return score
}

func sortedKeys(m map[string]float64) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// similarity, 0 to 1, is what two units are both about.
func (k *ranking) similarity(a, b int) float64 {
	wa, wb := k.units[a].weight, k.units[b].weight
	if wa == 0 || wb == 0 {
		return 0
	}
	shared := 0.0
	common(k.units[a].terms, k.units[b].terms, func(t int) { shared += k.rarity(t) })
	return shared / math.Sqrt(wa*wb)
}

// centrality says how much each ranked unit shares with those of other
// messages, in standard deviations from the mean.
func (k *ranking) centrality() []float64 {
	degree := make([]float64, len(k.ranked))
	for i, a := range k.ranked {
		for j := i + 1; j < len(k.ranked); j++ {
			b := k.ranked[j]
			if k.units[a].message != k.units[b].message {
				s := k.similarity(a, b)
				degree[i] += s
				degree[j] += s
			}
		}
	}
	mean, spread := 0.0, 0.0
	for _, d := range degree {
		mean += d / float64(len(degree))
	}
	for _, d := range degree {
		spread += (d - mean) * (d - mean) / float64(len(degree))
	}
	for i := range degree {
		if spread > 0 {
			degree[i] = (degree[i] - mean) / math.Sqrt(spread)
		}
	}
	return degree
}

// idle reports whether a unit is no point: too short, a joke, or in a message
// that speaks to tools.
func (k *ranking) idle(n int) bool {
	u := &k.units[n]
	return u.said < tooShort || u.has(joke, rhetorical) || k.order[u.message]
}

// choose picks up to n units by score, each of another message and none much
// like one picked before (maximal marginal relevance). bonus adds to the score
// of a unit, skip leaves messages out.
func (k *ranking) choose(n int, bonus map[int]float64, skip map[int]bool) []int {
	if len(k.ranked) == 0 {
		return nil
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, u := range k.ranked {
		s := k.score[u] + bonus[u]
		low, high = math.Min(low, s), math.Max(high, s)
	}
	var picked []int
	used := make(map[int]bool)
	for len(picked) < n {
		best, most := -1, math.Inf(-1)
		for _, u := range k.ranked {
			m := k.units[u].message
			if used[m] || skip[m] || bonus[u] == 0 && k.idle(u) {
				continue
			}
			worth := (k.score[u] + bonus[u] - low) / math.Max(high-low, 1e-9)
			alike := 0.0
			for _, p := range picked {
				alike = math.Max(alike, k.similarity(u, p))
			}
			if v := (1-diversity)*worth - diversity*alike; v > most {
				best, most = u, v
			}
		}
		if best < 0 {
			break
		}
		picked = append(picked, best)
		used[k.units[best].message] = true
	}
	return picked
}
