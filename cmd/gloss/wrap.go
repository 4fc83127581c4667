package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// columns is how wide text on a terminal is set.
const columns = 80

// wrap breaks the lines of a text between words, so that they fit into the
// columns when set in by indent, and sets all but the first in. Lines that fit
// keep their spaces; a word that is too long stays whole.
func wrap(text string, indent int) string {
	var b strings.Builder
	margin := "\n" + strings.Repeat(" ", indent)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString(margin)
		}
		if indent+utf8.RuneCountInString(line) <= columns {
			b.WriteString(line)
			continue
		}
		at := 0
		for _, word := range strings.Fields(line) {
			length := utf8.RuneCountInString(word)
			switch {
			case at == 0:
			case indent+at+1+length > columns:
				b.WriteString(margin)
				at = 0
			default:
				b.WriteByte(' ')
				at++
			}
			b.WriteString(word)
			at += length
		}
	}
	return b.String()
}

// count is a number and what is counted: "1 thread", "2 threads".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
