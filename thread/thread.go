package thread

import "time"

// Format names the layout that a text was read as.
type Format string

// The formats. Plain is a text that is no conversation: one message without
// author or time. JSON is the structured form that other programs hand over.
const (
	Slack      Format = "slack"
	IRC        Format = "irc"
	Transcript Format = "transcript"
	Plain      Format = "plain"
	JSON       Format = "json"
)

// Thread is a conversation as it was read: who said what, in order, and what
// became of every line that is nobody's words.
type Thread struct {
	// ID is the caller's name for the thread, "" when it has none.
	ID string `json:"id,omitempty"`
	// Channel is the name of the channel without '#', "" when not known.
	Channel string `json:"channel,omitempty"`
	// System is the system the thread is about, as glossaries name it, ""
	// when not known.
	System string `json:"system,omitempty"`
	// Format is the layout that was recognised.
	Format Format `json:"format"`
	// Confidence, 0 to 1, is how sure the reader is of the boundaries and
	// authors. A thread given as JSON has confidence 1.
	Confidence float64 `json:"confidence"`
	// Messages are in the order of the source.
	Messages []Message `json:"messages"`
	// Chrome holds the 1-based numbers of lines that belong to the client's
	// furniture, Unplaced of those that nobody could place. Together with the
	// messages' Lines they cover every non-blank line exactly once. Both are
	// empty for JSON.
	Chrome   []int `json:"chrome"`
	Unplaced []int `json:"unplaced"`
}

// Message is one thing one person said.
type Message struct {
	// ID is unique in the thread: as given, or m1, m2, … in order.
	ID string `json:"id"`
	// Author is the name as shown, "" when the source does not tell.
	Author string `json:"author"`
	// AuthorRole is what the source says the author is ("support lead"), "".
	AuthorRole string `json:"author_role,omitempty"`
	// Time is the time of day as it stood in the source ("9:01 AM"), or the
	// ts of the JSON form; "" when absent.
	Time string `json:"time"`
	// Day is the date words of the message or of the separator in force, "".
	Day string `json:"day"`
	// At is the instant, where the source states one in full; else zero.
	At time.Time `json:"-"`
	// Text is the words, code and indentation kept, with LF line ends.
	Text string `json:"text"`
	// Edited and Bot say what the source says: an edit mark, an APP tag.
	Edited bool `json:"edited"`
	Bot    bool `json:"bot"`
	// Reactions are in the order shown.
	Reactions []Reaction `json:"reactions"`
	// Replies is the reply count shown, 0 when none is.
	Replies int `json:"replies"`
	// Lines are the first and last 1-based line of the source, 0 0 for JSON.
	Lines [2]int `json:"lines"`
	// Permalink is the address of the message at its source, "" when the
	// source has none. It is set by whoever fetched the thread, never parsed
	// from text.
	Permalink string `json:"-"`
}

// Reaction is an emoji and how often it was given.
type Reaction struct {
	// Name is the emoji's name without the outer colons, or the emoji itself.
	Name string `json:"name"`
	// Count is 0 when the source shows no number.
	Count int `json:"count"`
}

// Message returns the message with the given id.
func (t Thread) Message(id string) (Message, bool) {
	for _, m := range t.Messages {
		if m.ID == id {
			return m, true
		}
	}
	return Message{}, false
}

// Authors returns the distinct authors in order of their first message; the
// unnamed are left out.
func (t Thread) Authors() []string {
	seen := make(map[string]bool)
	var names []string
	for _, m := range t.Messages {
		if m.Author != "" && !seen[m.Author] {
			seen[m.Author] = true
			names = append(names, m.Author)
		}
	}
	return names
}
