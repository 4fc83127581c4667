package tutor

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// Check is one question about a term: which of the choices it means. It is built
// of approved definitions and needs no model. Which choice is right is not in
// it, so that nothing that is shown before the answer can give it away.
type Check struct {
	// ID names the check to Answer, Pass and Hint.
	ID string `json:"id"`
	// Entry is the id of the entry asked about.
	Entry string `json:"entry"`
	// Sentence is where the term stands, in the learner's thread or in the
	// entry's example, "" when there is none; Message is its message, "" for an
	// example.
	Sentence safety.Text `json:"sentence"`
	Message  string      `json:"message"`
	// Question asks what the term means, Choices are the answers: number 1 is
	// the first.
	Question safety.Text   `json:"question"`
	Choices  []safety.Text `json:"choices"`
}

func (Check) part() {}

// choices is the number of answers to choose from.
const choices = 4

// The length of the right answer, as a multiple of each wrong one, must not give
// it away.
const (
	shortest = 0.7
	longest  = 1.4
)

// keyed is a check with its key, as the Asked event keeps it.
type keyed struct {
	Check Check `json:"-"`
	// Key is the number of the right choice, from 1.
	Key int `json:"key"`
	// Entries are the ids of the entries whose definitions the choices are, and
	// Choices those definitions as they were shown.
	Entries []string `json:"entries"`
	Choices []string `json:"choices"`
}

// detail is the check as an Asked event holds it.
func (k keyed) detail() string {
	b, _ := json.Marshal(k) // strings and numbers: it cannot fail
	return string(b)
}

// checkID names the check about an entry in a lesson.
func checkID(lesson, entry string) string {
	sum := sha256.Sum256([]byte(lesson + "\x00" + entry))
	return hex.EncodeToString(sum[:8])
}

// newCheck asks what an entry means; ok is false when the glossary has too few
// definitions to choose from.
func newCheck(g *glossary.Glossary, e glossary.Entry, lesson string) (k keyed, ok bool) {
	wrong := distractors(g, e)
	if len(wrong) < choices-1 || mentions(definition(e), e) {
		return keyed{}, false
	}
	id := checkID(lesson, e.ID)
	all := append(slices.Clip(wrong), e)
	seed := fnv.New64a()
	seed.Write([]byte(id))
	rand.New(rand.NewPCG(seed.Sum64(), 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	gate := entryGate(all...)
	k = keyed{Check: Check{ID: id, Entry: e.ID}}
	for i, choice := range all {
		k.Entries = append(k.Entries, choice.ID)
		text := gate.Text(capital(sentence(definition(choice))))
		k.Check.Choices = append(k.Check.Choices, text)
		k.Choices = append(k.Choices, text.String())
		if choice.ID == e.ID {
			k.Key = i + 1
		}
	}
	return k, true
}

// distractors are the entries whose definitions may stand beside that of e as
// wrong answers, the best first: what e is confused with, its namesakes in other
// systems, then what is like it. There are at most one less than choices.
func distractors(g *glossary.Glossary, e glossary.Entry) []glossary.Entry {
	type candidate struct {
		entry         glossary.Entry
		distance, gap int
	}
	var all []candidate
	for _, other := range g.Entries() {
		if other.ID != e.ID && other.Status == glossary.Approved {
			all = append(all, candidate{other, distance(e, other), lengthGap(e, other)})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.gap, b.gap))
	})
	key := definition(e)
	var chosen []glossary.Entry
	for _, c := range all {
		means := definition(c.entry)
		if !alike(key, means) || mentions(means, e) || mentions(means, c.entry) {
			continue
		}
		if slices.ContainsFunc(chosen, func(old glossary.Entry) bool { return same(definition(old), means) }) {
			continue
		}
		if chosen = append(chosen, c.entry); len(chosen) == choices-1 {
			break
		}
	}
	return chosen
}

// distance is how far an entry is from being confused with e.
func distance(e, other glossary.Entry) int {
	switch {
	case slices.Contains(e.Contrast, other.ID) || slices.Contains(other.Contrast, e.ID):
		return 0
	case strings.EqualFold(e.Term, other.Term):
		return 1
	case other.System == e.System && other.Kind == e.Kind:
		return 2
	case other.System == e.System:
		return 3
	case other.Kind == e.Kind:
		return 4
	}
	return 5
}

