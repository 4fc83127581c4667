package glossary

// usage is how an occurrence stands in its sentence.
type usage struct {
	o           occurrence
	text        string
	words       []word // of the message
	first, next int    // the occurrence is words[first:next]
}

func (r *resolver) usage(o occurrence) usage {
	first, next := r.at(o)
	return usage{o: o, text: r.t.Messages[o.message].Text, words: r.wordsIn(o.message), first: first, next: next}
}

// before is the n-th word before the occurrence in its sentence, "" if none.
func (u usage) before(n int) string {
	for i := u.first; i > u.first-n; i-- {
		if i <= 0 || i >= len(u.words) || u.words[i].breaks {
			return ""
		}
	}
	return u.words[u.first-n].lower
}

// after is the n-th word after the occurrence in its sentence, "" if none.
func (u usage) after(n int) string {
	for i := u.next; i < u.next+n; i++ {
		if i >= len(u.words) || u.words[i].breaks {
			return ""
		}
	}
	return u.words[u.next+n-1].lower
}

// form is the word as it stands, folded.
func (u usage) form() string { return lowerASCII(u.text[u.o.start:u.o.end]) }

// inIdiom says whether the occurrence is a part of a fixed phrase.
func (u usage) inIdiom() bool {
	from, to := max(0, u.first-6), min(len(u.words), u.next+6)
	if from >= to {
		return false
	}
	start := u.words[from].start
	for _, f := range idiomsIn(u.text[start:u.words[to-1].end]) {
		if f.start+start <= u.o.start && u.o.end <= f.end+start {
			return true
		}
	}
	return false
}

// isVerb says whether the occurrence is used as a verb that the entry's term
// is not: "to flag this", "can someone capture a screenshot", "capturing it".
func (u usage) isVerb(e *Entry) bool {
	form, before, after := u.form(), u.before(1), u.after(1)
	if before != "" && contracted(u, 1) && !isBe[before] {
		before = "the" // "everyone's session" has an owner, not a doer
	}
	if in(e.surfaces(), form) && endsIn(form, "ing", "ed") {
		return false
	}
	switch {
	case endsIn(form, "ing"):
		return before == "" && opensObject[after] || isBe[before] || subjects[before] || after == "it" || after == "this" || after == "that"
	case endsIn(form, "ed"):
		return !opensNoun[before] || opensObject[after]
	case before == "to":
		return opensObject[after] || willing[u.before(2)]
	case modals[before], subjects[before], before == "someone", before == "please", before == "pls":
		return true
	case before == "" || before == "and" || before == "then":
		return opensObject[after] && after != "to"
	}
	return adverbs[before] && (modals[u.before(2)] || subjects[u.before(2)] || u.asked())
}

// asked says whether the sentence is a question that begins with its verb: "do
// the customers even queue".
func (u usage) asked() bool {
	n := 1
	for u.before(n+1) != "" {
		n++
	}
	return modals[u.before(n)]
}

// object is whether the verb has an object that is said in a word, and whether
// the entry speaks of it.
func (u usage) object(p profile) (said, own bool) {
	if endsIn(u.form(), "ed") && !opensObject[u.after(1)] {
		return u.subject(p)
	}
	for n := 1; n <= 5; n++ {
		w := u.after(n)
		if w == "" || n > 1 && clauseStarts[w] {
			break
		}
		if n == 1 && persons[w] {
			return true, false
		}
		weight := tells(word{lower: w})
		if weight == 0 || opensObject[w] || adverbs[w] {
			continue
		}
		said = true
		if p.weights[stemOf(w)] > 0 {
			return true, true
		}
	}
	return said, false
}

// subject is the same for a passive, whose object comes before it: "the account
// will be locked".
func (u usage) subject(p profile) (said, own bool) {
	for i := u.first - 1; i >= max(0, u.first-nearby) && (i+1 >= len(u.words) || !u.words[i+1].breaks); i-- {
		if w := u.words[i]; tells(w) > 0 && !adverbs[w.lower] {
			said = true
			if p.weights[w.stem] > 0 {
				return true, true
			}
		}
	}
	return said, false
}

// personIs says whether somebody is what the word says: "we are all drained".
func (u usage) personIs() bool {
	if !endsIn(u.form(), "ed") {
		return false
	}
	n := 1
	for adverbs[u.before(n)] {
		n++
	}
	be, who := u.before(n), u.before(n+1)
	return isBe[be] && people[who] || people[be] && contracted(u, n)
}

// contracted says whether the word n places before is a contraction with "be",
// which the scanner reads as its first part: "we're", "everybody's".
func contracted(u usage, n int) bool {
	w := u.words[u.first-n]
	return w.end < len(u.text) && isApostrophe(u.text[w.end:min(len(u.text), w.end+1)])
}

// judged says whether somebody's opinion stands before the noun.
func (u usage) judged() bool {
	return opinions()[u.before(1)] || opinions()[u.before(2)] && adverbs[u.before(1)]
}

// ofPeople says whether the noun is one that people do together.
func (u usage) ofPeople() bool { return gatherings()[u.before(1)] }

// amountOf says whether the word counts something the entry knows nothing of:
// "a bundle of papers".
func (u usage) amountOf(p profile) bool {
	if u.after(1) != "of" || !opensNoun[u.before(1)] && !opensNoun[u.before(2)] {
		return false
	}
	for n := 2; n <= 5; n++ {
		w := u.after(n)
		if w == "" {
			break
		}
		if p.weights[stemOf(w)] > 0 || opensObject[w] && w != "a" {
			return false
		}
	}
	return true
}

// besideNumber says whether a number names the thing: "node 14".
func (u usage) besideNumber() bool {
	after := u.after(1)
	return after != "" && '0' <= after[0] && after[0] <= '9'
}

// ownWords weighs the words near the occurrence that are the entry's own.
func (u usage) ownWords(p profile) float64 {
	sum := 0.0
	seen := make(map[string]bool)
	for i := max(0, u.first-nearby); i < min(len(u.words), u.next+nearby); i++ {
		if w := u.words[i]; (i < u.first || i >= u.next) && !seen[w.stem] {
			seen[w.stem] = true
			sum += p.weights[w.stem]
		}
	}
	return sum
}

// in says whether a list holds a word in whatever case.
func in(list []string, word string) bool {
	for _, s := range list {
		if lowerASCII(s) == word {
			return true
		}
	}
	return false
}

// The small words of grammar that tell nouns from verbs.
var (
	opensNoun = wordSet("the a an this that these those my your our his her its their each every no any some another same one which whose")
	// opensObject are words that begin what a verb is done to.
	opensObject  = wordSet("the a an this that these those my your our his her its their each every any some all it them him us me you these both everything anything something nothing")
	pronouns     = wordSet("it this that them these those everything something anything nothing")
	persons      = wordSet("me us you him everyone everybody somebody someone")
	modals       = wordSet("can could will would shall should must may might ll do does did dont don't cannot cant wont let lets let's gonna")
	subjects     = wordSet("i we you they who everyone everybody somebody someone people nobody")
	people       = wordSet("i we you they he she everyone everybody somebody someone people all folks guys team")
	isBe         = wordSet("am is are was were be been being feel feels felt get gets got getting look looks looked seem seems m re s")
	adverbs      = wordSet("even ever actually just also really quickly now then all so totally completely still already simply only always never not pretty very too slowly maybe probably quite both")
	willing      = wordSet("want wants wanted need needs needed going have has had able time how try tried like happy easy hard supposed used ready free begin started able way where what")
	clauseStarts = wordSet("and or but because so when while if that which who for until before after in on at to from with as by than meanwhile instead anyway")
)
