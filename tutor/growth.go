package tutor

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/safety"
)

// Growth is how a learner's words have grown and the help they needed has
// shrunk: what a picture of it is drawn from.
type Growth struct {
	// Systems are those of which the learner met a word, by name.
	Systems []SystemGrowth
	// Lessons are the learner's latest explanations, oldest first.
	Lessons []LessonHelp
	// Days are those on which something changed, oldest first.
	Days []DayGrowth
}

// SystemGrowth counts the approved words of one system by how they stand. New
// are those that the learner has not met.
type SystemGrowth struct {
	System               string
	Known, Learning, New int
}

// LessonHelp is the help that one explanation gave: words that explained
// terms, and the level.
type LessonHelp struct {
	At    time.Time
	Help  int
	Level int
	// Channel and TS name the thread in Slack, "" when it was not from there.
	Channel, TS string
}

// DayGrowth counts words as they stood at the end of a day (UTC).
type DayGrowth struct {
	Day             time.Time
	Known, Learning int
}

// Growth returns how a learner is getting on.
func (t *Tutor) Growth(ctx context.Context, who Who) (Growth, error) {
	g, err := t.Glossary(ctx, who.Team)
	if err != nil {
		return Growth{}, fmt.Errorf("see how a learner is getting on: open the glossary: %w", err)
	}
	p, err := t.pupil(ctx, Question{Learner: who.Learner})
	if err != nil {
		return Growth{}, fmt.Errorf("see how a learner is getting on: %w", err)
	}
	out := Growth{Systems: p.systems(g), Days: days(p.events)}
	for _, l := range slices.Backward(p.lessons) {
		out.Lessons = append(out.Lessons, LessonHelp{At: l.At, Help: l.Help, Level: l.Level, Channel: l.Channel, TS: l.TS})
	}
	return out, nil
}

// systems counts how the words of each system stand.
func (p pupil) systems(g *glossary.Glossary) []SystemGrowth {
	counts := make(map[string]*SystemGrowth)
	met := make(map[string]bool)
	for _, e := range g.Entries() {
		if e.Status != glossary.Approved {
			continue
		}
		c := counts[e.System]
		if c == nil {
			c = &SystemGrowth{System: e.System}
			counts[e.System] = c
		}
		switch p.states[e.ID].Standing() {
		case Known:
			c.Known++
		case Learning:
			c.Learning++
		default:
			c.New++
			continue
		}
		met[e.System] = true
	}
	var all []SystemGrowth
	for _, system := range slices.Sorted(maps.Keys(met)) {
		all = append(all, *counts[system])
	}
	return all
}

// days counts how words stood at the end of each day on which that changed.
func days(events []Event) []DayGrowth {
	states := make(map[string]State)
	var all []DayGrowth
	var now DayGrowth
	for _, e := range settled(events) {
		if e.Entry == "" {
			continue
		}
		day := e.At.UTC().Truncate(24 * time.Hour)
		was := states[e.Entry].Standing()
		states[e.Entry] = states[e.Entry].after(e)
		now.count(was, -1)
		now.count(states[e.Entry].Standing(), 1)
		now.Day = day
		switch last := len(all) - 1; {
		case last >= 0 && all[last].Day.Equal(day):
			all[last] = now
		case last < 0 || all[last].Known != now.Known || all[last].Learning != now.Learning:
			all = append(all, now)
		}
	}
	return all
}

func (d *DayGrowth) count(s Standing, n int) {
	switch s {
	case Known:
		d.Known += n
	case Learning:
		d.Learning += n
	}
}

// Change is a definition that a learner was taught and that has changed since.
type Change struct {
	Word Word
	// Before is the definition that they were shown.
	Before safety.Text
}

// Changes are the definitions that have changed since a learner was taught them,
// by entry. Each is returned once: it counts as told.
func (t *Tutor) Changes(ctx context.Context, who Who) ([]Change, error) {
	g, err := t.Glossary(ctx, who.Team)
	if err != nil {
		return nil, fmt.Errorf("look for changed definitions: open the glossary: %w", err)
	}
	p, err := t.pupil(ctx, Question{Learner: who.Learner})
	if err != nil || p.paused {
		return nil, err
	}
	var changes []Change
	var events []Event
	for _, id := range slices.Sorted(maps.Keys(p.states)) {
		s := p.states[id]
		e, ok := g.Entry(id)
		if !ok || e.Status != glossary.Approved || !s.outdated(e) {
			continue
		}
		changes = append(changes, Change{Word: newWord(e, s, p.now, languageFor(p.locale)), Before: entryGate(e).Text(sentence(s.Meaning))})
		events = append(events, Event{Kind: Reminded, Entry: id, Detail: e.Plain})
	}
	if len(events) == 0 {
		return nil, nil
	}
	return changes, t.remember(ctx, who, events...)
}
