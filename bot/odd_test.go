package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/tutor"
)

// odd are messages with something in them that a strict reader stumbles over:
// what is to be read of each all the same, and whether the reader is to be told
// that something is missing.
var odd = []struct {
	name    string
	said    fakeslack.Said
	want    string
	partial bool
}{
	{name: "unknown element in actions", want: "disk full",
		said: fakeslack.Said{Blocks: raw(`[{"type":"section","text":{"type":"mrkdwn","text":"disk full"}},{"type":"actions","elements":[{"type":"hologram","size":1.5}]}]`)}},
	{name: "unknown element in context", want: "disk full\non node 3", partial: true,
		said: fakeslack.Said{Blocks: raw(`[{"type":"header","text":{"type":"plain_text","text":"disk full"}},{"type":"context","elements":[{"type":"hologram"},{"type":"mrkdwn","text":"on node 3"}]}]`)}},
	{name: "unknown element, and the text has all", want: "disk full: node 3, 98 %",
		said: fakeslack.Said{Text: "disk full: node 3, 98 %", Blocks: raw(`[{"type":"section","text":{"type":"mrkdwn","text":"disk full"}},{"type":"hologram"}]`)}},
	{name: "unknown table cell", want: "node | free\n3 | 12\n4 |", partial: true,
		said: fakeslack.Said{Blocks: raw(`[{"type":"table","rows":[[{"type":"raw_text","text":"node"},{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"free"}]}]}],[{"type":"raw_number","value":3},{"type":"raw_text","text":12}],[{"type":"raw_text","text":"4"},{"type":"sparkline","points":[1,2]}]]}]`)}},
	{name: "attachment without a ts", want: "node 3\nSeverity: high",
		said: fakeslack.Said{Attachments: raw(`[{"ts":"","title":"node 3","fields":[{"title":"Severity","value":"high"}]}]`)}},
	{name: "number in a field", want: "Free: 7",
		said: fakeslack.Said{Attachments: raw(`[{"ts":1700000000,"fields":[{"title":"Free","value":7,"short":"yes"}]}]`)}},
	{name: "only a fallback", want: "disk full on node 3",
		said: fakeslack.Said{Attachments: raw(`[{"fallback":"disk full on node 3","text":null}]`)}},
	{name: "attachments that are none", want: "look", partial: true,
		said: fakeslack.Said{Text: "look", Fields: raw(`{"attachments":{"text":"no list"}}`)}},
	{name: "odd ones among attachments", want: "look\nfine",
		said: fakeslack.Said{Text: "look", Attachments: raw(`[null,{"text":"fine"}]`)}},
	{name: "metadata with a list", want: "look", said: fakeslack.Said{Text: "look", Fields: raw(`{"metadata":{"event_type":"x","event_payload":[1]}}`)}},
	{name: "edited is false", want: "look", said: fakeslack.Said{Text: "look", Fields: raw(`{"edited":false}`)}},
	{name: "half a byte of a file", want: "look\n[file: a.bin]", said: fakeslack.Said{Text: "look", Files: raw(`[{"id":"F1","name":"a.bin","size":12.5}]`)}},
	{name: "files that are none", want: "look\n[file: a file without a name]", said: fakeslack.Said{Text: "look", Files: raw(`[null,{"id":"F1","mode":"file_access","file_access":"check_file_info"}]`)}},
	{name: "a file that is gone", want: "look\n[a file that was deleted]", said: fakeslack.Said{Text: "look", Files: raw(`[{"id":"F1","mode":"tombstone"}]`)}},
	{name: "blocks that are none", want: "look", said: fakeslack.Said{Text: "look", Fields: raw(`{"blocks":{"type":"rich_text"}}`)}},
	{name: "blocks of nothing", want: "look", said: fakeslack.Said{Text: "look", Fields: raw(`{"blocks":[null,{},[],7,{"type":5}]}`)}},
	{name: "no text at all", want: "", said: fakeslack.Said{Text: "x", Fields: raw(`{"text":null,"blocks":null}`)}},
	{name: "text that is a list", want: "", partial: true, said: fakeslack.Said{Text: "x", Fields: raw(`{"text":["a"],"blocks":null}`)}},
	{name: "numbers for names", want: "look", said: fakeslack.Said{Text: "look", Fields: raw(`{"reply_count":"3","reactions":{"eyes":1},"user_profile":[],"bot_profile":"x"}`)}},
	{name: "reactions of halves", want: "look", said: fakeslack.Said{Text: "look", Fields: raw(`{"reactions":[7,{"name":"eyes","count":1.5}]}`)}},
	{name: "too deep", want: "above", partial: true, said: fakeslack.Said{Blocks: raw(`[{"type":"section","text":"above"},` + strings.Repeat(`{"type":"context","elements":[`, 40) + `{"type":"plain_text","text":"below"}` + strings.Repeat(`]}`, 40) + `]`)}},
	{name: "rich text of tomorrow", want: "ask \"QA\" by Friday", said: fakeslack.Said{Blocks: raw(`[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"ask "},{"type":"pill","text":"\"QA\""},{"type":"text","text":" by "},{"type":"date","timestamp":1,"fallback":"Friday"}]}]}]`)}},
}

func raw(s string) json.RawMessage { return json.RawMessage(s) }

