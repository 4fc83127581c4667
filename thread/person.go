package thread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// person is a name that the paste shows. What it looks like and who used it how
// is found out once, however many lines show it.
type person struct {
	author string // the name, without what clients add
	loose  bool   // plausible, and in the strict form
	strict bool
	proper bool // see properName
	small  bool // it begins with a small letter
	spaced bool // it has several words
	isDay  bool // it is a day by its own name
	twice  bool // it may be a shorter one, doubled (see undouble)
	stray  bool // it stands in front of a colon by chance (see strays)

	lines  [shapes]int32 // how many lines of each shape name it
	heads  int           // how many headers that open a message do
	turns  int           // and how many lines that name their speaker
	pairs  int           // how often it stands above a time at the margin
	others int           // how many headers with the other clock name it
	sure   bool          // a header that is surely one names it
	known  bool          // a header that stands where headers do names it
}

// shown is a name as it stands in a line.
type shown struct {
	*person
	bot bool // an APP tag stands behind it
}

// shown looks at the name in s and takes off it what the client adds.
func (p *paste) shown(s string) shown {
	who, ok := p.names[s]
	if !ok {
		name, bot := p.words.cleanName(s)
		who = shown{p.person(name), bot}
		p.names[s] = who
	}
	return who
}

// person returns what is known of a name.
func (p *paste) person(name string) *person {
	who := p.people[name]
	if who == nil {
		first, _ := utf8.DecodeRuneInString(name)
		loose := plausible(name, false)
		who = &person{
			author: name, loose: loose, strict: loose && plausible(name, true), proper: properName(name),
			small: unicode.IsLower(first), twice: undouble(name, true) != name, spaced: strings.IndexByte(name, ' ') >= 0, isDay: name != "" && p.words.isDay(name),
		}
		p.people[name] = who
	}
	return who
}

// plausible reports whether the name can be a person's (see plausible).
func (w *person) plausible(strict bool) bool { return w.strict || w.loose && !strict }

// fullName reports whether it is a name of several words, all with a capital or
// in a script without.
func (w *person) fullName() bool { return w.spaced && w.strict && w.proper }
