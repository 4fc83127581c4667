package safety

// finder finds many keywords in one pass over a text, whatever their case
// (ASCII only): the automaton of Aho and Corasick (1975).
type finder struct {
	nodes []node
	// class numbers the bytes that occur in keywords; 0 is any other byte.
	class   [256]uint8
	classes uint8
}

// node is a state of the automaton: what was read so far is a prefix of a
// keyword.
type node struct {
	next [maxClasses]int32
	fail int32
	// words are the keywords that end here, also as a suffix.
	words []keyword
}

// maxClasses is more than the letters, digits and signs that keywords hold.
const maxClasses = 96

// keyword is the length of a keyword and the rule that it belongs to.
type keyword struct {
	length, rule int
}

func (f *finder) add(word string, rule int) {
	if len(f.nodes) == 0 {
		f.nodes = make([]node, 1)
	}
	at := int32(0)
	for i := range len(word) {
		c := f.classOf(lower(word[i]))
		if f.nodes[at].next[c] == 0 {
			f.nodes = append(f.nodes, node{})
			f.nodes[at].next[c] = int32(len(f.nodes) - 1)
		}
		at = f.nodes[at].next[c]
	}
	f.nodes[at].words = append(f.nodes[at].words, keyword{len(word), rule})
}

// classOf returns the class of a lower-case byte, a new one if it has none.
func (f *finder) classOf(c byte) uint8 {
	if f.class[c] == 0 {
		f.classes++
		f.class[c] = f.classes
		if c >= 'a' && c <= 'z' {
			f.class[c-'a'+'A'] = f.classes
		}
	}
	return f.class[c]
}

// link turns the tree of keywords into the automaton: a step that no keyword
// goes on with leads to the longest suffix that one begins with.
func (f *finder) link() {
	queue := []int32{0}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for c := range f.classes + 1 {
			child := f.nodes[at].next[c]
			back := f.nodes[f.nodes[at].fail].next[c]
			if child == 0 {
				f.nodes[at].next[c] = back
				continue
			}
			if at != 0 {
				f.nodes[child].fail = back
				f.nodes[child].words = append(f.nodes[child].words, f.nodes[back].words...)
			}
			queue = append(queue, child)
		}
	}
}

// find calls hit with the extent of every keyword in text and its rule.
func (f *finder) find(text string, hit func(start, end, rule int)) {
	at := int32(0)
	for i := range len(text) {
		at = f.nodes[at].next[f.class[text[i]]]
		for _, w := range f.nodes[at].words {
			hit(i+1-w.length, i+1, w.rule)
		}
	}
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
