package model

import (
	"math"
	"slices"
	"strings"
)

// The usual constants of BM25 (Robertson and Zaragoza, 2009), and what makes a
// message relevant: it has this much of what the question is about.
const (
	saturation = 1.2
	lengthNorm = .75
	relevant   = .34
	// fromQuestion is how much of the score of a question in the thread goes
	// to the message that answers it; asking again answers nothing.
	fromQuestion = .7
	askedAgain   = .5
)

// search returns the messages that best match a question, best first, at most
// n; none where nothing is relevant.
func (r *reading) search(question string, n int) []int {
	wanted := r.number(content(words(r.inItsWords(question))))
	if len(wanted) == 0 {
		return nil
	}
	total := r.weight(wanted)
	scores := make([]float64, len(r.messages))
	mean := 0.0
	for i := range r.messages {
		mean += float64(len(r.whole(i).terms)) / float64(len(r.messages))
	}
	matches := false
	for i := range r.messages {
		whole := r.whole(i)
		size := saturation * (1 - lengthNorm + lengthNorm*float64(len(whole.terms))/math.Max(mean, 1))
		hit := 0.0
		common(wanted, whole.terms, func(t int) {
			hit += r.rarity(t)
			scores[i] += r.rarity(t) * (saturation + 1) / (1 + size)
		})
		matches = matches || hit >= relevant*total
	}
	if !matches {
		return nil
	}
	for _, q := range r.questions() {
		for _, a := range q.answers {
			scores[a] += fromQuestion * scores[r.units[q.unit].message]
		}
		scores[r.units[q.unit].message] *= askedAgain
	}
	return r.top(scores, n)
}

// top returns the messages of the n best scores that are at least half the
// best, and can be quoted.
func (r *reading) top(scores []float64, n int) []int {
	var order []int
	for i, s := range scores {
		if s > 0 && len(r.of[i]) > 0 && !r.order[i] {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return a - b
	})
	for i, m := range order {
		if i == n || scores[m] < scores[order[0]]/2 {
			return order[:i]
		}
	}
	return order
}

// inItsWords puts the words that the thread uses in the place of the glossary
// terms in a question.
func (r *reading) inItsWords(question string) string {
	for _, t := range r.prompt.Terms {
		for _, name := range append([]string{t.Entry.Term}, t.Entry.Aliases...) {
			lower := strings.ToLower(question)
			at := strings.Index(lower, strings.ToLower(name))
			if name == "" || at < 0 || len(lower) != len(question) {
				continue
			}
			question = question[:at] + t.Surface + question[at+len(name):]
			break
		}
	}
	return question
}

// nearest returns the unit of a message that shares most with a question, the
// longest where none does.
func (r *reading) nearest(message int, question string) int {
	asked := unit{terms: r.number(content(words(r.inItsWords(question))))}
	best, most := r.of[message][0], -1.0
	for _, n := range r.of[message] {
		score := math.Min(1, float64(r.units[n].length)/enoughWords)
		common(asked.terms, r.units[n].terms, func(t int) { score += r.rarity(t) })
		if score > most {
			best, most = n, score
		}
	}
	return best
}
