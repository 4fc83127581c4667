package tutor

import (
	"context"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// EventKind is what happened between a learner and a term.
type EventKind string

// The kinds of an event. What each does to what is known of the learner is in
// state.go.
const (
	// Taught: the term was explained on a card, Reminded: in a bracket, Met:
	// it stood bare in an explanation. Detail is the definition shown where it
	// is not the one shown before.
	Taught   EventKind = "taught"
	Reminded EventKind = "reminded"
	Met      EventKind = "met"
	// LookedUp: the learner asked what the term means; Detail as for Taught.
	LookedUp EventKind = "looked_up"
	// Claimed: the learner said "I know this"; Reset: "forget this".
	Claimed EventKind = "claimed"
	Reset   EventKind = "reset"
	// Asked: a check was shown; Detail is the check as JSON, its key included.
	// Hinted: the learner took a hint.
	Asked  EventKind = "asked"
	Hinted EventKind = "hinted"
	// Right, RightWithHint, Wrong: how a check was answered. Detail of Wrong is
	// the id of the entry that was chosen, "" for "I don't know". PassedOver: the
	// check was passed over.
	Right         EventKind = "right"
	RightWithHint EventKind = "right_with_hint"
	Wrong         EventKind = "wrong"
	PassedOver    EventKind = "passed_over"
	// OwnWords: what the learner wrote of the thread, with the term in it, was
	// judged right.
	OwnWords EventKind = "own_words"
	// Clear, TooBasic, StillConfused, Disputed: what the learner said of an
	// explanation. Detail of those without an Entry is the system that the
	// thread is about.
	Clear         EventKind = "clear"
	TooBasic      EventKind = "too_basic"
	StillConfused EventKind = "still_confused"
	Disputed      EventKind = "disputed"
	// Rerouted: something was explained another way; Detail is the route.
	Rerouted EventKind = "rerouted"
	// Joined: the learner asked in the thread. Recapped: a weekly recap was
	// shown; Detail is the number of its items.
	Joined   EventKind = "joined"
	Recapped EventKind = "recapped"
)

// Event is one thing that happened between a learner and a term, or between a
// learner and an explanation. Events are only ever appended; what a learner
// knows is a fold over them (see State).
type Event struct {
	// Learner is the learner's id, "team/user" where there is a workspace.
	Learner string `json:"-"`
	// At is when it happened, to the millisecond.
	At   time.Time `json:"at"`
	Kind EventKind `json:"kind"`
	// Entry is the id of the glossary entry, "" where it is about none.
	Entry string `json:"entry"`
	// Lesson is the id of the lesson in which it happened, "" outside one.
	Lesson string `json:"lesson,omitempty"`
	// Detail is what the kind says it is, "" for most.
	Detail string `json:"detail,omitempty"`
	// Item is the inbox item with which it came in, 0 for none. An event whose
	// item was erased meanwhile is not stored.
	Item int64 `json:"-"`
}

// Lesson is the record of one answer: for whom, by which engine, what was
// taught. It holds references to the thread, never its text.
type Lesson struct {
	// ID names the question that was answered; a lesson recorded twice under
	// one ID is recorded once.
	ID string `json:"id"`
	// Learner is the learner's id.
	Learner string       `json:"-"`
	Task    prompts.Task `json:"task"`
	// At is when it was given, to the millisecond.
	At time.Time `json:"at"`
	// Thread is the hash of the masked thread (hex SHA-256), so that the same
	// thread is known again.
	Thread string `json:"thread"`
	// Channel and TS name the thread in Slack that was asked about, or where
	// the question stands when the learner brought the text; "" elsewhere.
	// NewestTS is the ts of the latest message or edit that was read there, ""
	// for a text that was brought.
	Channel  string `json:"channel,omitempty"`
	TS       string `json:"ts,omitempty"`
	NewestTS string `json:"newest_ts,omitempty"`
	// Engine is "offline" or provider:model, Prompt the hash of the prompt
	// (hex SHA-256).
	Engine string `json:"engine"`
	Prompt string `json:"prompt"`
	Level  int    `json:"level"`
	// System is the system that the thread is about, "" when not known. Help is
	// the number of words that explained terms.
	System string `json:"system,omitempty"`
	Help   int    `json:"help"`
	// Messages is the number of messages in the thread, Dropped the number of
	// statements that did not pass the gate.
	Messages int `json:"messages"`
	Dropped  int `json:"dropped"`
	// Item is the inbox item that the lesson answers, 0 for none, Attempt the
	// attempt at it. Recording the lesson ends the item in the same transaction,
	// and records nothing when another attempt has begun.
	Item    int64 `json:"-"`
	Attempt int   `json:"-"`
	// Events are what the lesson did to terms.
	Events []Event `json:"events"`
}

// Profile is what a learner told about themself.
type Profile struct {
	// ID is the learner's id.
	ID string `json:"id"`
	// Role and Goals are in the learner's own words, "" when not told.
	Role  string `json:"role"`
	Goals string `json:"goals"`
	// Locale is the language tag that Slack gives for the learner ("de-DE"),
	// Zone the IANA name of their time zone; "" when not known.
	Locale string `json:"locale,omitempty"`
	Zone   string `json:"zone,omitempty"`
	// Recap is how often the learner wants to be reminded of what they learned,
	// RecapDay on which day of the week.
	Recap    Rhythm       `json:"recap,omitempty"`
	RecapDay time.Weekday `json:"recap_day,omitempty"`
	// Paused says that nothing is to be asked and nothing sent.
	Paused bool `json:"paused,omitempty"`
	// Welcomed is when the learner was asked who they are, zero never.
	Welcomed time.Time `json:"welcomed,omitzero"`
	// Item is the inbox item with which the profile came in, 0 for none; it is
	// not stored.
	Item int64 `json:"-"`
}

// Rhythm is how often a recap comes.
type Rhythm string

// The rhythms; a recap comes to nobody who did not ask for it.
const (
	NoRecap Rhythm = ""
	Weekly  Rhythm = "weekly"
	Monthly Rhythm = "monthly"
)

// Library keeps what Gloss remembers about learners. All methods are safe for
// concurrent use; a learner nobody has heard of has a zero Profile, no events
// and no lessons, without error.
type Library interface {
	Profile(ctx context.Context, learner string) (Profile, error)
	// SaveProfile stores the profile under its ID; where its Item was erased
	// meanwhile, it does nothing.
	SaveProfile(ctx context.Context, p Profile) error
	// Events returns all events of a learner, oldest first.
	Events(ctx context.Context, learner string) ([]Event, error)
	// Lessons returns the newest lessons of a learner, newest first, with
	// their events; limit 0 returns all.
	Lessons(ctx context.Context, learner string, limit int) ([]Lesson, error)
	// Record stores a lesson with its events and ends its inbox item, all or
	// nothing. A lesson already stored is left as it is.
	Record(ctx context.Context, l Lesson) error
	// Append stores events that happened outside a lesson.
	Append(ctx context.Context, events ...Event) error
	// Forget erases everything about a learner, beyond recovery from the
	// database's files, and returns how many rows went.
	Forget(ctx context.Context, learner string) (int, error)
}