// TestOddMessages plants each between two plain ones.
func TestOddMessages(t *testing.T) {
	for _, c := range odd {
		t.Run(c.name, func(t *testing.T) {
			d := openDesk(t)
			root := d.Post("mina", "ops", "", "before")
			c.said.App = "Alerts"
			if d.Plant("ops", root, c.said) == "" {
				t.Fatal("it could not be planted")
			}
			d.Post("mina", "ops", root, "after")
			m, err := d.gather(t.Context(), d.by("lena"), []place{{d.Server.Channel("ops"), root}}, nil)
			if err != nil || len(m.thread.Messages) != 3 || m.thread.Messages[0].Text != "before" || m.thread.Messages[2].Text != "after" {
				t.Fatalf("%v\n%s", err, m.says())
			}
			if got := m.thread.Messages[1]; got.Text != c.want || got.Author != "Alerts" || !got.Bot || got.Edited {
				t.Errorf("%s: %q, want %q", got.Author, got.Text, c.want)
			}
			if m.partial == 1 != c.partial {
				t.Errorf("%d messages are partial", m.partial)
			}
		})
	}
}

// TestFurnitureIsNobodysWords leaves out what Slack itself writes.
func TestFurnitureIsNobodysWords(t *testing.T) {
	d := openDesk(t)
	root := d.Plant("ops", "", fakeslack.Said{User: "mina", Text: "This message was deleted.", Subtype: "tombstone"})
	d.Plant("ops", root, fakeslack.Said{User: "ravi", Text: "<@U0RAVI> has joined the channel", Subtype: "channel_join"})
	d.Plant("ops", root, fakeslack.Said{User: "ravi", Text: "why did it go?", Subtype: "thread_broadcast"})
	d.Plant("ops", root, fakeslack.Said{User: "mina", Text: "it was wrong", Subtype: "me_message"})
	d.Mention("lena", "ops", root, "explain")
	m, err := d.gather(t.Context(), d.by("lena"), []place{{d.Server.Channel("ops"), root}}, nil)
	if err != nil || m.says() != "m1 Ravi Menon: why did it go?\nm2 Mina Okafor: it was wrong" {
		t.Errorf("%v\n%s", err, m.says())
	}
}

// TestWhatWasNotReadIsCounted has one of each in a thread.
func TestWhatWasNotReadIsCounted(t *testing.T) {
	d := openDesk(t, town)
	elsewhere := d.Messages("private", "")[0]
	here := d.Post("lena", "public", "", "another thread")
	root := d.Post("lena", "public", "", "look at this")
	preview := func(m fakeslack.Message) string {
		return `{"is_msg_unfurl":true,"channel_id":"` + m.Channel + `","from_url":"` + m.Permalink + `","author_name":"Mina Okafor","text":"` + m.Text + `"}`
	}
	d.Plant("public", root, fakeslack.Said{User: "mina", Text: "and this",
		Share:       []fakeslack.File{{Name: "graph.png"}, {Name: "trace.txt", Content: []byte("x")}},
		Attachments: raw("[" + preview(elsewhere) + "," + preview(d.Messages("public", here)[0]) + "," + preview(d.Messages("public", root)[0]) + `,{"image_url":"https://e.example/a.png","title":"a graph"}]`),
		Blocks:      raw(`[{"type":"section","text":{"type":"mrkdwn","text":"and this"}},{"type":"image","image_url":"https://e.example/b.png","alt_text":"b"}]`)})
	d.Plant("public", root, fakeslack.Said{App: "Alerts", Text: "odd", Fields: raw(`{"blocks":null,"text":[]}`)})
	m, err := d.gather(t.Context(), d.by("otis"), []place{{"C0PUBLIC", root}, d.root("private")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "and this\nMessage from Mina Okafor:\n> another thread\na graph\n[image: graph.png]\n[file: trace.txt]"
	if got := m.thread.Messages[1].Text; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := coverage(m, tutor.Coverage{Messages: 3, Read: 3}); got != "Read 3 of 3 messages from 3 people, 3 images not read, 1 file not read, 1 message read only in part, 1 linked message not read, 1 thread not read" {
		t.Error(got)
	}
	if got := coverage(m, tutor.Coverage{Messages: 3, Read: 2}); !strings.HasPrefix(got, "Read 2 of 3 messages") {
		t.Error(got)
	}
}

// FuzzMessage reads anything as a message of a thread: nothing is said twice,
// and what is no message costs none.
func FuzzMessage(f *testing.F) {
	for _, c := range odd {
		for _, part := range []json.RawMessage{c.said.Blocks, c.said.Attachments, c.said.Files, c.said.Fields} {
			f.Add([]byte(`{"ts":"1700000000.000100","text":"t","blocks":`+orNull(part)+`,"attachments":`+orNull(part)+`}`), "t")
		}
	}
	b := &Bot{Now: time.Now, User: "U0GLOSS", host: "acme.slack.com"}
	for _, method := range []string{"users.info", "conversations.info"} {
		b.lacks.Store(method, true)
	}
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		g := b.gathering(ask{})
		m, ok := tolerant(data)
		if !ok {
			if json.Valid(data) && strings.HasPrefix(strings.TrimSpace(string(data)), "{") {
				t.Errorf("%s is a message", data)
			}
			return
		}
		said := g.said(t.Context(), place{"C1", "1.0"}, m)
		if strings.TrimRight(said.Text, " \n") != said.Text {
			t.Errorf("%q ends in blanks", said.Text)
		}
		if !strings.ContainsAny(text, "<>&") && messageText(text, nil) != strings.TrimRight(text, " \n") {
			t.Errorf("%q became %q", text, messageText(text, nil))
		}
		for _, c := range forwarded(m) {
			g.forward(t.Context(), c)
		}
		b.links(m.Text, m.Blocks)
	})
}

func orNull(part json.RawMessage) string {
	if part == nil {
		return "null"
	}
	return string(part)
}
