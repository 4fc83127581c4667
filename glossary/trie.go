package glossary

import (
	"strings"
	"unicode"
)

// trie finds terms in a row of tokens. Its edges are words and, inside terms
// such as "Node.js", the marks between them. Node 0 is the root.
type trie struct {
	vocabulary map[string]int32
	edges      map[edge]int32
	ends       [][]form
}

type edge struct{ node, word int32 }

// form is one way of writing an entry, at the node where it ends.
type form struct {
	entry int32
	// cased holds the words as they must be written, nil if case is free.
	cased []string
	// lead is a mark that must stand right before the first word, as in
	// ".NET", 0 if none.
	lead byte
	// code is the surface as it is written if that looks like a name in a
	// program; such a form is also found inside code and quotations.
	code string
}

// newTrie makes a trie of all entries that may match; forms name entries by
// their place in the list.
func newTrie(entries []Entry) *trie {
	t := &trie{vocabulary: make(map[string]int32), edges: make(map[edge]int32), ends: make([][]form, 1)}
	for i, e := range entries {
		if e.Status == Rejected {
			continue
		}
		for _, surface := range e.surfaces() {
			t.addSurface(int32(i), surface)
		}
	}
	return t
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
	f := form{entry: entry}
	if first := tokens[0].start; first > 0 && surface[first-1] == '.' {
		f.lead = '.'
	}
	if codeLike(surface) {
		f.code = surface
	}
	exact := caseBound(surface)
	t.addForm(f, written, tokens, exact)
	f.code = ""
	last := len(written) - 1
	for _, end := range endings(written, exact) {
		t.addForm(f, append(written[:last:last], end), tokens, exact)
	}
	if !exact {
		t.addPhrases(f, written)
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
// the words of a term written together as programs do (deadLetterQueue).
func (t *trie) addPhrases(f form, written []string) {
	lower := make([]string, len(written))
	for i, word := range written {
		lower[i] = folded(word)
	}
	soft := make([]token, len(written)+1)
	for _, phrase := range append(phrasal(lower), headPlural(lower)...) {
		t.addForm(f, phrase, soft, false)
	}
	if camel := upperCamel(lower); camel != "" && len(lower) > 1 {
		t.addForm(f, []string{camel}, soft, true)
		t.addForm(f, []string{lowerASCII(camel[:1]) + camel[1:]}, soft, true)
	}
}

// upperCamel writes words together as DeadLetterQueue, "" if they cannot be.
func upperCamel(words []string) string {
	camel := ""
	for _, word := range words {
		if !isASCII(word) || !isLetter(word[0]) {
			return ""
		}
		camel += strings.ToUpper(word[:1]) + word[1:]
	}
	return camel
}

// addForm adds one row of words; gaps gives what stands between them.
func (t *trie) addForm(f form, words []string, gaps []token, exact bool) {
	if exact {
		f.cased = words
	}
	node := int32(0)
	for i, word := range words {
		if g := gaps[i].gap; i > 0 && g > hardGap {
			node = t.child(node, string(rune(g)))
		}
		node = t.child(node, folded(word))
	}
	for _, other := range t.ends[node] {
		if other.entry == f.entry && other.lead == f.lead && (other.cased == nil || sameWords(other.cased, f.cased)) && (other.code != "" || f.code == "") {
			return
		}
	}
	t.ends[node] = append(t.ends[node], f)
}

// child is the node behind an edge, made if it is not there.
func (t *trie) child(node int32, word string) int32 {
	id, known := t.vocabulary[word]
	if !known {
		id = int32(len(t.vocabulary))
		t.vocabulary[word] = id
	}
	next, known := t.edges[edge{node, id}]
	if !known {
		next = int32(len(t.ends))
		t.ends = append(t.ends, nil)
		t.edges[edge{node, id}] = next
	}
	return next
}

// holds says whether a text is a term, in whatever case.
func (t *trie) holds(surface string) bool {
	node := int32(0)
	for _, tok := range scan(surface, nil) {
		id, known := t.vocabulary[folded(surface[tok.start:tok.end])]
		if !known {
			return false
		}
		if node, known = t.edges[edge{node, id}]; !known {
			return false
		}
	}
	return len(t.ends[node]) > 0
}

func sameWords(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
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
