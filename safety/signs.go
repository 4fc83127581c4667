package safety

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"github.com/gloss-tutor/gloss/thread"
)

// The kinds of signs.
const (
	Scam      = "scam"
	Injection = "injection"
)

// Sign points at a message whose wording deserves a second look. It is no
// verdict, and no sign does not mean that a message is safe.
type Sign struct {
	Kind    string
	Message string // the message's id
	Note    string // a plain sentence for the reader, our own words
}

//go:embed signs.txt
var signText string

// signGroup is one group of patterns in signs.txt; asks says that it asks the
// reader for something.
type signGroup struct {
	name     string
	asks     bool
	patterns []*regexp.Regexp
}

// wordings is signs.txt, read.
type wordings struct {
	// cues finds the words of a family of patterns, by its rule.
	cues            finder
	groups          []signGroup
	injection, asks []*regexp.Regexp
	denials         []*regexp.Regexp
}

// secretNouns is {secret} in signs.txt, weakNouns {weak}.
const (
	secretNouns = `pass ?words?|pass ?codes?|passphrases?|pin codes?|log-?in (?:codes?|details|data)|credentials?|` +
		`(?:2fa|mfa|otp|one[- ]time|verification|security|authenticator|auth|login|sms|recovery|backup|confirmation) ?codes?|otp|` +
		`(?:api|access|auth|session|bearer) ?(?:tokens?|keys?)|private keys?|secret keys?|ssh keys?|seed phrases?|recovery phrases?|` +
		`card (?:numbers?|details)|cvv|cvc|bank (?:details|account)|account numbers?|social security numbers?|ssn|admin (?:access|login|rights)`
	weakNouns = `codes?|log ?ins?|tokens?|pins?|card data|keys?`
)

var nouns = strings.NewReplacer("{secret}", secretNouns, "{weak}", weakNouns)

var signWordings = sync.OnceValue(func() *wordings {
	w, err := parseWordings(signText)
	if err != nil {
		panic("safety: read signs.txt: " + err.Error())
	}
	return w
})

// parseWordings reads the format of signs.txt.
func parseWordings(text string) (*wordings, error) {
	w := &wordings{}
	place := make(map[string]int)
	for line := range strings.Lines(text) {
		group, pattern, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if family, isCue := strings.CutPrefix(group, "words "); isCue {
			for _, word := range strings.Fields(pattern) {
				w.cues.add(word, slices.Index(families, family))
			}
			continue
		}
		re, err := regexp.Compile("(?i)" + nouns.Replace(pattern))
		if err != nil {
			return nil, fmt.Errorf("group %s: %w", group, err)
		}
		switch group {
		case "no":
			w.denials = append(w.denials, re)
		case "injection":
			w.injection = append(w.injection, re)
		case "ask":
			w.asks = append(w.asks, re)
		default:
			if _, known := place[group]; !known {
				place[group] = len(w.groups)
				w.groups = append(w.groups, signGroup{name: strings.TrimPrefix(group, "*"), asks: strings.HasPrefix(group, "*")})
			}
			g := &w.groups[place[group]]
			g.patterns = append(g.patterns, re)
		}
	}
	w.cues.link()
	return w, nil
}

// families are the sets of patterns that have words of their own.
var families = []string{Scam, Injection, "ask"}

// cued reports for each family whether one of its words begins somewhere in s.
func (w *wordings) cued(s string) (found [3]bool) {
	w.cues.find(s, func(start, _, family int) {
		if start == 0 || !wordByte(s[start]) || !wordByte(s[start-1]) {
			found[family] = true
		}
	})
	return found
}

func anyMatch(patterns []*regexp.Regexp, s string) bool {
	for _, p := range patterns {
		if p.MatchString(s) {
			return true
		}
	}
	return false
}

// undenied is s without the clauses that deny a request ("never send your
// password").
func (w *wordings) undenied(s string) string {
	for _, d := range w.denials {
		s = d.ReplaceAllString(s, " ")
	}
	return s
}

// maxRead bounds how much of a text is read for signs, in bytes.
const maxRead = 16_000

// bounded is s ready for matching: its beginning and end, folded, without
// hidden code points.
func bounded(s string) string {
	if len(s) > maxRead {
		s = s[:maxRead/2] + "\n" + s[len(s)-maxRead/2:]
	}
	return norm.NFKC.String(stripHidden(s))
}

// AsksForSecret reports whether an outgoing line asks the reader for a password,
// a code, a token or a payment, or to approve a login, switch a protection off
// or run what a link returns. It is conservative: denials ("never share your
// password") and reports about others are let through.
func AsksForSecret(s string) bool {
	w := signWordings()
	s = bounded(s)
	return w.cued(s)[2] && anyMatch(w.asks, w.undenied(s))
}

// Notes to the reader.
const (
	scamNote      = "This message asks for something in a way that scams often do (%s). Check with the person over a channel you know before you do anything."
	injectionNote = "This message holds text that addresses AI tools and tells them what to say. It was treated as part of the thread, not as an order."
)

// signWords say in plain words what a group is.
var signWords = map[string]string{
	"credential": "it asks for a password, code or key",
	"login":      "it wants you to log in or confirm an account",
	"money":      "it asks for money or gift cards",
	"run":        "it wants you to run something or lower a protection",
	"data":       "it wants data sent to a private address",
	"access":     "it wants someone let in",
	"threat":     "it threatens a loss",
	"deadline":   "it presses for time",
	"secrecy":    "it asks for secrecy",
	"authority":  "it claims authority",
	"identity":   "it explains away an unusual identity",
	"bypass":     "it skips the usual steps",
	"channel":    "it moves off the channel",
	"link":       "its link looks odd",
	"greeting":   "it greets nobody by name",
	"guest":      "its author is a guest",
}

// guest matches roles that say the author is not known here.
var guest = regexp.MustCompile(`(?i)\bguest\b|joined today|\bexternal\b|\bunverified\b`)

// Signs returns the signs on a thread, in the order of its messages, at most one
// of each kind for a message. A scam sign needs a request and one more group of
// the NIST Phish Scale; an injection is wording addressed to tools.
func Signs(t thread.Thread) []Sign {
	w := signWordings()
	var signs []Sign
	for _, m := range t.Messages {
		text := bounded(m.Text)
		cued := w.cued(text)
		if cued[0] {
			if note := w.scam(text, m.AuthorRole); note != "" {
				signs = append(signs, Sign{Scam, m.ID, note})
			}
		}
		if cued[1] && anyMatch(w.injection, text) {
			signs = append(signs, Sign{Injection, m.ID, injectionNote})
		}
	}
	return signs
}

// scam returns a note when enough groups of scam wording meet in a text whose
// author has the given role.
func (w *wordings) scam(text, role string) string {
	text = w.undenied(text)
	var seen []string
	for _, asking := range []bool{true, false} {
		for _, g := range w.groups {
			if g.asks == asking && anyMatch(g.patterns, text) {
				seen = append(seen, signWords[g.name])
			}
		}
		if len(seen) == 0 {
			return "" // nothing is asked for
		}
	}
	if guest.MatchString(role) {
		seen = append(seen, signWords["guest"])
	}
	if len(seen) < 2 {
		return ""
	}
	return fmt.Sprintf(scamNote, strings.Join(seen[:min(len(seen), 3)], ", "))
}
