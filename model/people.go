package model

import (
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// people knows the authors of a thread by the names that others call them.
type people struct {
	// byName maps a lower-case name, whole or first, to the author; "" where
	// two authors have it.
	byName map[string]string
}

func peopleOf(t thread.Thread) people {
	p := people{byName: make(map[string]string)}
	add := func(name, author string) {
		if old, ok := p.byName[name]; ok && old != author {
			author = ""
		}
		p.byName[name] = author
	}
	for _, author := range t.Authors() {
		all := words(author)
		if len(all) == 0 {
			continue
		}
		add(strings.Join(all, " "), author)
		if len(all) > 1 && len(all[0]) > 1 {
			add(all[0], author)
		}
	}
	return p
}

// named returns the author whose name stands at words[i:], and how many words
// the name takes; 0 when there is none.
func (p people) named(words []string, i int) (author string, n int) {
	for n := min(3, len(words)-i); n > 0; n-- {
		if a := p.byName[strings.TrimPrefix(strings.Join(words[i:i+n], " "), "@")]; a != "" {
			return a, n
		}
	}
	return "", 0
}

// anywhere returns the first author named in the words, other than the speaker.
func (p people) anywhere(words []string, speaker string) (author string, at int) {
	for i := range words {
		if a, n := p.named(words, i); n > 0 && a != speaker {
			return a, i
		}
	}
	return "", -1
}
