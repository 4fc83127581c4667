package safety

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed alike.txt
var alikeText string

// likeness tells which words say the same, by the groups of alike.txt.
type likeness struct {
	groups map[string][]string // a word's stem, or "verb_word", to its groups
	// after are the small words that may follow a verb's stem.
	after map[string][]string
}

var alike = func() likeness {
	l := likeness{groups: make(map[string][]string), after: make(map[string][]string)}
	group := 0
	for line := range strings.Lines(alikeText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		group++
		name := "=" + string(rune(group))
		for _, w := range strings.Fields(line) {
			key := w
			if verb, small, ok := strings.Cut(w, "_"); ok {
				verb = stem(verb)
				key = verb + "_" + small
				if !slices.Contains(l.after[verb], small) {
					l.after[verb] = append(l.after[verb], small)
				}
			} else {
				key = stem(w)
			}
			if !slices.Contains(l.groups[key], name) {
				l.groups[key] = append(l.groups[key], name)
			}
		}
	}
	return l
}()

// reach is how many words may stand between a verb and the small word that goes
// with it.
const reach = 4

// unit is a content word of a text and the keys by which it is compared: its
// stem, or a pair of characters, and its groups.
type unit struct {
	word string
	keys []string
}

// units are the content words of a text, each once, as contentWords cuts them. A
// word that says nothing by itself counts when it goes with a verb ("back" in
// "roll it back").
func units(text string) []unit {
	var list []unit
	seen := make(map[string]bool)
	eachKey(text, func(word string, content bool, keys []string) {
		if content && !seen[keys[0]] {
			seen[keys[0]] = true
			list = append(list, unit{word: word, keys: slices.Clone(keys)})
		}
	})
	return list
}

// keysOf adds the keys of every word of a text.
func keysOf(text string, into map[string]bool) {
	eachKey(text, func(_ string, _ bool, keys []string) {
		for _, k := range keys {
			into[k] = true
		}
	})
}

// eachKey calls add for each word of a text with its keys, which are valid only
// for the call; content says that the word carries a subject.
func eachKey(text string, add func(word string, content bool, keys []string)) {
	all := fields(text)
	var keys []string
	for i, w := range all {
		if pairs([]rune(w)[0]) {
			r := []rune(w)
			for k := range max(1, len(r)-1) {
				pair := string(r[k:min(len(r), k+2)])
				add(pair, true, append(keys[:0], pair))
			}
			continue
		}
		w = strings.Trim(strings.TrimSuffix(w, "'s"), "'")
		if w == "" {
			continue
		}
		s := stem(w)
		keys = append(keys[:0], s)
		for _, small := range alike.after[s] {
			if slices.Contains(all[i+1:min(len(all), i+1+reach)], small) {
				keys = append(keys, alike.groups[s+"_"+small]...)
			}
		}
		content := len(keys) > 1 || !stopWords[w] && (len(w) > 1 || isDigit(w[0]))
		add(w, content, append(keys, alike.groups[s]...))
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
