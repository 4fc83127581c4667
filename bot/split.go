package bot

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// whole is what has to stay in one message: a link, a code span, an address.
var whole = regexp.MustCompile("\\[(?:[^\\]\\\\\n]|\\\\.)*\\]\\([^)\\s]*\\)|<[^>\\s][^>\n]*>|`[^`\n]+`|https?://[^\\s<>]+")

// fence opens and closes a block of code; of the line that opens one, so many
// characters are repeated where the block goes on.
const (
	fence      = "```"
	maxOpening = 20
)

// fit divides text into what still goes into a message that holds shown, and
// the rest, which begins the next message; room is what a message holds, in
// characters. It cuts after a paragraph where that leaves the message half full,
// else after a line, else after a word, and never inside a link or a code span
// that a message has room for. A block of code that is cut is closed in the one
// message and opened again in the next. piece is "" when nothing of the text
// should go into the message any more.
func fit(shown, text string, room int) (piece, rest string) {
	left := room - utf8.RuneCountInString(shown)
	if utf8.RuneCountInString(text) <= left {
		return text, ""
	}
	left -= len("\n" + fence)
	cut := boundary(text[:prefix(text, left)], text, shown != "", room/2-(room-left))
	if cut == 0 {
		if shown != "" {
			return "", text
		}
		cut = prefix(text, max(left, 1))
	}
	if line := strings.TrimSpace(text[:cut]); shown == "" && strings.HasPrefix(line, fence) && !strings.Contains(line, "\n") {
		cut = prefix(text, max(left, 1)) // the line that opens a block is no piece
	}
	piece, rest = text[:cut], text[cut:]
	opening := openFence(shown + piece)
	if opening == "" {
		return piece, rest
	}
	if line, after, _ := strings.Cut(rest, "\n"); strings.TrimSpace(line) == fence {
		return piece + line + "\n", after // the block ends here anyway
	}
	if !strings.HasSuffix(piece, "\n") {
		piece += "\n"
	}
	return piece + fence, opening + "\n" + rest
}

// boundary is where the text of which head fits is best cut, 0 for nowhere.
// begun says that the message holds something already, enough is how much of
// head makes it half full, in characters.
func boundary(head, text string, begun bool, enough int) int {
	paragraph := strings.LastIndex(head, "\n\n") + 2
	if paragraph == 1 {
		paragraph = 0
	}
	line := strings.LastIndexByte(head, '\n') + 1
	for _, cut := range []int{paragraph, line} {
		if cut > 0 && utf8.RuneCountInString(head[:cut]) >= enough {
			return cut
		}
	}
	if begun && enough <= 0 {
		return max(paragraph, line)
	}
	if word := unbroken(text, strings.LastIndexByte(head, ' ')+1); word > line {
		return word
	}
	if line > 0 || begun {
		return line
	}
	return unbroken(text, len(head))
}

// unbroken moves a cut before the link or code span that it would break.
func unbroken(text string, cut int) int {
	for _, at := range whole.FindAllStringIndex(text, -1) {
		if at[0] < cut && cut < at[1] {
			return at[0]
		}
		if at[0] >= cut {
			break
		}
	}
	return cut
}

// prefix is the length in bytes of the first n characters.
func prefix(text string, n int) int {
	if n <= 0 {
		return 0
	}
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// openFence is the line that opened the block of code in which text ends, ""
// when it ends in none.
func openFence(text string) string {
	if !strings.Contains(text, fence) {
		return ""
	}
	opening := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case !strings.HasPrefix(line, fence):
		case opening == "":
			opening = line[:prefix(line, maxOpening)]
		case line == fence:
			opening = ""
		}
	}
	return opening
}

// pieces divides text into messages of at most size characters.
func pieces(text string, size int) []string {
	var out []string
	for {
		piece, rest := fit("", text, size)
		out = append(out, piece)
		if rest == "" {
			return out
		}
		text = rest
	}
}
