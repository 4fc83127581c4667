package glossary

import "strings"

// plurals are the plural forms of the last word of a term; a word that is a
// plural already gives its singular.
func plurals(word string) []string {
	n := len(word)
	if n < 3 || !isASCII(word) || !isLetter(word[n-1]) {
		return nil
	}
	forms := []string{pluralOf(word)}
	switch {
	case strings.HasSuffix(word, "ex") || strings.HasSuffix(word, "ix"):
		forms = append(forms, word[:n-2]+"ices")
	case strings.HasSuffix(word, "sis"):
		forms = append(forms, word[:n-2]+"es")
	}
	if one := singular(word); one != word {
		forms = append(forms, one)
	}
	return forms
}

func pluralOf(word string) string {
	n := len(word)
	switch {
	case endsIn(word, "s", "x", "z", "ch", "sh"):
		return word + "es"
	case word[n-1] == 'y' && !isVowel(word[n-2]):
		return word[:n-1] + "ies"
	}
	return word + "s"
}

// singular is the singular of a regular plural, else the word as it is. Short
// words are left alone: "news" is no plural of "new".
func singular(word string) string {
	n := len(word)
	switch {
	case n < 5 || !isASCII(word) || endsIn(word, "ss", "us", "is", "as", "os"):
		return word
	case strings.HasSuffix(word, "ies"):
		return word[:n-3] + "y"
	case endsIn(word, "ches", "shes", "xes", "sses"):
		return word[:n-2]
	case word[n-1] == 's':
		return word[:n-1]
	}
	return word
}

// ownMeaning are forms that look like a verb and are words of their own.
var ownMeaning = map[string]bool{"staging": true, "building": true, "meeting": true}

// verbForms are the past and the -ing form of a word that is used as a verb as
// well ("drain": drained, draining). A consonant may or may not be doubled.
func verbForms(word string) []string {
	n := len(word)
	if n < 3 || !isASCII(word) || !isLetter(word[n-1]) || endsIn(word, "ing", "ed") {
		return nil
	}
	stem := word
	var forms []string
	switch {
	case word[n-1] == 'e':
		stem = word[:n-1]
		forms = []string{word + "d"}
	case word[n-1] == 'y' && !isVowel(word[n-2]):
		forms = []string{word[:n-1] + "ied"}
	default:
		forms = []string{word + "ed"}
	}
	if !ownMeaning[stem+"ing"] {
		forms = append(forms, stem+"ing")
	}
	if isVowel(word[n-2]) && !isVowel(word[n-3]) && !isVowel(word[n-1]) && !endsIn(word, "w", "x", "y") {
		double := word + word[n-1:]
		forms = append(forms, double+"ed", double+"ing")
	}
	return forms
}

// particles are the words with which verbs form nouns such as "rollback".
// Those that also make everyday verbs when they stand apart ("check out",
// "set up") are split off only where the term itself is written in two.
var particles = map[string]bool{
	"back": true, "over": true, "down": true,
	"up": false, "out": false, "off": false, "in": false, "on": false,
}

// phrasal are the verb phrases behind a noun that ends in a particle:
// "rollback" gives roll back, rolls back, rolled back, rolling back.
func phrasal(words []string) [][]string {
	var head, particle string
	switch {
	case len(words) == 2:
		head, particle = words[0], words[1]
		if _, ok := particles[particle]; !ok {
			return nil
		}
	case len(words) == 1:
		for p, apart := range particles {
			if apart && strings.HasSuffix(words[0], p) {
				head, particle = strings.TrimSuffix(words[0], p), p
			}
		}
	}
	if len(head) < 3 || !isASCII(head) {
		return nil
	}
	forms := [][]string{{head, particle}, {pluralOf(head), particle}}
	for _, verb := range verbForms(head) {
		forms = append(forms, []string{verb, particle})
	}
	return forms
}

// headPlural is the plural of a term whose head comes first: "payment in
// transit" gives payments in transit.
func headPlural(words []string) [][]string {
	if len(words) < 3 || len(words[0]) < 3 || !isASCII(words[0]) {
		return nil
	}
	switch words[1] {
	case "in", "of", "on", "at", "for", "to", "by", "as", "per":
		return [][]string{append([]string{pluralOf(words[0])}, words[1:]...)}
	}
	return nil
}

func endsIn(word string, endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(word, e) {
			return true
		}
	}
	return false
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
