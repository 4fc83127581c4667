package glossary

import (
	"fmt"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// What each kind of evidence for a sense weighs. The sense that leads by
// clearLead is taken; a smaller lead is no lead, and the word stays open.
const (
	namedHere   = 5 // the message calls the entry by a name that only it has
	namedThere  = 2 // another message does
	systemSaid  = 2 // the message or its author's role names the system
	threadsOwn  = 3 // the thread or its channel is the system's own
	everybodys  = 2 // the word is the whole company's
	generalWord = 1 // the word is everybody's outside the company, too
	contextWord = 1 // the message has a word of the entry's texts, at most two

	clearLead = 2
)

// resolver weighs the senses of ambiguous words in one thread.
type resolver struct {
	g       *Glossary
	t       thread.Thread
	channel string
	// named tells in which messages an entry stands under a name of its own,
	// anywhere for the thread as a whole.
	named map[place]bool
	// texts holds the words of the entries' own texts, made when needed.
	texts map[int32]map[string]bool
}

// place is an entry in a message.
type place struct {
	sense   int32
	message int
}

// anywhere stands for "in some message".
const anywhere = -1

// resolve decides which of its senses each occurrence has; what the evidence
// does not part stays open.
func (g *Glossary) resolve(t thread.Thread, found []occurrence) {
	r := resolver{g: g, t: t, channel: strings.TrimPrefix(t.Channel, "#"),
		named: make(map[place]bool), texts: make(map[int32]map[string]bool)}
	for _, o := range found {
		if len(o.senses) == 1 {
			r.named[place{o.senses[0], o.message}] = true
			r.named[place{o.senses[0], anywhere}] = true
		}
	}
	decided := make(map[string][]int32)
	for i := range found {
		o := &found[i]
		if len(o.senses) < 2 {
			continue
		}
		// Within a message a word keeps its sense.
		key := fmt.Sprint(o.message, o.senses)
		if decided[key] == nil {
			decided[key] = r.likely(*o)
		}
		o.senses = decided[key]
	}
}

// likely are the senses that an occurrence can have given the evidence: one if
// it leads clearly, else those that the leader does not leave behind.
func (r *resolver) likely(o occurrence) []int32 {
	scores := make([]int, len(o.senses))
	best := 0
	for i, sense := range o.senses {
		scores[i] = r.evidence(sense, o)
		best = max(best, scores[i])
	}
	var left []int32
	for i, sense := range o.senses {
		if scores[i] > best-clearLead {
			left = append(left, sense)
		}
	}
	return left
}

// evidence adds up what speaks for a sense.
func (r *resolver) evidence(sense int32, o occurrence) int {
	e, m := &r.g.entries[sense], r.t.Messages[o.message]
	score := 0
	add := func(weight int, holds bool) {
		if holds {
			score += weight
		}
	}
	add(namedHere, r.named[place{sense, o.message}])
	add(namedThere, r.named[place{sense, anywhere}] && !r.named[place{sense, o.message}])
	add(threadsOwn, r.t.System != "" && strings.EqualFold(e.System, r.t.System) || r.channel != "" && isFrom(e.Channels, r.channel))
	switch e.System {
	case "company":
		score += everybodys
	case "general":
		score += generalWord
	default:
		add(systemSaid, holdsPhrase(m.Text, e.System) || holdsPhrase(m.AuthorRole, e.System))
	}
	return score + contextWord*min(2, r.shared(sense, o))
}

// shared counts the words of the message that stand in the texts of this sense
// and of no other sense of the word.
func (r *resolver) shared(sense int32, o occurrence) int {
	n := 0
	seen := make(map[string]bool)
	text := r.t.Messages[o.message].Text
	for _, t := range scan(text, nil) {
		word := singular(folded(text[t.start:t.end]))
		if t.start < o.end && t.end > o.start || seen[word] || !r.text(sense)[word] {
			continue
		}
		seen[word] = true
		alone := true
		for _, other := range o.senses {
			alone = alone && (other == sense || !r.text(other)[word])
		}
		if alone {
			n++
		}
	}
	return n
}

// text is the set of words that tell one sense from another: those of its
// explanations and of its longer names, without the small words.
func (r *resolver) text(sense int32) map[string]bool {
	if set, known := r.texts[sense]; known {
		return set
	}
	e := r.g.entries[sense]
	set := make(map[string]bool)
	all := strings.Join(append(e.surfaces(), e.Plain, e.Technical, e.Why, e.Example), "\n")
	for _, t := range scan(all, nil) {
		word := singular(folded(all[t.start:t.end]))
		if len(word) >= 4 && !smallWords[word] {
			set[word] = true
		}
	}
	r.texts[sense] = set
	return set
}

// smallWords say nothing about what a text is about.
var smallWords = wordSet(smallWordList)

// holdsPhrase says whether a text holds a name as whole words, whatever is
// between them.
func holdsPhrase(text, name string) bool {
	wanted := keyOf(name)
	return wanted != "" && strings.Contains(" "+keyOf(text)+" ", " "+wanted+" ")
}

// isFrom says whether a channel is among those that speak for a sense.
func isFrom(channels []string, channel string) bool {
	for _, c := range channels {
		if strings.EqualFold(strings.TrimPrefix(c, "#"), channel) {
			return true
		}
	}
	return false
}
