package bot

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLongAnswersAreCutWhereTheyMayBe(t *testing.T) {
	lines := func(n int) string { return strings.Repeat("- a line of thirty characters\n", n) }
	for name, c := range map[string]struct {
		shown, text string
		want        []string
	}{
		"fits":                     {"", "short", []string{"short"}},
		"after a paragraph":        {"", lines(2) + "\n" + lines(2), []string{lines(2) + "\n", lines(2)}},
		"after a line":             {"", lines(4), []string{lines(3), lines(1)}},
		"after a word":             {"", strings.Repeat("word ", 24), []string{strings.Repeat("word ", 19), strings.Repeat("word ", 5)}},
		"characters, not bytes":    {"", strings.Repeat("日", 100), []string{strings.Repeat("日", 100)}},
		"one endless word":         {"", strings.Repeat("日", 120), []string{strings.Repeat("日", 96), strings.Repeat("日", 24)}},
		"the message is half full": {lines(2), "a longer line of sixty characters, which a new message holds\n", []string{"", "a longer line of sixty characters, which a new message holds\n"}},
		"not inside a link": {"", strings.Repeat("x", 60) + " [Mina Okafor, 9:02 AM](https://acme.slack.com/archives/C1/p1) and so on",
			[]string{strings.Repeat("x", 60) + " ", "[Mina Okafor, 9:02 AM](https://acme.slack.com/archives/C1/p1) and so on"}},
		"not inside mrkdwn's either": {"", strings.Repeat("x", 60) + " <https://acme.slack.com/archives/C1/p1|Mina Okafor, 9:02 AM> and so on",
			[]string{strings.Repeat("x", 60) + " ", "<https://acme.slack.com/archives/C1/p1|Mina Okafor, 9:02 AM> and so on"}},
		"not inside code": {"", strings.Repeat("x", 80) + " `kubectl get pods` and so on", []string{strings.Repeat("x", 80) + " ", "`kubectl get pods` and so on"}},
		"code goes on": {"", "```sh\n" + lines(4) + "```\nend",
			[]string{"```sh\n" + lines(3) + "```", "```sh\n" + lines(1) + "```\nend"}},
		"code ends with the message": {"", "```\n" + lines(3) + "```\n" + "end of it", []string{"```\n" + lines(3) + "```\n", "end of it"}},
		"code of one endless line": {"", "```\n" + strings.Repeat("x", 100) + "\n```",
			[]string{"```\n" + strings.Repeat("x", 92) + "\n```", "```\n" + strings.Repeat("x", 8) + "\n```"}},
	} {
		var got []string
		shown, text := c.shown, c.text
		for range 10 {
			piece, rest := fit(shown, text, 100)
			got = append(got, piece)
			if shown, text = "", rest; rest == "" {
				break
			}
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// FuzzPieces has no text lost, no message too long, no character broken and no
// block of code left open.
func FuzzPieces(f *testing.F) {
	for _, text := range []string{"", "a\n\nb", strings.Repeat("word ", 99), "```go\n" + strings.Repeat("x := 1\n", 40) + "```\n", strings.Repeat("日本語", 99),
		"```" + strings.Repeat("long", 40) + "\nx", strings.Repeat("[a](https://b.example/c) ", 9), "```\n```\n```"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const room = 60
		if !utf8.ValidString(text) || len(text) > 2_000 {
			t.Skip()
		}
		list := pieces(text, room)
		all := strings.Join(list, "")
		for i, p := range list {
			if n := utf8.RuneCountInString(p); n > room || !utf8.ValidString(p) {
				t.Fatalf("%d characters: %q", n, p)
			}
			if i < len(list)-1 && openFence(p) != "" {
				t.Fatalf("a block of code stays open: %q", list)
			}
		}
		if !strings.Contains(text, fence) && all != text {
			t.Fatalf("%q became %q", text, list)
		}
		if kept := said(all); len(kept) < len(said(text)) {
			t.Fatalf("words are missing of %q: %q", text, list)
		}
	})
}

// said is the characters of a text that are not part of its form.
func said(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("` \n", r) {
			return -1
		}
		return r
	}, text)
}
