package prompts

import (
	"slices"
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

// choice is what a prompt shows of a thread.
type choice struct {
	// lines are the messages, and a line where some are left out.
	lines []string
	// skipped are the ids of those, cut of messages shown in part.
	skipped, cut []string
}

// rendered is a message as a line.
type rendered struct {
	id, line string
	cut      bool
}

func (b Budget) render(m thread.Message) (rendered, error) {
	line, err := messageLine(m, b.MessageBytes)
	return rendered{id: m.ID, line: line, cut: len(m.Text) > b.MessageBytes}, err
}

func (c *choice) add(r rendered) {
	c.lines = append(c.lines, r.line)
	if r.cut {
		c.cut = append(c.cut, r.id)
	}
}

// choose renders the messages that fit, the root first and then as many of the
// newest as there is room for: a thread is about its root, and it stands where
// it ended.
func (b Budget) choose(messages []thread.Message) (choice, error) {
	b = b.orDefault()
	root, err := b.render(messages[0])
	if err != nil {
		return choice{}, err
	}
	room := b.Tokens - Tokens(root.line)
	var newest []rendered
	first := len(messages)
	for first > 1 && len(newest)+1 < b.Messages {
		r, err := b.render(messages[first-1])
		if err != nil {
			return choice{}, err
		}
		if room -= Tokens(r.line); room < 0 {
			break
		}
		newest = append(newest, r)
		first--
	}
	var c choice
	c.add(root)
	for _, m := range messages[1:first] {
		c.skipped = append(c.skipped, m.ID)
	}
	if n := len(c.skipped); n > 0 {
		gap, err := line(leftOut{LeftOut: n, First: c.skipped[0], Last: c.skipped[n-1]})
		if err != nil {
			return choice{}, err
		}
		c.lines = append(c.lines, gap)
	}
	for _, r := range slices.Backward(newest) {
		c.add(r)
	}
	return c, nil
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
