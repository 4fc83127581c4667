package bot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/prompts"
)

// TestALongThreadIsReadBeforeEyes reads 1,400 messages, and says so meanwhile.
func TestALongThreadIsReadBeforeEyes(t *testing.T) {
	var replies []fakeslack.Said
	for i := range 1398 {
		replies = append(replies, fakeslack.Said{User: "ravi", Text: fmt.Sprintf("step %d is done", i)})
	}
	for name, missing := range map[string][]string{"stream": nil, "plain": {"chat.startStream"}} {
		t.Run(name, func(t *testing.T) {
			d := open(t, func(c *fakeslack.Config) {
				c.Missing = missing
				c.Channels[0].Messages = []fakeslack.Said{{User: "mina", Text: "who does what?", Replies: replies}}
			})
			h := newHeld(nil, []prompts.Record{quote("m2", "step 0 is done")})
			d.model = h
			d.start()
			d.Mention("lena", "ops", d.root("ops"), "explain")
			<-h.said
			d.until("progress", func() bool { return strings.Contains(d.Transcript("@lena"), "Reading 1,400 messages") })
			close(h.goOn)
			d.settle()
			list := d.answers("@lena")
			if len(list) != 2 || strings.Count(d.Transcript("@lena"), "step 0 is done") == 0 {
				t.Errorf("%d messages:\n%s", len(list), d.Transcript("@lena"))
			}
			if missing != nil && strings.Contains(d.Transcript("@lena"), "Reading 1,400") {
				t.Errorf("the answer still says that it is being read:\n%s", d.Transcript("@lena"))
			}
		})
	}
}

// TestAReadingThatIsTooLongForAModal shows the beginning of how 900 long
// messages were read; Slack takes no more than it takes.
func TestAReadingThatIsTooLongForAModal(t *testing.T) {
	var paste strings.Builder
	for i := range 300 {
		fmt.Fprintf(&paste, "Mina <Okafor> & %s\n  9:02 AM\n%03d %s\n\n", strings.Repeat("Böhme ", 6), i, strings.Repeat("the <queue> & grew ", 20))
	}
	d := open(t)
	d.start()
	d.PostFile("lena", "@lena", "", "", fakeslack.File{Name: "thread.txt", Content: []byte(paste.String())})
	d.settle()
	if err := d.Click("lena", "@lena", d.buttoned("@lena", "reading"), "reading"); err != nil {
		t.Fatal(err)
	}
	d.settle()
	views := d.Views("lena")
	if len(views) != 1 || !bytes.Contains(views[0].Object, []byte("and 240 more")) && !bytes.Contains(views[0].Object, []byte("(lines")) {
		t.Fatalf("%d modals: %s", len(views), d.log)
	}
	if bytes.Contains(views[0].Object, []byte("Reading it again")) {
		t.Error("the modal was never filled")
	}
}

// TestWhyAFileIsNotRead shares files that cannot be read: each time it is said
// why, and what to do.
func TestWhyAFileIsNotRead(t *testing.T) {
	big := bytes.Repeat([]byte("a long line of a log\n"), 1<<20/20)
	for name, c := range map[string]struct {
		file fakeslack.File
		says string
	}{
		"picture":  {fakeslack.File{Name: "a.png", Mimetype: "image/png", Content: []byte("\x89PNG")}, "cannot read pictures"},
		"large":    {fakeslack.File{Name: "a.log", Content: big}, "larger than 1 MiB"},
		"PDF":      {fakeslack.File{Name: "a.pdf", Mimetype: "application/pdf", Content: []byte("%PDF-1.4")}, "is not a text file"},
		"UTF-16":   {fakeslack.File{Name: "a.txt", Content: []byte("\xff\xfeh\x00i\x00")}, "saved as UTF-16"},
		"Latin-1":  {fakeslack.File{Name: "a.txt", Content: []byte("Mina\n9:02 AM\nM\xfcller und B\xf6hme pr\xfcfen den Dienst")}, "not in UTF-8"},
		"empty":    {fakeslack.File{Name: "a.txt", Content: []byte(" \n ")}, "is empty"},
		"external": {fakeslack.File{Name: "a.txt", Mode: "external", URL: "https://drive.example/a", Content: []byte("x")}, "outside of Slack"},
		"deleted":  {fakeslack.File{Name: "a.txt", Mode: "tombstone"}, "has been deleted"},
		"hidden":   {fakeslack.File{Name: "a.txt", Mode: "hidden_by_limit"}, "hidden by Slack"},
		"damaged":  {fakeslack.File{Name: "a.json", Content: []byte(`{"messages":[{"author":"mina","text":`)}, "not whole"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			d.start()
			d.PostFile("lena", "@lena", "", "", c.file)
			d.settle()
			d.oneAnswer("@lena", c.says)
		})
	}
}

// TestAnswersNoteNoWords has an answer's buttons and metadata hold places and
// no words.
func TestAnswersNoteNoWords(t *testing.T) {
	d := open(t)
	d.start()
	d.Post("lena", "@lena", "", "does this make sense?\n\n"+outage)
	d.Mention("lena", "ops", d.root("ops"), "what is a connection pool?")
	d.settle()
	for _, m := range d.answers("@lena") {
		var values []string
		for _, block := range m.Blocks {
			var actions struct {
				Elements []struct{ Value string }
			}
			if json.Unmarshal(block, &actions) == nil {
				for _, e := range actions.Elements {
					values = append(values, e.Value)
				}
			}
		}
		noted := string(m.Metadata) + strings.Join(values, " ")
		if !strings.Contains(noted, `"about"`) || strings.Contains(noted, "canary") || strings.Contains(noted, "sense") || strings.Contains(noted, "pool") {
			t.Errorf("noted: %s", noted)
		}
	}
}
