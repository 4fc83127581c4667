package safety

import (
	"cmp"
	"slices"
	"strings"
)

// Secret says that a secret was masked, and of what kind: aws-key, github,
// slack, private-key, url-password, password, token and others in rules.txt;
// unnamed for what only looks random. Nothing else about it is kept.
type Secret struct {
	Kind string
}

// Mask puts ‹secret:KIND› in place of every secret that it recognises and drops
// hidden code points. A text with neither comes back byte for byte. Mask is
// idempotent. Marks that ask scanners to look away are ignored.
//
// HTML entities, percent-encoding, base64, wide and look-alike letters and a line
// break inside a token hide nothing: detection runs on those readings too. A secret that is found in one place is masked wherever else it
// stands in the text.
func Mask(text string) (string, []Secret) {
	var m masker
	return m.mask(text)
}

// masker masks texts that belong together.
type masker struct {
	// known are the secrets found so far, held no longer than the masking takes.
	known []secretValue
	// named leaves out the last resort, runs that only look random; issued
	// keeps only the shapes of tokens that issuers give out.
	named, issued bool
	// inside says that the text was itself wrapped in base64.
	inside bool
}

type secretValue struct {
	value, kind string
}

// span is where a secret stands. Of overlapping spans the one of the first rule
// gives its kind.
type span struct {
	start, end, rank int
	kind             string
}

const (
	placeholderStart = "‹secret:"
	placeholderEnd   = "›"
	maxPlaceholder   = 40
	// maxWindow is how far from its keyword a pattern looks.
	maxWindow = 640
	// maxPasses bounds the passes; a text needs a second one when a secret hid
	// the next one's name.
	maxPasses = 12
	// maxKnown bounds the secrets that are looked for elsewhere, minKnown is
	// the shortest of them.
	maxKnown, minKnown = 64, 8
)

func (m *masker) mask(text string) (string, []Secret) {
	text = stripHidden(text)
	var secrets []Secret
	for range maxPasses {
		spans := m.spans(text)
		if len(spans) == 0 {
			break
		}
		var b strings.Builder
		at := 0
		for _, s := range spans {
			b.WriteString(text[at:s.start])
			b.WriteString(placeholderStart + s.kind + placeholderEnd)
			secrets = append(secrets, Secret{Kind: s.kind})
			m.remember(text[s.start:s.end], s.kind)
			at = s.end
		}
		b.WriteString(text[at:])
		text = b.String()
	}
	return text, secrets
}

func (m *masker) remember(value, kind string) {
	if len(m.known) < maxKnown && len(value) >= minKnown && classesOf(value) >= 2 {
		m.known = append(m.known, secretValue{value, kind})
	}
}

