package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/tutor"
)

// Record implements tutor.Library.
func (s *Store) Record(ctx context.Context, l tutor.Lesson) error {
	if l.ID == "" || l.Learner == "" {
		return errors.New("record a lesson: it needs an id and a learner")
	}
	err := s.write(ctx, func(t tx) error {
		fresh, err := t.exec(`
			insert into lesson (id, learner, task, at, thread, channel, ts, newest_ts, engine, prompt, level, messages, dropped, system, help)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
			on conflict do nothing`,
			l.ID, l.Learner, string(l.Task), l.At, l.Thread, l.Channel, l.TS, l.NewestTS, l.Engine, l.Prompt,
			l.Level, l.Messages, l.Dropped, l.System, l.Help)
		if err != nil {
			return err
		}
		if fresh > 0 {
			if err := appendEvents(t, l.Learner, l.ID, l.Events); err != nil {
				return err
			}
		}
		if l.Item == 0 {
			return nil
		}
		return t.change(inbox.Lease{Item: l.Item, Attempt: l.Attempt}, `state = 2, due = $3`, time.Now())
	})
	if err != nil {
		return fmt.Errorf("record a lesson: %w", err)
	}
	return nil
}

// stillThere reports whether an inbox item was not erased meanwhile, with all
// that is kept about its learner; it holds the row until the transaction ends. 0
// is no item.
func stillThere(t tx, item int64) (bool, error) {
	if item == 0 {
		return true, nil
	}
	n, err := t.exec(`update inbox set state = state where id = $1`, item)
	return n > 0, err
}

// Append implements tutor.Library.
func (s *Store) Append(ctx context.Context, events ...tutor.Event) error {
	if len(events) == 0 {
		return nil
	}
	byLearner := make(map[string][]tutor.Event)
	for _, e := range events {
		if e.Learner == "" {
			return errors.New("append events: one has no learner")
		}
		byLearner[e.Learner] = append(byLearner[e.Learner], e)
	}
	// In one order of learners, so that two calls never wait for each other.
	learners := slices.Sorted(maps.Keys(byLearner))
	err := s.write(ctx, func(t tx) error {
		for _, learner := range learners {
			var kept []tutor.Event
			for _, e := range byLearner[learner] {
				there, err := stillThere(t, e.Item)
				if err != nil {
					return err
				}
				if there {
					kept = append(kept, e)
				}
			}
			if err := appendEvents(t, learner, "", kept); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("append events: %w", err)
	}
	return nil
}

// appendEvents numbers the events of a learner by the counter in the learner's
// row, whose lock makes concurrent appends wait for each other. The events
// belong to the lesson, or where that is "" to the lesson they name.
func appendEvents(t tx, learner, lesson string, events []tutor.Event) error {
	if len(events) == 0 {
		return nil
	}
	var last int
	_, err := t.one([]any{&last}, `
		insert into learner (id, role, goals, events) values ($1, '', '', $2)
		on conflict (id) do update set events = learner.events + excluded.events
		returning events`, learner, len(events))
	if err != nil {
		return err
	}
	for i, e := range events {
		number := last - len(events) + 1 + i
		in := lesson
		if in == "" {
			in = e.Lesson
		}
		_, err := t.exec(`
			insert into event (learner, number, at, kind, entry, lesson)
			values ($1, $2, $3, $4, $5, $6)`,
			learner, number, e.At, string(e.Kind), e.Entry, in)
		if err != nil {
			return err
		}
		if e.Detail == "" {
			continue
		}
		if _, err := t.exec(`insert into event_detail (learner, number, detail) values ($1, $2, $3)`, learner, number, e.Detail); err != nil {
			return err
		}
	}
	return nil
}

// Events implements tutor.Library.
func (s *Store) Events(ctx context.Context, learner string) ([]tutor.Event, error) {
	events := []tutor.Event{}
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		e := tutor.Event{Learner: learner}
		var at int64
		if err := rows.Scan(&at, &e.Kind, &e.Entry, &e.Lesson, &e.Detail); err != nil {
			return err
		}
		e.At = instant(at)
		events = append(events, e)
		return nil
	}, `
		select e.at, e.kind, e.entry, e.lesson, coalesce(d.detail, '')
		from event e left join event_detail d on d.learner = e.learner and d.number = e.number
		where e.learner = $1 order by e.at, e.number`, learner)
	if err != nil {
		return nil, fmt.Errorf("read a learner's events: %w", err)
	}
	return events, nil
}

// Lessons implements tutor.Library.
func (s *Store) Lessons(ctx context.Context, learner string, limit int) ([]tutor.Lesson, error) {
	if limit <= 0 {
		limit = math.MaxInt32
	}
	lessons := []tutor.Lesson{}
	place := make(map[string]int)
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		l := tutor.Lesson{Learner: learner, Events: []tutor.Event{}}
		var at int64
		err := rows.Scan(&l.ID, &l.Task, &at, &l.Thread, &l.Channel, &l.TS, &l.NewestTS, &l.Engine, &l.Prompt,
			&l.Level, &l.Messages, &l.Dropped, &l.System, &l.Help)
		if err != nil {
			return err
		}
		l.At = instant(at)
		place[l.ID] = len(lessons)
		lessons = append(lessons, l)
		return nil
	}, `
		select id, task, at, thread, channel, ts, newest_ts, engine, prompt, level, messages, dropped, system, help
		from lesson where learner = $1 order by at desc, id desc limit $2`, learner, limit)
	if err != nil {
		return nil, fmt.Errorf("read a learner's lessons: %w", err)
	}
	if len(lessons) == 0 {
		return lessons, nil
	}
	events, err := s.Events(ctx, learner)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if i, ok := place[e.Lesson]; ok {
			lessons[i].Events = append(lessons[i].Events, e)
		}
	}
	return lessons, nil
}
