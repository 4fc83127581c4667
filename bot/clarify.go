package bot

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
)

// What a press of a button that answers a question of Gloss means. The value
// holds the messages in question, never their words.
const (
	choosePaste  = "paste"  // the pasted text, not the linked thread
	chooseLink   = "link"   // the linked thread
	chooseBoth   = "both"   // the two together
	chooseText   = "text"   // a text to explain
	chooseTalk   = "talk"   // a question to Gloss
	chooseThread = "thread" // this thread of several in a channel
	chooseAbout  = "about"  // this of several that were answered above
	chooseReach  = "reach"  // a lone message, or what stands around it
)

// stamps are the messages of the question, for a button's value.
func (a ask) stamps() string {
	var list []string
	for _, part := range a.parts {
		list = append(list, part.TS)
	}
	return strings.Join(list, " ")
}

// askWhich asks what is meant when somebody sends a thread and a link to
// another.
func (b *Bot) askWhich(ctx context.Context, a ask) error {
	stamps := a.stamps()
	return b.ask(ctx, a, whichOfBoth,
		button(actionChoose+"_1", "The pasted text", choosePaste+" "+stamps),
		button(actionChoose+"_2", "The linked thread", chooseLink+" "+stamps),
		button(actionChoose+"_3", "Both together", chooseBoth+" "+stamps))
}

// askMeant asks whether a text is to be explained, or a question to Gloss.
func (b *Bot) askMeant(ctx context.Context, a ask) error {
	return b.ask(ctx, a, textOrTalk,
		button(actionChoose+"_1", "Explain this text", chooseText+" "+a.stamps()),
		button(actionChoose+"_2", "I asked you something", chooseTalk+" "+a.stamps()))
}

// maxChoices bounds the threads to choose from.
const maxChoices = 4

// askThread asks which thread of a channel is meant, of the latest ones.
func (b *Bot) askThread(ctx context.Context, a ask, channel string) error {
	a.about = subject{refs: []place{{channel: channel}}}
	if err := b.access(ctx, a, channel); err != nil {
		return b.unread(ctx, a, err)
	}
	messages, err := b.history(ctx, channel, recentMessages)
	if err != nil {
		return b.unread(ctx, a, err)
	}
	var row []slack.BlockElement
	for _, m := range messages {
		if len(row) == maxChoices || m.replyCount() == 0 {
			continue
		}
		label := b.title(ctx, a, place{channel, m.TS}, m)
		row = append(row, button(fmt.Sprintf("%s_%d", actionChoose, len(row)+1), label, strings.Join([]string{chooseThread, place{channel, m.TS}.String()}, " ")))
	}
	if len(row) == 0 {
		return b.say(ctx, a, linkAThread)
	}
	return b.ask(ctx, a, whichThread, row...)
}

// askAbout asks which of several things above a question is about.
func (b *Bot) askAbout(ctx context.Context, a ask, list []subject) error {
	var row []slack.BlockElement
	for _, s := range list[:min(len(list), maxChoices)] {
		m, err := b.single(ctx, s.refs[0])
		if transient(err) && err != nil {
			return waiting(err)
		}
		if err != nil || b.access(ctx, a, s.refs[0].channel) != nil {
			continue
		}
		label := b.title(ctx, a, s.refs[0], m)
		value := strings.Join([]string{chooseAbout, s.code(), a.event.TS}, " ")
		row = append(row, button(fmt.Sprintf("%s_%d", actionChoose, len(row)+1), label, value))
	}
	if len(row) == 0 {
		return b.say(ctx, a, pasteGone)
	}
	return b.ask(ctx, a, whichAbout, row...)
}

// code writes a subject as one word; coded reads it.
func (s subject) code() string {
	flags := ""
	if s.held {
		flags += "h"
	}
	if s.alone {
		flags += "a"
	}
	if s.around {
		flags += "r"
	}
	return strings.ReplaceAll(s.String(), " ", ",") + ";" + flags + ";" + string(s.fix)
}

