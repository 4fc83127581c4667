package glossary

import (
	"strings"
)

// What speaks for an everyday use of a word that a glossary has as a term, and
// what speaks against it. At everydayLead the word is left alone.
const (
	idiom         = 4.0 // a fixed phrase: "good job", "in the pipeline"
	usedAsVerb    = 2.0 // a noun used as a verb: "I queue behind four people"
	processAsVerb = 1.0 // the same of a process, which may well be a verb
	otherObject   = 3.0 // what is done is done to something the entry knows nothing of
	ownObject     = 3.0 // or to something that it speaks of
	personIs      = 2.5 // "we are all drained"
	judged        = 2.5 // "a dull job", "a nice boost"
	ofPeople      = 2.0 // "a training session"
	amountOf      = 2.0 // "a cluster of small shops"
	elsewhere     = 2.2 // neither the thread nor the author is of the system
	atHome        = 1.0 // the thread is the system's own
	ownWords      = 3.0 // the most that words nearby that are the entry's own can say
	besideNumber  = 2.0 // "node 14", "batch 8841"
	established   = 1.0 // other messages use the word in this sense
	termBeside    = 1.0 // another term of the system stands in the message

	everydayLead = 2.0

	// fewWords are too few to tell what an entry is about.
	fewWords = 5
)

// commonplace says whether a term as it stands is a word of common English in
// small letters, which may be meant as just that.
func (r *resolver) commonplace(o occurrence) bool {
	text := r.t.Messages[o.message].Text
	surface := text[o.start:o.end]
	switch {
	case !isASCII(surface) || hasDigit(surface) || strings.ContainsAny(surface, "_`"):
		return false
	case o.start > 0 && text[o.start-1] == '`':
		return false
	case lowerASCII(surface[1:]) != surface[1:]:
		return false
	}
	for _, w := range strings.FieldsFunc(surface, func(c rune) bool { return c == ' ' || c == '-' || c == '\n' }) {
		if !everyday(lowerASCII(w)) {
			return false
		}
	}
	return true
}

// everydayUse says whether a commonplace occurrence means no more than the
// word does outside the company.
func (r *resolver) everydayUse(o occurrence) bool {
	u := r.usage(o)
	phrase := u.inIdiom()
	if u.next-u.first > 1 && !phrase {
		return false
	}
	for _, sense := range o.senses {
		if r.everydayScore(u, sense, phrase) < everydayLead {
			return false
		}
	}
	return true
}

// everydayScore weighs an everyday use against one sense of the term.
func (r *resolver) everydayScore(u usage, sense int32, phrase bool) float64 {
	e, p := &r.g.entries[sense], r.profile(sense)
	score := 0.0
	add := func(weight float64, holds bool) {
		if holds {
			score += weight
		}
	}
	add(idiom, phrase)
	other := false
	if u.isVerb(e) {
		noun := e.Kind != "process" && e.Kind != ""
		add(usedAsVerb, noun)
		add(processAsVerb, !noun)
		object, own := r.object(u, p)
		other = object && !own && len(p.weights) >= fewWords
		add(otherObject, other)
		add(-ownObject, own)
	}
	add(personIs, u.personIs())
	add(judged, u.judged())
	add(ofPeople, u.ofPeople())
	add(amountOf, u.amountOf(p))
	if e.System != "company" && e.System != "general" {
		home := r.threadIs(e) || r.systemSpeaks(e, u.o.message)
		add(-atHome, home)
		add(elsewhere, !home && r.knowsPlace(e))
		// What is done to something else is not the term, whatever else the
		// thread is about.
		add(-termBeside, !other && r.neighbours(e, u.o) > 0)
	}
	add(-established, !other && r.established(u.o, sense))
	add(-besideNumber, u.besideNumber())
	return score - min(ownWords, max(0, u.ownWords(p)-commonWord))
}

// object is whether the verb has an object, and whether the entry speaks of
// it. What a pronoun stands for is looked for in the messages around.
func (r *resolver) object(u usage, p profile) (said, own bool) {
	said, own = u.object(p)
	if said || !pronouns[u.after(1)] {
		return said, own
	}
	around := 0.0
	seen := make(map[string]bool)
	for m := max(0, u.o.message-besideMessages); m <= min(len(r.t.Messages)-1, u.o.message+besideMessages); m++ {
		for _, w := range r.wordsIn(m) {
			if !seen[w.stem] {
				seen[w.stem] = true
				around += p.weights[w.stem]
			}
		}
	}
	return around < rareWord, false
}

// knowsPlace says whether it is known where the thread took place, in terms
// that the entry is placed in as well.
func (r *resolver) knowsPlace(e *Entry) bool {
	return r.t.System != "" || r.channel != "" && len(e.Channels) > 0
}

// established says whether the word stands in this sense in two other places
// of the thread at least.
func (r *resolver) established(o occurrence, sense int32) bool { return r.elsewhere(sense, o) >= 2 }
