package bot

import (
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// TestWhatRichTextSays reads each kind of block and element.
func TestWhatRichTextSays(t *testing.T) {
	section := func(elements string) string { return `{"type":"rich_text_section","elements":[` + elements + `]}` }
	text := func(s string) string { return `{"type":"text","text":"` + s + `"}` }
	code := func(s string) string { return `{"type":"text","text":"` + s + `","style":{"code":true}}` }
	rich := func(elements string) string { return `[{"type":"rich_text","elements":[` + elements + `]}]` }
	for name, c := range map[string]struct{ blocks, want string }{
		"code in a line":                 {rich(section(text("run ") + "," + code("a<b> && c") + "," + text(" now"))), "run `a<b> && c` now"},
		"code side by side":              {rich(section(code("git ") + "," + code("push"))), "`git push`"},
		"code with a backtick":           {rich(section(code("a`b"))), "a`b"},
		"code that looks like a mention": {rich(section(code("<@U0RAVI>") + "," + text(" <!channel>"))), "`<@U0RAVI>` <!channel>"},
		"a code block":                   {rich(`{"type":"rich_text_preformatted","elements":[` + text(`func main() {\n\tx := <-c\n}`) + `,{"type":"link","url":"https://e.example"}]}`), "```\nfunc main() {\n\tx := <-c\n}https://e.example\n```"},
		"paragraphs":                     {rich(section(text(`one\n\ntwo\n`)) + `,{"type":"rich_text_quote","elements":[` + text(`said\nso`) + `]},` + section(text("three"))), "one\n\ntwo\n> said\n> so\nthree"},
		"bullets":                        {rich(`{"type":"rich_text_list","style":"bullet","elements":[` + section(text("a")) + `]},{"type":"rich_text_list","style":"bullet","indent":1,"elements":[` + section(text(`b\nc`)) + `]}`), "• a\n  • b\n    c"},
		"numbers":                        {rich(`{"type":"rich_text_list","style":"ordered","offset":2,"elements":[` + section(text("a")) + `,` + section(text("b")) + `]}`), "3. a\n4. b"},
		"people and things": {rich(section(`{"type":"user","user_id":"U0RAVI"},` + text(" ") + `,{"type":"channel","channel_id":"C0OPS"},` + text(" ") + `,{"type":"usergroup","usergroup_id":"S0OPS"},` + text(" ") + `,{"type":"broadcast","range":"here"},` +
			text(" ") + `,{"type":"emoji","name":"tada","unicode":"1f389"},` + text(" ") + `,{"type":"color","value":"#ff0000"},` + text(" ") + `,{"type":"date","timestamp":1,"format":"{date}","fallback":"1 Jan"}`)),
			"@Ravi Menon #ops @oncall @here :tada: #ff0000 1 Jan"},
		"links": {rich(section(`{"type":"link","url":"https://e.example/a","text":"the docs"},` + text(" ") + `,{"type":"link","url":"https://e.example/a"}`)), "the docs (https://e.example/a) https://e.example/a"},
		"a card": {`[{"type":"header","text":{"type":"plain_text","text":"Disk & <full>"}},{"type":"divider"},{"type":"section","text":{"type":"mrkdwn","text":"on <https://e.example|node 3> &amp; 4"},"fields":[{"type":"mrkdwn","text":"*Free*"},{"type":"plain_text","text":"2 %"}],"accessory":{"type":"button"}},{"type":"context","elements":[{"type":"image","image_url":"x"},{"type":"plain_text","text":"by Alerts"}]},{"type":"markdown","text":"**done**"}]`,
			"Disk & <full>\non node 3 (https://e.example) & 4\n*Free*\n2 %\nby Alerts\n**done**"},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t, func(c *fakeslack.Config) { c.Usergroups = []fakeslack.Usergroup{{ID: "S0OPS", Handle: "oncall"}} })
			root := d.Plant("ops", "", fakeslack.Said{User: "mina", Text: "fallback", Blocks: raw(c.blocks)})
			m, err := d.gather(t.Context(), d.by("lena"), []place{{"C0OPS", root}}, nil)
			if err != nil || m.thread.Messages[0].Text != c.want || m.partial > 0 {
				t.Errorf("%q, want %q; %d partial, %v", m.thread.Messages[0].Text, c.want, m.partial, err)
			}
		})
	}
}

// TestForwards forwards what Slack lets people forward.
func TestForwards(t *testing.T) {
	d := openDesk(t, town)
	private, public := d.root("private"), d.root("public")
	graph := d.Plant("public", "", fakeslack.Said{User: "lena", Share: []fakeslack.File{{Name: "graph.png"}}})
	alert := d.Plant("public", "", fakeslack.Said{App: "Alerts", Attachments: raw(`[{"title":"disk full","fields":[{"title":"Free","value":2}]}]`)})
	code := d.Post("lena", "public", public.threadTS, "run `make a<b` for @ravi")
	d.ForwardAll("lena", "@lena", "what is this?",
		fakeslack.Origin{Channel: "private", TS: private.threadTS}, fakeslack.Origin{Channel: "public", TS: code},
		fakeslack.Origin{Channel: "public", TS: graph}, fakeslack.Origin{Channel: "public", TS: alert})
	m, err := d.gatherOwn(t.Context(), d.by("lena"), []message{d.posted("@lena")})
	want := "m1 Mina Okafor: the canary is slow\nm2 Lena Fischer: run `make a<b` for @Ravi Menon\nm3 Lena Fischer: [image: graph.png]\nm4 Alerts: disk full"
	if err != nil || m.says() != want || m.typed != "what is this?" || m.images != 1 || m.people != 3 {
		t.Errorf("%q, %d images, %d people, %v\n%s\nwant\n%s", m.typed, m.images, m.people, err, m.says(), want)
	}
	for _, said := range m.thread.Messages {
		if said.At.IsZero() {
			t.Errorf("%s has no time", said.ID)
		}
	}
	if len(m.offers) != 4 || m.offers[0] != private || m.offers[1] != public {
		t.Errorf("offered are %v", m.offers)
	}
	// Nothing is offered that the learner may not read, or of which Slack does
	// not say so.
	d.Leave("gloss", "private")
	d.Fail("users.info", fakeslack.Fault{Status: 500})
	m, err = d.gatherOwn(t.Context(), d.by("lena"), []message{d.posted("@lena")})
	if err != nil || len(m.thread.Messages) != 4 || len(m.offers) > 2 || len(m.offers) > 0 && m.offers[0] == private {
		t.Errorf("offered are %v, %v", m.offers, err)
	}
}

// TestAForwardIntoAThread is read where it stands.
func TestAForwardIntoAThread(t *testing.T) {
	d := openDesk(t, town)
	root := d.Post("lena", "public", "", "what Mina wrote:")
	share := `[{"is_share":true,"is_msg_unfurl":true,"author_id":"U0MINA","channel_id":"C0PRIVATE","text":"the &lt;canary&gt; is\nslow","from_url":"https://x"}]`
	d.Plant("public", root, fakeslack.Said{User: "lena", Attachments: raw(share)})
	m, err := d.gather(t.Context(), d.by("otis"), []place{{"C0PUBLIC", root}}, nil)
	if err != nil || m.thread.Messages[1].Text != "Message from Mina Okafor:\n> the <canary> is\n> slow" || m.linked > 0 {
		t.Errorf("%v\n%s", err, m.says())
	}
}
