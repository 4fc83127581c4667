package safety

import (
	"math"
	"regexp"
	"strings"
	"unicode"
)

// accepts reports whether the rule takes text[from:to] for a secret.
func (r *rule) accepts(text string, from, to int) bool {
	value, filter := text[from:to], r.value
	if filter == "prose" && from > 0 && strings.IndexByte("`'\"*", text[from-1]) >= 0 {
		filter = "password" // whoever quotes a word after "password" means it
	}
	switch filter {
	case "any":
		return !placeholderValue.MatchString(value)
	case "issued":
		return !oneRune(value)
	case "secret":
		return plausible(value, 6, 2) && !camelCase(value) || longNumber.MatchString(value)
	case "password":
		return plausible(value, 5, 2) && !camelCase(value)
	case "prose":
		return plausible(value, 6, 3) && !codeLike.MatchString(value) && !wordLike(value)
	case "stated":
		return plausibleStated(value)
	case "random":
		return drawn(value)
	case "phrase":
		return !functionWord.MatchString(value)
	case "wrapped":
		plain, ok := unwrap(value)
		return ok && wrappedLogin.MatchString(plain)
	}
	return false
}

// placeholderValue matches what people write in place of a secret.
var placeholderValue = regexp.MustCompile(`(?i)^(?:[x*.#_•-]+|\$.*|%[a-z_]+%|\{\{.*|\[.*\]|<.*>|\(.*\)|@.*|` +
	`(?:your|my|some|the|a)[-_ ].*|change-?me.*|example|example[-_]?(?:password|token|key|secret|value)|` +
	`redacted|hidden|null|none|nil|undefined|true|false|todo|tbd|username|password|passwd|secret|token|` +
	`(?:os\.|process\.|env\.|sys\.|config\.|settings\.|secrets?\.|self\.|this\.).*|` +
	`https?://.*|file:.*|[~.]{0,2}/.*)$`)

// codeLike matches calls, dotted names and indexed expressions.
var codeLike = regexp.MustCompile(`^(?:[A-Za-z_]\w*\(.*|[A-Za-z_]+\d?(?:(?:\.|::|->)[A-Za-z_]+\d?)+[();]*|[A-Za-z_]\w*\[.*)$`)

var longNumber = regexp.MustCompile(`^\d{15,40}$`)

// plausible reports whether value may be a secret at all: long enough, of
// enough classes of characters, not too regular, nothing that stands in place
// of a secret.
func plausible(value string, length, classes int) bool {
	return len(value) >= length && classesOf(value) >= classes && entropy(value) >= 2.2 &&
		!placeholderValue.MatchString(value) && !codeLike.MatchString(value) && !plainWords(value)
}

// plainWords reports whether value is lower-case, capitalised or upper-case
// words with punctuation between them and no digit.
func plainWords(value string) bool {
	upper, lower, other := 0, 0, 0
	for _, r := range value {
		switch {
		case unicode.IsDigit(r):
			return false
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		case r == '-' || r == '_' || r == '.' || r == ',' || r == '\'' || r == '’' || r == ')' || r == '(' || r == ';' || r == ':' || r == '?' || r == '!':
			other++
		default:
			return r > unicode.MaxASCII
		}
	}
	return other > 0 && (lower == 0 || upper <= other+1) && upper+lower+other < 40
}

