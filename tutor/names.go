package tutor

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/thread"
)

// nearby is how many messages before a cited one its author may be answering:
// whoever wrote those can be spoken of, though the message does not name them.
const nearby = 5

// How people take work on and how they do not, in lower case. firmly says so
// whatever stands beside it, loosely only where nothing speaks against it.
var (
	firmly     = regexp.MustCompile(`\b(?:i'll|i will|i'm|i am|i can|i could|i take|i've|i have|i do|i'd|let me|mine|we'll|we will|ours|will do|will have|on it|leave it to me|me)\b`)
	loosely    = regexp.MustCompile(`\b(?:i|my|we|us|our|will|yes|yep|yeah|sure|ok|okay|fine|done|np|agreed)\b|^\W*[a-z]{2,}ing\b|[.!,;]\s+[a-z]{2,}ing\b`)
	unassigned = regexp.MustCompile(`\b(?:some(?:one|body)|any(?:one|body)|who|whoever|nobody|no one|ought|unassigned|owner)\b`)
	refusing   = regexp.MustCompile(`\b(?:not (?:me|us|mine|ours|it)|i (?:don't|do not|did not|didn't|can't|cannot|won't|will not|haven't|wouldn't)|i'm not|i am not|i'll not|we (?:don't|can't|won't)|don't ask me|don't have|tell me|let me know|ask me|for me|from me|with me|me neither|i'm (?:on leave|away|off|out)|i am (?:on leave|away|off|out))\b`)
)

// misattributes reports whether a text ties somebody of the thread to messages
// that are not theirs. Who is said to say or decide must have written one of the
// messages cited; who is to do something must have, or be named there; and who
// is named at all must be named there or have spoken shortly before.
func (j *job) misattributes(text string, cites []string) bool {
	for _, who := range j.authors() {
		if !who.in(text) {
			continue
		}
		if j.wrote(who, cites) {
			if j.overclaims(who, text, cites) {
				return true
			}
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
				case !isObject(text[:at]) || !j.spokeBefore(who, cites):
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

// ownShare is how much of what several messages say of a statement the speaker's
// own must.
const ownShare = 0.6

// overclaims reports whether a text says of somebody who wrote a cited message
// what only the others cited say, or that they will do what they do not take on.
func (j *job) overclaims(who named, text string, cites []string) bool {
	own := slices.DeleteFunc(slices.Clone(cites), func(id string) bool { return !j.wrote(who, []string{id}) })
	for _, name := range who.names {
		for at := indexWord(text, name); at >= 0; at = nextWord(text, name, at) {
			rest := text[at+len(name):]
			verb := verbAfter(rest)
			if wordSets["do"].has(verb) && !j.tasked(who, cites) {
				return true
			}
			if len(own) == len(cites) || !wordSets["say"].has(verb) || j.reported(name, verb, cites) {
				continue
			}
			said := j.substance(rest[:clauseEnd(rest)])
			if j.heardGate().Evidence(own).Support(said, own) < ownShare*j.heardGate().Evidence(cites).Support(said, cites) {
				return true
			}
		}
	}
	return false
}

// clauseEnd is where the sentence ends with which a text goes on.
func clauseEnd(text string) int {
	if at := sentenceEnd.FindStringIndex(text); at != nil {
		return at[0]
	}
	return len(text)
}

// tasked reports whether somebody is to do something by the messages cited:
// because one of another names them, or they say so themselves. Who says that
// somebody should, or that they will not, does not.
func (j *job) tasked(who named, cites []string) bool {
	for _, id := range cites {
		m, found := j.heard.Message(id)
		switch {
		case !found:
		case !who.is(m.Author):
			if who.in(m.Text) {
				return true
			}
		case takesOn(m.Text):
			return true
		}
	}
	return false
}

// takesOn reports whether the writer of a text takes something on: it says "I" or
// leaves it out, as in "will do" and "checking". Where it also says that somebody
// should, or "not me", only plain words of taking on count.
func takesOn(text string) bool {
	lower := strings.ToLower(strings.ReplaceAll(text, "’", "'"))
	if firmly.MatchString(refusing.ReplaceAllString(lower, " ")) {
		return true
	}
	return !unassigned.MatchString(lower) && !refusing.MatchString(lower) && loosely.MatchString(lower)
}

// spokeBefore reports whether the author wrote one of the messages shortly
// before a cited one.
func (j *job) spokeBefore(who named, cites []string) bool {
	for i, m := range j.thread.Messages {
		if !who.is(m.Author) {
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

// named are the authors of the thread whom a text may mean by one of the names:
// one by the whole name, and by the first, which several may have.
type named struct {
	authors []string
	names   []string
}

// is reports whether an author is meant.
func (n named) is(author string) bool { return slices.Contains(n.authors, author) }

// in reports whether a text names the author.
func (n named) in(text string) bool {
	return slices.ContainsFunc(n.names, func(name string) bool { return indexWord(text, name) >= 0 })
}

// namedAuthors are the authors of a thread as texts may name them. A first name
// that stands inside another author's, as that of a company does, names nobody.
func namedAuthors(t thread.Thread) []named {
	authors := t.Authors()
	all := make([]named, 0, len(authors))
	shared := make(map[string][]string)
	for _, author := range authors {
		first, _, many := strings.Cut(author, " ")
		if !many || len(first) < 3 || !unicode.IsUpper([]rune(first)[0]) {
			all = append(all, named{[]string{author}, []string{author}})
			continue
		}
		inside := func(other string) bool { return strings.Contains(other, first) && !strings.HasPrefix(other, first+" ") }
		switch {
		case slices.ContainsFunc(authors, inside):
			all = append(all, named{[]string{author}, []string{author}})
		case slices.ContainsFunc(authors, func(other string) bool { return other != author && strings.HasPrefix(other, first+" ") }):
			all = append(all, named{[]string{author}, []string{author}})
			shared[first] = append(shared[first], author)
		default:
			all = append(all, named{[]string{author}, []string{author, first}})
		}
	}
	for _, first := range slices.Sorted(maps.Keys(shared)) {
		all = append(all, named{shared[first], []string{first}})
	}
	return all
}

// wrote reports whether one of the authors wrote one of the messages cited.
func (j *job) wrote(who named, cites []string) bool {
	return slices.ContainsFunc(cites, func(id string) bool {
		m, found := j.thread.Message(id)
		return found && who.is(m.Author)
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
