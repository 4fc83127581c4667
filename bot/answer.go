package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// messaged answers a direct message: a pasted thread, a question about one
// pasted before, or a word or two to Gloss.
func (b *Bot) messaged(ctx context.Context, a ask) error {
	text := b.words(a.event)
	if text == "" && len(a.event.Files)+len(a.event.Attachments) > 0 {
		return b.say(ctx, a, onlyText)
	}
	if a.event.followsUp() {
		return b.followUp(ctx, a, text)
	}
	pasted, err := thread.Read([]byte(text))
	if err != nil {
		return b.say(ctx, a, howTo)
	}
	if isTalk(pasted) {
		return b.talk(ctx, a, text)
	}
	return b.explain(ctx, a, brought(pasted), tutor.Question{}, prompts.ExplainTask)
}

// shortTalk is the length up to which a text that is no conversation is taken
// for talk to Gloss and not for something to explain: 25 words, or as many
// characters of a script without spaces as say the same.
const shortTalk = 25

// isTalk reports whether a text is too short to be a thread.
func isTalk(t thread.Thread) bool {
	if t.Format != thread.Plain || len(t.Messages) != 1 {
		return false
	}
	text := t.Messages[0].Text
	dense := 0
	for _, r := range text {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			dense++
		}
	}
	return len(strings.Fields(text))+dense/2 <= shortTalk
}

// talk answers a short message: with the word of the glossary that it asks
// about, or with what Gloss can do.
func (b *Bot) talk(ctx context.Context, a ask, text string) error {
	word := askedWord(text)
	asks := word != strings.TrimSpace(text)
	answer, err := b.define(ctx, a, word, !asks)
	if err != nil {
		return err
	}
	switch {
	case answer != "":
	case asks:
		answer = fmt.Sprintf(noWord, escapeMrkdwn(word))
	default:
		answer = howTo
	}
	return b.say(ctx, a, answer)
}

// wordQuestions are the ways to ask what a word means.
var wordQuestions = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(?:please )?(?:define|explain|what(?:'s|’s| is| are) the meaning of|what(?:'s|’s| is| are)|what do you mean by)\s+(?:an? |the )?["“‘'` + "`" + `]?(.{1,60}?)["”’'` + "`" + `]?\s*[?.!]*$`),
	regexp.MustCompile(`(?i)^what (?:does|do) (?:an? |the )?["“‘'` + "`" + `]?(.{1,60}?)["”’'` + "`" + `]? (?:mean|stand for)\s*[?.!]*$`),
}

// askedWord is the word that a text asks about: "container" of "What is a
// container?"; the text itself when it asks in no way that is known.
func askedWord(text string) string {
	text = strings.TrimSpace(text)
	for _, question := range wordQuestions {
		if m := question.FindStringSubmatch(text); m != nil {
			return m[1]
		}
	}
	return text
}

// followUp answers a question in the thread under a pasted one. The paste is
// read back from Slack, where the learner can delete it; Gloss keeps no copy.
func (b *Bot) followUp(ctx context.Context, a ask, question string) error {
	if pasted, err := thread.Read([]byte(question)); err == nil && !isTalk(pasted) && pasted.Format != thread.Plain {
		return b.explain(ctx, a, brought(pasted), tutor.Question{}, prompts.ExplainTask)
	}
	pasted, err := b.pasted(ctx, &a)
	if errors.Is(err, errNoThread) {
		return b.talk(ctx, a, question)
	}
	if err != nil {
		return b.unread(ctx, a, err)
	}
	return b.explain(ctx, a, brought(pasted), tutor.Question{Text: question}, prompts.AnswerTask)
}

// errNoThread says that no message here holds a thread.
var errNoThread = errors.New("no message here holds a thread")

// pasted reads the thread pasted in the root of a direct message's thread, or
// in the newest reply that holds one, and notes in a which message that is.
func (b *Bot) pasted(ctx context.Context, a *ask) (thread.Thread, error) {
	messages, _, err := b.replies(ctx, a.at)
	if err != nil {
		return thread.Thread{}, err
	}
	for i := len(messages) - 1; i >= 0; i-- {
		m := messages[i]
		if b.own(m) || m.BotID != "" {
			continue
		}
		t, err := thread.Read([]byte(messageText(m.Text, m.Blocks)))
		if err == nil && !isTalk(t) && (m.TS == a.at.threadTS || t.Format != thread.Plain) {
			a.holds = m.TS
			return t, nil
		}
	}
	return thread.Thread{}, errNoThread
}

// unread tells the learner why a thread could not be read, or has the item
// tried again when Slack may be better soon.
func (b *Bot) unread(ctx context.Context, a ask, err error) error {
	if transient(err) && !errors.Is(err, errNoThread) && !errors.Is(err, errNotReadable) {
		return waiting(err)
	}
	b.Log.Info("a thread could not be read", "item", a.item.ID, "error", err)
	switch {
	case errors.Is(err, errNoThread):
		return b.say(ctx, a, nothingPasted)
	case errors.Is(err, errLacking):
		return b.say(ctx, a, noLookingBack)
	case !a.at.direct():
		return b.say(ctx, a, notReadable)
	}
	return b.say(ctx, a, pasteGone)
}

// mentioned explains the thread in which Gloss was mentioned, in that thread.
// The mention itself proves that the asker can read it.
func (b *Bot) mentioned(ctx context.Context, a ask) error {
	text := b.words(a.event)
	pasted, err := thread.Read([]byte(text))
	if err == nil && !isTalk(pasted) && (pasted.Format != thread.Plain || !a.event.followsUp()) {
		return b.explain(ctx, a, brought(pasted), tutor.Question{}, prompts.ExplainTask)
	}
	if !a.event.followsUp() {
		return b.say(ctx, a, noThreadHere)
	}
	live, err := b.gather(ctx, a, []place{a.at}, nil)
	if err != nil {
		return b.unread(ctx, a, err)
	}
	if len(live.thread.Messages) == 0 {
		return b.say(ctx, a, noThreadHere)
	}
	q := tutor.Question{}
	task := prompts.ExplainTask
	switch verb := strings.ToLower(strings.Trim(text, " ?!.:")); {
	case strings.HasPrefix(verb, "brief"):
		task = prompts.BriefTask
	case verb != "" && !strings.HasPrefix(verb, "explain"):
		q.Text, task = text, prompts.AnswerTask
	}
	return b.explain(ctx, a, live, q, task)
}

// sameWord reports whether two words are the same but for case, hyphens and
// the plural.
func sameWord(a, b string) bool {
	plain := func(s string) string {
		s = strings.ToLower(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " "))
		return strings.TrimSuffix(s, "s")
	}
	return plain(a) == plain(b)
}

// define explains the word of the glossary that a text names, and remembers
// that the learner asked; "" when it names none. An exact one is no guess: the
// word is the term itself, or nearly.
func (b *Bot) define(ctx context.Context, a ask, text string, exact bool) (string, error) {
	words, err := b.Tutor.Define(ctx, a.team, "", text)
	if err != nil {
		return "", fmt.Errorf("look a word up: %w", err)
	}
	if len(words) == 0 || exact && !sameWord(text, words[0].Term.String()) {
		return "", nil
	}
	w := words[0]
	if err := b.Tutor.Tell(ctx, a.who(), tutor.LookedUp, w.Entry); err != nil {
		return "", err
	}
	answer := "*" + w.Term.Slack() + "*: " + w.Plain.Slack()
	if !w.Credit.IsZero() {
		answer += "\n_Definition: " + w.Credit.Slack() + "_"
	}
	return answer, nil
}