// camelCase reports whether value is a name of a program: letters only, few of
// them capital, perhaps one number at the end.
func camelCase(value string) bool {
	letters, capitals := 0, 0
	value = strings.TrimRight(value, "0123456789")
	for _, r := range value {
		if !unicode.IsLetter(r) && r != '_' {
			return false
		}
		letters++
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return letters >= 6 && capitals > 0 && capitals*4 <= letters && len(value) >= 6 && strings.TrimLeft(value, "_") != ""
}

// wordLike reports whether value is words and numbers as prose joins them:
// "10-12GB", "Foo/Bar2", "UTF-8", times and versions.
func wordLike(value string) bool { return proseLike.MatchString(value) }

var proseLike = regexp.MustCompile(`^(?:\d+[A-Za-z]{0,4}|[A-Za-z]{1,12}\d{0,4})(?:[-/.:,+&]+(?:\d+[A-Za-z]{0,4}|[A-Za-z]{1,12}\d{0,4})){1,3}[.,:;)]*$`)

// oneRune reports whether value, apart from its prefix, is one character over
// and over: a stand-in for a token.
func oneRune(value string) bool {
	body := value
	if i := strings.LastIndexAny(value[:len(value)/2], "_-."); i >= 0 {
		body = value[i+1:]
	} else if len(value) > 8 {
		body = value[4:]
	}
	body = strings.TrimRight(body, ".-_")
	return body == "" || strings.Trim(body, body[:1]) == ""
}

func classesOf(s string) int {
	var lower, upper, digit, other int
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			lower = 1
		case r >= 'A' && r <= 'Z':
			upper = 1
		case r >= '0' && r <= '9':
			digit = 1
		default:
			other = 1
		}
	}
	return lower + upper + digit + other
}

// entropy is the Shannon entropy of the bytes of s, in bits per byte.
func entropy(s string) float64 {
	var count [256]int
	for i := range len(s) {
		count[s[i]]++
	}
	bits := 0.0
	for _, n := range count {
		if n > 0 {
			p := float64(n) / float64(len(s))
			bits -= p * math.Log2(p)
		}
	}
	return bits
}

// plausibleStated reports whether a sentence that says "the password is" goes on
// with one: a word that holds a digit but is no measure, version or name of a
// procedure, or three and more words joined by dashes.
func plausibleStated(value string) bool {
	value = strings.TrimRight(value, ".,;:!?)")
	if len(value) < 6 || placeholderValue.MatchString(value) || codeLike.MatchString(value) {
		return false
	}
	if strings.ContainsAny(value, "0123456789") {
		return classesOf(value) >= 2 && strings.ContainsFunc(value, unicode.IsLetter) && !notStated.MatchString(value)
	}
	return joinedWords.MatchString(value) && !functionWord.MatchString(value)
}

// drawn reports whether a part of value, between dashes and underlines, looks
// drawn at random.
func drawn(value string) bool {
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == '-' || r == '_' }) {
		if len(part) >= 12 && classesOf(part) >= 2 && strings.ContainsAny(part, "0123456789") &&
			entropy(part) >= 3 && changes(part)*10 >= len(part)*3 && !idLike.MatchString(value) {
			return true
		}
	}
	return false
}

var (
	// notStated matches measures, versions, dates, and procedures for passwords.
	notStated = regexp.MustCompile(`(?i)^(?:1password|tests?[-_A-Z].*|\d[\d.,:x×-]*[-–]?(?:[a-z]{1,3}|chars?|characters?|digits?|bits?|bytes?|letters?|days?|hours?|hrs|mins?|minutes?|secs?|seconds?|months?|years?|times?|th|st|nd|rd)?` +
		`|v?\d+(?:\.\d+)+.*|(?:base|sha|md|utf|aes|argon|pbkdf|ed|rsa|oauth|hs|rs|es|ecdsa|scram|ntlm|hmac|rot|reset|step|channel|bcrypt|ntlmv|blake|crc|x|win|ipv|s|k|i|min|minimum|max|maximum|test)-?\d.*|\d+-.*|[a-z]{1,12}\(s\).*|[a-z]+/.*|.*://.*|.*\[.*\]?.*|.*\.(?:md|txt|ya?ml|json|py|go|js|ts|sh|env|html?|log|conf|com|org|net|io)|#.*|pr-?\d+|[a-z]{2,10}-\d+)$`)
	joinedWords  = regexp.MustCompile(`^[A-Za-z]{3,10}(?:[-_.][A-Za-z]{3,10}){2,7}$`)
	functionWord = regexp.MustCompile(`(?i)(?:^|[-_. ])(?:to|of|the|set|by|is|be|it|in|and|so|non|not|per|end|out|one|two|three|case|based|like|only|time|well|up|use|way|word|words|side|key|name|user|from|with|for|your|here)(?:$|[-_. ])`)
	// idLike matches hashes and UUIDs, which name things far more often than
	// they open them.
	idLike       = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	wrappedLogin = regexp.MustCompile(`^[\w.@$-]{1,64}:\S{3,}$`)
)
