package tutor

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/safety"
)

// maxRecap bounds a recap, however long the last one is ago: what piles up makes
// people quit.
const maxRecap = 5

// Recap reminds a learner of what they are about to forget.
type Recap struct {
	// Lesson is the id under which its checks are asked.
	Lesson string
	// Items are at most five, the most pressing first; none is no recap.
	Items []RecapItem
	// Known is a term that they have learned for good, nil when there is none.
	Known *Word
	// Ignored says that the last two went unanswered, so that it is time to
	// offer fewer or none.
	Ignored bool
}

// RecapItem is one term of a recap: a question about it, or the news that its
// definition has changed.
type RecapItem struct {
	Word  Word
	Check *Check
	// Before is the definition that the learner was shown, empty unless it has
	// changed since.
	Before safety.Text
}

// RecapDue reports whether it is time for the recap that a learner asked for.
func (t *Tutor) RecapDue(ctx context.Context, who Who) (bool, error) {
	if t.Library == nil || who.Learner == "" {
		return false, nil
	}
	profile, err := t.Library.Profile(ctx, who.Learner)
	if err != nil {
		return false, fmt.Errorf("look whether a recap is due: %w", err)
	}
	if profile.Paused || profile.Recap == NoRecap {
		return false, nil
	}
	events, err := t.Library.Events(ctx, who.Learner)
	if err != nil {
		return false, fmt.Errorf("look whether a recap is due: %w", err)
	}
	var last time.Time
	for _, e := range events {
		if e.Kind == Recapped && e.At.After(last) {
			last = e.At
		}
	}
	return profile.recapDue(last, t.Now()), nil
}

// recapHour is when, on the learner's clock, a recap comes; one that could not
// come within a day waits for the next turn.
const recapHour = 9

// recapDue reports whether a recap falls into the last day and has not come.
func (p Profile) recapDue(last, now time.Time) bool {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	local := now.In(zone)
	turn := time.Date(local.Year(), local.Month(), local.Day(), recapHour, 0, 0, 0, zone)
	if turn.After(now) {
		turn = turn.AddDate(0, 0, -1)
	}
	if turn.Weekday() != p.RecapDay || p.Recap == Monthly && turn.Day() > 7 {
		return false
	}
	return last.Before(turn)
}

// Recap returns a learner's recap, and remembers that it came; without items
// there is none, and nothing is remembered.
func (t *Tutor) Recap(ctx context.Context, who Who) (Recap, error) {
	r, events, err := t.recap(ctx, who)
	if err != nil {
		return Recap{}, fmt.Errorf("make a recap: %w", err)
	}
	if err := t.remember(ctx, who, events...); err != nil {
		return Recap{}, fmt.Errorf("make a recap: %w", err)
	}
	return r, nil
}

func (t *Tutor) recap(ctx context.Context, who Who) (Recap, []Event, error) {
	g, err := t.Glossary(ctx, who.Team)
	if err != nil {
		return Recap{}, nil, fmt.Errorf("open the glossary: %w", err)
	}
	p, err := t.pupil(ctx, Question{Learner: who.Learner})
	if err != nil || p.paused {
		return Recap{}, nil, err
	}
	lang := languageFor(p.locale)
	r := Recap{Lesson: "recap:" + who.Learner + "/" + strconv.FormatInt(p.now.UnixMilli(), 10)}
	var events []Event
	for _, e := range p.pressing(g) {
		item := RecapItem{Word: newWord(e, p.states[e.ID], p.now, lang)}
		event := Event{Kind: Asked, Entry: e.ID, Lesson: r.Lesson}
		if p.states[e.ID].outdated(e) {
			item.Before = entryGate().Text(sentence(p.states[e.ID].Meaning))
			event.Kind, event.Detail = Reminded, e.Plain
		} else {
			k, ok := newCheck(g, e, r.Lesson)
			if !ok {
				continue
			}
			k.Check.Sentence = entryGate(e).Text(e.Example)
			k.Check.Question = entryGate(e).Text(lang.ask(e.Term, k.Check))
			item.Check, event.Detail = &k.Check, k.detail()
		}
		r.Items, events = append(r.Items, item), append(events, event)
		if len(r.Items) == maxRecap {
			break
		}
	}
	if len(r.Items) == 0 {
		return Recap{}, nil, nil
	}
	r.Known, r.Ignored = p.learned(g), p.ignoring()
	events = append(events, Event{Kind: Recapped, Lesson: r.Lesson, Detail: strconv.Itoa(len(r.Items))})
	return r, events, nil
}

// pressing are the entries that a learner should be asked about again, those
// that matter most and are nearest to being forgotten first: what is due, what
// they failed at, what they claim or have met often and were never asked, what
// has changed.
func (p pupil) pressing(g *glossary.Glossary) []glossary.Entry {
	var all []glossary.Entry
	for id, s := range p.states {
		e, ok := g.Entry(id)
		if !ok || e.Status != glossary.Approved {
			continue
		}
		due := !s.Reviewed.IsZero() && (s.Correct == 0 || !p.now.Before(s.Due()))
		untried := s.Reviewed.IsZero() && s.K(p.now) >= shakyFrom
		if s.outdated(e) || p.askable(id) && (due || untried) {
			all = append(all, e)
		}
	}
	press := func(e glossary.Entry) float64 {
		s := p.states[e.ID]
		if s.outdated(e) {
			return float64(e.Importance.Weight())
		}
		return float64(e.Importance.Weight()) * (1 - s.Memory.R(daysBetween(s.Reviewed, p.now)))
	}
	slices.SortFunc(all, func(a, b glossary.Entry) int {
		return cmp.Or(cmp.Compare(press(b), press(a)), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// learned is the term that a learner has retrieved most often, nil when none was
// retrieved on as many days as make it known.
func (p pupil) learned(g *glossary.Glossary) *Word {
	best, id := knownDays-1, ""
	for entry, s := range p.states {
		if e, ok := g.Entry(entry); !ok || e.Status != glossary.Approved {
			continue
		}
		if s.Correct > best || s.Correct == best && id != "" && entry < id {
			best, id = s.Correct, entry
		}
	}
	if id == "" {
		return nil
	}
	e, _ := g.Entry(id)
	w := newWord(e, p.states[id], p.now, languageFor(p.locale))
	return &w
}

// ignoring reports whether the last two recaps went without any answer.
func (p pupil) ignoring() bool {
	answered := make(map[string]bool)
	var lessons []string
	for _, e := range p.events {
		switch e.Kind {
		case Recapped:
			lessons = append(lessons, e.Lesson)
		case Right, RightWithHint, Wrong, PassedOver:
			answered[e.Lesson] = true
		}
	}
	if len(lessons) < 2 {
		return false
	}
	return !answered[lessons[len(lessons)-1]] && !answered[lessons[len(lessons)-2]]
}
