package bot

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/tutor"
)

func TestThreadsAreReadAndMerged(t *testing.T) {
	d := openDesk(t, func(c *fakeslack.Config) {
		c.Channels = append(c.Channels, fakeslack.Channel{ID: "C0DEV", Name: "dev", Members: []string{"lena", "gloss"}, Messages: []fakeslack.Said{{User: "lena", Text: "who deploys?"}}})
	})
	ops, dev := d.root("ops"), d.root("dev")
	read := 0
	m, err := d.gather(t.Context(), d.by("lena"), []place{ops, dev, ops}, func(n int) { read = n })
	if err != nil {
		t.Fatal(err)
	}
	want := "m1 Mina Okafor: the canary is slow\nm2 Ravi Menon: can we raise the pool?\nm3 Mina Okafor: no, we roll back\nm4 Lena Fischer: who deploys?"
	if m.says() != want || read != 4 {
		t.Errorf("%d read:\n%s", read, m.says())
	}
	if got := coverage(m, tutor.Coverage{Messages: 4, Read: 4}); got != "Read 4 of 4 messages from 3 people" {
		t.Error(got)
	}
	if len(m.from) != 2 || m.from[0].place != ops || m.from[0].count != 3 || m.thread.Channel != "" {
		t.Errorf("%+v in %q", m.from, m.thread.Channel)
	}
	for _, said := range m.thread.Messages {
		if !strings.Contains(said.Permalink, "/archives/C0") {
			t.Errorf("%s has the permalink %q", said.ID, said.Permalink)
		}
	}
}

// TestWhatIsNewSinceTheLastTime reads a thread, records the lesson, and reads
// it again when one message was added and another edited.
func TestWhatIsNewSinceTheLastTime(t *testing.T) {
	d := openDesk(t)
	a := d.by("lena")
	at := place{d.Server.Channel("ops"), d.Post("mina", "ops", "", "is it down?")}
	d.Post("ravi", "ops", at.threadTS, "yes")
	before, err := d.gather(t.Context(), a, []place{at}, nil)
	if err != nil || before.newest() == "" || len(since(before, before.newest())) != 0 || len(since(before, "")) != 2 {
		t.Fatalf("%+v %v", before, err)
	}
	lesson := tutor.Lesson{ID: "1", Learner: a.learner(), Task: prompts.ExplainTask, At: time.Now(), Channel: at.channel, TS: at.threadTS, NewestTS: before.newest(), Messages: 2}
	if err := d.Library.Record(t.Context(), lesson); err != nil {
		t.Fatal(err)
	}
	d.Post("mina", "ops", at.threadTS, "it is up again")
	if err := d.Edit("mina", "ops", at.threadTS, "is the shop down?"); err != nil {
		t.Fatal(err)
	}
	after, err := d.gather(t.Context(), a, []place{at}, nil)
	if err != nil {
		t.Fatal(err)
	}
	newest, count, err := d.lastRead(t.Context(), a, at)
	if err != nil || count != 2 {
		t.Fatal(newest, count, err)
	}
	if fresh := since(after, newest); !slices.Equal(fresh, []string{"m1", "m3"}) {
		t.Errorf("new are %v", fresh)
	}
	if newest, _, err := d.lastRead(t.Context(), d.by("ravi"), at); newest != "" || err != nil {
		t.Error("Ravi has read nothing yet", newest, err)
	}
}

// TestAPasteAFileAndAForward brings all three at once.
func TestAPasteAFileAndAForward(t *testing.T) {
	d := openDesk(t)
	a := d.by("lena")
	root := d.root("ops")
	d.Forward("lena", "@lena", "ops", d.Messages("ops", "")[1].TS, "what does he want?")
	forward := d.posted("@lena")
	d.PostFile("lena", "@lena", "", "", fakeslack.File{Name: "thread.txt", Content: []byte("Mina Okafor\n  9:02 AM\nthe canary is slow\n\nRavi Menon\n  9:04 AM\nroll back?\n")})
	file := d.posted("@lena")
	m, err := d.gatherOwn(t.Context(), a, []message{forward, file})
	if err != nil {
		t.Fatal(err)
	}
	if got := m.says(); got != "m1 Mina Okafor: the canary is slow\nm2 Ravi Menon: roll back?\nm3 Ravi Menon: can we raise the pool?" || m.typed != "what does he want?" {
		t.Errorf("%q beside\n%s", m.typed, got)
	}
	if !slices.Equal(m.offers, []place{root}) || len(m.from) != 0 {
		t.Errorf("offered %v, from %v", m.offers, m.from)
	}
	d.Post("lena", "@lena", "", "hi")
	if _, err := d.gatherOwn(t.Context(), a, []message{d.posted("@lena")}); !errors.Is(err, errNoThread) {
		t.Error(err)
	}
}

func TestLinksInAMessage(t *testing.T) {
	d := openDesk(t)
	root := d.root("ops")
	link := d.Messages("ops", root.threadTS)[2].Permalink
	d.Post("lena", "@lena", "", "what about "+link+" and https://other.slack.com/archives/C1A/p1700000000123456?")
	m := d.posted("@lena")
	if found := d.links(m.Text, m.Blocks); !slices.Equal(found.refs, []place{root}) || !found.foreign || found.more || found.rest != "what about  and ?" {
		t.Errorf("%+v in %q", found, m.Text)
	}
}

// TestAnEventIsItsMessage has what a person forwards read out of the event.
func TestAnEventIsItsMessage(t *testing.T) {
	d := openDesk(t)
	share := event{User: "U0LENA", TS: "1700000000.000100", Text: "&lt;b&gt;", Attachments: []json.RawMessage{[]byte(`{"is_share":true,"author_name":"Mina","text":"up &amp; running"}`), []byte(`7`)}}
	m, err := d.gatherOwn(t.Context(), d.by("lena"), []message{share.message()})
	if err != nil || m.says() != "m1 Mina: up & running" || m.typed != "<b>" {
		t.Errorf("%q beside %q, %v", m.typed, m.says(), err)
	}
}
