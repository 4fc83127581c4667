package tutor

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// Confusion is what somebody did not understand.
type Confusion struct {
	// Lesson is the explanation they read: no way is taken twice under it.
	Lesson string
	// Entry is the word, Message the message that they could not follow; "" for
	// all of it.
	Entry, Message string
}

// RouteKind is a way to explain.
type RouteKind string

// The ways to explain, in the order in which they are tried. None rewords what
// was said before.
const (
	OtherMessage RouteKind = "message"  // another message of the thread
	Contrast     RouteKind = "contrast" // what it is not
	ByAnalogy    RouteKind = "analogy"  // what it is like, and where not
	ByExample    RouteKind = "example"  // how it is used
	SmallerStep  RouteKind = "step"     // what has to be known first
	Person       RouteKind = "person"   // who can tell
)

// Route is an explanation on another way.
type Route struct {
	Kind RouteKind
	// Entry is the word that it is about, "" for the thread.
	Entry string
	Text  safety.Text
	// Cites are the messages that it quotes, none for what only the glossary
	// says.
	Cites []string
}

// Reroute explains the question's thread, or one word or message of it, on a way
// that was not taken yet; the last is to name who can tell. It remembers that the
// learner is still confused. It needs no model.
func (t *Tutor) Reroute(ctx context.Context, q Question, c Confusion) (Route, error) {
	j, err := t.begin(ctx, q, func(Part) error { return nil })
	if err != nil {
		return Route{}, fmt.Errorf("explain another way: %w", err)
	}
	use := j.stumble(c)
	taken := make(map[RouteKind]bool)
	for _, e := range j.who.events {
		if e.Kind == Rerouted && e.Lesson == c.Lesson && e.Entry == use.Entry.ID {
			taken[RouteKind(e.Detail)] = true
		}
	}
	route := j.person(use, c)
	for _, way := range j.ways(ctx, use, c) {
		if !taken[way.Kind] && !way.Text.IsZero() {
			route = way
			break
		}
	}
	route.Entry = use.Entry.ID
	events := []Event{
		{Kind: StillConfused, Lesson: c.Lesson, Detail: j.plan.system},
		{Kind: Rerouted, Entry: route.Entry, Lesson: c.Lesson, Detail: string(route.Kind)},
	}
	if route.Entry != "" {
		events = append(events, Event{Kind: StillConfused, Entry: route.Entry, Lesson: c.Lesson})
	}
	if err := t.remember(ctx, Who{Team: q.Team, Learner: q.Learner, Item: q.Item}, events...); err != nil {
		return Route{}, fmt.Errorf("explain another way: %w", err)
	}
	return route, nil
}

// stumble is the word that somebody most likely stumbled over: the one they
// name, or the most important one of the message, or of the thread, that they do
// not know; the zero use when there is none.
func (j *job) stumble(c Confusion) prompts.TermUse {
	var best prompts.TermUse
	for _, use := range j.plan.terms {
		switch {
		case use.Entry.ID == c.Entry:
			return use
		case c.Entry != "" || use.Treatment == prompts.Bare:
		case c.Message != "" && !slices.Contains(use.Messages, c.Message):
		case best.Entry.ID == "" || weigh(use) > weigh(best):
			best = use
		}
	}
	if e, ok := j.terms.Entry(c.Entry); ok && e.Status == glossary.Approved {
		return prompts.TermUse{Entry: e, Surface: e.Term}
	}
	return best
}

// ways are the routes that there are, in their order; one that leads nowhere has
// no text.
func (j *job) ways(ctx context.Context, use prompts.TermUse, c Confusion) []Route {
	if use.Entry.ID == "" {
		return []Route{j.otherStart(ctx, c), j.steps(ctx, c)}
	}
	e := use.Entry
	say := func(kind RouteKind, key string, about ...any) Route {
		return Route{Kind: kind, Text: j.gate.Text(j.lang.say(key, about...))}
	}
	ways := []Route{j.otherMessage(use, c)}
	for _, id := range slices.Concat([]string{j.who.states[e.ID].Mistaken}, e.Contrast) {
		if other, ok := j.terms.Entry(id); ok && other.Status == glossary.Approved {
			ways = append(ways, say(Contrast, "route.contrast", e.Term, sentence(e.Plain), other.Term, sentence(other.Plain)))
			break
		}
	}
	if e.Analogy.Text != "" && e.Analogy.Breaks != "" {
		ways = append(ways, say(ByAnalogy, "term.analogy", sentence(e.Analogy.Text), sentence(e.Analogy.Breaks)))
	}
	if e.Example != "" {
		ways = append(ways, say(ByExample, "route.example", e.Term, sentence(e.Example), sentence(e.Plain)))
	}
	for _, id := range e.Related {
		first, ok := j.terms.Entry(id)
		if ok && first.Status == glossary.Approved && j.who.treatment(first) != prompts.Bare {
			ways = append(ways, say(SmallerStep, "route.step", first.Term, sentence(first.Plain), e.Term))
			break
		}
	}
	return ways
}

