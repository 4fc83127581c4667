package bot_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// deed plays the lines of a story that are about ways in other than a paste:
//
//	lena sends A + B + C                posts several messages at once
//	lena shares A + B "words"           shares files, with words
//	lena forwards ops[/thread] "words"  forwards a channel's newest root, with its first reply
//	lena links ops + far "words"        posts permalinks of newest threads, with words
//	lena says ops[/thread] TEXT         writes in a channel
//	lena uses ID ops[/reply]            uses a message shortcut on the newest root, or reply
//	lena looks ops[/thread]             has a channel, or its newest thread, open beside Gloss
//	lena presses ACTION in ops          presses a button in a channel
//	lena fixes VALUE                    chooses in the modal that shows a reading
//	lena fills A=x; B=y                 fills in the modal on top and sends it; shows what it says
//	lena disputes WORDS                 says in the modal what is wrong
//	lena deletes root                   deletes her newest root
//	lena joins ops, lena leaves ops     and gloss too
func (s *story) deed(who, verb, rest string) error {
	dm := "@" + who
	done := func(ts string) error {
		if ts == "" {
			return errors.New("it could not be posted")
		}
		return nil
	}
	list, words, _ := strings.Cut(rest, ` "`)
	words = strings.TrimSuffix(words, `"`)
	names := strings.Split(list, " + ")
	channel, inThread := strings.CutSuffix(names[0], "/thread")
	switch verb {
	case "sends":
		return s.sends(who, strings.Split(rest, " + "))
	case "shares":
		return done(s.PostFile(who, dm, "", words, s.shared(names)...))
	case "forwards":
		return done(s.Forward(who, dm, channel, s.root(channel), words))
	case "links":
		for _, name := range names {
			words += " " + s.link(name)
		}
		return done(s.Post(who, dm, "", strings.TrimSpace(words)))
	case "says":
		name, text, _ := strings.Cut(rest, " ")
		root := ""
		if name, inThread = strings.CutSuffix(name, "/thread"); inThread {
			root = s.root(name)
		}
		return done(s.Post(who, name, root, s.text(text)))
	case "uses":
		id, where, _ := strings.Cut(rest, " ")
		name, reply := strings.CutSuffix(where, "/reply")
		ts := s.root(name)
		if reply {
			ts = s.newest(name)
		}
		return s.Shortcut(who, name, ts, id)
	case "looks":
		if !inThread {
			return s.Look(who, channel, "")
		}
		return s.Look(who, channel, s.root(channel))
	case "fixes":
		return s.submit(who, "fix", rest)
	case "disputes":
		return s.submit(who, "why", rest)
	case "fills":
		return s.fill(who, rest)
	case "deletes":
		return s.Delete(who, dm, s.root(dm))
	case "joins":
		s.Join(who, rest)
		return nil
	case "leaves":
		s.Leave(who, rest)
		return nil
	}
	return fmt.Errorf("nobody can %q", verb)
}

// shared are the files of the story by their names; those it does not have hold
// no text.
func (s *story) shared(names []string) (files []fakeslack.File) {
	for _, name := range names {
		content, known := s.files[name]
		if !known {
			content = "\x00\x01 no text"
		}
		files = append(files, fakeslack.File{Name: name, Content: []byte(content)})
	}
	return files
}

// sends posts several messages before any of them is worked to its end.
func (s *story) sends(who string, texts []string) error {
	s.sending.Lock()
	defer s.sending.Unlock()
	for _, text := range texts {
		if s.Post(who, "@"+who, "", s.text(text)) == "" {
			return errors.New("it could not be posted")
		}
	}
	return nil
}

// link is the permalink of the newest root of a channel.
func (s *story) link(channel string) string {
	root := s.root(channel)
	for _, m := range s.Messages(channel, "") {
		if m.TS == root {
			return m.Permalink
		}
	}
	return s.url + "/archives/C0NONE/p1700000000000100"
}

// newest is the newest message of a channel.
func (s *story) newest(channel string) string {
	ts := ""
	for _, m := range s.Messages(channel, "") {
		if m.Ephemeral == "" {
			ts = m.TS
		}
	}
	return ts
}

// submit fills in the block of the newest modal and sends it.
func (s *story) submit(who, block, value string) error {
	views := s.Views(who)
	if len(views) == 0 {
		return errors.New("no modal is open")
	}
	complaints, err := s.Submit(s.ctx, who, views[0].ID, map[string]map[string]any{block: {block: value}})
	if err != nil || len(complaints) > 0 {
		return fmt.Errorf("%v %w", complaints, err)
	}
	return nil
}

// modal is what a person sees in the modal on top.
func (s *story) modal(user string) string {
	views := s.Views(user)
	if len(views) == 0 {
		return "no modal\n"
	}
	view := views[len(views)-1]
	out := view.Title + "\n"
	for _, block := range view.Blocks {
		var b map[string]any
		if err := json.Unmarshal(block, &b); err != nil {
			s.t.Fatal(err)
		}
		out += strings.Join(append(texts(b), texts(b["label"])...), " | ") + "\n"
		if element, ok := b["element"].(map[string]any); ok {
			if value, filled := element["initial_value"].(string); filled {
				out += "\t" + strings.ReplaceAll(value, "\n", "\n\t") + "\n"
			}
			options, _ := element["options"].([]any)
			for _, option := range options {
				out += "( ) " + strings.Join(texts(option), "") + "\n"
			}
		}
	}
	return out
}
