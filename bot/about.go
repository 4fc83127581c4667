package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// subject is what an answer is about, as it is noted on the answer in Slack:
// where the words stand, never the words. Every follow-up reads them again,
// and asks again whether it may.
type subject struct {
	// refs are threads in channels, by their roots, or messages in the
	// learner's direct message that hold what they pasted, shared or forwarded.
	refs []place
	// held says that the messages at refs hold the text themselves, also
	// outside the direct message.
	held bool
	// alone says that of a thread only the message at its ref is meant, around
	// that what was said in the channel around it is meant too.
	alone, around bool
	// fix is how the learner corrected the way a paste is read.
	fix fix
	// chosen says that the learner chose it among others, so that what they ask
	// next is about it.
	chosen bool
}

// fix is a correction of the way a paste is read.
type fix string

// The corrections.
const (
	asRead    fix = ""
	undivided fix = "undivided" // one text of nobody
	nameless  fix = "nameless"  // the messages without their authors
)

// String writes the places for metadata: "C1/1700.1 C1/1700.2".
func (s subject) String() string {
	var refs []string
	for _, ref := range s.refs {
		refs = append(refs, ref.String())
	}
	return strings.Join(refs, " ")
}

// String is the place in one word.
func (p place) String() string { return p.channel + "/" + p.threadTS }

// placesIn reads what String wrote; what is none is left out.
func placesIn(text string) []place {
	var refs []place
	for word := range strings.FieldsSeq(text) {
		if channel, ts, ok := strings.Cut(word, "/"); ok && channel != "" && ts != "" {
			refs = append(refs, place{channel, ts})
		}
	}
	return refs
}

// same reports whether two subjects are about the same words.
func (s subject) same(other subject) bool {
	return s.held == other.held && s.around == other.around && slices.Equal(s.refs, other.refs)
}

// marked is the metadata of a message of Gloss: which question it answers,
// what that is about and in which messages it was asked, as they were then.
func (a ask) marked(mark string) slack.MsgOption {
	payload := map[string]any{"question": mark}
	put := func(name, value string) {
		if value != "" {
			payload[name] = value
		}
	}
	put("about", a.about.String())
	put("fix", string(a.about.fix))
	if a.about.held {
		put("held", "yes")
	}
	if a.about.alone {
		put("alone", "yes")
	}
	if a.about.around {
		put("around", "yes")
	}
	if a.about.chosen {
		put("chosen", "yes")
	}
	if a.whole {
		put("whole", "yes")
	}
	var asked []string
	for _, part := range a.parts {
		if part.TS != "" {
			asked = append(asked, part.TS+"/"+part.print())
		}
	}
	put("asked", strings.Join(asked, " "))
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: answerMark, EventPayload: payload})
}

// print is a fingerprint of what a message says, to know it again when it was
// changed.
func (e event) print() string {
	sum := sha256.Sum256([]byte(e.Text))
	return hex.EncodeToString(sum[:6])
}

// marks is the metadata of a message of Gloss, read back.
type marks struct {
	Question string `json:"question"`
	About    string `json:"about"`
	Fix      fix    `json:"fix"`
	Held     string `json:"held"`
	Alone    string `json:"alone"`
	Around   string `json:"around"`
	Chosen   string `json:"chosen"`
	Whole    string `json:"whole"`
	Asked    string `json:"asked"`
}

// marks reads the metadata of a message of Gloss; zero when it has none.
func (m message) marks() marks {
	var data struct {
		EventType    string `json:"event_type"`
		EventPayload marks  `json:"event_payload"`
	}
	if lenient(m.Metadata, &data) != nil || data.EventType != answerMark {
		return marks{}
	}
	return data.EventPayload
}

func (m marks) subject() subject {
	return subject{refs: placesIn(m.About), held: m.Held != "", alone: m.Alone != "", around: m.Around != "", chosen: m.Chosen != "", fix: m.Fix}
}

// asked is what a message said that was answered, as a fingerprint by its ts.
func (m marks) asked() map[string]string {
	prints := make(map[string]string)
	for word := range strings.FieldsSeq(m.Asked) {
		ts, print, _ := strings.Cut(word, "/")
		prints[ts] = print
	}
	return prints
}

// errNoThread says that no message here holds a thread.
var errNoThread = errors.New("no message here holds a thread")

// subjects finds what the answers in a thread of the direct message are about,
// the newest first: what is noted on them, and where nothing is, the messages
// that hold something themselves. pressed is the answer whose button was
// pressed, "" for none; its subject comes first.
func (b *Bot) subjects(ctx context.Context, a ask, pressed string) ([]subject, error) {
	messages, _, err := b.replies(ctx, a.at)
	if err != nil {
		return nil, err
	}
	var found []subject
	add := func(s subject) {
		if len(s.refs) > 0 && !slices.ContainsFunc(found, s.same) {
			found = append(found, s)
		}
	}
	answered := make(map[string]bool)
	for _, m := range messages {
		if !b.own(m) || m.marks().About == "" {
			continue
		}
		for ts := range m.marks().asked() {
			answered[ts] = true
		}
		if m.TS == pressed {
			add(m.marks().subject())
		}
	}
	for _, m := range slices.Backward(messages) {
		switch {
		case b.own(m):
			add(m.marks().subject())
		case m.BotID == "" && m.TS != a.event.TS && !answered[m.TS] && b.holds(m):
			add(subject{refs: []place{{a.at.channel, m.TS}}})
		}
	}
	if len(found) == 0 {
		return nil, errNoThread
	}
	return found, nil
}
