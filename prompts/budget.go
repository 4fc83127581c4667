package prompts

import (
	"strings"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/thread"
)

// Budget bounds how much of a thread is put into a prompt. A zero field has
// its default.
type Budget struct {
	// Tokens bounds the rendered messages together, as Tokens estimates them;
	// 20,000 by default.
	Tokens int
	// Messages bounds their number; 400 by default.
	Messages int
	// MessageBytes bounds the text of each; what is longer is cut with a
	// mark. 4,000 by default.
	MessageBytes int
}

// cutMark stands where the rest of a message was left out.
const cutMark = " […cut: message continues…]"

// Tokens estimates, on the high side, how many tokens a text takes: a third of
// its bytes. Four bytes a token is nearer the truth for prose, but code and
// logs take more, and a prompt that is too long is refused whole.
func Tokens(text string) int { return (len(text) + 2) / 3 }

func (b Budget) orDefault() Budget {
	if b.Tokens <= 0 {
		b.Tokens = 20_000
	}
	if b.Messages <= 0 {
		b.Messages = 400
	}
	if b.MessageBytes <= 0 {
		b.MessageBytes = 4_000
	}
	return b
}

// choose renders the messages that fit, the root first and then as many of the
// newest as there is room for: a thread is about its root, and it stands where
// it ended. skipped are the ids between them.
func (b Budget) choose(messages []thread.Message) (lines, skipped []string, err error) {
	b = b.orDefault()
	render := func(m thread.Message) (string, error) { return messageLine(m, b.MessageBytes) }
	root, err := render(messages[0])
	if err != nil {
		return nil, nil, err
	}
	room := b.Tokens - Tokens(root)
	var newest []string
	first := len(messages)
	for first > 1 && len(newest)+1 < b.Messages {
		line, err := render(messages[first-1])
		if err != nil {
			return nil, nil, err
		}
		if room -= Tokens(line); room < 0 {
			break
		}
		newest = append(newest, line)
		first--
	}
	for _, m := range messages[1:first] {
		skipped = append(skipped, m.ID)
	}
	lines = append(lines, root)
	if len(skipped) > 0 {
		gap, err := line(leftOut{LeftOut: len(skipped), First: skipped[0], Last: skipped[len(skipped)-1]})
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, gap)
	}
	for i := len(newest) - 1; i >= 0; i-- {
		lines = append(lines, newest[i])
	}
	return lines, skipped, nil
}

// leftOut is the line that stands in the place of skipped messages.
type leftOut struct {
	LeftOut int    `json:"left_out"`
	First   string `json:"first"`
	Last    string `json:"last"`
}

// cut shortens a text to a number of bytes, at a rune, and says so.
func cut(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	for bytes > 0 && !utf8.RuneStart(text[bytes]) {
		bytes--
	}
	return strings.TrimRight(text[:bytes], " \n") + cutMark
}
