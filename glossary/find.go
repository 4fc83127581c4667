package glossary

import (
	"slices"
	"strings"
)

// How well an entry answers a query, the best first.
const (
	sameTerm = iota
	sameAlias
	beginsWith
	holdsWords
	nearlySame
	noAnswer
)

// Find returns the entries that somebody may mean by query, the best first:
// the term itself, its aliases, terms that begin with the query, terms that
// hold it, and terms one or two typing errors away. An id finds its entry.
// Case, hyphens and plurals make no difference; rejected entries are left out.
func (g *Glossary) Find(query string) []Entry {
	wanted := keyOf(query)
	if wanted == "" {
		return nil
	}
	type answer struct {
		entry Entry
		rank  int
	}
	var answers []answer
	for _, e := range g.entries {
		if e.Status == Rejected {
			continue
		}
		if rank := e.answers(query, wanted); rank < noAnswer {
			answers = append(answers, answer{e, rank})
		}
	}
	slices.SortStableFunc(answers, func(a, b answer) int { return a.rank - b.rank })
	var found []Entry
	for _, a := range answers {
		// A guess at a typing error helps only where nothing else was found.
		if a.rank == nearlySame && answers[0].rank < nearlySame {
			break
		}
		found = append(found, a.entry)
	}
	return found
}

// answers says how well an entry fits a query; wanted is the query's key.
func (e Entry) answers(query, wanted string) int {
	if strings.EqualFold(strings.TrimSpace(query), e.ID) {
		return sameTerm
	}
	best := noAnswer
	for i, surface := range e.surfaces() {
		key, rank := keyOf(surface), noAnswer
		switch {
		case key == wanted || singular(wanted) == singular(key):
			rank = min(i, sameAlias)
		case strings.HasPrefix(key, wanted):
			rank = beginsWith
		case strings.Contains(" "+key+" ", " "+wanted+" ") || len(wanted) >= 3 && strings.Contains(key, wanted):
			rank = holdsWords
		case within(key, wanted, len([]rune(wanted))/4):
			rank = nearlySame
		}
		best = min(best, rank)
	}
	return best
}

// Key is a word or phrase in the form in which spellings that mean the same are
// equal: its folded words with one space between them, "" without a word.
func Key(text string) string { return keyOf(text) }

// keyOf is a text as its folded words with one space between them.
func keyOf(text string) string {
	var list []string
	for _, t := range scan(text, nil) {
		list = append(list, folded(text[t.start:t.end]))
	}
	return strings.Join(list, " ")
}

// within says whether two words are at most limit edits apart (Levenshtein
// distance, two rows).
func within(a, b string, limit int) bool {
	x, y := []rune(a), []rune(b)
	limit = min(limit, 2)
	if limit < 1 || len(x)-len(y) > limit || len(y)-len(x) > limit {
		return false
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)] <= limit
}
