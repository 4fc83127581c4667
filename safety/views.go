package safety

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// spans finds the secrets of text, in order, none overlapping. It looks at the
// text as it stands and as a reader or a program would take it: entities and
// percent-encoding undone, wide and look-alike letters as the plain ones, a
// token that a line break parts in one piece.
func (m *masker) spans(text string) []span {
	view, offsets, coded := decode(text, false)
	spans := m.seen(view, offsets, coded)
	for range maxEncodings {
		if strings.IndexByte(view, '%') < 0 {
			break
		}
		next, at, more := decode(view, true)
		if !more {
			break
		}
		view, offsets, coded = next, through(at, offsets), true
		spans = append(spans, m.seen(view, offsets, true)...)
	}
	if plain, at, folded := foldLetters(text); folded {
		spans = append(spans, m.seen(plain, at, true)...)
	}
	spans = append(spans, m.parted(text)...)
	return merge(append(spans, m.again(text)...))
}

// maxEncodings is how often percent-encoding may be wrapped around itself.
const maxEncodings = 3

// seen scans a view and returns where its secrets stand in the source.
func (m *masker) seen(view string, offsets []int, changed bool) []span {
	spans := m.scan(view)
	if changed {
		for i := range spans {
			spans[i].start, spans[i].end = offsets[spans[i].start], offsets[spans[i].end]
		}
	}
	return spans
}

// through maps the offsets of a view of a view into those of the source.
func through(at, offsets []int) []int {
	if offsets == nil {
		return at
	}
	for i, o := range at {
		at[i] = offsets[o]
	}
	return at
}

// again finds the secrets that were found before.
func (m *masker) again(text string) []span {
	var spans []span
	for _, k := range m.known {
		for at := 0; ; {
			i := strings.Index(text[at:], k.value)
			if i < 0 {
				break
			}
			if at += i; !inPlaceholder(text, at) {
				spans = append(spans, span{at, at + len(k.value), 0, k.kind})
			}
			at += len(k.value)
		}
	}
	return spans
}

// lookAlike maps Cyrillic and Greek letters to the Latin ones that they are
// drawn like.
var lookAlike = func() map[rune]byte {
	const (
		from = "аеорсухіјѕԁһԛԝкмтвнАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναρι"
		to   = "aeopcyxijsdhqwkmtbhABEKMHOPCTYXIJSABEZHIKMNOPTYXovapi"
	)
	table, i := make(map[rune]byte, len(to)), 0
	for _, r := range from {
		table[r] = to[i]
		i++
	}
	return table
}()

// foldLetters writes wide letters and those of mathematics as plain ones, and
// in words that also hold Latin letters the look-alikes of other alphabets.
// offsets are as in decode; ok is false when nothing changed.
func foldLetters(text string) (plain string, offsets []int, ok bool) {
	first := strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
	if first < 0 {
		return text, nil, false
	}
	out := make([]byte, 0, len(text))
	offsets = make([]int, 0, len(text)+1)
	mixed, until := false, 0
	for i, r := range text {
		if i >= until {
			mixed, until = mixedWord(text, i)
		}
		size := utf8.RuneLen(r)
		if c := foldRune(r, mixed); c != 0 {
			out, offsets, ok = append(out, c), append(offsets, i), ok || size > 1
			continue
		}
		for j := range size {
			out, offsets = append(out, text[i+j]), append(offsets, i+j)
		}
	}
	return string(out), append(offsets, len(text)), ok
}

// foldRune returns the ASCII character that r stands for, 0 for none.
func foldRune(r rune, mixed bool) byte {
	switch {
	case r < utf8.RuneSelf:
		return byte(r)
	case mixed && lookAlike[r] != 0:
		return lookAlike[r]
	case r < 0x2000 || r >= 0x2200 && r < 0xff00 || r > 0x1d7ff:
		return 0
	}
	if folded := norm.NFKC.String(string(r)); len(folded) == 1 && folded[0] > ' ' {
		return folded[0]
	}
	return 0
}

// mixedWord reports whether the word at offset at holds Latin letters beside
// others, and where it ends.
func mixedWord(text string, at int) (mixed bool, end int) {
	latin, alike := false, false
	for i, r := range text[at:] {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' {
			return latin && alike, at + max(i, 1)
		}
		latin = latin || r < utf8.RuneSelf && unicode.IsLetter(r)
		alike = alike || lookAlike[r] != 0
	}
	return latin && alike, len(text)
}

// parted finds issued tokens that a line break parts, as terminals and mail
// programs wrap them.
func (m *masker) parted(text string) []span {
	joined, offsets, joins := joinLines(text)
	if len(joins) == 0 {
		return nil
	}
	var spans []span
	issued := masker{issued: true}
	for _, s := range issued.scan(joined) {
		for _, j := range joins {
			if s.start < j && j < s.end {
				s.start, s.end = offsets[s.start], offsets[s.end-1]+1
				spans = append(spans, s)
				break
			}
		}
	}
	return spans
}

// minPart is how long both parts of a token must be.
const minPart = 6

// joinLines takes out the line breaks that may part a token: both sides look
// like pieces of one. joins are the places in joined where they stood.
func joinLines(text string) (joined string, offsets, joins []int) {
	var out []byte
	from := 0
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
		end := len(strings.TrimRight(text[:at], " \t\r\n\\"))
		start := len(text) - len(strings.TrimLeft(text[at:], " \t>|"))
		if end <= from || !piece(text[runStart(text, end):end]) || !piece(text[start:runEnd(text, start)]) {
			continue
		}
		for j := from; j < end; j++ {
			offsets = append(offsets, j)
		}
		out = append(out, text[from:end]...)
		joins = append(joins, len(out))
		from = start
	}
	if len(joins) == 0 {
		return "", nil, nil
	}
	for j := from; j < len(text); j++ {
		offsets = append(offsets, j)
	}
	return string(append(out, text[from:]...)), append(offsets, len(text)), joins
}

// piece reports whether s may be part of a token: letters with digits among
// them.
func piece(s string) bool {
	return len(s) >= minPart && strings.ContainsAny(s, "0123456789") && classesOf(s) >= 2
}

func runStart(text string, end int) int {
	for end > 0 && tokenByte[text[end-1]] {
		end--
	}
	return end
}

func runEnd(text string, start int) int {
	for start < len(text) && tokenByte[text[start]] {
		start++
	}
	return start
}
