package glossary

import (
	"fmt"
	"strings"
)

// longPlain is how many words a plain explanation has at most.
const longPlain = 30

// Check tells what is wrong with a set of entries as such: ids used twice, a
// word that means two things in one system, terms that cannot be found in a
// text, explanations that are too long or explain a word by itself, approved
// entries without an owner or an explanation. File is the entry's id.
func Check(entries []Entry) []Fault {
	c := checker{ids: make(map[string]bool), owner: make(map[string]string)}
	for _, e := range entries {
		c.check(e)
	}
	return c.faults
}

type checker struct {
	faults []Fault
	ids    map[string]bool
	owner  map[string]string // of a surface in a system
}

func (c *checker) fault(e Entry, grave bool, field, format string, args ...any) {
	c.faults = append(c.faults, Fault{File: e.ID, What: fmt.Sprintf(format, args...), Kept: true, Grave: grave, Field: field})
}

func (c *checker) check(e Entry) {
	if c.ids[e.ID] {
		c.fault(e, true, "id", "the id is used twice; the later entry counts")
		return
	}
	c.ids[e.ID] = true
	if e.Status == Rejected {
		return
	}
	c.checkTexts(e)
	for _, surface := range e.surfaces() {
		if unfindable(surface) {
			c.fault(e, false, "term", "%q cannot be found in a text, for it has no word or stops in the middle; add an alias", surface)
			continue
		}
		key := e.System + "\x00" + surface
		if !caseBound(surface) {
			key = e.System + "\x00" + keyOf(surface)
		}
		if other, taken := c.owner[key]; taken && other != e.ID {
			c.fault(e, true, "aliases", "%q stands for %s in the same system as well", surface, other)
		}
		c.owner[key] = e.ID
	}
}

// checkTexts checks what an entry says.
func (c *checker) checkTexts(e Entry) {
	plain := strings.TrimSpace(e.Plain)
	if e.Status == Approved && plain == "" {
		c.fault(e, true, "plain", "the entry is approved and explains nothing; write a plain sentence")
	}
	if e.Status == Approved && e.Owner == "" && e.System != "general" {
		c.fault(e, false, "status", "the entry is approved and nobody owns it; name an owner")
	}
	if e.Status == Deprecated && e.ReplacedBy == "" {
		c.fault(e, false, "status", "the entry is deprecated and has no successor; name it as replaced_by, or say in the text that there is none")
	}
	if n := len(strings.Fields(plain)); n > longPlain && e.System != "general" {
		c.fault(e, false, "plain", "the plain explanation has %d words; %d or fewer read well in a sentence", n, longPlain)
	}
	if e.System != "general" && plain != "" && holdsPhrase(plain, e.Term) {
		c.fault(e, false, "plain", "the plain explanation uses the term itself; say it in other words")
	}
	if e.Analogy.Text != "" && e.Analogy.Breaks == "" {
		c.fault(e, false, "analogy", "the comparison does not say where it ends; add breaks")
	}
}

// unfindable says whether a phrase can never match: it has no word, or there
// is a mark inside at which every phrase of a text stops.
func unfindable(surface string) bool {
	tokens := scan(surface, nil)
	for i, t := range tokens {
		if i > 0 && t.gap == hardGap {
			return true
		}
	}
	return len(tokens) == 0
}
