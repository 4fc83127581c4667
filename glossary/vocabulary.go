package glossary

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// vocabulary numbers words. It is one flat table that is looked up by a hash
// which the tokenizer works out while it reads, so that no string is made.
type vocabulary struct {
	slots   []int32 // the number of a word and 1 more, 0 where the slot is free
	hashes  []uint32
	offsets []uint32 // word n is text[offsets[n]:offsets[n+1]]
	text    []byte
	// bloom has a bit for each word and most others' bits unset, so that most
	// words of a text are known to be strangers without a look at the slots.
	bloom []uint64
}

// bloomBits are the bits of the bloom for each slot.
const bloomBits = 8

// size is how many words there are.
func (v *vocabulary) size() int { return len(v.hashes) }

// word is the word with a number.
func (v *vocabulary) word(n int32) []byte { return v.text[v.offsets[n]:v.offsets[n+1]] }

// find is the number of a folded word, unknown if it has none.
func (v *vocabulary) find(word string) int32 {
	if len(v.slots) == 0 {
		return unknown
	}
	mask := uint32(len(v.slots) - 1)
	hash := hashOf(word)
	for at := hash & mask; ; at = (at + 1) & mask {
		n := v.slots[at] - 1
		if n < 0 {
			return unknown
		}
		if v.hashes[n] == hash && string(v.word(n)) == word {
			return n
		}
	}
}

// findToken is the number of the word that a token is, whatever its case.
func (v *vocabulary) findToken(text string, t token) int32 {
	if !t.simple {
		return v.find(folded(text[t.start:t.end]))
	}
	if bits := uint32(len(v.bloom)*64 - 1); len(v.bloom) == 0 || v.bloom[t.hash&bits>>6]&(1<<(t.hash&63)) == 0 {
		return unknown
	}
	mask := uint32(len(v.slots) - 1)
	for at := t.hash & mask; ; at = (at + 1) & mask {
		n := v.slots[at] - 1
		if n < 0 {
			break
		}
		if v.hashes[n] == t.hash && sameFolded(text[t.start:t.end], v.word(n)) {
			return n
		}
	}
	return unknown
}

// sameFolded says whether a simple token folds to a word.
func sameFolded(raw string, word []byte) bool {
	if len(raw) != len(word) {
		return false
	}
	for i := range len(raw) {
		c := raw[i]
		if c >= utf8.RuneSelf {
			return string(word[i:]) == foldedSimply(raw[i:])
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}

// foldedSimply folds a text of simple runes. Without capitals it is the text
// itself, and nothing is made.
func foldedSimply(raw string) string {
	table := runes()
	for i, r := range raw {
		if f := table.fold(r); f != r {
			out := []byte(raw[:i])
			for _, r := range raw[i:] {
				out = utf8.AppendRune(out, table.fold(r))
			}
			return string(out)
		}
	}
	return raw
}

// add numbers a folded word, if it has no number yet.
func (v *vocabulary) add(word string) int32 {
	if n := v.find(word); n != unknown {
		return n
	}
	if len(v.offsets) == 0 {
		v.offsets = append(v.offsets, 0)
	}
	n := int32(len(v.hashes))
	v.hashes = append(v.hashes, hashOf(word))
	v.text = append(v.text, word...)
	v.offsets = append(v.offsets, uint32(len(v.text)))
	if len(v.hashes)*3 >= len(v.slots)*2 {
		v.grow()
	} else {
		v.place(n)
	}
	return n
}

func (v *vocabulary) grow() {
	v.slots = make([]int32, max(16, 2*len(v.slots)))
	v.bloom = make([]uint64, len(v.slots)*bloomBits/64)
	for n := range v.hashes {
		v.place(int32(n))
	}
}

func (v *vocabulary) place(n int32) {
	mask := uint32(len(v.slots) - 1)
	at := v.hashes[n] & mask
	for v.slots[at] != 0 {
		at = (at + 1) & mask
	}
	v.slots[at] = n + 1
	bit := v.hashes[n] & uint32(len(v.bloom)*64-1)
	v.bloom[bit>>6] |= 1 << (bit & 63)
}

// The hash is FNV-1a over the bytes of the folded word, stirred at the end, for
// tables take its low bits.
const (
	hashSeed  uint32 = 2166136261
	hashPrime uint32 = 16777619
)

func hashOf(word string) uint32 {
	h := hashSeed
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * hashPrime
	}
	return stirred(h)
}

func stirred(h uint32) uint32 {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	return h ^ h>>13
}

// What a rune is to the tokenizer.
const (
	hardRune uint8 = iota
	softRune
	wordRune
	loneRune // a word by itself, of a script without spaces
	markRune // a mark on the rune before
)

// runeTable says of each rune of the basic plane what it is, and what it folds
// to where that is one rune that stands for itself; 0 where it is not so
// simple.
type runeTable struct {
	class  [1 << 16]uint8
	folded [1 << 16]uint16
}

// runes is the table, made when the first text that is not ASCII is read.
var runes = sync.OnceValue(func() *runeTable {
	t := new(runeTable)
	for r := rune(0); r < 1<<16; r++ {
		switch {
		case !isWord(r):
			if isSoft(r) {
				t.class[r] = softRune
			}
			continue
		case unicode.Is(unicode.M, r):
			t.class[r] = markRune
		case isUnspaced(r):
			t.class[r] = loneRune
		default:
			t.class[r] = wordRune
		}
		if norm.NFC.PropertiesString(string(r)).BoundaryBefore() {
			if f, size := utf8.DecodeRuneInString(folded(string(r))); size == utf8.RuneLen(r) && size == len(folded(string(r))) && f < 1<<16 {
				t.folded[r] = uint16(f)
			}
		}
	}
	return t
})

// fold is what a simple rune folds to, the rune itself where it is not simple.
func (t *runeTable) fold(r rune) rune {
	if r < 1<<16 && t.folded[r] != 0 {
		return rune(t.folded[r])
	}
	return r
}

// of is what a rune is.
func (t *runeTable) of(r rune) uint8 {
	switch {
	case r == utf8.RuneError:
		return hardRune
	case r < 1<<16:
		return t.class[r]
	case unicode.Is(unicode.M, r):
		return markRune
	case isUnspaced(r):
		return loneRune
	case isWord(r):
		return wordRune
	}
	return hardRune
}
