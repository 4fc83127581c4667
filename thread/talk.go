package thread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isLog reports whether the stamped lines are those of a program: a fair share
// of them begins with a level.
func (p *paste) isLog() bool {
	const words = 4 // that may stand in front of what a program says
	levels, stamped := 0, 0
	for _, l := range p.lines {
		if l.blank || l.fenced {
			continue
		}
		s := p.text[l.start:l.end]
		_, _, at, ok := p.words.leadingStamp(s)
		if !ok {
			continue
		}
		stamped++
		fields := strings.Fields(s[at:min(len(s), at+60)])
		for _, word := range fields[:min(len(fields), words)] {
			if p.words.level[strings.ToLower(strings.Trim(word, "[]():|"))] {
				levels++
				break
			}
		}
	}
	return levels > 0 && levels*5 >= stamped
}

// isMarkup reports whether the first that looks like a nick is closed as a tag.
func (p *paste) isMarkup() bool {
	for _, sp := range p.speech {
		if sp.style == ircStyle && !sp.notice {
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
	names := map[string]int{}
	n, words, questions, talk, small := 0, 0, 0, 0, 0
	for _, sp := range p.speech {
		if sp.style != aloneStyle {
			continue
		}
		n++
		names[sp.author]++
		words += len(strings.Fields(sp.text))
		asks := strings.ContainsAny(sp.text, "?？")
		questions += btoi(asks)
		talk += btoi(asks || p.words.talks(sp.text))
		first, _ := utf8.DecodeRuneInString(sp.author)
		small += btoi(unicode.IsLower(first))
	}
	back := n > len(names)
	sentences := words >= 3*n || strings.ContainsFunc(p.text, unspaced)
	switch {
	case len(names) < 2 || talk*4 < n || n*5 < visible*2 && !(top && back && n > 2 && n*10 >= visible):
		return false
	case small > 0: // keys of a configuration look like this too
		return back && n > 2 && (words >= 4*n || questions > 0 || sentences && words < 2*n)
	case back:
		return sentences || questions > 0
	}
	return n == visible && questions > 0 && sentences
}

// talks reports whether s has a word of people in conversation.
func (f *furniture) talks(s string) bool {
	var buf [32]byte
	for _, word := range strings.Fields(s) {
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
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
