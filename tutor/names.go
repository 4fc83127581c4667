package tutor

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/thread"
)

// nearby is how many messages before a cited one its author may be answering:
// whoever wrote those can be spoken of, though the message does not name them.
const nearby = 5

// misattributes reports whether a text ties somebody of the thread to messages
// that are not theirs. Who is said to say or decide must have written one of the
// messages cited; who is to do something must have, or be named there; and who
// is named at all must be named there or have spoken shortly before.
func (j *job) misattributes(text string, cites []string) bool {
	for _, who := range j.authors() {
		if !who.in(text) || j.wrote(who.author, cites) {
			continue
		}
		named := slices.ContainsFunc(who.names, func(name string) bool { return j.gate.Stated(name, cites) })
		for _, name := range who.names {
			for at := indexWord(text, name); at >= 0; at = nextWord(text, name, at) {
				verb := verbAfter(text[at+len(name):])
				switch {
				case wordSets["say"].has(verb) && !j.reported(name, verb, cites):
					return true
				case verb != "" && !named:
					return true
				// A name in small letters may be any word.
				case named || !unicode.IsUpper([]rune(name)[0]):
				case !isObject(text[:at]) || !j.spokeBefore(who.author, cites):
					return true
				}
			}
		}
	}
	return false
}

// isObject reports whether a text that goes on with a name goes on with one that
// does not act: "asks Ana", "with Ana".
func isObject(before string) bool {
	before = strings.ToLower(strings.TrimRight(before, " @"))
	last := before[strings.LastIndexAny(before, " \n")+1:]
	return wordSets["object"].has(last) || wordSets["say"].has(last)
}

// spokeBefore reports whether the author wrote one of the messages shortly
// before a cited one.
func (j *job) spokeBefore(author string, cites []string) bool {
	for i, m := range j.thread.Messages {
		if m.Author != author {
			continue
		}
		for _, later := range j.thread.Messages[i:min(i+nearby+1, len(j.thread.Messages))] {
			if slices.Contains(cites, later.ID) {
				return true
			}
		}
	}
	return false
}

// named is an author of the thread and the ways in which a text may name them:
// the whole name, and the first unless it also stands in another author's, as
// that of a company does.
type named struct {
	author string
	names  []string
}

// in reports whether a text names the author.
func (n named) in(text string) bool {
	return slices.ContainsFunc(n.names, func(name string) bool { return indexWord(text, name) >= 0 })
}

// namedAuthors are the authors of a thread as texts may name them.
func namedAuthors(t thread.Thread) []named {
	authors := t.Authors()
	all := make([]named, 0, len(authors))
	for _, author := range authors {
		who := named{author, []string{author}}
		first, _, many := strings.Cut(author, " ")
		shared := func(other string) bool { return other != author && strings.Contains(other, first) }
		if many && len(first) >= 3 && unicode.IsUpper([]rune(first)[0]) && !slices.ContainsFunc(authors, shared) {
			who.names = append(who.names, first)
		}
		all = append(all, who)
	}
	return all
}

// wrote reports whether the author wrote one of the messages cited.
func (j *job) wrote(author string, cites []string) bool {
	return slices.ContainsFunc(cites, func(id string) bool {
		m, found := j.thread.Message(id)
		return found && m.Author == author
	})
}

// reported reports whether one of the messages cited names somebody and has the
// verb as well: "Agreed with Ana" bears out "Ana agreed".
func (j *job) reported(name, verb string, cites []string) bool {
	return slices.ContainsFunc(cites, func(id string) bool {
		m, _ := j.thread.Message(id)
		return indexWord(m.Text, name) >= 0 && slices.ContainsFunc(wordsOf(m.Text), func(w string) bool { return sameWord(w, verb) })
	})
}

// verbAfter returns the verb with which a text goes on, as far as it is one of
// saying, of having to do, or looks like one by its ending; "" otherwise.
func verbAfter(text string) string {
	if strings.HasPrefix(text, "'s ") || strings.HasPrefix(text, "’s ") {
		return ""
	}
	clause, _, _ := strings.Cut(text, ".")
	for i, w := range wordsOf(clause) {
		if wordSets["say"].has(w) || wordSets["do"].has(w) {
			return w
		}
		if i == 2 || !wordSets["between"].has(w) {
			if len(w) >= 4 && (strings.HasSuffix(w, "s") || strings.HasSuffix(w, "ed")) {
				return w
			}
			break
		}
	}
	return ""
}

// indexWord is the byte index of the first occurrence of a name in a text as a
// whole word, -1 if there is none.
func indexWord(text, name string) int { return nextWord(text, name, -1) }

// nextWord is indexWord after the index at.
func nextWord(text, name string, at int) int {
	if !strings.ContainsFunc(name, wordRune) {
		return -1
	}
	for start := at + 1; start < len(text); {
		i := strings.Index(text[start:], name)
		if i < 0 {
			return -1
		}
		i += start
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(name):])
		if !wordRune(before) && !wordRune(after) {
			return i
		}
		start = i + 1
	}
	return -1
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
