package tutor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
)

// Engine words an answer: a language model, or the offline engine of package
// model. It emits unchecked records as they are written, all before it
// returns; an error from emit ends the answer and is returned. An error that
// has a method Sentence() string says with it, to a reader, what happened.
type Engine interface {
	Name() string
	Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error)
}

// Tutor answers questions about threads.
type Tutor struct {
	// Model words the answers; nil leaves them to Offline.
	Model Engine
	// Offline answers when there is no Model, or when it fails.
	Offline Engine
	// Glossary returns the glossary of a workspace ("" on the terminal).
	Glossary func(ctx context.Context, team string) (*glossary.Glossary, error)
	// People are whom to talk to about a topic, as "Maria (people@acme.example)";
	// a topic that is missing names a role.
	People map[safety.Topic]string
	// Library remembers; nil remembers nothing.
	Library Library
	// Now is the clock.
	Now func() time.Time
}

// Question is what a learner asks about a thread.
type Question struct {
	// ID names the question; the lesson is recorded under it. Required when
	// there is a Library and a Learner.
	ID string
	// Team is the workspace, Learner the learner's id; "" is nobody: nothing
	// is known of them and nothing is remembered.
	Team, Learner string
	// Reader, if set, stands in for what is stored about the learner.
	Reader *Reader
	// Thread as it was read; Explain masks it.
	Thread thread.Thread
	// Text is the learner's own question, "" for "explain this".
	Text string
	// Level, 0 to 3, overrides the level found from what the learner knows.
	Level *int
	// Locale is the language tag in which Gloss's own sentences are written; ""
	// takes the learner's.
	Locale string
	// Offline keeps the model out of this answer.
	Offline bool
	// Channel and TS name the thread in Slack that is asked about, or where
	// the question stands when the learner brought the text themself; NewestTS
	// is the ts of the latest message or edit in that thread. Item is the inbox
	// item that the question came in, Attempt which attempt at it this is. All
	// are zero elsewhere.
	Channel, TS, NewestTS string
	Item                  int64
	Attempt               int
}

// ErrEmptyThread says that a thread holds no text to explain.
var ErrEmptyThread = errors.New("the thread holds no text to explain")

// job is one question on its way through the tutor.
type job struct {
	tutor  *Tutor
	q      Question
	thread thread.Thread // masked
	masked []safety.Masked
	signs  []safety.Sign
	// matters are the topics on which to talk to a person first; judges says
	// that the learner asked to rate or blame people.
	matters []safety.Matter
	judges  bool
	// heard is the thread without orders to those who read it with a tool:
	// what a model may rest on. heardGate is its gate, made at first use.
	heard     thread.Thread
	heardGate func() *safety.Gate
	terms     *glossary.Glossary
	plan      plan
	who       pupil
	lang      language
	gate      *safety.Gate
	// authors are the thread's, as texts may name them, made at first use.
	authors func() []named
	// language is the thread's, as languageOf guesses it, at first use.
	language func() string
	// softened are the terms that were explained in a statement.
	softened map[string]bool
	// instructions are those of the prompt, which no answer may repeat.
	instructions string
	// show passes a checked part on; its error ends the answer.
	show func(Part) error
}

// begin masks the thread, finds its terms and plans what the learner is taught.
func (t *Tutor) begin(ctx context.Context, q Question, show func(Part) error) (*job, error) {
	if !slices.ContainsFunc(q.Thread.Messages, func(m thread.Message) bool { return strings.TrimSpace(m.Text) != "" }) {
		return nil, ErrEmptyThread
	}
	j := &job{tutor: t, q: q, show: show}
	j.thread, j.masked = safety.MaskThread(q.Thread)
	j.q.Text, _ = safety.Mask(strings.TrimSpace(q.Text))
	var err error
	if j.terms, err = t.Glossary(ctx, q.Team); err != nil {
		return nil, fmt.Errorf("open the glossary: %w", err)
	}
	if j.who, err = t.pupil(ctx, q); err != nil {
		return nil, fmt.Errorf("look up the learner: %w", err)
	}
	if q.Locale == "" {
		q.Locale = j.who.locale
	}
	j.lang = languageFor(q.Locale)
	j.plan = newPlan(j.terms, j.thread, j.who, q.Level)
	j.who.role, _ = safety.Mask(j.who.role)
	j.who.goals, _ = safety.Mask(j.who.goals)
	if j.judges = safety.JudgesPeople(j.q.Text); j.judges {
		j.q.Text = ""
	}
	if j.q.Text != "" {
		j.plan.ask(j.terms, j.q.Text, j.thread, j.who)
	}
	j.gate = safety.NewGate(j.thread, slices.AppendSeq(j.plan.words(), maps.Values(t.People))...)
	j.signs, j.matters = safety.Signs(j.thread), safety.PeopleFirst(j.thread)
	j.heard = withoutOrders(j.thread, j.signs)
	j.heardGate = sync.OnceValue(func() *safety.Gate { return safety.NewGate(j.heard) })
	j.authors = sync.OnceValue(func() []named { return namedAuthors(j.thread) })
	j.language = sync.OnceValue(func() string { return languageOf(textOf(j.heard, nil)) })
	return j, nil
}

// record stores the lesson, what it did to the learner's terms, and the check
// that was asked, nil for none.
func (j *job) record(ctx context.Context, task prompts.Task, a answered, help int, asked *keyed) error {
	if j.tutor.Library == nil || j.q.Learner == "" {
		return nil
	}
	l := Lesson{
		ID: j.q.ID, Learner: j.q.Learner, Task: task, At: j.tutor.Now(),
		Thread: threadHash(j.thread), Channel: j.q.Channel, TS: j.q.TS, NewestTS: j.q.NewestTS,
		Engine: a.engine, Prompt: a.promptHash, Level: j.plan.level,
		Messages: len(j.thread.Messages), Dropped: a.dropped, Item: j.q.Item, Attempt: j.q.Attempt,
		System: j.plan.system, Help: help,
	}
	for _, use := range j.plan.terms {
		kind, ok := eventFor(use.Treatment)
		if j.plan.asked[use.Entry.ID] {
			kind, ok = LookedUp, true
		}
		if !ok {
			continue
		}
		e := Event{Learner: l.Learner, At: l.At, Kind: kind, Entry: use.Entry.ID, Lesson: l.ID}
		if kind != Met && j.who.states[e.Entry].Meaning != use.Entry.Plain {
			e.Detail = use.Entry.Plain
		}
		l.Events = append(l.Events, e)
	}
	if asked != nil {
		l.Events = append(l.Events, Event{Learner: l.Learner, At: l.At, Kind: Asked, Entry: asked.Check.Entry, Lesson: l.ID, Detail: asked.detail()})
	}
	if err := j.tutor.Library.Record(ctx, l); err != nil {
		return fmt.Errorf("record the lesson: %w", err)
	}
	return nil
}

// threadHash is the hex SHA-256 of who said what, in order.
func threadHash(t thread.Thread) string {
	h := sha256.New()
	for _, m := range t.Messages {
		fmt.Fprintf(h, "%q %q\n", m.Author, m.Text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func promptHash(p prompts.Prompt) string {
	sum := sha256.Sum256([]byte(p.System + "\x00" + p.User))
	return hex.EncodeToString(sum[:])
}
