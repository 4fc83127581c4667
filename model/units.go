package model

import (
	_ "embed"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/thread"
)

// maxUnit is the longest quote, in runes.
const maxUnit = 400

// unit is a piece of a message that can be quoted: a sentence within a line.
type unit struct {
	// message is the index of the message, text a verbatim piece of it.
	message int
	text    string
	// first says that it opens its message.
	first    bool
	question bool
	length   int // words
	said     int // words outside code, links and quotations
	words    []string
	terms    []int // numbers of the content words, sorted, each once
	weight   float64
	hits     []hit
}

// has reports whether the unit holds a cue of one of the classes, outside a
// negation.
func (u *unit) has(classes ...class) bool {
	for _, h := range u.hits {
		for _, c := range classes {
			if h.class == c && !h.negated {
				return true
			}
		}
	}
	return false
}

//go:embed cues/abbreviations.txt
var abbreviationList string

var abbreviations = wordSet(abbreviationList)

var (
	fence = regexp.MustCompile("(?s)```.*?(?:```|$)")
	// logLine matches lines that a program wrote: a time stamp at the start,
	// an indented stack frame, a level in capitals.
	logLine = regexp.MustCompile(`^\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\d\d:\d\d:\d\d[.,]\d+|at [\w.$<>]+\(|File "|Traceback |\w+Exception:|(?:INFO|WARN|ERROR|DEBUG|FATAL|TRACE)\b[\s:])`)
	emoji   = regexp.MustCompile(`:[a-z0-9_+\-]+:`)
	lead    = regexp.MustCompile(`^(?:\s*:[a-z0-9_+\-]+:\s+)+`)
	bullet  = regexp.MustCompile(`^\s*(?:(?:[-*•·‣◦]|\d{1,2}[.)])\s+)?`)
	trail   = regexp.MustCompile(`(?:\s*\(edited\)|\s+:[a-z0-9_+\-]+:)+$`)
	// silent is what no cue is looked for in: code, links, and what is quoted
	// of others.
	silent = regexp.MustCompile("`[^`]*`|\"[^\"]{12,}\"|“[^”]{12,}”|https?://\\S+|<[^>]*>|:[a-z0-9_+\\-]*[a-z_][a-z0-9_+\\-]*:")
)

// split cuts a message into pieces that can be quoted, zones of code, quotes
// and logs left out.
func split(text string) []string {
	var pieces []string
	start := 0
	for _, z := range append(fence.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		for i, line := range strings.Split(text[start:z[0]], "\n") {
			if i == 0 && start > 0 && !opensSentence(line) {
				continue
			}
			if strings.HasPrefix(line, ">") || strings.HasPrefix(line, "&gt;") || logLine.MatchString(line) {
				continue
			}
			pieces = append(pieces, sentences(line[len(bullet.FindString(line)):])...)
		}
		start = z[1]
	}
	return pieces
}

// opensSentence reports whether what follows a zone on the same line can stand
// alone: not when it begins with punctuation or a Japanese particle.
func opensSentence(line string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(line))
	return isWordRune(first) && !unicode.Is(unicode.Hiragana, first)
}

// fragment reports whether a piece begins in mid-sentence: with a Japanese
// particle that can only follow a word.
func fragment(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("をがのに", first)
}

// sentences cuts a line after each full stop, question or exclamation mark that
// is one.
func sentences(line string) []string {
	var out []string
	add := func(s string) {
		s = strings.TrimSpace(s[len(lead.FindString(s)):])
		s = strings.TrimSpace(s[:len(s)-len(trail.FindString(s))])
		if strings.ContainsFunc(emoji.ReplaceAllString(s, ""), isWordRune) {
			out = append(out, shorten(s))
		}
	}
	start := 0
	for i, r := range line {
		if !strings.ContainsRune(".!?…。！？．｡", r) {
			continue
		}
		next := i + utf8.RuneLen(r)
		if ends(line[start:i], r, line[next:]) {
			for _, close := range []string{")", "\"", "”", "」", "』"} {
				if strings.HasPrefix(line[next:], close) {
					next += len(close)
				}
			}
			add(line[start:next])
			start = next
		}
	}
	add(line[start:])
	return out
}

// ends reports whether a mark between before and after ends a sentence.
func ends(before string, mark rune, after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	switch {
	case strings.ContainsRune("。！？．｡", mark):
		return !strings.ContainsRune("。！？．｡", next)
	case after == "" || !strings.ContainsRune(" \t\u3000)\"”", next):
		return false
	case mark != '.':
		return true
	}
	word := strings.ToLower(before[strings.LastIndexAny(before, " (")+1:])
	if abbreviations[word] || len(before) == len(word) && len(word) <= 2 {
		return false
	}
	return utf8.RuneCountInString(word) > 1 || !unicode.IsLetter([]rune(word + " ")[0])
}

// shorten cuts a piece that is too long to quote, at a word.
func shorten(s string) string {
	if utf8.RuneCountInString(s) <= maxUnit {
		return s
	}
	at, n := 0, 0
	for i := range s {
		if n++; n > maxUnit {
			at = i
			break
		}
	}
	if space := strings.LastIndexAny(s[:at], " \t,;、"); space > at/2 {
		at = space
	}
	return strings.TrimSpace(s[:at])
}

// fromBot reports whether a program wrote the message.
func fromBot(m thread.Message) bool {
	name := strings.ToLower(m.Author)
	return m.Bot || strings.HasSuffix(name, "bot") || strings.HasPrefix(name, "bot ") || strings.Contains(strings.ToLower(m.AuthorRole), "bot")
}

// asks reports whether a piece ends like a question.
func asks(text string) bool {
	end := strings.TrimRightFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '?' && r != '？'
	})
	return strings.HasSuffix(end, "?") || strings.HasSuffix(end, "？")
}
