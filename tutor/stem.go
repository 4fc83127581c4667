package tutor

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
)

// The sentence that a check is about has at least a few words, or it shows no
// use of the term, and not so many that nobody reads it.
const (
	leastSentence = 4
	mostSentence  = 40
)

// sentenceBreak is where one sentence ends and another begins.
var sentenceBreak = regexp.MustCompile(`[.!?]+[)"”’]*\s+|[。！？]|\n+`)

// sentencesOf cuts prose into sentences; code is none.
func sentencesOf(text string) []string {
	text = notProse.ReplaceAllStringFunc(text, func(code string) string {
		if strings.HasPrefix(code, "```") {
			return "\n"
		}
		return code
	})
	var all []string
	last := 0
	for _, at := range sentenceBreak.FindAllStringIndex(text, -1) {
		all = append(all, strings.TrimSpace(text[last:at[1]]))
		last = at[1]
	}
	return append(all, strings.TrimSpace(text[last:]))
}

// sentenceWith is a sentence of the thread in which a term stands, and its
// message; "" when none can be quoted as it is.
func (j *job) sentenceWith(use prompts.TermUse) (safety.Text, string) {
	surface := strings.ToLower(use.Surface)
	for _, id := range use.Messages {
		m, _ := j.heard.Message(id)
		for _, s := range sentencesOf(m.Text) {
			n := wordCount(s)
			if n < leastSentence || n > mostSentence || strings.Contains(s, "‹secret:") {
				continue
			}
			if occurs(strings.ToLower(s), surface) && j.gate.Unchanged(s) {
				return j.gate.Text(s), id
			}
		}
	}
	return safety.Text{}, ""
}

// dense counts the letters of scripts that write without spaces.
func dense(s string) int {
	n := 0
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			n++
		}
	}
	return n
}

// wordCount is the number of words; two letters without spaces say as much as
// one.
func wordCount(s string) int { return len(strings.Fields(s)) + dense(s)/2 }

// occurs reports whether a name stands in a text as a whole word, or at all where
// words have no ends; both are in lower case.
func occurs(text, name string) bool {
	return indexWord(text, name) >= 0 || dense(name) > 0 && strings.Contains(text, name)
}

// entryGate lets through what entries say, and their links.
func entryGate(entries ...glossary.Entry) *safety.Gate {
	var links []string
	for _, e := range entries {
		links = append(links, e.Links...)
	}
	return safety.NewGate(thread.Thread{}, links...)
}
