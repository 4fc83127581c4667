package safety

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/gloss-tutor/gloss/thread"
)

// Gate checks what may be shown about one thread. It is safe for concurrent
// use.
type Gate struct {
	thread thread.Thread
	extra  []string
	links  links
	place  map[string]int // message id to index
	// words is the index of the thread's words, made at first use.
	words func() *wordIndex
	facts *sync.Map // message index to its facts
	keys  *sync.Map // message index to the keys of its words
	// whole is the thread that a gate for some of its messages is part of.
	whole *Gate
}

// NewGate returns the gate for a thread that was masked. extra are further texts
// that a statement may rest on and whose links may be shown: those of the
// glossary entries in use.
func NewGate(t thread.Thread, extra ...string) *Gate {
	g := &Gate{thread: t, extra: extra, links: newLinks(), place: make(map[string]int, len(t.Messages)), facts: new(sync.Map), keys: new(sync.Map)}
	for i, m := range t.Messages {
		g.links.allow(norm.NFC.String(stripHidden(m.Text)))
		if _, taken := g.place[m.ID]; !taken {
			g.place[m.ID] = i
		}
	}
	for _, text := range extra {
		g.links.allow(norm.NFC.String(stripHidden(text)))
	}
	g.words = sync.OnceValue(func() *wordIndex { return newWordIndex(t) })
	return g
}

// maxText bounds a text that is shown, in bytes: Slack takes 40,000 characters
// in a message.
const maxText = 40_000

// cutMark ends a text that was cut.
const cutMark = " …"

// maxRounds bounds how often a text is cleaned: taking one construct out may
// bring the parts of another together.
const maxRounds = 8

// Text makes s, written by anyone, fit to be shown:
//   - at most 40,000 bytes, valid UTF-8, NFC; no control characters, escape
//     sequences or hidden code points; emoji sequences stay;
//   - a link only if it stands whole in the thread or in the extra texts, in
//     their spelling; any other is made dead: hxxps[://]evil[.]example;
//   - [label](target) and <target|label> become "label (target)"; images
//     become "[image removed: alt]", reference definitions go;
//   - mentions and commands of Slack go, @channel, @here and @everyone are
//     broken by a hair space; javascript:, data:, file: and the like are made
//     dead.
//
// Text(s).String() is a fixed point of Text.
func (g *Gate) Text(s string) Text {
	for range maxRounds {
		next := g.clean(s)
		if next == s {
			return Text{s}
		}
		s = next
	}
	return Text{inert(s)}
}

// Unchanged reports whether s passes the gate as it stands, so that it can be
// quoted to the letter.
func (g *Gate) Unchanged(s string) bool { return g.Text(s).s == s }

// clean is one round of Text.
func (g *Gate) clean(s string) string {
	s = cut(s)
	s = stripTerminal(s)
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	s = stripHidden(s)
	s = norm.NFC.String(s)
	s = stripMarkup(s)
	s = breakPings(s)
	s = g.links.kill(s)
	s = killSchemes(s)
	return cut(s)
}

// cut bounds s to maxText bytes, at a whole rune.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText - len(cutMark)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + cutMark
}

// inert is the last resort: without these signs there is no link, no mention
// and no markup.
func inert(s string) string {
	return cut(strings.Map(func(r rune) rune {
		if strings.ContainsRune(":@＠﹫<>[]()!./\\", r) {
			return ' '
		}
		return r
	}, stripHidden(stripTerminal(norm.NFC.String(stripHidden(s))))))
}
