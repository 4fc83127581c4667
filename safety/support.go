package safety

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// Cites splits ids into those of messages in the thread and the others, each
// once and in order.
func (g *Gate) Cites(ids []string) (valid, invalid []string) {
	for _, id := range ids {
		list := &invalid
		if _, ok := g.place[id]; ok {
			list = &valid
		}
		if !slices.Contains(*list, id) {
			*list = append(*list, id)
		}
	}
	return valid, invalid
}

// Verbatim reports whether quote stands, to the letter but for white space, in
// one of the cited messages.
func (g *Gate) Verbatim(quote string, ids []string) bool {
	quote = oneLine(quote)
	if quote == "" {
		return false
	}
	for _, m := range g.cited(ids) {
		if strings.Contains(oneLine(m.Text), quote) {
			return true
		}
	}
	return false
}

func oneLine(s string) string { return strings.Join(strings.Fields(stripHidden(s)), " ") }

// cited returns the messages with the given ids.
func (g *Gate) cited(ids []string) []thread.Message {
	var messages []thread.Message
	for _, id := range ids {
		if i, ok := g.place[id]; ok {
			messages = append(messages, g.thread.Messages[i])
		}
	}
	return messages
}

// wordIndex tells which messages a content word occurs in.
type wordIndex struct {
	messages map[string][]int32 // ascending
}

func newWordIndex(t thread.Thread) *wordIndex {
	x := &wordIndex{messages: make(map[string][]int32)}
	for i, m := range t.Messages {
		for _, w := range contentWords(m.Author + "\n" + m.AuthorRole + "\n" + m.Text) {
			x.messages[w] = append(x.messages[w], int32(i))
		}
	}
	return x
}

// Best returns the messages, at most three in a row, that say most of a text,
// and the share of its content words that they say; of equal ones the fewest,
// then the earliest. Messages in the row that add nothing are left out. Only the
// first 64 content words count, and the extra texts do not: they are true of any
// message. It returns nil and 0 if no message has any of the words.
func (g *Gate) Best(text string) (ids []string, support float64) {
	words := contentWords(text)
	words = words[:min(len(words), 64)]
	if len(words) == 0 {
		return nil, 0
	}
	index := g.words()
	has := make([]uint64, len(g.thread.Messages)) // bit i: the word i
	for i, w := range words {
		for _, m := range index.messages[w] {
			has[m] |= 1 << i
		}
	}
	best, from, size := 0, 0, 0
	for n := 1; n <= 3; n++ {
		for i := 0; i+n <= len(has); i++ {
			own := uint64(0)
			for _, h := range has[i : i+n] {
				own |= h
			}
			if score := bits.OnesCount64(own); score > best {
				best, from, size = score, i, n
			}
		}
	}
	for i := from; i < from+size; i++ {
		if has[i] != 0 {
			ids = append(ids, g.thread.Messages[i].ID)
		}
	}
	return ids, float64(best) / float64(len(words))
}
