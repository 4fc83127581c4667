package glossary

import (
	_ "embed"
	"strings"
	"sync"
)

// The word lists; data/README says where each is from.
var (
	//go:embed data/prefixes.txt
	compoundPrefixList string
	//go:embed data/suffixes.txt
	compoundSuffixList string
	//go:embed data/small.txt
	smallWordList string
	//go:embed data/acronyms.txt
	acronymList string
	//go:embed data/everyday.txt
	everydayList string
	//go:embed data/technical.txt
	technicalList string
	//go:embed data/words.txt
	englishList string
	//go:embed data/common.txt
	commonList string
	//go:embed data/familiar.txt
	familiarList string
	//go:embed data/nouns.txt
	nounList string
	//go:embed data/mixed.txt
	mixedList string
	//go:embed data/vague.txt
	vagueList string
	//go:embed data/soft.txt
	softList string
	//go:embed data/heads.txt
	headList string
	//go:embed data/systems.txt
	systemWordList string
	//go:embed data/trades.txt
	tradeList string
	//go:embed data/opinions.txt
	opinionList string
	//go:embed data/gatherings.txt
	gatheringList string
	//go:embed data/idioms.txt
	idiomList string
)

// The larger lists are made into sets when they are first needed.
var (
	everydayAcronyms = sync.OnceValue(func() map[string]bool { return wordSet(acronymList) })
	everydayWords    = sync.OnceValue(func() map[string]bool { return wordSet(everydayList) })
	technicalEntries = sync.OnceValue(func() []Entry { return listed(technicalList) })
	technicalTerms   = sync.OnceValue(func() *trie { return newTrie(technicalEntries()) })
	englishWords     = sync.OnceValue(func() map[string]bool { return wordSet(englishList) })
	commonWords      = sync.OnceValue(func() map[string]bool { return wordSet(commonList) })
	familiarWords    = sync.OnceValue(func() map[string]bool { return wordSet(familiarList) })
	nouns            = sync.OnceValue(func() map[string]bool { return wordSet(nounList) })
	mixedWords       = sync.OnceValue(func() map[string]bool { return wordSet(mixedList) })
	softWords        = sync.OnceValue(func() map[string]bool { return lineSet(softList) })
	// vagueNouns are nouns that make no names: they say when, how much or who.
	vagueNouns  = sync.OnceValue(func() map[string]bool { return wordSet(vagueList) })
	headNouns   = sync.OnceValue(func() map[string]bool { return wordSet(headList) })
	systemWords = sync.OnceValue(func() map[string]bool { return wordSet(systemWordList) })
	trades      = sync.OnceValue(func() map[string]map[string]bool { return tradesIn(tradeList) })
	opinions    = sync.OnceValue(func() map[string]bool { return wordSet(opinionList) })
	gatherings  = sync.OnceValue(func() map[string]bool { return wordSet(gatheringList) })
	idiomTerms  = sync.OnceValue(func() *trie { return newTrie(listed(idiomList)) })
)

// wordSet reads a list with one word or several on a line; a line that begins
// with '#' is a comment.
func wordSet(list string) map[string]bool {
	set := make(map[string]bool, strings.Count(list, "\n"))
	for line := range strings.Lines(list) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, word := range strings.Fields(line) {
			set[word] = true
		}
	}
	return set
}

// listed makes an entry of each line of a list, so that the words on it are
// found as the terms of a glossary are.
func listed(list string) []Entry {
	var entries []Entry
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			entries = append(entries, Entry{ID: line, Term: line})
		}
	}
	return entries
}

// tradesIn reads lines of "word: systems", a trade and the words by which
// systems that it works on are called.
func tradesIn(list string) map[string]map[string]bool {
	out := make(map[string]map[string]bool)
	for line := range strings.Lines(list) {
		trade, systems, ok := strings.Cut(strings.TrimSpace(line), ":")
		if ok && !strings.HasPrefix(trade, "#") {
			out[trade] = wordSet(systems)
		}
	}
	return out
}

// idiomsIn are the fixed phrases of everyday English in a text.
func idiomsIn(text string) []occurrence {
	s := scanner{terms: idiomTerms()}
	s.read(text)
	return s.find(0, nil)
}

// lineSet reads a list with one phrase on a line.
func lineSet(list string) map[string]bool {
	set := make(map[string]bool)
	for _, e := range listed(list) {
		set[e.Term] = true
	}
	return set
}
