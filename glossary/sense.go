package glossary

import (
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// The kinds of evidence for a sense.
const (
	namedHere    = iota // the message calls the entry by a name that only it has
	namedThere          // another message does
	threadsOwn          // the thread or its channel is the system's own
	everybodys          // the word is the whole company's
	generalWord         // the word is everybody's outside the company, too
	systemSaid          // the message names the system
	authorsOwn          // its author works on the system
	termsBeside         // other terms of the system stand in the message, at most two
	adjoining           // the word beside it stands beside it in the entry, too
	nearWords           // words of the entry's texts stand near it,
	messageWords        // elsewhere in the message,
	besideWords         // in the messages before and after,
	threadWords         // in the thread, as a share
	meantThere          // where the word's sense is clear in the thread it is this one
	signCount
)

// weights says how much each kind counts. The sense that leads by clearLead is
// taken; a smaller lead is no lead, and the word stays open.
var weights = [signCount]float64{
	namedHere: 5, namedThere: 0.8, threadsOwn: 2.3, everybodys: 2.9, generalWord: 1,
	systemSaid: 1.5, authorsOwn: 2.3, termsBeside: 1, adjoining: 1.8,
	nearWords: 2, messageWords: 1.1, besideWords: 0.1, threadWords: 1, meantThere: 0.4,
}

const (
	clearLead      = 0.65
	nearby         = 8 // words
	besideMessages = 2
)

// resolver weighs the senses of words in one thread.
type resolver struct {
	g       *Glossary
	t       thread.Thread
	channel string
	found   []occurrence
	// clear counts the occurrences of each sense that have no other.
	clear map[int32]int
	// named tells in which messages an entry stands under a name of its own,
	// anywhere for the thread as a whole.
	named    map[place]bool
	words    map[int][]word
	roles    map[string][]word
	profiles map[int32]profile
	stems    map[string]int
	topics   map[string]float64
}

// place is an entry in a message.
type place struct {
	sense   int32
	message int
}

// anywhere stands for "in some message".
const anywhere = -1

// resolve decides which of its senses each occurrence has; what the evidence
// does not part stays open. Everyday uses are dropped.
func (g *Glossary) resolve(t thread.Thread, found []occurrence) []occurrence {
	r := resolver{g: g, t: t, channel: strings.TrimPrefix(t.Channel, "#"),
		named: make(map[place]bool), words: make(map[int][]word),
		roles: make(map[string][]word), profiles: make(map[int32]profile), topics: make(map[string]float64)}
	r.take(found)
	for _, o := range found {
		if len(o.senses) == 1 && (!r.commonplace(o) || strings.ContainsAny(t.Messages[o.message].Text[o.start:o.end], " -")) {
			r.named[place{o.senses[0], o.message}] = true
			r.named[place{o.senses[0], anywhere}] = true
		}
	}
	r.drop(r.everydayUse)
	// What the first round decides is evidence in the second.
	open := make(map[int][]int32)
	for i, o := range r.found {
		if len(o.senses) > 1 {
			open[i] = o.senses
		}
	}
	for range 2 {
		decided := slices.Clone(r.found)
		for i, senses := range open {
			o := r.found[i]
			o.senses = senses
			decided[i].senses = r.likely(o)
		}
		r.take(decided)
	}
	r.drop(r.everydayUse)
	return r.found
}

// drop leaves out the commonplace occurrences that are something else.
func (r *resolver) drop(unwanted func(occurrence) bool) {
	kept := r.found[:0:0]
	for _, o := range r.found {
		if !r.commonplace(o) || !unwanted(o) {
			kept = append(kept, o)
		}
	}
	r.take(kept)
}

// likely are the senses that an occurrence can have given the evidence: one if
// it leads clearly, else those that the leader does not leave behind.
func (r *resolver) likely(o occurrence) []int32 {
	scores := make([]float64, len(o.senses))
	best := 0.0
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
func (r *resolver) evidence(sense int32, o occurrence) float64 {
	score := 0.0
	for i, strength := range r.signs(sense, o) {
		score += weights[i] * strength
	}
	return score
}

// signs are the strengths of each kind of evidence for a sense.
func (r *resolver) signs(sense int32, o occurrence) [signCount]float64 {
	e := &r.g.entries[sense]
	var s [signCount]float64
	set := func(kind int, holds bool) {
		if holds {
			s[kind] = 1
		}
	}
	here, there := r.named[place{sense, o.message}], r.named[place{sense, anywhere}]
	set(namedHere, here)
	set(namedThere, there && !here)
	set(adjoining, r.adjoins(sense, o))
	s[meantThere] = r.shareElsewhere(sense, o)
	s[nearWords], s[messageWords], s[besideWords] = r.shared(sense, o)
	s[threadWords] = r.topic(sense, o)
	switch e.System {
	case "company":
		s[everybodys] = 1
	case "general":
		s[generalWord] = 1
	default:
		own := r.threadIs(e)
		authors := speaksFor(r.speaker(o), e.System)
		set(threadsOwn, own)
		set(authorsOwn, authors && !own)
		set(systemSaid, !authors && !own && holdsPhrase(r.t.Messages[o.message].Text, e.System))
		s[termsBeside] = float64(min(2, r.neighbours(e, o)))
	}
	return s
}

// speaker is the role of the person whose word an occurrence is: the author,
// or for "your partition" whoever is spoken to.
func (r *resolver) speaker(o occurrence) []word {
	if r.usage(o).before(1) == "your" {
		for i := o.message - 1; i >= 0; i-- {
			if r.t.Messages[i].Author != r.t.Messages[o.message].Author {
				return r.roleOf(r.t.Messages[i])
			}
		}
	}
	return r.roleOf(r.t.Messages[o.message])
}

// threadIs says whether the thread or its channel is the entry's own system's.
func (r *resolver) threadIs(e *Entry) bool {
	return r.t.System != "" && strings.EqualFold(e.System, r.t.System) || r.channel != "" && isFrom(e.Channels, r.channel)
}

// systemSpeaks says whether a message names the entry's system or is by
// somebody who works on it.
func (r *resolver) systemSpeaks(e *Entry, message int) bool {
	m := r.t.Messages[message]
	return holdsPhrase(m.Text, e.System) || speaksFor(r.roleOf(m), e.System)
}

// neighbours counts the other terms of the entry's system in the message.
func (r *resolver) neighbours(e *Entry, o occurrence) int {
	seen := make(map[int32]bool)
	for _, other := range r.inMessage(o.message) {
		if len(other.senses) == 1 && other.start != o.start {
			if s := other.senses[0]; r.g.entries[s].System == e.System && r.g.entries[s].ID != e.ID {
				seen[s] = true
			}
		}
	}
	return len(seen)
}

// at is the place of an occurrence among the words of its message: its first
// word and the one after its last.
func (r *resolver) at(o occurrence) (first, next int) {
	list := r.wordsIn(o.message)
	for first < len(list) && list[first].end <= o.start {
		first++
	}
	next = first
	for next < len(list) && list[next].start < o.end {
		next++
	}
	return first, next
}

// adjoins says whether the word before or after the occurrence stands next to
// the term in the entry's own texts as well.
func (r *resolver) adjoins(sense int32, o occurrence) bool {
	list, p := r.wordsIn(o.message), r.profile(sense)
	first, next := r.at(o)
	before := first > 0 && first < len(list) && !list[first].breaks && p.before[shapeOf(list[first-1])] && !plainWord(list[first-1])
	after := next < len(list) && !list[next].breaks && p.after[shapeOf(list[next])] && !plainWord(list[next])
	return before || after
}

// plainWord says whether a word stands next to everything.
func plainWord(w word) bool { return tells(w) == 0 && shapeOf(w) != "#" }

// holdsPhrase says whether a text holds a name as whole words, whatever is
// between them.
func holdsPhrase(text, name string) bool {
	wanted := keyOf(name)
	return wanted != "" && strings.Contains(" "+keyOf(text)+" ", " "+wanted+" ")
}