func coded(word string) subject {
	refs, rest, _ := strings.Cut(word, ";")
	flags, fixed, _ := strings.Cut(rest, ";")
	return subject{refs: placesIn(strings.ReplaceAll(refs, ",", " ")), held: strings.Contains(flags, "h"),
		alone: strings.Contains(flags, "a"), around: strings.Contains(flags, "r"), fix: fix(fixed)}
}

// title names a message in a few words, for a button: the beginning of what it
// says, masked and passed through the gate.
func (b *Bot) title(ctx context.Context, a ask, at place, m message) string {
	g := b.gathering(a)
	said := g.said(ctx, at, m)
	if read, err := thread.Read([]byte(said.Text)); err == nil && at.channel == a.at.channel && len(read.Messages) > 0 {
		said.Author, said.Text = read.Messages[0].Author, read.Messages[0].Text
	}
	text := said.Text
	if said.Author != "" {
		text = said.Author + ": " + text
	}
	masked, _ := safety.Mask(strings.Join(strings.Fields(text), " "))
	label := []rune(safety.NewGate(thread.Thread{}).Text(masked).String())
	if len(label) > maxLabel {
		label = append(label[:maxLabel-1], '…')
	}
	if len(label) == 0 {
		return "A message without words"
	}
	return string(label)
}

// maxLabel is how long the label of a button may be, in characters.
const maxLabel = 70

// chosen goes on with what was unclear, as the learner chose.
func (b *Bot) chosen(ctx context.Context, a *ask, value string) error {
	choice, rest, _ := strings.Cut(value, " ")
	switch choice {
	case chooseThread:
		a.about = subject{refs: placesIn(rest), chosen: true}
		return b.explain(ctx, a, request{task: "explain", read: b.reading(a)})
	case chooseReach:
		code, task, _ := strings.Cut(rest, " ")
		a.about = coded(code)
		a.about.chosen = true
		return b.explain(ctx, a, request{task: prompts.Task(task), read: b.reading(a)})
	case chooseAbout:
		code, ts, _ := strings.Cut(rest, " ")
		m, err := b.single(ctx, place{a.at.channel, ts})
		if err != nil {
			return b.unread(ctx, *a, err)
		}
		about := coded(code)
		about.chosen = true
		return b.followUpOn(ctx, a, about, b.words(m.event(a.at.channel)))
	}
	if err := b.load(ctx, a, strings.Fields(rest)); err != nil {
		return b.unread(ctx, *a, err)
	}
	s := b.sent(*a)
	switch choice {
	case chooseTalk:
		return b.talk(ctx, *a, s.text)
	case chooseLink:
		s.links.rest = s.question
		return b.linkedExplained(ctx, a, s)
	case chooseBoth:
		return b.bothExplained(ctx, a, s)
	}
	return b.ownExplained(ctx, a, s)
}

// bothExplained explains what somebody pasted and what they pointed at as one.
func (b *Bot) bothExplained(ctx context.Context, a *ask, s sent) error {
	for _, part := range a.parts {
		a.about.refs = append(a.about.refs, place{a.at.channel, part.TS})
	}
	a.about.refs = append(a.about.refs, s.links.refs...)
	return b.explain(ctx, a, request{task: "explain", text: s.question, read: b.reading(a)})
}

// channelLink is a link to a channel, or its name as Slack sends it.
var channelLink = regexp.MustCompile(`^(?:explain |brief me on |what(?:'s| is) going on in )?(?:<#(C[A-Z0-9]{2,20})(?:\|[^>]*)?>|https?://([^/\s]+)/archives/([CG][A-Z0-9]{2,20})/?)\s*[?.!]*$`)

// bareChannel is the channel that a text is nothing but a pointer to, "" for
// none.
func bareChannel(host, text string) string {
	m := channelLink.FindStringSubmatch(strings.TrimSpace(text))
	switch {
	case m == nil:
		return ""
	case m[1] != "":
		return m[1]
	case strings.EqualFold(m[2], host):
		return m[3]
	}
	return ""
}
