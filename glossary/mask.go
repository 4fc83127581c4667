package glossary

import (
	"strings"
	"unicode/utf8"
)

// span is a stretch of a message's text, in bytes.
type span struct {
	start, end int
	// quoted text (code blocks, quotations) is searched for names of programs
	// only; in any other span (links, mentions, emoji) nothing is found.
	quoted bool
}

// A name in a message is short; what runs on for longer is none. The limit
// also keeps the search linear in the length of the text.
const maxName = 200

// maskStart are the characters at which a masked span is met.
var maskStart = func() (at [256]bool) {
	for _, c := range []byte("`>&:wW<@#") {
		at[c] = true
	}
	return at
}()

// masked appends to out the stretches of a text that are not its author's
// running words, sorted by their start.
func masked(text string, out []span) []span {
	for at := 0; at < len(text); {
		if !maskStart[text[at]] {
			at++
			continue
		}
		s, ok := maskedAt(text, at)
		if !ok {
			at++
			continue
		}
		out = append(out, s)
		at = s.end
	}
	return out
}

// freshAt says whether nothing but blanks stands before a place on its line.
func freshAt(text string, at int) bool {
	for at > 0 && (text[at-1] == ' ' || text[at-1] == '\t') {
		at--
	}
	return at == 0 || text[at-1] == '\n'
}

// maskedAt says which masked span is met at a place; it may begin before it,
// as an address is only known by its "://" or its "@".
func maskedAt(text string, at int) (span, bool) {
	switch text[at] {
	case '`':
		if strings.HasPrefix(text[at:], "```") {
			return fenced(text, at), true
		}
	case '>', '&':
		if (text[at] == '>' || strings.HasPrefix(text[at:], "&gt;")) && freshAt(text, at) {
			return span{at, at + lineLength(text[at:]), true}, true
		}
	case ':':
		if strings.HasPrefix(text[at:], "://") && isWordBefore(text, at) {
			return address(text, at), true
		}
		return emoji(text, at)
	case 'w', 'W':
		if !isWordBefore(text, at) && strings.EqualFold(text[at:min(at+4, len(text))], "www.") {
			return address(text, at), true
		}
	case '<':
		return angled(text, at)
	case '@', '#':
		return named(text, at)
	}
	return span{}, false
}

// fenced is a code block from its opening fence to the closing one, or to the
// end where nobody closed it.
func fenced(text string, at int) span {
	inside := strings.Index(text[at+3:], "```")
	if inside < 0 {
		return span{at, len(text), true}
	}
	return span{at, at + 3 + inside + 3, true}
}

func lineLength(text string) int {
	if n := strings.IndexByte(text, '\n'); n >= 0 {
		return n
	}
	return len(text)
}

// address is a web address around "://" or after "www.".
func address(text string, at int) span {
	start := at
	for start > 0 && (isLetter(text[start-1]) || strings.IndexByte("+.-", text[start-1]) >= 0) {
		start--
	}
	end := at
	for end < len(text) && text[end] > ' ' && text[end] < utf8.RuneSelf && strings.IndexByte("<>|\"`", text[end]) < 0 {
		end++
	}
	return span{start: start, end: max(end, at+1)}
}

// emoji is a name between colons, as in :canary:.
func emoji(text string, at int) (span, bool) {
	end := at + 1
	letter := false
	for end < min(len(text), at+maxName) && (isWordByte(text[end]) || strings.IndexByte("_+-", text[end]) >= 0) {
		letter = letter || isLetter(text[end])
		end++
	}
	if letter && end < len(text) && text[end] == ':' && !isWordBefore(text, at) {
		return span{start: at, end: end + 1}, true
	}
	return span{}, false
}

// angled is what Slack writes for mentions, <@U1>, <#C1|name>, <!here>.
func angled(text string, at int) (span, bool) {
	if at+1 >= len(text) || strings.IndexByte("@#!", text[at+1]) < 0 {
		return span{}, false
	}
	end := strings.IndexAny(text[at:min(len(text), at+maxName)], ">\n")
	if end < 0 || text[at+end] != '>' {
		return span{}, false
	}
	return span{start: at, end: at + end + 1}, true
}

// named is a mention, a channel or a mail address around '@' or '#'.
func named(text string, at int) (span, bool) {
	end := at + 1
	for end < len(text) && (isWordByte(text[end]) || text[end] >= utf8.RuneSelf || strings.IndexByte("_-.", text[end]) >= 0) {
		end++
	}
	for end > at && text[end-1] == '.' {
		end--
	}
	if end == at+1 {
		return span{}, false
	}
	start := at
	if text[at] == '@' {
		for start > 0 && (isWordByte(text[start-1]) || strings.IndexByte("._+-", text[start-1]) >= 0) {
			start--
		}
	} else if isWordBefore(text, at) || !isLetter(text[at+1]) && text[at+1] < utf8.RuneSelf {
		return span{}, false
	}
	return span{start: start, end: end}, true
}

func isWordByte(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' }
