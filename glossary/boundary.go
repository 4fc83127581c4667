package glossary

import (
	"strings"
	"unicode/utf8"
)

// A term that is a part of a longer name ("ledger" in svc-ledger-write, in a
// path or in a setting) is not the term. The functions here look at the
// characters around a match; between words of a script without spaces, and
// next to a blank or to punctuation, it stands for itself.

// wholeName says whether text[start:end] is not a part of a longer name.
func wholeName(text string, start, end int) bool {
	return freeBefore(text, start) && freeAfter(text, start, end)
}

func freeBefore(text string, start int) bool {
	if start == 0 {
		return true
	}
	wordThen := isWordBefore(text, start-1)
	switch c := text[start-1]; c {
	case '/', '=', '$', '@', '#', '\\':
		return false
	case '_':
		return !wordThen && start > 1 && text[start-2] != '_' && emphasised(text[start:]) || start == 1 && emphasised(text[start:])
	case '-':
		return !(wordThen || start > 1 && text[start-2] == '-') || prefixed(text, start-1)
	case '.':
		return !wordThen
	case ':':
		return start < 2 || text[start-2] != ':'
	}
	return true
}

// emphasised says whether an underscore closes what another one opened, on the
// same line and after a word: then it is Slack's italics and no name.
func emphasised(text string) bool {
	for at := 1; at < min(len(text), maxName) && text[at] != '\n'; at++ {
		if text[at] == '_' && isWordBefore(text, at) && !isWordAt(text, at+1) {
			return true
		}
	}
	return false
}

func freeAfter(text string, start, end int) bool {
	if end >= len(text) {
		return true
	}
	wordThen := isWordAt(text, end+1)
	rest := text[end:]
	switch rest[0] {
	case '_':
		return !wordThen && !strings.HasPrefix(rest, "__") && strings.LastIndexByte(text[max(0, start-maxName):start], '_') >= 0
	case '-':
		return !wordThen || suffixed(text, end+1) || acronym(text[start:end]) && numbered(rest[1:])
	case '.', '=', '\\':
		return !wordThen
	case '/':
		return !wordThen
	case ':':
		return !strings.HasPrefix(rest, "::")
	case '(':
		return !strings.HasPrefix(rest, "()")
	case '[':
		return end+1 >= len(text) || text[end+1] < '0' || text[end+1] > '9'
	}
	return true
}

// compounds are the parts that English joins to any word without making a name
// of it: "non-canary", "Kubernetes-based".
var (
	compoundPrefixes = wordSet(compoundPrefixList)
	compoundSuffixes = wordSet(compoundSuffixList)
)

// prefixed says whether the hyphen at a place comes after a prefix that stands
// alone before it.
func prefixed(text string, hyphen int) bool {
	start := hyphen
	for start > max(0, hyphen-maxName) && isLetter(text[start-1]) {
		start--
	}
	return compoundPrefixes[lowerASCII(text[start:hyphen])] &&
		(start == 0 || strings.IndexByte("-_./=$@#\\", text[start-1]) < 0 && !isWordBefore(text, start))
}

// suffixed says whether a suffix and nothing more comes after a hyphen.
func suffixed(text string, start int) bool {
	end := start
	for end < min(len(text), start+maxName) && isLetter(text[end]) {
		end++
	}
	return compoundSuffixes[lowerASCII(text[start:end])] && (end == len(text) || text[end] < utf8.RuneSelf && strings.IndexByte("-_/=", text[end]) < 0 && !isWordAt(text, end))
}

// acronym says whether a word is 2 to 5 capitals.
func acronym(word string) bool {
	if len(word) < 2 || len(word) > 5 {
		return false
	}
	for i := range len(word) {
		if word[i] < 'A' || word[i] > 'Z' {
			return false
		}
	}
	return true
}

// numbered says whether text begins with a number of one or two digits.
func numbered(text string) bool {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return (n == 1 || n == 2) && !isWordAt(text, n)
}
