package glossary

import (
	"regexp"
	"strings"
)

// Shapes of words that are jargon whatever they mean.
var (
	acronymShape = regexp.MustCompile(`^[A-Z](?:[A-Z]|\d[A-Z])[A-Z0-9]{0,4}s?$`)
	// cipherShape is a word with a number inside: p99, k8s, e2e, ipv6, 5xx.
	cipherShape = regexp.MustCompile(`^(?:[a-z]\d{2,3}|[a-z]+\d+[a-z]+|[a-z]{2,6}\d{1,2}|\dxx)$`)
	// versionShape is a version, a number, a time, an amount or a hash.
	versionShape = regexp.MustCompile(`^(?:v?\d[\d.,:/_-]*[a-z]{0,3}|v\d\S*|[0-9a-f]{7,}|[\d.]+[a-z]{1,3}(?:/[a-z]+)?)$`)
	statusShape  = regexp.MustCompile(`^[45]\d\ds?$`)
	romanShape   = regexp.MustCompile(`^[IVX]+$`)
	// snakeShape, dottedShape and kebabShape are names of several words.
	// They are of one case and their parts are short, as keys and passwords
	// are not.
	snakeShape  = regexp.MustCompile(`^(?:[a-z][a-z0-9]{0,15}(?:__?[a-z0-9]{1,16})+|[A-Z][A-Z0-9]{0,15}(?:__?[A-Z0-9]{1,16})+)$`)
	dottedShape = regexp.MustCompile(`^[a-z_][\w-]{0,19}(?:\.[A-Za-z_][\w-]{0,19})+$`)
	kebabShape  = regexp.MustCompile(`^[a-z][a-z0-9]{0,15}(?:-[a-z0-9]{1,16})+$`)
	// serviceShape are parts that only names of programs have.
	serviceShape = regexp.MustCompile(`(?:^|-)(?:svc|srv|api|db|sdk|cli|ui|env|prod|stg|dev|config|cfg|worker|daemon|cron|queue)(?:-|$)`)
	// fileShape and domainShape are told from settings by their ends.
	domainShape = regexp.MustCompile(`\.(?:com|org|net|io|dev|co|edu|gov|example|internal|local|[a-z]{2})$`)
)

func isVersion(word string) bool {
	return hasDigit(word) && versionShape.MatchString(lowerASCII(word)) && !isCipher(word)
}

// isAcronym says whether a word is an acronym that not everybody knows: no
// word that was written in capitals to be louder.
func isAcronym(word string) bool {
	if !acronymShape.MatchString(word) || romanShape.MatchString(word) {
		return false
	}
	bare := strings.TrimSuffix(word, "s")
	lower := lowerASCII(bare)
	return !everydayAcronyms()[bare] && !everydayWords()[lower] && (len(bare) < 4 || !englishWords()[lower])
}

func isCipher(word string) bool {
	return hasDigit(word) && cipherShape.MatchString(lowerASCII(word))
}

func hasDigit(word string) bool { return strings.ContainsAny(word, "0123456789") }

// nameOfProgram says whether words joined by marks are a name in a program and
// not English ("follow-up") or an address.
func nameOfProgram(name string, inCode bool) bool {
	switch {
	case snakeShape.MatchString(name):
		return true
	case dottedShape.MatchString(name):
		return (inCode || strings.Count(name, ".") > 1) && !domainShape.MatchString(name)
	case kebabShape.MatchString(name):
		return inCode || strings.ContainsAny(name, "0123456789") && strings.ContainsAny(name, "abcdefghijklmnopqrstuvwxyz") || serviceShape.MatchString(name)
	}
	return false
}

// everyday says whether a lower-case word, or what it is made from, is one
// that everybody knows.
func everyday(word string) bool {
	if knownWord(word) || drawn(word) {
		return true
	}
	for _, w := range []string{word, singular(word), strings.ReplaceAll(word, "is", "iz"), strings.ReplaceAll(word, "our", "or")} {
		if knownWord(w) || derived(w) {
			return true
		}
	}
	return false
}

// knownWord says whether a word is on one of the lists, there perhaps with a
// capital as names are.
func knownWord(w string) bool {
	return w != "" && (englishWords()[w] || everydayWords()[w] || englishWords()[strings.ToUpper(w[:1])+w[1:]])
}

// derived says whether a word is made from a known one by a common prefix or
// ending.
func derived(word string) bool {
	for _, prefix := range []string{"un", "re", "non", "pre", "over", "mis", "out", "under"} {
		if stem, ok := strings.CutPrefix(word, prefix); ok && len(stem) > 3 && knownWord(stem) {
			return true
		}
	}
	for _, suffix := range []string{"ed", "ing", "er", "ers", "ly", "ness", "able", "est", "ish", "less", "y", "ies"} {
		stem, ok := strings.CutSuffix(word, suffix)
		if !ok || len(stem) < 3 {
			continue
		}
		// The endings take an e along: "cached" is of "cache".
		n := len(stem)
		if knownWord(stem) || knownWord(stem+"e") || knownWord(stem+"y") || stem[n-1] == stem[n-2] && knownWord(stem[:n-1]) {
			return true
		}
	}
	return false
}

// drawn says whether a letter stands three times running, as in "noooo".
func drawn(word string) bool {
	for i := 2; i < len(word); i++ {
		if word[i] == word[i-1] && word[i] == word[i-2] {
			return true
		}
	}
	return false
}

// kindOfName tells names of services from settings and the like.
func kindOfName(name string) kind {
	if kebabShape.MatchString(name) {
		return serviceName
	}
	return identifier
}

// statusAt says whether the number at a token stands where a status code of
// HTTP does: "a 404", "returns 502".
func (s *scanner) statusAt(i int) bool { return i > 0 && statusCues[s.lower(i-1)] }

var statusCues = wordSet("a an http status code codes error errors returns returned return gets got get gives gave give with of the throws threw sees saw seeing many some")

// misspelt says whether a long word is a common one with two letters swapped,
// one too many or one missing. A wrong letter does not count: too many names
// differ from a word by one.
func misspelt(word string) bool {
	if len(word) < 7 {
		return false
	}
	common := func(w string) bool { return commonWords()[w] || familiarWords()[w] }
	for i := 1; i < len(word); i++ {
		if common(word[:i] + word[i+1:]) {
			return true
		}
		if i+1 < len(word) && common(word[:i]+word[i+1:i+2]+word[i:i+1]+word[i+2:]) {
			return true
		}
		for c := byte('a'); c <= 'z'; c++ {
			if common(word[:i] + string(rune(c)) + word[i:]) {
				return true
			}
		}
	}
	return false
}
