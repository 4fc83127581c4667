package safety

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"github.com/gloss-tutor/gloss/thread"
)

// Topic is what a reader should talk to a person about before they act on an
// explanation.
type Topic string

// The topics: pay and jobs; conduct, dismissal and complaints; lawyers and
// regulators; a security incident that is going on.
const (
	Pay      Topic = "pay"
	Conduct  Topic = "conduct"
	Legal    Topic = "legal"
	Incident Topic = "incident"
)

// Topics are all topics.
func Topics() []Topic { return []Topic{Pay, Conduct, Legal, Incident} }

// Matter says that a message touches on a topic.
type Matter struct {
	Topic   Topic
	Message string // the message's id
}

//go:embed people.txt
var peopleText string

// peoplePatterns are those of people.txt by their matter.
var peoplePatterns = sync.OnceValue(func() map[string]*regexp.Regexp {
	patterns := make(map[string]*regexp.Regexp)
	for line := range strings.Lines(peopleText) {
		if matter, pattern, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t"); ok && !strings.HasPrefix(line, "#") {
			patterns[matter] = regexp.MustCompile("(?i)" + pattern)
		}
	}
	return patterns
})

// PeopleFirst returns the topics that a thread touches on, each with the first
// message that does. Like Signs it finds wording, and decides nothing.
func PeopleFirst(t thread.Thread) []Matter {
	var matters []Matter
	for _, topic := range Topics() {
		for _, m := range t.Messages {
			if peoplePatterns()[string(topic)].MatchString(bounded(m.Text)) {
				matters = append(matters, Matter{topic, m.ID})
				break
			}
		}
	}
	return matters
}

// JudgesPeople reports whether a question asks to rate, blame or rank people.
func JudgesPeople(question string) bool {
	return peoplePatterns()["rating"].MatchString(bounded(question))
}

// Blames reports whether text blames or belittles whoever it is about; that may
// be a machine.
func Blames(text string) bool {
	return peoplePatterns()["blame"].MatchString(bounded(text))
}
