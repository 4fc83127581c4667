package safety

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/gloss-tutor/gloss/thread"
)

// deploy is the thread that the tests talk about.
var deploy = thread.Thread{Messages: []thread.Message{
	{ID: "m1", Author: "Ada Okoro", Time: "9:01 AM", Text: "The deploy of cart-core failed at 09:00, see https://ci.example.com/run/77"},
	{ID: "m2", Author: "Bo", Text: "We'll roll back to 2026.1.3 now. It hit 1,250 customers, about 3%."},
	{ID: "m3", Author: "Ada Okoro", Text: "Cem will write the post-mortem by Friday 14 June, ticket PAY-882.\nNobody else\thas to help."},
	{ID: "m4", Author: "Emi", Text: "デプロイの失敗は設定ファイルが原因です。明日の15:30に直します。"},
}}

// gateTests are texts, by anyone, and what a reader of deploy may see of them.
var gateTests = []struct{ name, in, want string }{
	{"plain words", "It failed: cart-core, 3% of users.", "It failed: cart-core, 3% of users."},
	{"code", "Use `Vec<Vec<T>>` and m[i](x), a->b, x < y && z", "Use `Vec<Vec<T>>` and m[i](x), a->b, x < y && z"},
	{"emoji", "ok 👩‍👩‍👧 ❤️ 1️⃣ 🇯🇵", "ok 👩‍👩‍👧 ❤️ 1️⃣ 🇯🇵"},
	{"Persian joiner", "می\u200cخواهم", "می\u200cخواهم"},
	{"Japanese", "「デプロイ」は失敗です。", "「デプロイ」は失敗です。"},
	{"the thread's link", "See https://ci.example.com/run/77.", "See https://ci.example.com/run/77."},
	{"its other spelling", "See HTTPS://CI.example.com:443/run/77", "See https://ci.example.com/run/77"},
	{"the glossary's link", "https://glossary.example.org/canary", "https://glossary.example.org/canary"},
	{"a longer query", "https://ci.example.com/run/77?d=1", "hxxps[://]ci[.]example[.]com/run/77?d=1"},
	{"a longer path", "https://ci.example.com/run/77.evil", "hxxps[://]ci[.]example[.]com/run/77.evil"},
	{"a user name", "https://ci.example.com@evil.example/run/77", "hxxps[://]ci[.]example[.]com[at]evil[.]example/run/77"},
	{"words right after", "https://ci.example.com/run/77を見て", "https://ci.example.com/run/77\u200aを見て"},
	{"a code mark right after", "`https://ci.example.com/run/77`", "`https://ci.example.com/run/77\u200a`"},
	{"markdown link", "[the run](https://ci.example.com/run/77)", "the run (https://ci.example.com/run/77)"},
	{"label is not the target", "[https://ci.example.com](https://evil.example)", "hxxps[://]ci[.]example[.]com (hxxps[://]evil[.]example)"},
	{"Slack link", "<https://evil.example/x|log in again>", "log in again (hxxps[://]evil[.]example/x)"},
	{"Slack mail", "<mailto:a@b.jp|a@b.jp>", "a@b.jp"},
	{"bare host", "go to evil.com/steal?d=1 or www.evil.zip", "go to evil[.]com/steal?d=1 or www[.]evil[.]zip"},
	{"other scheme", "postgres://db.internal/x", "postgres[://]db[.]internal/x"},
	{"script", "JavaScript:alert(1) data:text/html,x file:/etc", "JavaScript[:]alert(1) data[:]text/html,x file[:]/etc"},
	{"long s", "javaſcript:alert(1)", "javaſcript[:]alert(1)"},
	{"backslashes", `http:\\evil.com`, `http[:]\\evil[.]com`},
	{"image", "a ![logo](https://evil.example/p?d=1) b", "a [image removed: logo] b"},
	{"reference", "see [x][1]\n\n[1]: https://evil.example/x\nend", "see [x][1]\n\nend"},
	{"log line is no reference", "[INFO]: started", "[INFO] : started"},
	{"mentions", "<!channel> <@U012AB3CD> <#C012AB3CD|general> <!subteam^S1|@eng> hi", "    hi"},
	{"date link", "<!date^1392734382^{date}^https://evil.example/|x>now", "now"},
	{"declaration", "<!DOCTYPE html>", "<\u200a!DOCTYPE html>"},
	{"pings", "@channel, @HERE and ＠everyone but @heresy", "@\u200achannel, @\u200aHERE and ＠\u200aeveryone but @heresy"},
	{"wide ping", "@ｈｅｒｅ!", "@\u200aｈｅｒｅ!"},
	{"ping from parts", "@<!here>channel", "@\u200achannel"},
	{"link from parts", "ht<!here>tps://evil.example/", "hxxps[://]evil[.]example/"},
	{"zero-width", "ht\u200btps://ev\u2060il.example", "hxxps[://]evil[.]example"},
	{"bidi and tags", "a\u202eb\U000e0041c\u00ad", "abc"},
	{"stacked marks", "e" + strings.Repeat("\u0323", 40), "ẹ" + strings.Repeat("\u0323", 3)},
	{"terminal", "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x07link\x1b]8;;\x07", "red link"},
	{"controls", "a\x00b\x07c\r\nd\re", "abc\nd\ne"},
	{"not UTF-8", "a\xffb", "a�b"},
	{"not composed", "e\u0301", "é"},
	{"nothing", "", ""},
}

