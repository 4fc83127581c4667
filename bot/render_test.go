package bot

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

func TestEscapes(t *testing.T) {
	for _, c := range []struct{ text, markdown, mrkdwn string }{
		{"plain", "plain", "plain"},
		{"a *b* _c_ ~d~", `a \*b\* \_c\_ \~d\~`, "a *b* _c_ ~d~"},
		{"<!channel> & co", `\<!channel\> \& co`, "&lt;!channel&gt; &amp; co"},
		{"&lt;!here&gt;", `\&lt;!here\&gt;`, "&amp;lt;!here&amp;gt;"},
		{"[x](https://e.example)", `\[x\](https://e.example)`, "[x](https://e.example)"},
		{"run `a_b [c]` now_", "run `a_b [c]` now\\_", "run `a_b [c]` now_"},
		{"one ` tick_", "one \\` tick\\_", "one ` tick_"},
		{"``x`[a](b)`", "\\`\\`x\\`\\[a\\](b)\\`", "``x`[a](b)`"},
		{"see https://e.example/a_b?c=1&d=*2 _", `see https://e.example/a_b?c=1&d=\*2 \_`, "see https://e.example/a_b?c=1&amp;d=*2 _"},
		{"https://e.example/](https://evil.example", `https://e.example/\](https://evil.example`, "https://e.example/](https://evil.example"},
		{"a | b", `a \| b`, "a ¦ b"},
	} {
		if got := escapeMarkdown(c.text); got != c.markdown {
			t.Errorf("Markdown of %q: %q, want %q", c.text, got, c.markdown)
		}
		if got := escapeMrkdwn(c.text); got != c.mrkdwn {
			t.Errorf("mrkdwn of %q: %q, want %q", c.text, got, c.mrkdwn)
		}
	}
}

// pings and links are what must never come out of a thread's text.
var (
	pings        = regexp.MustCompile(`<[!@#]`)
	markdownLink = regexp.MustCompile(`\]\(`)
	mrkdwnLink   = regexp.MustCompile(`<[^>]*>`)
)

// live is what of a Markdown text has a meaning: without code and without the
// characters behind a backslash (commonmark.org, "Backslash escapes").
func live(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '`':
			if end := strings.IndexByte(text[i+1:], '`'); end >= 0 {
				i += end + 1
			}
		default:
			out.WriteByte(text[i])
		}
	}
	return out.String()
}

// FuzzRender shows any author and text in both dialects: the one link is ours,
// and nobody is pinged.
func FuzzRender(f *testing.F) {
	for _, seed := range []string{"", "<!channel>", "[x](https://evil.example)", "`<@U1>`", "``[a](b)`` `", "<https://e.example|x>", "\\[a](b)", "a\\](https://e.example)", "||>", "`\n[a](b)"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, author, text string) {
		said := thread.Thread{Messages: []thread.Message{{ID: "m1", Author: author, Text: text, Lines: [2]int{1, 2}}}}
		gate := safety.NewGate(said)
		for _, d := range []dialect{markdown, mrkdwn} {
			r := renderer{dialect: d, material: pastedMaterial(sent{read: said}), root: "https://acme.example/archives/D1/p1"}
			out := r.part(tutor.Statement{Kind: prompts.Decision, Status: "current", Text: gate.Text(text), Cites: []string{"m1"}, Quote: true})
			out += r.part(tutor.Jargon{Surface: gate.Text(text)}) + r.end("offline", tutor.Coverage{Messages: 1, Read: 1}, 0)
			meant, link := out, mrkdwnLink
			if d.markdown {
				meant, link = live(out), markdownLink
			}
			if found := pings.FindString(meant); found != "" {
				t.Errorf("%q in %q", found, out)
			}
			links := link.FindAllString(meant, -1)
			if len(links) > 1 {
				t.Errorf("%d links in %q", len(links), out)
			}
			if utf8.ValidString(text) && utf8.ValidString(author) && !utf8.ValidString(out) {
				t.Errorf("cut characters in %q", out)
			}
		}
	})
}

func TestPermalinks(t *testing.T) {
	at := place{"C1", "1772442000.000100"}
	for _, c := range []struct{ root, ts, want string }{
		{"https://a.slack.com/archives/C1/p1772442000000100", "1772442000.000100", "https://a.slack.com/archives/C1/p1772442000000100"},
		{"https://a.slack.com/archives/C1/p1772442000000100", "1772442060.000200", "https://a.slack.com/archives/C1/p1772442060000200?cid=C1&thread_ts=1772442000.000100"},
		{"", "1772442060.000200", ""},
		{"https://other.example/messages/7", "1772442060.000200", ""},
	} {
		if got := permalinkTo(c.root, at, c.ts); got != c.want {
			t.Errorf("%s in %q: %s, want %s", c.ts, c.root, got, c.want)
		}
	}
}

func TestWhatIsAskedAbout(t *testing.T) {
	for text, want := range map[string]string{
		"what is a container?": "container", "What's an API gateway?": "API gateway", "what are pods": "pods",
		"what does ‘canary’ mean?": "canary", "What does SLO stand for?": "SLO", "please explain the “burn rate”.": "burn rate",
		"define canary deployment": "canary deployment", "container": "container", "hi": "hi", "what now": "what now",
	} {
		if got := askedWord(text); got != want {
			t.Errorf("%q asks about %q, want %q", text, got, want)
		}
	}
}

func TestWhatIsTalk(t *testing.T) {
	for text, want := range map[string]bool{
		"hi": true, "what can you do for me?": true, "": true,
		strings.Repeat("word ", 26):   false,
		strings.Repeat("日本語の文章です", 9): false, "日本語で説明して": true,
	} {
		pasted := thread.Thread{Format: thread.Plain, Messages: []thread.Message{{Text: text}}}
		if got := isTalk(pasted); got != want {
			t.Errorf("%q is talk: %v", text, got)
		}
	}
}

func TestWhatAMessageSays(t *testing.T) {
	rich := func(elements string) string { return `[{"type":"rich_text","elements":[` + elements + `]}]` }
	for _, c := range []struct{ name, text, blocks, want string }{
		{"mrkdwn", "a &lt;b&gt; <https://e.example|here> <https://e.example> <@U1>", "", "a <b> here (https://e.example) https://e.example <@U1>"},
		{"code stays exact", "x", rich(`{"type":"rich_text_preformatted","elements":[{"type":"text","text":"a < b &amp; c\n"}]}`), "```\na < b &amp; c\n```"},
		{"list and quote", "x", rich(`{"type":"rich_text_list","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},
			{"type":"rich_text_section","elements":[{"type":"text","text":"two"}]}]},{"type":"rich_text_quote","elements":[{"type":"text","text":"q"}]}`), "• one\n• two\n> q"},
		{"unknown parts", "fallback", rich(`{"type":"novelty","elements":7},{"type":"rich_text_section","elements":[{"type":"user","user_id":"U1"},9,{"type":"text","text":" hi"}]}`), "<@U1> hi"},
		{"other blocks", "fallback", `[{"type":"section","text":{"type":"mrkdwn","text":"*yes*"}}]`, "*yes*"},
		{"blocks without words", "fallback", `[{"type":"divider"},{"type":"actions","elements":[{"type":"novelty"}]}]`, "fallback"},
		{"no blocks", "fallback", `"none"`, "fallback"},
	} {
		if got := messageText(c.text, []byte(c.blocks)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
