package safety

import "strings"

// Bounds of the last resort: a run of token characters that nothing names.
const (
	minRun     = 28
	maxRun     = 400
	minEntropy = 4.2
	minChanges = 0.35
)

// tokenRuns calls hit with the extent of every run of token characters, with
// the padding that ends it.
func tokenRuns(text string, hit func(start, end int)) {
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
		if i-start >= minWrapped {
			hit(start, i)
		}
	}
}

// unnamed reports whether a run of token characters looks drawn at random. Ids
// in links do not count.
func unnamed(text string, start, end int) bool {
	run := strings.TrimRight(text[start:end], "./-")
	return len(run) >= minRun && len(run) <= maxRun && looksRandom(run) && !inLink(text, start, end)
}

var tokenByte = func() (set [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+/.-") {
		set[c] = true
	}
	return set
}()

func looksRandom(run string) bool {
	digits := 0
	for i := range len(run) {
		if run[i] >= '0' && run[i] <= '9' {
			digits++
		}
	}
	return digits >= 2 && classesOf(run) >= 3 &&
		strings.Count(run, "/") <= 3 && strings.Count(run, "-") <= 4 && strings.Count(run, "_") <= 4 && strings.Count(run, ".") <= 2 &&
		float64(changes(run)) >= minChanges*float64(len(run)) && entropy(run) >= minEntropy
}

// changes counts where in s one class of characters gives way to another.
func changes(s string) int {
	n := 0
	for i := 1; i < len(s); i++ {
		if classOf(s[i]) != classOf(s[i-1]) {
			n++
		}
	}
	return n
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
