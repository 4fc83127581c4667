package glossary

import (
	"slices"
	"strings"
	"unicode"
)

// trie finds terms in a row of tokens. Its edges are words and, inside terms
// such as "Node.js", the marks between them. Node 0 is the root.
type trie struct {
	vocabulary vocabulary
	edges      edges
	// first of a node is the place in forms of the first that ends there, -1
	// for none; each form points to the next.
	first []int32
	forms []form
	// details hold what few forms have.
	details []detail
	// alone is a list of one sense for each entry, shared by all that match.
	alone []int32
	// starts has a bit for each word with which a term begins.
	starts []uint64
	// shared holds the senses of the nodes at which several forms end that all
	// ask for the same.
	shared map[int32][]int32
}

// form is one way of writing an entry, at the node where it ends.
type form struct {
	entry int32
	// next is the next form at the node, -1 for none.
	next int32
	// detail is a place in details, -1 for a form that asks for nothing.
	detail int32
}

// detail is what a form asks of the text.
type detail struct {
	// cased holds the words as they must be written, nil if case is free.
	cased []string
	// lead is a mark that must stand right before the first word, as in
	// ".NET", 0 if none.
	lead byte
	// code is the surface as it is written if that looks like a name in a
	// program; such a form is also found inside code and quotations.
	code string
}

// plain is the detail of a form that asks for nothing.
var plainDetail detail

func (t *trie) detail(f form) *detail {
	if f.detail < 0 {
		return &plainDetail
	}
	return &t.details[f.detail]
}

// newTrie makes a trie of all entries that may match; forms name entries by
// their place in the list.
func newTrie(entries []Entry) *trie {
	t := &trie{first: []int32{-1}, alone: make([]int32, len(entries))}
	for i, e := range entries {
		if e.Status == Rejected {
			continue
		}
		for _, surface := range e.surfaces() {
			t.addSurface(int32(i), surface)
		}
		t.alone[i] = int32(i)
	}
	t.share()
	t.starts = make([]uint64, t.vocabulary.size()/64+1)
	for word := range int32(t.vocabulary.size()) {
		if _, ok := t.edges.follow(0, word); ok {
			t.starts[word>>6] |= 1 << (word & 63)
		}
	}
	return t
}

// share makes the lists of senses that matches have in common.
func (t *trie) share() {
	t.shared = make(map[int32][]int32)
	for node, first := range t.first {
		if first < 0 || t.forms[first].next < 0 {
			continue
		}
		var senses []int32
		want := t.detail(t.forms[first])
		for at := first; at >= 0; at = t.forms[at].next {
			d := t.detail(t.forms[at])
			if d.lead != want.lead || d.code != want.code || (d.cased == nil) != (want.cased == nil) || !slices.Equal(d.cased, want.cased) {
				senses = nil
				break
			}
			senses = append(senses, t.forms[at].entry)
		}
		if senses != nil {
			slices.Sort(senses)
			t.shared[int32(node)] = slices.Compact(senses)
		}
	}
}

// addSurface adds a term or alias with its plural, its verb endings and its
// spelling as one identifier.
func (t *trie) addSurface(entry int32, surface string) {
	tokens := scan(surface, nil)
	if unfindable(surface) {
		return
	}
	written := make([]string, len(tokens))
	for i, tok := range tokens {
		written[i] = surface[tok.start:tok.end]
	}
	var d detail
	if first := tokens[0].start; first > 0 && surface[first-1] == '.' {
		d.lead = '.'
	}
	if codeLike(surface) {
		d.code = surface
	}
	exact := caseBound(surface)
	t.addForm(entry, d, written, tokens, exact)
	d.code = ""
	last := len(written) - 1
	for _, end := range endings(written, exact) {
		t.addForm(entry, d, append(written[:last:last], end), tokens, exact)
	}
	if !exact {
		t.addPhrases(entry, d, written)
	}
}

// endings are the other forms of the last word of a term.
func endings(written []string, exact bool) []string {
	last := written[len(written)-1]
	if exact {
		if n := len(last); n >= 2 && isASCII(last) && isLetter(last[n-1]) && last[n-1] != 's' {
			return []string{last + "s"}
		}
		return nil
	}
	last = folded(last)
	forms := plurals(last)
	if len(written) == 1 && len(last) >= 4 && !strings.ContainsFunc(last, unicode.IsDigit) {
		forms = append(forms, verbForms(last)...)
	}
	return forms
}

