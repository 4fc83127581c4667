package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

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

// unread tells the learner why a thread could not be read, or has the item
// tried again when Slack may be better soon.
func (b *Bot) unread(ctx context.Context, a ask, err error) error {
	if transient(err) && !settledError(err) {
		return waiting(err)
	}
	b.Log.Info("a thread could not be read", "item", a.item.ID, "error", err)
	return b.say(ctx, a, b.whyUnread(a, err))
}

// settledError reports whether an error is a verdict of ours, and not a call
// that went wrong.
func settledError(err error) bool {
	_, words := errors.AsType[noWordsError](err)
	return words || errors.Is(err, errNoThread) || errors.Is(err, errNotReadable)
}

// whyUnread says why a thread could not be read. That it is gone and that it is
// not the asker's to see sound the same.
func (b *Bot) whyUnread(a ask, err error) string {
	none, wordless := errors.AsType[noWordsError](err)
	switch {
	case wordless:
		return none.sentence()
	case errors.Is(err, errNoThread):
		return nothingPasted
	case errors.Is(err, errLacking):
		return noLookingBack
	case errors.Is(err, errOptedOut):
		return keptOut
	case errors.Is(err, errExternal):
		return sharedOutside
	case len(a.about.refs) > 0 && (a.about.refs[0].channel != a.at.channel || !a.at.direct()):
		return notReadable
	}
	return pasteGone
}

// asksForWord reports whether a question is what a word means, and not what
// somebody sent with it means.
func asksForWord(question string) bool {
	word := askedWord(question)
	return word != strings.TrimSpace(question) && !slices.Contains([]string{"this", "that", "it", "all this", "all of this", "they", "them"}, strings.ToLower(word))
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
	g, err := b.Tutor.Glossary(ctx, a.team)
	if err != nil {
		return "", fmt.Errorf("open the glossary: %w", err)
	}
	if e, known := g.Entry(w.Entry); known {
		answer += "\n_" + b.standing(ctx, e) + "_"
	}
	if !w.Credit.IsZero() {
		answer += "\n_Definition: " + w.Credit.Slack() + "_"
	}
	return answer, nil
}