func TestGateText(t *testing.T) {
	g := NewGate(deploy, "Canary: a first small release. https://glossary.example.org/canary")
	for _, tt := range gateTests {
		t.Run(tt.name, func(t *testing.T) {
			text := g.Text(tt.in)
			if text.String() != tt.want {
				t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, text, tt.want)
			}
			sources := []string{deploy.Messages[0].Text, "https://glossary.example.org/canary"}
			if f := faults(text.String(), sources...); f != nil {
				t.Errorf("Text(%q) = %q shows %q", tt.in, text, f)
			}
			if again := g.Text(text.String()); again != text {
				t.Errorf("Text again: %q, was %q", again, text)
			}
			if g.Unchanged(tt.in) != (text.String() == tt.in) {
				t.Errorf("Unchanged(%q) disagrees with Text", tt.in)
			}
		})
	}
}

func TestGateNaughtyStrings(t *testing.T) {
	for _, s := range texts(t, "testdata/naughty_strings.jsonl") {
		asThread := thread.Thread{Messages: []thread.Message{{ID: "m1", Text: s}}}
		masked, _ := MaskThread(asThread)
		for name, g := range map[string]*Gate{"model": NewGate(deploy), "thread": NewGate(masked)} {
			shown := g.Text(s).String()
			sources := []string{deploy.Messages[0].Text}
			if name == "thread" {
				sources = []string{masked.Messages[0].Text}
			}
			if f := faults(shown, sources...); f != nil {
				t.Errorf("as words of the %s, %+q shows %q in %+q", name, s, f, shown)
			}
		}
	}
}

func TestGateBoundsLength(t *testing.T) {
	g := NewGate(deploy)
	for _, unit := range []string{"a", "é", "https://evil.example ", "[x](y.z) ", "@here", "\x1b["} {
		shown := g.Text(strings.Repeat(unit, 1<<20/len(unit))).String()
		if f := faults(shown, deploy.Messages[0].Text); f != nil {
			t.Errorf("a megabyte of %q shows %.80q", unit, f)
		}
	}
}

func TestHonestTextPasses(t *testing.T) {
	g := NewGate(deploy)
	changed, lines := 0, 0
	for _, s := range texts(t, "testdata/harmless_prompts.jsonl") {
		for line := range strings.Lines(s) {
			lines++
			if !g.Unchanged(line) {
				changed++
			}
		}
	}
	if changed*100 > lines {
		t.Errorf("%d of %d honest lines were changed", changed, lines)
	}
}

func TestTextSlack(t *testing.T) {
	text := NewGate(deploy).Text("a < b && <script> &amp;")
	if got, want := text.Slack(), "a &lt; b &amp;&amp; &lt;script&gt; &amp;amp;"; got != want {
		t.Errorf("Slack() = %q, want %q", got, want)
	}
}

func FuzzGate(f *testing.F) {
	for _, s := range texts(f, "testdata/naughty_strings.jsonl") {
		f.Add(s, "see https://ci.example.com/run/77")
	}
	for _, s := range []string{"<!<!here>channel>", "![a![b](c)](d)", "[a\n[b]: c", "h\u200bttp://x", "@@hereere", "]:", "<https://a|b>", "data:[://]", "[[a]]: b://c", "a.com.b", "https://a\u0323.b"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, s, source string) {
		source, _ = Mask(source)
		g := NewGate(thread.Thread{Messages: []thread.Message{{ID: "m1", Text: source}}})
		shown := g.Text(s)
		if f := faults(shown.String(), norm.NFC.String(source)); f != nil {
			t.Errorf("%q shows %q in %q", s, f, shown)
		}
		if again := g.Text(shown.String()); again != shown {
			t.Errorf("not a fixed point: %q, again %q", shown, again)
		}
		if strings.ContainsAny(shown.Slack(), "<>") {
			t.Errorf("Slack() leaves a bracket: %q", shown.Slack())
		}
		g.Unstated(s, []string{"m1"})
		g.Support(s, []string{"m1"})
		g.Best(s)
		g.Verbatim(s, []string{"m1"})
		g.Stated(s, []string{"m1"})
		AsksForSecret(s)
	})
}

func BenchmarkText(b *testing.B) {
	g := NewGate(deploy)
	line := "The deploy of cart-core failed at 09:00, see https://ci.example.com/run/77: roll back to 2026.1.3"
	for b.Loop() {
		g.Text(line)
	}
}