// addPhrases adds what is made of more than the last word: verb phrases, and
// plurals of the first word.
func (t *trie) addPhrases(entry int32, d detail, written []string) {
	lower := make([]string, len(written))
	for i, word := range written {
		lower[i] = folded(word)
	}
	soft := make([]token, len(written)+1)
	for _, phrase := range append(phrasal(lower), headPlural(lower)...) {
		t.addForm(entry, d, phrase, soft, false)
	}
}

// addForm adds one row of words; gaps gives what stands between them.
func (t *trie) addForm(entry int32, d detail, words []string, gaps []token, exact bool) {
	if exact {
		d.cased = slices.Clone(words)
	}
	node := int32(0)
	for i, word := range words {
		if g := gaps[i].gap; i > 0 && g > hardGap {
			node = t.child(node, string(rune(g)))
		}
		node = t.child(node, folded(word))
	}
	last := &t.first[node]
	for *last >= 0 {
		f := &t.forms[*last]
		other := t.detail(*f)
		if f.entry == entry && other.lead == d.lead && (other.cased == nil || slices.Equal(other.cased, d.cased)) && (other.code != "" || d.code == "") {
			return
		}
		last = &f.next
	}
	f := form{entry: entry, next: -1, detail: -1}
	if d.cased != nil || d.lead != 0 || d.code != "" {
		f.detail = int32(len(t.details))
		t.details = append(t.details, d)
	}
	*last = int32(len(t.forms))
	t.forms = append(t.forms, f)
}

// child is the node behind an edge, made if it is not there.
func (t *trie) child(node int32, word string) int32 {
	id := t.vocabulary.add(word)
	next, known := t.edges.follow(node, id)
	if !known {
		next = int32(len(t.first))
		t.first = append(t.first, -1)
		t.edges.add(node, id, next)
	}
	return next
}

// holds says whether a text is a term, in whatever case.
func (t *trie) holds(surface string) bool {
	node := int32(0)
	for _, tok := range scan(surface, nil) {
		id := t.vocabulary.findToken(surface, tok)
		if id < 0 {
			next, ok := t.camel(node, surface[tok.start:tok.end])
			if !ok {
				return false
			}
			node = next
			continue
		}
		next, known := t.edges.follow(node, id)
		if !known {
			return false
		}
		node = next
	}
	return t.first[node] >= 0
}

// camel follows the words that a program writes as one, as in deadLetterQueue.
func (t *trie) camel(node int32, name string) (int32, bool) {
	if !isASCII(name) || !innerUpper(name) && !camelCased(name) {
		return 0, false
	}
	words := 0
	for start := 0; start < len(name); words++ {
		end := start + 1
		for end < len(name) && (name[end] < 'A' || name[end] > 'Z') {
			end++
		}
		next, ok := t.edges.follow(node, t.vocabulary.find(lowerASCII(name[start:end])))
		if !ok {
			return 0, false
		}
		node, start = next, end
	}
	return node, words > 1
}

// caseBound says whether a term is found only as it is written: a single word
// or identifier in capitals ("REST", "PAY_EDGE_MODE") or with a capital inside
// ("GoLand"). A word with a digit cannot be mistaken for an everyday word, so
// its case is free, and so is that of a phrase.
func caseBound(surface string) bool {
	if strings.ContainsAny(surface, " \t\n/&.") {
		return false
	}
	bound := false
	for _, t := range scan(surface, nil) {
		word := surface[t.start:t.end]
		switch {
		case strings.ContainsFunc(word, unicode.IsDigit):
		case innerUpper(word) || len(word) == 1 && word[0] <= 'Z':
			bound = true
		default:
			return false
		}
	}
	return bound
}

// codeLike says whether a term is written like a name in a program: one piece
// with an underscore, a digit, a hyphen, a dot or a capital inside.
func codeLike(surface string) bool {
	if strings.ContainsAny(surface, " \t\n") || !isASCII(surface) || len(surface) < 3 {
		return false
	}
	lower := strings.ContainsFunc(surface, unicode.IsLower)
	return strings.ContainsAny(surface, "_-.0123456789") || lower && innerUpper(surface)
}
