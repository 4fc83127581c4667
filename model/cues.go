package model

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// class is what a cue is evidence for; cues/README.md says what each means.
type class string

const (
	decide     class = "decide"
	propose    class = "propose"
	reverse    class = "reverse"
	agree      class = "agree"
	assent     class = "assent"
	disagree   class = "disagree"
	ask        class = "ask"
	rhetorical class = "rhetorical"
	dontknow   class = "dontknow"
	commit     class = "commit"
	requested  class = "request"
	someone    class = "someone"
	done       class = "done"
	vacant     class = "vacant"
	duty       class = "duty"
	inform     class = "inform"
	risk       class = "risk"
	cause      class = "cause"
	negation   class = "negation"
	hedge      class = "hedge"
	joke       class = "joke"
	order      class = "order"
	due        class = "due"
	approve    class = "approve" // a reaction
	verb       class = "verb"
	plan       class = "plan"
)

var classes = wordSet("decide propose reverse agree assent disagree ask rhetorical dontknow commit request someone done risk cause negation hedge joke order due approve duty inform vacant verb plan")

// hit is a cue found in a unit, from word start up to word end.
type hit struct {
	class      class
	start, end int
	negated    bool
}

// cue is a phrase: one set of words for each place. "*" stands for any word,
// ".." for up to three.
type cue struct {
	class class
	words [][]string
	// opens says that the phrase counts only at the start of a unit.
	opens bool
}

// lexicon finds cues. byFirst holds them under each word they can begin with,
// anywhere those of scripts without spaces.
type lexicon struct {
	byFirst   map[string][]cue
	anywhere  []cue
	reactions map[string]bool
	// verbs are what people ask each other to do, each with its form for
	// "she"; acts holds the forms alone.
	verbs map[string]string
	acts  map[string]bool
}

//go:embed cues/de.txt cues/en.txt cues/es.txt cues/fr.txt cues/ja.txt cues/reactions.txt
var cueFiles embed.FS

// cues is read once; a fault in the files stops every test.
var cues = mustReadCues()

func mustReadCues() *lexicon {
	l := &lexicon{
		byFirst: make(map[string][]cue), reactions: make(map[string]bool),
		verbs: make(map[string]string), acts: make(map[string]bool),
	}
	files, err := cueFiles.ReadDir("cues")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		data, err := cueFiles.ReadFile("cues/" + f.Name())
		if err != nil {
			panic(err)
		}
		if err := l.read(string(data)); err != nil {
			panic(fmt.Errorf("read cues/%s: %w", f.Name(), err))
		}
	}
	return l
}

func (l *lexicon) read(text string) error {
	var in class
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if name, ok := strings.CutPrefix(line, "["); ok {
			in = class(strings.TrimSuffix(name, "]"))
			if !classes[string(in)] {
				return fmt.Errorf("no class %q", in)
			}
			continue
		}
		switch in {
		case approve:
			l.reactions[line] = true
		case verb:
			for _, v := range strings.Fields(line) {
				l.verbs[v] = third(v)
				l.acts[third(v)] = true
			}
		default:
			l.add(in, line)
		}
	}
	return nil
}

func (l *lexicon) add(in class, phrase string) {
	c := cue{class: in}
	phrase, c.opens = strings.CutPrefix(phrase, "^ ")
	for _, place := range strings.Fields(phrase) {
		switch place {
		case "VERB":
			c.words = append(c.words, slices.Sorted(maps.Keys(l.verbs)))
			continue
		case "VERBS":
			c.words = append(c.words, slices.Sorted(maps.Keys(l.acts)))
			continue
		}
		c.words = append(c.words, strings.Split(place, "|"))
	}
	if strings.ContainsFunc(phrase, spaceless) {
		l.anywhere = append(l.anywhere, c)
		return
	}
	for _, first := range c.words[0] {
		l.byFirst[first] = append(l.byFirst[first], c)
	}
}

// third is an English verb as it follows "she".
func third(verb string) string {
	switch {
	case strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "sh"), strings.HasSuffix(verb, "ch"), strings.HasSuffix(verb, "x"), strings.HasSuffix(verb, "o"):
		return verb + "es"
	case strings.HasSuffix(verb, "y") && len(verb) > 1 && !strings.ContainsRune("aeiou", rune(verb[len(verb)-2])):
		return verb[:len(verb)-1] + "ies"
	}
	return verb + "s"
}

// find returns the cues in a text, of which words are the words.
func (l *lexicon) find(text string, words []string) []hit {
	var hits []hit
	for i, w := range words {
		for _, c := range l.byFirst[w] {
			if c.opens && i > 0 {
				continue
			}
			if end, ok := match(c.words[1:], words, i+1); ok {
				hits = append(hits, hit{class: c.class, start: i, end: end})
			}
		}
	}
	if strings.ContainsFunc(text, spaceless) {
		for _, c := range l.anywhere {
			for _, w := range c.words[0] {
				if strings.Contains(text, w) {
					hits = append(hits, hit{class: c.class})
					break
				}
			}
		}
	}
	negate(hits)
	return hits
}

// match reports where the places end when they begin at word i.
func match(places [][]string, words []string, i int) (end int, ok bool) {
	if len(places) == 0 {
		return i, true
	}
	if places[0][0] == ".." {
		for skip := range 4 {
			if end, ok := match(places[1:], words, i+skip); ok {
				return end, true
			}
		}
		return 0, false
	}
	if i >= len(words) {
		return 0, false
	}
	for _, w := range places[0] {
		if w == words[i] || w == "*" && words[i] != ":" {
			return match(places[1:], words, i+1)
		}
	}
	return 0, false
}

// negate marks the cues that have a negation in the three words before them.
// What is itself put negatively ("not convinced", "we won't") is not marked.
func negate(hits []hit) {
	for i := range hits {
		before, within := false, false
		for _, n := range hits {
			if n.class != negation || n.end == 0 {
				continue
			}
			before = before || n.start < hits[i].start && n.end+2 >= hits[i].start
			within = within || n.start >= hits[i].start && n.end <= hits[i].end
		}
		hits[i].negated = before && !within
	}
}
