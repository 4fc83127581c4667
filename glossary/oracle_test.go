package glossary

import (
	"math/rand/v2"
	"reflect"
	"sort"
	"strings"
	"testing"
	"unicode"
)

// naive finds terms as a reader with a list would: at each word it tries every
// spelling of every term, the longest first. It shares no code with the trie
// and knows only plain lower-case terms in plain text.
func naive(text string, spellings map[string][]string) []string {
	var words []string
	var breaks []bool // whether a sentence or clause ended before the word
	ended := false
	for _, field := range strings.Fields(text) {
		bare := strings.TrimRight(field, ".,;")
		words, breaks = append(words, strings.ToLower(bare)), append(breaks, ended)
		ended = bare != field
	}
	var found []string
	for i := 0; i < len(words); {
		best, length := "", 0
		for term, forms := range spellings {
			for _, form := range forms {
				parts := strings.Fields(form)
				if i+len(parts) > len(words) || len(parts) <= length {
					continue
				}
				fits := true
				for k, part := range parts {
					fits = fits && words[i+k] == part && (k == 0 || !breaks[i+k])
				}
				if fits {
					best, length = term, len(parts)
				}
			}
		}
		if length == 0 {
			i++
			continue
		}
		found = append(found, best)
		i += length
	}
	return found
}

func TestTheTrieAgreesWithAReaderWithAList(t *testing.T) {
	spellings := map[string][]string{
		"node":               {"node", "nodes"},
		"node pool":          {"node pool", "node pools"},
		"pool panel rules":   {"pool panel rules"},
		"panel":              {"panel", "panels"},
		"box":                {"box", "boxes"},
		"blue box":           {"blue box", "blue boxes"},
		"blue box node pool": {"blue box node pool", "blue box node pools"},
	}
	var list []string
	for term := range spellings {
		list = append(list, term)
	}
	sort.Strings(list)
	g := New(terms(list...))
	vocabulary := strings.Fields("node nodes Node pool pools panel panels rules box boxes blue BLUE red nodal the a")
	separators := []string{" ", " ", "  ", ". ", ", "}
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var text strings.Builder
		for n := 1 + random.IntN(12); n > 0; n-- {
			text.WriteString(vocabulary[random.IntN(len(vocabulary))])
			if n > 1 {
				text.WriteString(separators[random.IntN(len(separators))])
			}
		}
		matches, _ := g.Match(said(text.String()))
		got := make(map[string]bool)
		for _, m := range matches {
			got[strings.TrimPrefix(m.Entry, "company/")] = true
		}
		want := make(map[string]bool)
		for _, term := range naive(text.String(), spellings) {
			want[term] = true
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("in %q found %v, want %v", text.String(), got, want)
		}
	}
}

// FuzzMatch holds what is true of every text: a match, and undefined jargon,
// is a whole word of the first message that it names, its entries exist, and
// the same thread gives the same answer.
func FuzzMatch(f *testing.F) {
	for _, seed := range []string{
		"Two pods of the service-mesh", "```\nCI/CD\n", "<@U1> https://x.y/pod `eBPF`", "_pod_ $pod pod() 服务 ＡＰＩ e\u0301",
		"> quote\n&gt; pod", ":pod: pod: ::pod", "RC2 p99 Node.js's .NET C++", "\xff\xfepod\x00", "@ # <# `", "pod's\u2019s",
	} {
		f.Add(seed, "other pods")
	}
	g := New(append(Starter(), shop().Entries()...))
	f.Fuzz(func(t *testing.T, one, two string) {
		th := said(one, two)
		matches, undefined := g.Match(th)
		for _, m := range matches {
			if len(m.Messages) == 0 || m.Surface == "" || (m.Entry == "") != (len(m.Either) > 1) {
				t.Fatalf("the match is not complete: %+v", m)
			}
			for _, id := range append([]string{m.Entry}, m.Either...) {
				if _, known := g.Entry(id); id != "" && !known {
					t.Fatalf("no entry %s", id)
				}
			}
			holdsWord(t, th.Messages[index(t, m.Messages[0])].Text, m.Surface)
		}
		if len(undefined) > maxUndefined {
			t.Fatalf("%d words are too many", len(undefined))
		}
		for _, u := range undefined {
			holdsWord(t, th.Messages[index(t, u.Messages[0])].Text, u.Surface)
		}
		again, _ := g.Match(th)
		if !reflect.DeepEqual(matches, again) {
			t.Fatal("the same thread gives other matches")
		}
	})
}

func index(t *testing.T, id string) int {
	t.Helper()
	switch id {
	case "m1":
		return 0
	case "m2":
		return 1
	}
	t.Fatalf("no message %q", id)
	return 0
}

// holdsWord fails unless the word stands in the text with no letter or digit
// of the same script beside it.
func holdsWord(t *testing.T, text, word string) {
	t.Helper()
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			t.Fatalf("%q is no whole word of %q", word, text)
		}
		at += from
		before := []rune(text[:at])
		after := []rune(text[at+len(word):])
		joined := func(r rune) bool { return r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
		if (len(before) == 0 || !joined(before[len(before)-1])) && (len(after) == 0 || !joined(after[0])) {
			return
		}
		from = at + 1
	}
}