func lengthGap(e, other glossary.Entry) int {
	gap := len(e.Plain) - len(other.Plain)
	return max(gap, -gap)
}

// alike reports whether a definition may stand beside the right one: of about
// its length, and not saying the same.
func alike(key, other string) bool {
	ratio := float64(utf8.RuneCountInString(key)) / float64(max(1, utf8.RuneCountInString(other)))
	return ratio >= shortest && ratio <= longest && !same(key, other)
}

// same reports whether two definitions share more than half of their words, so
// that both may be right.
func same(a, b string) bool {
	words, shared, all := make(map[string]bool), 0, 0
	for _, w := range wordsOf(a) {
		words[w] = true
	}
	all = len(words)
	seen := make(map[string]bool)
	for _, w := range wordsOf(b) {
		switch {
		case seen[w]:
		case words[w]:
			shared++
		default:
			all++
		}
		seen[w] = true
	}
	return 2*shared > all || all == 0
}

// mentions reports whether a definition names the entry that it would explain.
func mentions(definition string, e glossary.Entry) bool {
	text := strings.ToLower(definition)
	return slices.ContainsFunc(append([]string{e.Term}, e.Aliases...), func(name string) bool {
		name = strings.ToLower(name)
		return occurs(text, name) || indexWord(text, name+"s") >= 0
	})
}

// opening is how a definition begins that is a whole sentence about its term.
var opening = regexp.MustCompile(`(?i)^(?:an? |the )?(.{1,60}?) (?:is|are|means|refers to|describes) `)

// definition is what an entry means, without the words "X is" before it.
func definition(e glossary.Entry) string {
	text := strings.TrimSpace(e.Plain)
	if m := opening.FindStringSubmatchIndex(text); m != nil && mentions(text[m[2]:m[3]], e) {
		text = text[m[1]:]
	}
	return text
}

// capital is s with a capital first letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return strings.ToUpper(string(r)) + s[n:]
}

// A term that was passed over is not asked about for restFor.
const restFor = 14 * 24 * time.Hour

// askable reports whether a term may be asked about: at most once a day, and not
// soon after it was passed over.
func (p pupil) askable(entry string) bool {
	s := p.states[entry]
	return p.now.Sub(s.Reviewed) >= aDay && p.now.Sub(s.Asked) >= aDay && p.now.Sub(s.Skipped) >= restFor
}

// urgency orders the terms of a thread by how much is learned from asking about
// them, the most first: what somebody claims to know, what is shaky, what is due
// again, what is new. ok is false for what need not be asked.
func (p pupil) urgency(use prompts.TermUse) (rank int, ok bool) {
	s := p.states[use.Entry.ID]
	switch {
	case !p.askable(use.Entry.ID) || use.Treatment == prompts.Paraphrase:
		return 0, false
	case s.Claimed:
		return 0, true
	case use.Treatment == prompts.Bracket:
		return 1, true
	case use.Treatment == prompts.Card:
		return 3, true
	}
	return 2, !s.Reviewed.IsZero() && !p.now.Before(s.Due())
}

// quiz is the one question that an explanation asks, nil for none.
func (j *job) quiz() *keyed {
	if j.who.paused || j.q.Text != "" {
		return nil
	}
	uses := slices.DeleteFunc(slices.Clone(j.plan.terms), func(u prompts.TermUse) bool { _, ok := j.who.urgency(u); return !ok })
	slices.SortStableFunc(uses, func(a, b prompts.TermUse) int {
		x, _ := j.who.urgency(a)
		y, _ := j.who.urgency(b)
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(weigh(b), weigh(a)))
	})
	lesson := j.q.ID
	if lesson == "" {
		lesson = threadHash(j.thread)
	}
	for _, use := range uses {
		k, ok := newCheck(j.terms, use.Entry, lesson)
		if !ok {
			continue
		}
		k.Check.Sentence, k.Check.Message = j.sentenceWith(use)
		k.Check.Question = j.gate.Text(j.lang.ask(use.Surface, k.Check))
		return &k
	}
	return nil
}

// ask is the question for a term.
func (l language) ask(term string, c Check) string {
	if c.Sentence.IsZero() {
		return l.say("check.ask", term)
	}
	return l.say("check.here", term)
}
