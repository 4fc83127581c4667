package safety

import (
	"encoding/base64"
	"regexp"
	"strings"
)

// minWrapped is how long a run must be to be looked into.
const minWrapped = 20

// wrapped reports whether the run text[start:end] is base64 of a text that
// holds a secret, of what kind, and where it ends: a private key takes the
// lines after it along.
func (m *masker) wrapped(text string, start, end int) (kind string, until int, ok bool) {
	run := text[start:end]
	if m.inside || len(run) < minWrapped || !printableStart(run) {
		return "", 0, false
	}
	plain, ok := unwrap(run)
	if !ok {
		return "", 0, false
	}
	inner := masker{named: true, inside: true}
	if spans := inner.scan(plain); len(spans) > 0 {
		kind = spans[0].kind
	} else if strings.Contains(plain, "PRIVATE KEY") {
		kind = "private-key"
	} else {
		return "", 0, false
	}
	if kind == "private-key" {
		for {
			more := moreBase64.FindString(text[end:])
			if more == "" {
				break
			}
			end += len(more)
		}
	}
	return kind, end, true
}

var moreBase64 = regexp.MustCompile(`\A\s{1,20}[A-Za-z0-9+/]{16,}={0,2}`)

// printableStart reports whether the first four characters of a run, as
// base64, are text.
func printableStart(run string) bool {
	first, err := base64.RawStdEncoding.DecodeString(standard(run[:4]))
	return err == nil && printable(first)
}

// unwrap decodes base64 in either alphabet, padded or not, also where its end
// is missing; ok is false when that is no text.
func unwrap(run string) (plain string, ok bool) {
	run = standard(strings.TrimRight(run, "="))
	if len(run)%4 == 1 {
		run = run[:len(run)-1]
	}
	decoded, err := base64.RawStdEncoding.DecodeString(run)
	return string(decoded), err == nil && printable(decoded)
}

func standard(run string) string { return urlAlphabet.Replace(run) }

var urlAlphabet = strings.NewReplacer("-", "+", "_", "/")

func printable(s []byte) bool {
	for _, c := range s {
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' || c >= 0x7f {
			return false
		}
	}
	return true
}

// manifestSecret matches the line that makes a Kubernetes manifest a Secret,
// manifestValue a line of its data.
var (
	manifestSecret = regexp.MustCompile(`(?im)^[ \t>]*["']?kind["']?\s*:\s*["']?(?:Sealed)?Secret["']?\s*,?\s*$`)
	manifestValue  = regexp.MustCompile(`(?m)^[ \t>]*["']?[\w.-]+["']?[ \t]*:[ \t]+["']?([A-Za-z0-9+/]{8,}={0,2})["']?,?[ \t]*\r?$`)
)

// manifestSecrets calls hit with every value that is base64 in the manifests of
// Kubernetes Secrets, which keep what is secret under any name.
func manifestSecrets(text string, hit func(start, end int)) {
	if !strings.Contains(text, "Secret") || !manifestSecret.MatchString(text) {
		return
	}
	from := 0
	for document := range strings.SplitSeq(text, "\n---") {
		if manifestSecret.MatchString(document) {
			for _, at := range manifestValue.FindAllStringSubmatchIndex(document, -1) {
				if plain, ok := unwrap(document[at[2]:at[3]]); ok && plain != "" {
					hit(from+at[2], from+at[3])
				}
			}
		}
		from += len(document) + len("\n---")
	}
}
