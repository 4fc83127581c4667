package tutor

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gloss-tutor/gloss/thread"
)

// languages are the groups of checks.txt that hold a language's function words.
var languages = []string{"en", "de", "fr", "es", "pt", "it", "nl"}

// A text is taken for a language when at least this share of its words are that
// language's function words, and at least twice as many as any other's: about a
// quarter of running text is. Fewer than leastWords tell nothing, nor does one that
// two languages may have.
const (
	functionShare = .1
	leastWords    = 5
	leastFunction = 2
)

// languageOf guesses the language of a text in Latin letters, "" when it cannot
// tell. It knows only enough to see that words cannot be compared.
func languageOf(text string) string {
	words := wordsOf(notProse.ReplaceAllString(text, " "))
	if len(words) < leastWords {
		return ""
	}
	best, most, next := "", 0, 0
	for _, name := range languages {
		n := 0
		for _, w := range words {
			if wordSets[name].whole[w] {
				n++
			}
		}
		switch {
		case n > most:
			best, most, next = name, n, most
		case n > next:
			next = n
		}
	}
	if most < leastFunction || float64(most) < functionShare*float64(len(words)) || most < 2*next || most == next {
		return ""
	}
	return best
}

// foreign reports whether a text is in another script than the messages it
// cites, or in another language than the thread, so that its words cannot be
// compared with theirs.
func (j *job) foreign(text string, cites []string) bool {
	source := textOf(j.heard, cites)
	if mostlyLatin(text) != mostlyLatin(source) {
		return true
	}
	if !mostlyLatin(text) {
		return false
	}
	mine, theirs := languageOf(text), j.language()
	return mine != "" && theirs != "" && mine != theirs
}

// anchored reports whether a text in another language shares a number, a name
// or a word such as those of code with the messages it cites. Where those hold
// none, there is nothing to hold on to.
func (j *job) anchored(text string, cites []string) bool {
	source := make(map[string]bool)
	for _, id := range cites {
		m, _ := j.heard.Message(id)
		for _, w := range anchors(m.Author + "\n" + m.Text) {
			source[w] = true
		}
	}
	return len(source) == 0 && !mostlyLatin(textOf(j.heard, cites)) ||
		slices.ContainsFunc(anchors(text), func(w string) bool { return source[w] })
}

// anchor is a run that reads the same in every language: a number, or a word in
// Latin letters as names and code are.
var anchor = regexp.MustCompile(`[\p{Latin}\p{Nd}]+`)

// anchors are the anchors of a text, in lower case. Single letters and function
// words hold nothing.
func anchors(text string) []string {
	found := anchor.FindAllString(strings.ToLower(norm.NFKC.String(text)), -1)
	return slices.DeleteFunc(found, func(w string) bool {
		if len(w) == 1 && w[0] > '9' {
			return true
		}
		return slices.ContainsFunc(languages, func(name string) bool { return wordSets[name].whole[w] })
	})
}

// textOf is the text of the messages with the given ids, in the thread's order;
// of all without ids.
func textOf(t thread.Thread, ids []string) string {
	var text strings.Builder
	for _, m := range t.Messages {
		if len(ids) == 0 || slices.Contains(ids, m.ID) {
			text.WriteString(m.Text)
			text.WriteByte('\n')
		}
	}
	return text.String()
}

// notProse are the parts of a text that are in no language: code and links.
var notProse = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`|https?://[^\\s<>]+")

// mostlyLatin reports whether at least three quarters of the letters of a text's
// prose are Latin; names in a text of another script are fewer.
func mostlyLatin(s string) bool {
	latin, all := 0, 0
	for _, r := range notProse.ReplaceAllString(s, " ") {
		if unicode.IsLetter(r) {
			all++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	return 4*latin >= 3*all
}
