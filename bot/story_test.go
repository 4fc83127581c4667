package bot_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what the stories show as what they expect")

// TestStories plays every conversation in testdata. A story is a txtar archive:
// its comment says what it is about, "script" what people do, line by line,
// "shown" what they then see, "glossary" names another one; the other files are texts that people paste.
//
//	lena posts PASTE              posts a file, or words in quotes, in her direct message
//	lena replies PASTE            … in the thread of her newest message
//	lena mentions ops PASTE       mentions Gloss in a channel; "ops/thread" in its newest thread
//	lena edits PASTE              changes her newest message
//	lena shares NAME              shares a file
//	lena presses ACTION           presses the newest such button in her direct message
//	lena presses home ACTION ID   presses a button on her Home tab, of the word with the id
//	lena submits WORD             fills in the modal and sends it
//	lena runs TEXT                types /gloss TEXT in her direct message
//	lena opens home|messages      opens a tab
//	see @lena|ops|home lena       adds what is there to what is shown
//
// More of what people do is in deed_test.go.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := story{desk: open(t), files: make(map[string]string)}
			for _, f := range archive.Files {
				s.files[f.Name] = string(f.Data)
			}
			s.terms = strings.TrimSpace(s.files["glossary"])
			s.start()
			s.bot.Welcome = s.files["welcome"] != ""
			s.play(s.files["script"])
			s.idleEverywhere()
			s.steady()
			if *update {
				s.rewrite(file, archive)
			} else if got := s.shown.String(); got != s.files["shown"] {
				t.Errorf("shown:\n%s\nwant:\n%s", got, s.files["shown"])
			}
		})
	}
}

type story struct {
	*desk
	files map[string]string
	shown strings.Builder
}

// idleEverywhere checks that nothing says any more that Gloss is at work.
func (s *story) idleEverywhere() {
	s.t.Helper()
	for _, channel := range []string{"@lena", "@ravi", "@mina", "ops"} {
		for _, m := range s.Messages(channel, "") {
			if status, _ := s.Session(channel, m.TS); status == "processing" || m.Streaming {
				s.t.Errorf("%s still says that Gloss is at work: %q", channel, m.Text)
			}
		}
	}
}

// rewrite makes what was shown what is expected.
func (s *story) rewrite(file string, archive *txtar.Archive) {
	s.t.Helper()
	for i, f := range archive.Files {
		if f.Name == "shown" {
			archive.Files = append(archive.Files[:i], archive.Files[i+1:]...)
			break
		}
	}
	archive.Files = append(archive.Files, txtar.File{Name: "shown", Data: []byte(s.shown.String())})
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) play(script string) {
	s.t.Helper()
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		who, rest, _ := strings.Cut(line, " ")
		verb, rest, _ := strings.Cut(rest, " ")
		var err error
		if who == "see" {
			s.see(strings.TrimSpace(verb + " " + rest))
		} else if err = s.act(who, verb, rest); err != nil {
			s.t.Fatalf("%s: %v", line, err)
		}
		s.settle()
	}
}

func (s *story) see(what string) {
	if user, ok := strings.CutPrefix(what, "modal "); ok {
		fmt.Fprintf(&s.shown, "== %s ==\n%s", what, s.modal(user))
		return
	}
	if user, ok := strings.CutPrefix(what, "home "); ok {
		fmt.Fprintf(&s.shown, "== %s ==\n%s", what, s.home(user))
		return
	}
	fmt.Fprintf(&s.shown, "== %s ==\n%s", what, s.seen(what))
}

// act plays one line. Nothing that a person cannot do passes for done.
func (s *story) act(who, verb, rest string) error {
	dm := "@" + who
	posted := func(ts string) error {
		if ts == "" {
			return errors.New("it could not be posted")
		}
		return nil
	}
	switch verb {
	case "posts":
		return posted(s.Post(who, dm, "", s.text(rest)))
	case "replies":
		return posted(s.Post(who, dm, s.root(dm), s.text(rest)))
	case "mentions":
		channel, text, _ := strings.Cut(rest, " ")
		name, inThread := strings.CutSuffix(channel, "/thread")
		root := ""
		if inThread {
			root = s.root(name)
		}
		return posted(s.Mention(who, name, root, s.text(text)))
	case "edits":
		return s.Edit(who, dm, s.root(dm), s.text(rest))
	case "presses":
		if action, channel, ok := strings.Cut(rest, " in "); ok {
			return s.Click(who, channel, s.buttoned(channel, action), action)
		}
		if press, ok := strings.CutPrefix(rest, "home "); ok {
			action, word, _ := strings.Cut(press, " ")
			return s.Press(who, "", action, word)
		}
		return s.Click(who, dm, s.buttoned(dm, rest), rest)
	case "submits":
		return s.submitModal(who, rest)
	case "runs":
		return s.Command(who, dm, "/gloss", rest)
	case "opens":
		if rest == "home" {
			s.OpenHome(who)
		} else {
			s.OpenMessages(who)
		}
		return nil
	}
	return s.deed(who, verb, rest)
}

func (s *story) submitModal(who, word string) error {
	views := s.Views(who)
	if len(views) == 0 {
		return errors.New("no modal is open")
	}
	complaints, err := s.Submit(s.ctx, who, views[0].ID, map[string]map[string]any{"word": {"word": word}})
	if err != nil || len(complaints) > 0 {
		return fmt.Errorf("%v %w", complaints, err)
	}
	return nil
}

// text is words in quotes, or the file of that name, with the permalinks of the
// newest threads where it says LINK-ops.
func (s *story) text(name string) string {
	text, quoted := strings.CutPrefix(name, `"`)
	if quoted {
		text = strings.TrimSuffix(text, `"`)
	} else {
		known := false
		if text, known = s.files[name]; !known {
			s.t.Fatalf("the story has no file %q", name)
		}
	}
	for _, channel := range []string{"ops", "far", "status", "vault", "partner"} {
		text = strings.ReplaceAll(text, "LINK-"+channel, s.link(channel))
	}
	return text
}
