package bot

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// TestNamesAreAskedForOnceADay reads a thread again and again.
func TestNamesAreAskedForOnceADay(t *testing.T) {
	d := openDesk(t)
	now := time.Now()
	d.Now = func() time.Time { return now }
	a := d.by("mina")
	read := func(want int) {
		t.Helper()
		before := d.Calls("users.info")
		m, err := d.gather(t.Context(), a, []place{d.root("ops")}, nil)
		if err != nil || m.thread.Messages[1].Author != "Ravi Menon" {
			t.Fatal(err, m.says())
		}
		if got := d.Calls("users.info") - before - 1; got != want { // one is who asks
			t.Errorf("%d names were asked for, want %d", got, want)
		}
	}
	read(2)
	read(0)
	now = now.Add(23 * time.Hour)
	read(0)
	now = now.Add(2 * time.Hour)
	read(2)
}

// TestPeopleWhomSlackDoesNotName are numbered, the same one the same number,
// and cost nothing else.
func TestPeopleWhomSlackDoesNotName(t *testing.T) {
	d := openDesk(t)
	root := d.Plant("ops", "", fakeslack.Said{Text: "x", Fields: raw(`{"user":"U0GONE1","blocks":null,"text":"who? <@U0GONE2> <@U0GONE1|label> or <@U0RAVI>"}`)})
	d.Plant("ops", root, fakeslack.Said{Text: "me", Fields: raw(`{"user":"U0GONE2"}`)})
	d.Plant("ops", root, fakeslack.Said{User: "U0FAR", Text: "hello", Fields: raw(`{"user":"U0FAR","user_profile":{"display_name":"","real_name":"Olaf"}}`)})
	d.Plant("ops", root, fakeslack.Said{App: "Alerts", Text: "beep"})
	d.Fail("users.info", fakeslack.Fault{}, fakeslack.Fault{Status: 500}, fakeslack.Fault{Body: `{"ok":true,"user":7}`})
	m, err := d.gather(t.Context(), d.by("lena"), []place{{d.Server.Channel("ops"), root}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "m1 Person 2: who? @Person 1 @Person 2 or @Ravi Menon\nm2 Person 1: me\nm3 Olaf: hello\nm4 Alerts: beep"
	if got := m.says(); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if n := d.Calls("users.info"); n != 4 {
		t.Errorf("%d calls", n)
	}
}

// TestACrowdIsNotAskedForName by name: the look-ups of one question are bounded.
func TestACrowdIsNotAskedForNameByName(t *testing.T) {
	d := openDesk(t)
	root := d.Post("mina", "ops", "", "all")
	for i := range maxLookups + 50 {
		d.Plant("ops", root, fakeslack.Said{User: "lena", Text: fmt.Sprintf("<@U0X%d>", i), Fields: raw(fmt.Sprintf(`{"blocks":null,"text":"<@U0X%d>"}`, i))})
	}
	m, err := d.gather(t.Context(), d.by("lena"), []place{{d.Server.Channel("ops"), root}}, nil)
	if err != nil || m.thread.Messages[250].Text != fmt.Sprintf("@Person %d", 250) {
		t.Error(err, m.thread.Messages[len(m.thread.Messages)-1].Text)
	}
	if n := d.Calls("users.info"); n > maxLookups+1 {
		t.Errorf("%d calls", n)
	}
}

// TestNamesOfThingsInText mentions channels, groups and everybody.
func TestNamesOfThingsInText(t *testing.T) {
	d := openDesk(t, town, func(c *fakeslack.Config) {
		c.Usergroups = []fakeslack.Usergroup{{ID: "S0OPS", Handle: "oncall", Name: "On call"}}
	})
	for text, want := range map[string]string{
		"see <#C0PUBLIC> and <#C0PUBLIC|public-old>":                                  "see #public and #public-old",
		"see <#C0PRIVATE> or <#C0NOWHERE>":                                            "see #channel or #channel",
		"<!here> <!channel|channel> <!everyone>":                                      "@here @channel @everyone",
		"<!subteam^S0OPS|@oncall> <!subteam^S0OPS>":                                   "@oncall @oncall",
		"<!subteam^S0WHO>":                                                            "@group",
		"<!date^1700000000^{date}|14 Nov> &lt;@U0LENA&gt;":                            "14 Nov <@U0LENA>",
		"`x &lt; y` <https://e.example/a?b=1&amp;c=2|the docs>":                       "`x < y` the docs (https://e.example/a?b=1&c=2)",
		"<mailto:a@b.example|a@b.example> <http://e.example|e.example> <tel:+49|+49>": "a@b.example e.example +49",
	} {
		root := d.Plant("public", "", fakeslack.Said{User: "lena", Text: text, Fields: raw(`{"blocks":null,"text":` + string(quotedJSON(t, text)) + `}`)})
		m, err := d.gather(t.Context(), d.by("lena"), []place{{"C0PUBLIC", root}}, nil)
		if err != nil || m.thread.Messages[0].Text != want {
			t.Errorf("%q: %q, want %q, %v", text, m.thread.Messages[0].Text, want, err)
		}
	}
}

func quotedJSON(t *testing.T, text string) json.RawMessage {
	t.Helper()
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
