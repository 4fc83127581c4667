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

// Bounds of the last resort: a run of token characters that nothing names.
const (
	minRun     = 28
	maxRun     = 400
	minEntropy = 4.2
	minChanges = 0.35
)

// randomRuns calls hit with the extent of every run of token characters that
// looks drawn at random. Ids in links are left alone.
func randomRuns(text string, hit func(start, end int)) {
	for i := 0; i < len(text); {
		if !tokenByte[text[i]] {
			i++
			continue
		}
		start := i
		for i < len(text) && tokenByte[text[i]] {
			i++
		}
		for i < len(text) && text[i] == '=' { // padding, not an assignment
			i++
		}
		run := strings.TrimRight(text[start:i], "./-")
		if len(run) >= minRun && len(run) <= maxRun && looksRandom(run) && !inLink(text, start, i) {
			hit(start, start+len(run))
		}
	}
}

var tokenByte = func() (set [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+/.-") {
		set[c] = true
	}
	return set
}()

func looksRandom(run string) bool {
	digits, changes := 0, 0
	for i := range len(run) {
		if run[i] >= '0' && run[i] <= '9' {
			digits++
		}
		if i > 0 && classOf(run[i]) != classOf(run[i-1]) {
			changes++
		}
	}
	return digits >= 2 && classesOf(run) >= 3 &&
		strings.Count(run, "/") <= 3 && strings.Count(run, "-") <= 4 && strings.Count(run, "_") <= 4 && strings.Count(run, ".") <= 2 &&
		float64(changes) >= minChanges*float64(len(run)) && entropy(run) >= minEntropy
}

func classOf(c byte) byte {
	switch {
	case c >= 'a' && c <= 'z':
		return 'a'
	case c >= 'A' && c <= 'Z':
		return 'A'
	case c >= '0' && c <= '9':
		return '0'
	}
	return '-'
}

// inLink reports whether the run text[start:end] belongs to a link.
func inLink(text string, start, end int) bool {
	from := max(0, start-500)
	if i := strings.LastIndexAny(text[from:start], " \t\n\"'<>()"); i >= 0 {
		from += i + 1
	}
	return strings.Contains(text[from:end], "://") || strings.HasPrefix(text[from:], "www.")
}
