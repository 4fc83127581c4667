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
)

// The larger lists are made into sets when they are first needed.
var (
	everydayAcronyms = sync.OnceValue(func() map[string]bool { return wordSet(acronymList) })
	everydayWords    = sync.OnceValue(func() map[string]bool { return wordSet(everydayList) })
	technicalEntries = sync.OnceValue(func() []Entry { return listed(technicalList) })
	technicalTerms   = sync.OnceValue(func() *trie { return newTrie(technicalEntries()) })
	englishWords     = sync.OnceValue(func() map[string]bool { return wordSet(englishList) })
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
