package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/tutor"
)

// Profile implements tutor.Library.
func (s *Store) Profile(ctx context.Context, learner string) (tutor.Profile, error) {
	p := tutor.Profile{ID: learner}
	var paused, welcomed int64
	found, err := s.read(ctx).one(
		[]any{&p.Role, &p.Goals, &p.Locale, &p.Zone, &p.Recap, &p.RecapDay, &paused, &welcomed},
		`select role, goals, locale, zone, recap, recap_day, paused, welcomed from learner where id = $1`, learner)
	if err != nil {
		return tutor.Profile{}, fmt.Errorf("read the profile: %w", err)
	}
	if !found {
		return tutor.Profile{}, nil
	}
	p.Paused = paused != 0
	if welcomed != 0 {
		p.Welcomed = instant(welcomed)
	}
	return p, nil
}

// SaveProfile implements tutor.Library.
func (s *Store) SaveProfile(ctx context.Context, p tutor.Profile) error {
	if p.ID == "" {
		return errors.New("save the profile: it has no id")
	}
	paused, welcomed := 0, int64(0)
	if p.Paused {
		paused = 1
	}
	if !p.Welcomed.IsZero() {
		welcomed = p.Welcomed.UnixMilli()
	}
	err := s.write(ctx, func(t tx) error {
		if there, err := stillThere(t, p.Item); err != nil || !there {
			return err
		}
		_, err := t.exec(`
			insert into learner (id, role, goals, events, locale, zone, recap, recap_day, paused, welcomed)
			values ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9)
			on conflict (id) do update set role = excluded.role, goals = excluded.goals,
				locale = excluded.locale, zone = excluded.zone, recap = excluded.recap,
				recap_day = excluded.recap_day, paused = excluded.paused, welcomed = excluded.welcomed`,
			p.ID, p.Role, p.Goals, p.Locale, p.Zone, string(p.Recap), int(p.RecapDay), paused, welcomed)
		return err
	})
	if err != nil {
		return fmt.Errorf("save the profile: %w", err)
	}
	return nil
}

// Forget implements tutor.Library. The learner's inbox items go too, whatever
// their state; what stays is the hash of each item's keys, so that a question
// delivered again is not answered again, and revisions of the glossary, which
// name their authors.
//
// On PostgreSQL the tables are rewritten; the server's own log and backups are
// its operator's business. When Forget returns rows and an error, they are
// deleted, but could still be read in the files; the next Forget, Prune or
// start of a process on SQLite finishes that.
func (s *Store) Forget(ctx context.Context, learner string) (int, error) {
	var gone int
	err := s.write(ctx, func(t tx) error {
		gone = 0
		for _, statement := range []string{
			`delete from inbox where learner = $1`,
			`delete from event_detail where learner = $1`,
			`delete from event where learner = $1`,
			`delete from glossary_met where learner = $1`,
			`delete from lesson where learner = $1`,
			`delete from learner where id = $1`,
		} {
			n, err := t.exec(statement, learner)
			if err != nil {
				return err
			}
			gone += n
		}
		n, err := disownSpending(t, learner)
		if err != nil {
			return err
		}
		gone += n
		_, err = t.exec(`update meta set value = 1 where name = 'erase'`)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("forget a learner: %w", err)
	}
	if err := s.eraseIfDue(ctx); err != nil {
		return gone, fmt.Errorf("forget a learner: %w", err)
	}
	return gone, nil
}

// eraseIfDue makes deleted rows unreadable if an erasure was asked for and not
// yet carried out, perhaps by a process that ended in between.
func (s *Store) eraseIfDue(ctx context.Context) error {
	var due int
	_, err := s.read(ctx).one([]any{&due}, `select value from meta where name = 'erase'`)
	if err != nil || due == 0 {
		return err
	}
	if err := s.engine.erase(ctx); err != nil {
		return fmt.Errorf("erase deleted rows from the files: %w", err)
	}
	return s.write(ctx, func(t tx) error {
		_, err := t.exec(`update meta set value = 0 where name = 'erase'`)
		return err
	})
}

// LearnerExport is everything that is kept about a learner.
type LearnerExport struct {
	Profile tutor.Profile `json:"profile"`
	// Lessons are newest first; Events, in a lesson or not, oldest first.
	Lessons []tutor.Lesson `json:"lessons"`
	Events  []tutor.Event  `json:"events"`
	// Spendings are what their answers took, by day and engine, oldest first.
	Spendings []model.Spending `json:"spendings"`
	// Met are words that the learner met and the glossary lacked.
	Met []glossary.Met `json:"met"`
	// Inbox is what the learner sent and is still kept, oldest first.
	Inbox []Received `json:"inbox"`
}

// Received is an inbox item as its learner may see it.
type Received struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind"`
	// State is ready, leased, done or dead.
	State string `json:"state"`
	// Payload is the masked JSON that Slack sent.
	Payload string `json:"payload"`
}

// Export returns everything that is kept about a learner; a learner nobody has
// heard of has an empty export.
func (s *Store) Export(ctx context.Context, learner string) (LearnerExport, error) {
	var export LearnerExport
	var err error
	if export.Profile, err = s.Profile(ctx, learner); err != nil {
		return LearnerExport{}, err
	}
	export.Profile.ID = learner
	if export.Lessons, err = s.Lessons(ctx, learner, 0); err != nil {
		return LearnerExport{}, err
	}
	if export.Events, err = s.Events(ctx, learner); err != nil {
		return LearnerExport{}, err
	}
	if export.Spendings, err = s.Spendings(ctx, learner); err != nil {
		return LearnerExport{}, err
	}
	if export.Met, err = s.met(ctx, learner); err != nil {
		return LearnerExport{}, err
	}
	if export.Inbox, err = s.received(ctx, learner); err != nil {
		return LearnerExport{}, err
	}
	return export, nil
}
