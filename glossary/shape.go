package glossary

import (
	"regexp"
	"strings"
)

// Shapes of words that are jargon whatever they mean.
var (
	acronymShape = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,5}s?$`)
	// cipherShape is a word with a number inside: p99, k8s, e2e, ipv6, 5xx.
	cipherShape = regexp.MustCompile(`^(?:[a-z]\d{2,3}|[a-z]+\d+[a-z]+|[a-z]{2,6}\d{1,2}|\dxx)$`)
	// versionShape is a version, a number, a time, an amount or a hash.
	versionShape = regexp.MustCompile(`^(?:v?\d[\d.,:/_-]*[a-z]{0,3}|v\d\S*|[0-9a-f]{7,}|[\d.]+[a-z]{1,3}(?:/[a-z]+)?)$`)
	romanShape   = regexp.MustCompile(`^[IVX]+$`)
	// snakeShape, dottedShape and kebabShape are names of several words.
	snakeShape  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(?:__?[A-Za-z0-9]+)+$`)
	dottedShape = regexp.MustCompile(`^[a-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+$`)
	kebabShape  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+$`)
	// serviceShape are parts that only names of programs have.
	serviceShape = regexp.MustCompile(`(?:^|-)(?:svc|srv|api|db|sdk|cli|ui|env|prod|stg|dev|config|cfg|worker|daemon|cron|queue)(?:-|$)`)
	// fileShape and domainShape are told from settings by their ends.
	domainShape = regexp.MustCompile(`\.(?:com|org|net|io|dev|co|edu|gov|example|internal|local|[a-z]{2})$`)
)

func isVersion(word string) bool { return versionShape.MatchString(lowerASCII(word)) }

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

func isCipher(word string) bool { return cipherShape.MatchString(lowerASCII(word)) }

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
	return inCode && strings.ContainsAny(name, "_-") && !strings.ContainsAny(name, " =/:")
}

// everyday says whether a lower-case word, or what it is made from, is one
// that everybody knows.
func everyday(word string) bool {
	known := func(w string) bool { return englishWords()[w] || everydayWords()[w] }
	if known(word) || known(singular(word)) {
		return true
	}
	for _, prefix := range []string{"un", "re", "non", "pre", "over", "mis", "out", "under"} {
		if stem, ok := strings.CutPrefix(word, prefix); ok && len(stem) > 3 && known(stem) {
			return true
		}
	}
	for _, suffix := range []string{"ed", "ing", "er", "ers", "ly", "ness", "able", "est", "ish", "less", "y", "ies", "d", "r", "rs"} {
		stem, ok := strings.CutSuffix(word, suffix)
		if !ok || len(stem) < 3 {
			continue
		}
		if known(stem) || known(stem+"e") || known(stem+"y") {
			return true
		}
		if n := len(stem); stem[n-1] == stem[n-2] && known(stem[:n-1]) {
			return true
		}
	}
	return false
}
