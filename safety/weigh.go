package safety

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

//go:embed weights.txt
var weightText string

// weightWords are the groups of weights.txt: name to the stems of its words; of
// "past", the words.
var weightWords = func() map[string]map[string]bool {
	groups := map[string]map[string]bool{"light": {}, "grave": {}, "past": {}}
	for line := range strings.Lines(weightText) {
		name, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(words) {
			if name != "past" {
				w = stem(w)
			}
			groups[name][w] = true
		}
	}
	return groups
}()

// What a content word weighs that the cited messages have not. One that they
// have weighs 1, one that the extra texts have counts for definedShare of that.
// Found by trial on statements about annotated threads: those that retell add
// light words and words that stand elsewhere in the thread, those that invent add
// an event.
const (
	lightWeight  = .25 // a word of plain retelling
	numberWeight = .3  // numbers have a check of their own
	nearWeight   = .5  // elsewhere in the thread
	eventWeight  = 1.2 // the same, a word that says that something happened
	newWeight    = 1   // nowhere in the thread
	newEvent     = 2
	definedShare = .6
)

// Support returns how far, 0 to 1, the content words of a text are borne out by
// the cited messages, by their authors' names or by the extra texts: the lexical
// overlap by which unsupported statements are told from supported ones. Words
// that are alike count as the same (alike.txt), and what is missing counts by
// what it claims (weights.txt). It is 0 for a text without content words, for one
// that shares none with the messages themselves, as a definition alone supports
// nothing about a thread, for one of a single word that is only like, and for one with a grave word that nobody said.
func (g *Gate) Support(text string, ids []string) float64 {
	var said, all float64
	var cited []map[string]bool
	for _, id := range ids {
		if i, ok := g.place[id]; ok {
			cited = append(cited, g.cachedKeys(i))
		}
	}
	extra := g.extraKeys()
	exact, like := false, false
	words := units(text)
	for _, u := range words {
		switch {
		case slices.ContainsFunc(cited, u.in):
			if slices.ContainsFunc(cited, func(set map[string]bool) bool { return set[u.keys[0]] }) {
				exact = true
			} else {
				like = true
			}
			said++
			all++
		case u.in(extra):
			said += definedShare
			all += definedShare
		case weightWords["grave"][u.keys[0]]:
			return 0
		default:
			all += g.missing(u)
		}
	}
	if !exact && (!like || len(words) < 2) {
		return 0
	}
	return said / all
}

// in reports whether a set has one of the unit's keys.
func (u unit) in(set map[string]bool) bool {
	return slices.ContainsFunc(u.keys, func(k string) bool { return set[k] })
}

// missing is what a word weighs that nothing bears out.
func (g *Gate) missing(u unit) float64 {
	whole := g
	if g.whole != nil {
		whole = g.whole
	}
	near := len(whole.words().messages[u.keys[0]]) > 0
	event := weightWords["past"][u.word] || len(u.word) > 4 && strings.HasSuffix(u.word, "ed")
	switch {
	case isDigit(u.word[0]) || factWords[u.word] != "":
		return numberWeight
	case weightWords["light"][u.keys[0]]:
		return lightWeight
	case near && event:
		return eventWeight
	case near:
		return nearWeight
	case event:
		return newEvent
	}
	return newWeight
}

func (g *Gate) cachedKeys(i int) map[string]bool {
	if set, ok := g.keys.Load(i); ok {
		return set.(map[string]bool)
	}
	m := g.thread.Messages[i]
	set := make(map[string]bool)
	keysOf(m.Author+"\n"+m.AuthorRole+"\n"+m.Text, set)
	g.keys.Store(i, set)
	return set
}

func (g *Gate) extraKeys() map[string]bool {
	if set, ok := g.keys.Load(-1); ok {
		return set.(map[string]bool)
	}
	set := make(map[string]bool)
	for _, text := range g.extra {
		keysOf(text, set)
	}
	g.keys.Store(-1, set)
	return set
}

// Evidence returns a gate that knows only what a statement about some messages
// of the thread may rest on: the messages, and the extra texts. It can tell what
// else the thread says.
func (g *Gate) Evidence(ids []string, extra ...string) *Gate {
	e := NewGate(thread.Thread{Messages: g.cited(ids)}, extra...)
	e.whole = g
	return e
}

// Share returns the share, 0 to 1, of the content words of a text that one of the
// sources has, in whatever form but not by another word. Those of about, of which
// the text tells something, do not count.
func Share(text, about string, sources ...string) float64 {
	known, own := make(map[string]bool), contentWords(about)
	for _, s := range sources {
		for _, w := range contentWords(s) {
			known[w] = true
		}
	}
	has, all := 0.0, 0.0
	for _, w := range contentWords(text) {
		switch {
		case slices.Contains(own, w):
		case known[w]:
			has++
			all++
		default:
			all++
		}
	}
	if has == 0 {
		return 0
	}
	return has / all
}