// merge sorts spans and joins those that overlap.
func merge(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(a.start-b.start, a.rank-b.rank) })
	merged := spans[:0]
	for _, s := range spans {
		if n := len(merged); n > 0 && s.start < merged[n-1].end {
			last := &merged[n-1]
			last.end = max(last.end, s.end)
			if s.rank < last.rank {
				last.rank, last.kind = s.rank, s.kind
			}
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// scan runs the rules, and the last resort, over text as it stands.
func (m *masker) scan(text string) []span {
	set := secretRules()
	var spans []span
	add := func(start, end, rank int, kind string) {
		if start < end {
			spans = append(spans, span{start, end, rank, kind})
		}
	}
	done := make(map[int]int) // by rule: the end of its last match
	set.find(text, func(start, end, i int) {
		r := &set.rules[i]
		if m.issued && r.value != "issued" || start < done[i] || inPlaceholder(text, start) {
			return
		}
		at, ok := r.begin(text, start)
		if !ok {
			return
		}
		limit := window(text, at)
		if !strings.Contains(text[at:limit], r.needs) {
			return
		}
		groups := r.pattern.FindStringSubmatchIndex(text[at:limit])
		if groups == nil {
			return
		}
		if len(groups) == 2 {
			groups = append(groups, groups...)
		}
		for g := 2; g < len(groups); g += 2 {
			if groups[g] < 0 {
				continue
			}
			from, to := at+groups[g], at+groups[g+1]
			for to == limit && to < len(text) && tokenByte[text[to]] {
				to, limit = to+1, limit+1
			}
			if r.from == "key" {
				to = keyEnd(text, to)
			} else if r.value != "issued" {
				from, to = trimValue(text, from, to)
			}
			if from < to && r.accepts(text, from, to) {
				add(from, to, i+1, r.kind)
				done[i] = to
			}
		}
	})
	if !m.issued {
		m.lastResorts(text, len(set.rules)+1, add)
	}
	return spans
}

// lastResorts adds what no single shape gives away.
func (m *masker) lastResorts(text string, rank int, add func(start, end, rank int, kind string)) {
	tokenRuns(text, func(start, end int) {
		if kind, until, ok := m.wrapped(text, start, end); ok {
			add(start, until, rank, kind)
		} else if !m.named && unnamed(text, start, end) {
			add(start, start+len(strings.TrimRight(text[start:end], "./-")), rank+1, "unnamed")
		}
	})
	manifestSecrets(text, func(start, end int) { add(start, end, rank, "token") })
	accountNumbers(text, func(start, end int, kind string) { add(start, end, rank, kind) })
}

// begin returns where the rule's pattern begins for a keyword at start.
func (r *rule) begin(text string, start int) (int, bool) {
	switch r.from {
	case "word":
		return start, start == 0 || !wordByte(text[start-1])
	case "run":
		at := start
		for at > 0 && start-at < 96 && (wordByte(text[at-1]) || strings.IndexByte("+._~-", text[at-1]) >= 0) {
			at--
		}
		return at, true
	case "query":
		at := start
		for at > 0 && start-at < 32 && (wordByte(text[at-1]) || strings.IndexByte("_.-", text[at-1]) >= 0) {
			at--
		}
		return start, at > 0 && strings.IndexByte("?&;#", text[at-1]) >= 0
	}
	return start, true
}

// inPlaceholder reports whether offset at lies in the words of a placeholder.
func inPlaceholder(text string, at int) bool {
	before := text[max(0, at-maxPlaceholder):at]
	open := strings.LastIndex(before, placeholderStart[:len("‹")])
	return open >= 0 && strings.HasPrefix(text[at-len(before)+open:], placeholderStart) &&
		!strings.Contains(before[open:], placeholderEnd)
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// window returns the end of what a pattern that begins at the given offset may
// see, at a whole rune.
func window(text string, at int) int {
	end := min(len(text), at+maxWindow)
	for end < len(text) && end > at && text[end]&0xc0 == 0x80 {
		end--
	}
	return end
}

// keyEnd returns where the key that begins before offset at ends: after its END
// line, or, where that was cut off, at the end of the text.
func keyEnd(text string, at int) int {
	rest := text[at:]
	if i := strings.Index(rest, "-END "); i >= 0 {
		end := i + len("-END ")
		if nl := strings.IndexByte(rest[end:], '\n'); nl >= 0 {
			line := rest[end : end+nl]
			if dash := strings.LastIndex(line, "----"); dash >= 0 {
				return at + end + dash + len("----")
			}
			return at + end + nl
		}
		if dash := strings.LastIndex(rest[end:], "----"); dash >= 0 {
			return at + end + dash + len("----")
		}
	}
	return len(text)
}

// trimValue takes the quotes and the punctuation of the sentence off a value.
func trimValue(text string, from, to int) (int, int) {
	for from < to && strings.IndexByte("\"'`*([{", text[from]) >= 0 {
		from++
	}
	for from < to && strings.IndexByte("\"'`*.,;:)]}\\", text[to-1]) >= 0 {
		to--
	}
	return from, to
}
