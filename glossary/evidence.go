package glossary

import (
	"fmt"
	"sort"
)

// shareElsewhere is the share of this sense among the occurrences of the same
// word in other messages whose sense is clear.
func (r *resolver) shareElsewhere(sense int32, o occurrence) float64 {
	mine, all := 0, 0
	for _, s := range o.senses {
		n := r.elsewhere(s, o)
		all += n
		if s == sense {
			mine = n
		}
	}
	return float64(mine) / float64(max(all, 1))
}

// elsewhere counts the occurrences of a sense in other messages, as far as
// they are clear.
func (r *resolver) elsewhere(sense int32, o occurrence) int {
	n := r.clear[sense]
	for _, other := range r.inMessage(o.message) {
		if len(other.senses) == 1 && other.senses[0] == sense {
			n--
		}
	}
	return n
}

// inMessage are the occurrences in a message.
func (r *resolver) inMessage(message int) []occurrence {
	from := sort.Search(len(r.found), func(i int) bool { return r.found[i].message >= message })
	to := from
	for to < len(r.found) && r.found[to].message == message {
		to++
	}
	return r.found[from:to]
}

// take makes found the occurrences to go by.
func (r *resolver) take(found []occurrence) {
	r.found = found
	r.clear = make(map[int32]int)
	for _, o := range found {
		if len(o.senses) == 1 {
			r.clear[o.senses[0]]++
		}
	}
}

// shared weighs the words around an occurrence that stand in the texts of this
// sense and of no other sense of the word: near it, elsewhere in its message,
// and in the messages before and after. Each word counts once.
func (r *resolver) shared(sense int32, o occurrence) (near, message, beside float64) {
	seen := make(map[string]bool)
	weight := func(w word) float64 {
		if seen[w.stem] {
			return 0
		}
		seen[w.stem] = true
		return r.tellsApart(sense, o, w.stem)
	}
	first, next := r.at(o)
	list := r.wordsIn(o.message)
	for i := max(0, first-nearby); i < min(len(list), next+nearby); i++ {
		if i < first || i >= next {
			near += weight(list[i])
		}
	}
	for _, w := range list {
		message += weight(w)
	}
	for m := max(0, o.message-besideMessages); m <= min(len(r.t.Messages)-1, o.message+besideMessages); m++ {
		for _, w := range r.wordsIn(m) {
			beside += weight(w)
		}
	}
	return min(near, 4), min(message, 3), min(beside, 4)
}

// tellsApart is the weight of a word that is this sense's and no other's.
func (r *resolver) tellsApart(sense int32, o occurrence, stem string) float64 {
	weight := r.profile(sense).weights[stem]
	if weight == 0 {
		return 0
	}
	for _, other := range o.senses {
		if other != sense && r.profile(other).weights[stem] > 0 {
			return 0
		}
	}
	return weight
}

// topic is this sense's share of all words of the thread that tell the senses
// apart.
func (r *resolver) topic(sense int32, o occurrence) float64 {
	key := fmt.Sprint(sense, o.senses)
	if share, known := r.topics[key]; known {
		return share
	}
	mine, all := 0.0, 0.0
	for stem, count := range r.threadStems() {
		for _, other := range o.senses {
			w := r.tellsApart(other, o, stem) * min(3, float64(count))
			all += w
			if other == sense {
				mine += w
			}
		}
	}
	r.topics[key] = mine / max(all, 4)
	return r.topics[key]
}

// threadStems counts in how many messages a stem stands.
func (r *resolver) threadStems() map[string]int {
	if r.stems == nil {
		r.stems = make(map[string]int)
		for m := range r.t.Messages {
			seen := make(map[string]bool)
			for _, w := range r.wordsIn(m) {
				if !seen[w.stem] && tells(w) > 0 {
					seen[w.stem] = true
					r.stems[w.stem]++
				}
			}
		}
	}
	return r.stems
}
