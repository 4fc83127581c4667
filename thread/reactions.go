package thread

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// reactionsAt adds the reactions that end at line i to p.reactions, the last one
// first, and returns their first line; a line after i when there are none. first
// is the first line of the text.
func (p *paste) reactionsAt(i, first int) int {
	s := p.seen(i)
	if isCount(s) {
		above := p.visibleBefore(i - 1)
		if above < first || i-above > 2 {
			return i + 1
		}
		if name, ok := p.reactionName(p.seen(above)); ok {
			p.reactions = append(p.reactions, Reaction{Name: name, Count: count(s)})
			return above
		}
		return i + 1
	}
	if r := inlineReactions(s); r != nil && i > first {
		slices.Reverse(r)
		p.reactions = append(p.reactions, r...)
		return i
	}
	if isEmoji(s) {
		return p.loneReactions(i, first)
	}
	return p.bareReactions(i, first)
}

// reactionName returns the name of the emoji that s is.
func (p *paste) reactionName(s string) (string, bool) {
	if strings.HasPrefix(s, "![") {
		s, _ = unlink(s)
	}
	if isEmoji(s) {
		return emojiName(s), true
	}
	return s, p.words.emoji[s] || p.reacted[s]
}

// inlineReactions reads a line of nothing but emoji and counts: ":eyes: 3 👍 2".
func inlineReactions(s string) []Reaction {
	if len(s) > 400 || !isDigit(s, len(s)-1) {
		return nil
	}
	if c, _ := utf8.DecodeRuneInString(s); c != ':' && !pictograph(c) {
		return nil
	}
	var all []Reaction
	words := strings.Fields(s)
	for k := 0; k < len(words); k++ {
		w := words[k]
		name := strings.TrimRight(w, "0123456789")
		number := w[len(name):]
		if number == "" && k+1 < len(words) {
			k++
			number = words[k]
		}
		if !isEmoji(name) || !isCount(number) {
			return nil
		}
		all = append(all, Reaction{Name: emojiName(name), Count: count(number)})
	}
	return all
}

// loneReactions reads emoji without counts, a line each, below the text. One such
// line alone is what somebody wrote, unless the client left counts out all over.
func (p *paste) loneReactions(i, first int) int {
	start := i + 1
	for k := i; k > first && isEmoji(p.seen(k)); k-- {
		start = k
	}
	if start > i || i == start && p.lines[start-1].mark == 0 && !p.countless() {
		return i + 1
	}
	for k := i; k >= start; k-- {
		p.reactions = append(p.reactions, Reaction{Name: emojiName(p.seen(k))})
	}
	return start
}

// countless reports whether emoji by their names stand below texts in several
// places, and nowhere with a count.
func (p *paste) countless() bool {
	if p.emojiLines == 0 {
		p.emojiLines = 1
		for i := 1; i+1 < len(p.lines); i++ {
			s := p.seen(i)
			if p.lines[i].blank || s[0] != ':' || p.lines[i-1].blank || !isEmoji(s) {
				continue
			}
			if p.emojiLines++; isCount(p.seen(i + 1)) {
				p.emojiLines = -len(p.lines)
			}
		}
	}
	const several = 2
	return p.emojiLines > several
}

// bareReactions reads reactions that a client left as words without colons and
// counts, a line each, below the text. A single word may be anybody's, so a
// run of them needs one that is known as a reaction, or an edit mark above it.
func (p *paste) bareReactions(i, first int) int {
	start, known := i+1, false
	for k := i; k > first && !p.lines[k].blank && !p.lines[k].fenced; k-- {
		s := p.text[p.lines[k].start:p.lines[k].to]
		if len(s) > 60 || len(s) < 2 || strings.IndexByte(s, ' ') >= 0 || !shortcodeName(s) || strings.ToLower(s) != s {
			break
		}
		known = known || p.words.emoji[s] || p.reacted[s]
		start = k
	}
	if start > i {
		return i + 1
	}
	edited := p.lines[start-1].mark > 0
	if !edited {
		for k := start; k <= i; k++ { // only words that look like names of emoji
			if s := p.text[p.lines[k].start:p.lines[k].to]; !p.words.emoji[s] && !p.reacted[s] && !strings.Contains(s, "_") {
				start = k + 1
			}
		}
		if start > i || !known || i == start && !p.bareStyle {
			return i + 1
		}
	}
	for k := i; k >= start; k-- {
		s := p.text[p.lines[k].start:p.lines[k].to]
		p.reacted[s] = true
		p.reactions = append(p.reactions, Reaction{Name: s})
	}
	p.bareStyle = true
	return start
}

// isEmoji reports whether s is one emoji, by its name between colons or itself.
func isEmoji(s string) bool {
	if strings.HasPrefix(s, ":") {
		return len(s) > 2 && cutShortcode(cutSkinTone(s)) == ""
	}
	if s == "" || len(s) > 64 || s[0] < utf8.RuneSelf && !isDigit(s, 0) && s[0] != '#' && s[0] != '*' {
		return false
	}
	pictographs := 0
	for _, r := range s {
		if !pictograph(r) && !(r >= '0' && r <= '9' || r == '#' || r == '*') {
			return false
		}
		pictographs += btoi(pictograph(r))
	}
	return pictographs > 0
}

// cutSkinTone cuts ":skin-tone-3:" and leaves the colon of the emoji itself.
func cutSkinTone(s string) string {
	if i := strings.Index(s, "::skin-tone-"); i > 0 && len(s) == i+len("::skin-tone-3:") && s[len(s)-1] == ':' {
		return s[:i+1]
	}
	return s
}

// emojiName is the emoji's name without the outer colons, or the emoji.
func emojiName(s string) string {
	if len(s) > 2 && s[0] == ':' {
		return s[1 : len(s)-1]
	}
	return s
}

// isCount reports whether s is a small whole number.
func isCount(s string) bool {
	const digits = 5
	return s != "" && len(s) <= digits && !slices.ContainsFunc([]byte(s), func(c byte) bool { return c < '0' || c > '9' })
}

// count reads the first number in s, thousands separators left out; 0 without one.
func count(s string) int {
	i := strings.IndexAny(s, "0123456789")
	if i < 0 {
		return 0
	}
	var digits []byte
	for k := i; k < len(s) && len(digits) < 9; k++ {
		switch {
		case isDigit(s, k):
			digits = append(digits, s[k])
		case (s[k] == ',' || s[k] == '.') && isDigit(s, k+1):
		default:
			k = len(s)
		}
	}
	n, _ := strconv.Atoi(string(digits))
	return n
}
