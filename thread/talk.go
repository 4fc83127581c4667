package thread

import (
	"strings"
	"unicode"
)

// sample is how many lines tell what the rest of a paste is.
const sample = 1000

// isLog reports whether the stamped lines are those of a program: a fair share
// of them begins with a level.
func (p *paste) isLog() bool {
	return p.levels > 0 && p.levels*5 >= min(p.stamped, sample)
}

// hasLevel reports whether one of the first words of s is the level of a log.
func (f *furniture) hasLevel(s string) bool {
	const most = 4 // words that may stand in front of what a program says
	var buf [16]byte
	n := 0
	for word := range strings.FieldsSeq(s) {
		if n++; n > most {
			break
		}
		if word = strings.Trim(word, "[]():|"); len(word) <= len(buf) && f.level[string(skeleton(buf[:0], word))] {
			return true
		}
	}
	return false
}

// isMarkup reports whether the first that looks like a nick is closed as a tag.
func (p *paste) isMarkup() bool {
	for i := range p.speech {
		if sp := &p.speech[i]; sp.shape == ircLine && !sp.notice {
			return strings.Contains(p.text, "</"+sp.author+">")
		}
	}
	return false
}

// isTalk reports whether the lines "Name: text" are a conversation and no list
// of fields: two speakers or more, who speak again or ask, in sentences and in
// the words of people, over a good part of the paste; less of it will do when
// such a line is on top.
func (p *paste) isTalk(visible int, top bool) bool {
	n, names, small := 0, 0, 0
	for i := range p.speech {
		if sp := &p.speech[i]; sp.shape == namedLine {
			n++
			small += btoi(sp.small)
		}
	}
	for _, who := range p.people {
		names += btoi(who.lines[namedLine] > 0)
	}
	back := n > names
	if names < 2 || n*5 < visible*2 && !(top && back && n > 2 && n*10 >= visible) {
		return false
	}
	said := p.countTalk(func(o *opening) bool { return o.shape == namedLine })
	sentences := said.words >= 3*said.lines || strings.ContainsFunc(p.text, unspaced)
	switch {
	case said.human*4 < said.lines:
		return false
	case small > 0: // keys of a configuration look like this too
		return back && n > 2 && (said.words >= 4*said.lines || said.questions > 0 || sentences && said.words < 2*said.lines)
	case back:
		return sentences || said.questions > 0
	}
	return n == visible && said.questions > 0 && sentences
}

// strays marks what stands in front of a colon once, begins small and is
// followed by nothing that people say to each other: "df: /dev/sda1 is full".
func (p *paste) strays() {
	for i := range p.speech {
		if sp := &p.speech[i]; sp.shape == namedLine && sp.lines[namedLine] == 1 && sp.small {
			text := p.said(sp)
			sp.stray = strings.IndexByte(text, '?') < 0 && !p.words.talks(text)
		}
	}
}

// talk counts what speakers say.
type talk struct {
	lines     int // of them
	words     int
	questions int // lines that ask
	human     int // lines that ask or have a word of people in conversation
	small     int // lines whose speaker begins small
	empty     int // lines below which somebody else speaks at once
}

// countTalk counts over the first lines that keep holds for.
func (p *paste) countTalk(keep func(*opening) bool) (n talk) {
	text := -1 // first line of text of a speaker who said nothing on their own line
	for i := range p.speech {
		sp := &p.speech[i]
		if sp.notice || !keep(sp) {
			continue
		}
		if n.lines == sample {
			break
		}
		n.lines++
		n.empty += btoi(sp.line == text)
		if text = -1; sp.inline < 0 {
			text = p.visibleAfter(sp.body)
		}
		said := p.said(sp)
		n.words += countWords(said)
		asks := strings.IndexByte(said, '?') >= 0 || strings.Contains(said, "？") || strings.Contains(said, "؟")
		n.questions += btoi(asks)
		n.human += btoi(asks || p.words.talks(said))
		n.small += btoi(sp.small)
	}
	return n
}

// isProgram reports whether stamped lines are a program's although none has a
// level: who speaks is called as parts of programs are, and nobody says anything
// that people say, or nothing stands below the names.
func (p *paste) isProgram() bool {
	n := p.countTalk(func(o *opening) bool { return o.shape == stampedLine || o.shape == paneLine })
	const rare = 8
	return n.empty*2 > n.lines || n.small == n.lines && n.lines > 2 && n.human*rare < n.lines
}

// isTable reports whether columns that look like nicks are those of a table.
func (p *paste) isTable() bool {
	n := p.countTalk(func(o *opening) bool { return o.column })
	return n.lines > 0 && n.human*4 < n.lines
}

func countWords(s string) int {
	n := 0
	for range strings.FieldsSeq(s) {
		n++
	}
	return n
}

// talks reports whether s has a word of people in conversation.
func (f *furniture) talks(s string) bool {
	var buf [32]byte
	for word := range strings.FieldsSeq(s) {
		word = strings.Trim(word, ".,;:!()\"'")
		if len(word) <= len(buf) && f.talk[string(skeleton(buf[:0], word))] {
			return true
		}
	}
	if !strings.ContainsFunc(s, unspaced) {
		return false
	}
	for _, part := range f.talkPart {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// unspaced reports runes of scripts that put no space between words, or hang
// endings on them.
func unspaced(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