// otherMessage shows the word where else it stands in the thread.
func (j *job) otherMessage(use prompts.TermUse, c Confusion) Route {
	elsewhere := use
	elsewhere.Messages = slices.DeleteFunc(slices.Clone(use.Messages), func(id string) bool { return id == c.Message })
	if c.Message == "" && len(elsewhere.Messages) > 0 {
		elsewhere.Messages = elsewhere.Messages[1:]
	}
	quote, id := j.sentenceWith(elsewhere)
	if quote.IsZero() {
		return Route{}
	}
	m, _ := j.thread.Message(id)
	text := j.lang.say("route.message", speaker(j.lang, m.Author), quote.String(), use.Entry.Term, sentence(use.Entry.Plain))
	return Route{Kind: OtherMessage, Text: j.gate.Text(text), Cites: []string{id}}
}

// key is what the offline engine holds for the thread's key statements, without
// those that rest on the message somebody could not follow.
func (j *job) key(ctx context.Context, c Confusion) []Statement {
	var found []Statement
	_, prompt, err := j.explainPrompt()
	if err != nil {
		return nil
	}
	prompt.Quotable = j.gate.Unchanged
	_, err = j.tutor.Offline.Answer(ctx, prompt, func(r prompts.Record) error {
		if s, f := j.check(r); f == "" && s.Kind != prompts.Gist && len(s.Cites) > 0 && s.Cites[0] != c.Message {
			found = append(found, s)
		}
		return nil
	})
	if err != nil {
		return nil
	}
	return found
}

// otherStart begins the thread at what was decided, or else at its weightiest
// message.
func (j *job) otherStart(ctx context.Context, c Confusion) Route {
	all := j.key(ctx, c)
	if len(all) == 0 {
		return Route{}
	}
	start := all[0]
	for _, s := range all {
		if s.Kind == prompts.Decision {
			start = s
		}
	}
	text := j.lang.say("route.start", speaker(j.lang, start.Speaker.String()), start.Text.String())
	return Route{Kind: OtherMessage, Text: j.gate.Text(text), Cites: start.Cites[:1]}
}

// maxSteps bounds what is told one thing at a time.
const maxSteps = 3

// steps tells the thread one thing at a time, in its order.
func (j *job) steps(ctx context.Context, c Confusion) Route {
	all := j.key(ctx, c)
	if len(all) < 2 {
		return Route{}
	}
	place := make(map[string]int)
	for i, m := range j.thread.Messages {
		place[m.ID] = i
	}
	slices.SortStableFunc(all, func(a, b Statement) int { return place[a.Cites[0]] - place[b.Cites[0]] })
	route := Route{Kind: SmallerStep}
	var text []string
	for i, s := range all[:min(maxSteps, len(all))] {
		text = append(text, j.lang.say("route.one", i+1, speaker(j.lang, s.Speaker.String()), s.Text.String()))
		route.Cites = append(route.Cites, s.Cites[0])
	}
	route.Text = j.gate.Text(j.lang.say("route.steps", strings.Join(text, " ")))
	return route
}

// person names who can tell: who answers for the word, else who wrote it.
func (j *job) person(use prompts.TermUse, c Confusion) Route {
	route := Route{Kind: Person}
	if use.Entry.Owner != "" {
		route.Text = j.gate.Text(j.lang.say("route.owner", use.Entry.Owner, use.Entry.Term))
		return route
	}
	ids := slices.Concat([]string{c.Message}, use.Messages)
	for _, m := range j.thread.Messages {
		ids = append(ids, m.ID)
	}
	for _, id := range ids {
		if m, ok := j.thread.Message(id); ok && m.Author != "" && !m.Bot {
			route.Text = j.gate.Text(j.lang.say("route.author", m.Author))
			route.Cites = []string{id}
			return route
		}
	}
	route.Text = j.gate.Text(j.lang.say("route.nobody"))
	return route
}

// speaker names who said something, "somebody" when the thread does not tell.
func speaker(lang language, author string) string {
	if author == "" {
		return lang.say("somebody")
	}
	return author
}
