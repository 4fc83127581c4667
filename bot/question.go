package bot

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// maxQuestion is how many words a question beside a paste has at most.
const maxQuestion = 40

var (
	// asking is how a question to Gloss ends or begins.
	asking = regexp.MustCompile(`(?i)[?？]["”’)]*$|^(?:please |pls |can you |could you |hey,? |hi,? )*(?:explain|summari[sz]e|brief|translate|tell me|help me|what|why|who|when|where|how|which|is|are|was|were|does|do|did|should|has|have|can)\b`)
	// aside is what only somebody who looks at a conversation from outside says
	// of it.
	aside = regexp.MustCompile(`(?i)\b(?:they|them|their|theirs)\b|\b(?:this|that|the|above) (?:thread|conversation|discussion|chat|exchange|all)\b|\bmake sense\b|\b(?:mean|means|meant)\b|\btl;?dr\b|\bsummari[sz]e\b|\bexplain\b|\bplain (?:words|english)\b|\bwho (?:decided|is right|does what)\b|\bwhat (?:was|got|did) (?:decided|agreed|the (?:decision|outcome|conclusion))\b|\bwhat (?:happened|is this about|is going on)\b`)
	// inside is how those speak who are in it.
	inside = regexp.MustCompile(`(?i)\b(?:we|we're|we'll|our|ours|let's)\b|<@|@\w`)
)

// questionOf finds in what a learner sent the question that they typed beside
// the thread: in lines of its own before what they pasted or after it, or
// around what they pasted as a quote or as code. It returns the text with empty
// lines in place of the question's. What is said inside a message of the thread
// is nobody's question to Gloss.
func questionOf(text string) (question, rest string) {
	if question, rest, found := around(text); found {
		return question, rest
	}
	pasted, err := thread.Read([]byte(text))
	if err != nil || len(pasted.Messages) == 0 {
		return "", text
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if pasted.Format == thread.JSON {
		return "", text
	}
	if pasted.Format == thread.Plain {
		return besidePlain(lines, text)
	}
	before := lines[:min(foreword(pasted), len(lines))]
	if asked := join(before); isQuestion(asked) && (!inside.MatchString(asked) || aside.MatchString(asked)) {
		return asked, without(lines, 0, len(before))
	}
	if at := afterwards(lines, pasted); at > 0 {
		return join(lines[at:]), without(lines, at, len(lines))
	}
	return "", text
}

// asksAlone reports whether a message of its own asks about those that were
// sent with it. After one near Slack's limit it may be the end of the paste, so
// it has to speak of the thread from outside.
func asksAlone(text string, afterLong bool) bool {
	if _, _, plain := wanted(text); plain && text != "" {
		return true
	}
	return isQuestion(text) && (!afterLong || aside.MatchString(text) && !inside.MatchString(text))
}

// around finds a question that stands before or after a block that is quoted,
// or fenced as code, and holds more than the question does.
func around(text string) (question, rest string, found bool) {
	var outside, within []string
	fenced, blocks, last := false, 0, false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		quoted := strings.HasPrefix(line, "> ") || line == ">"
		switch {
		case strings.TrimSpace(line) == "```":
			within = append(within, "")
			fenced = !fenced
			if fenced {
				blocks++
			}
		case fenced:
			within = append(within, line)
		case quoted:
			if !last {
				blocks++
			}
			within = append(within, strings.TrimPrefix(strings.TrimPrefix(line, ">"), " "))
		default:
			outside, within = append(outside, line), append(within, "")
		}
		last = quoted
	}
	question = join(outside)
	if blocks != 1 || fenced || len(strings.Fields(strings.Join(within, " "))) < 4 || !isQuestion(question) {
		return "", "", false
	}
	// A thread of its own outside the block is not a question about it.
	if read, err := thread.Read([]byte(strings.Join(outside, "\n"))); err != nil || read.Format != thread.Plain {
		return "", "", false
	}
	return question, strings.Join(within, "\n"), true
}

// besidePlain finds a question in the first or the last paragraph of a text
// that is no conversation.
func besidePlain(lines []string, text string) (question, rest string) {
	first := slices.IndexFunc(lines, blank)
	if first > 0 {
		asked, left := join(lines[:first]), without(lines, 0, first)
		if isQuestion(asked) && len(strings.Fields(left)) > 3 {
			return asked, left
		}
	}
	end := len(lines)
	for end > 0 && blank(lines[end-1]) {
		end--
	}
	last := end
	for last > 0 && !blank(lines[last-1]) {
		last--
	}
	if last > 0 {
		asked, left := join(lines[last:end]), without(lines, last, end)
		if isQuestion(asked) && aside.MatchString(asked) && len(strings.Fields(left)) > 3 {
			return asked, left
		}
	}
	return "", text
}

// afterwards is the index of the line where a question begins that stands
// after the thread, 0 for none. The last paragraph belongs to the thread's last
// message unless it is apart from it and speaks of the thread from outside.
func afterwards(lines []string, pasted thread.Thread) int {
	last := pasted.Messages[len(pasted.Messages)-1]
	end := len(lines)
	for end > 0 && blank(lines[end-1]) {
		end--
	}
	at := end
	for at > 0 && !blank(lines[at-1]) {
		at--
	}
	if at == 0 || end-at > 2 {
		return 0
	}
	words := join(lines[at:end])
	if !isQuestion(words) || inside.MatchString(words) {
		return 0
	}
	if at < last.Lines[0]+1 || strings.TrimSpace(last.Text) == words {
		return 0 // it is all that the last message says
	}
	if aside.MatchString(words) || namesAuthor(words, pasted, last.Author) {
		return at
	}
	return 0
}

// namesAuthor reports whether a text speaks of somebody who wrote in the
// thread, other than the one given.
func namesAuthor(text string, pasted thread.Thread, but string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" ,.?!'’\"“”:;()", r) })
	for _, author := range pasted.Authors() {
		if author == but {
			continue
		}
		first, _, _ := strings.Cut(strings.ToLower(author), " ")
		if len(first) > 2 && slices.Contains(words, first) {
			return true
		}
	}
	return false
}

// isQuestion reports whether a text is short and asks.
func isQuestion(text string) bool {
	n := len(strings.Fields(text))
	return n > 0 && n <= maxQuestion && asking.MatchString(text)
}

// foreword is the number of lines before the first message that somebody is
// named as the author of.
func foreword(t thread.Thread) int {
	for _, m := range t.Messages {
		if m.Author != "" || m.Time != "" {
			return max(0, m.Lines[0]-1)
		}
	}
	return 0
}

// without puts empty lines in the place of those from one index to before
// another, so that the others keep their numbers.
func without(lines []string, from, to int) string {
	left := slices.Clone(lines)
	for i := from; i < to; i++ {
		left[i] = ""
	}
	return strings.TrimRight(strings.Join(left, "\n"), "\n")
}

func blank(line string) bool { return strings.TrimSpace(line) == "" }

// join puts lines into one.
func join(lines []string) string {
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
}
