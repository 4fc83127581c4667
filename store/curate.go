package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
)

// liveEntry is an entry and its version, 0 where there is none.
func liveEntry(t tx, team, id string) (e glossary.Entry, version int, err error) {
	var body string
	found, err := t.one([]any{&version, &body},
		`select version, body from glossary_entry where team = $1 and id = $2`, team, id)
	if err == nil && found {
		err = json.Unmarshal([]byte(body), &e)
	}
	return e, version, err
}

// apply makes an edit the next version of its entry.
func (s *Store) apply(t tx, e glossary.Edit, version int, action string) error {
	body, err := json.Marshal(e.Entry)
	if err != nil {
		return err
	}
	now := time.Now()
	if err := saveEntry(t, e.Team, e.Entry.ID, version+1, string(body), glossary.Revision{Author: e.Author, Reason: e.Reason, At: now}); err != nil {
		return err
	}
	return audit(t, e.Team, e.Author, e.Reason, action, e.Entry.ID, version+1, now)
}

// conflict joins an edit with what became of the entry meanwhile.
func conflict(t tx, e glossary.Edit, live glossary.Entry, version int) error {
	var base glossary.Entry
	var body string
	found, err := t.one([]any{&body}, `
		select body from glossary_revision where team = $1 and id = $2 and version = $3`, e.Team, e.Entry.ID, e.Base)
	if err == nil && found {
		err = json.Unmarshal([]byte(body), &base)
	}
	if err != nil {
		return err
	}
	c := &glossary.Conflict{Live: live, Version: version}
	c.Merged, c.Clashes = glossary.Merge(base, e.Entry, live)
	return c
}

// keepProposal stores an edit beside the live version.
func keepProposal(t tx, e glossary.Edit) (id int, err error) {
	body, err := json.Marshal(e.Entry)
	if err != nil {
		return 0, err
	}
	found, err := t.one([]any{&id}, `
		select id from glossary_proposal
		where team = $1 and entry = $2 and base = $3 and author = $4 and body = $5 and state = 0`,
		e.Team, e.Entry.ID, e.Base, e.Author, string(body))
	if err != nil || found {
		return id, err // the same edit, sent twice, waits once
	}
	if _, err := t.one([]any{&id}, `select coalesce(max(id), 0) + 1 from glossary_proposal where team = $1`, e.Team); err != nil {
		return 0, err
	}
	now := time.Now()
	_, err = t.exec(`
		insert into glossary_proposal (team, id, entry, base, author, reason, at, body, state)
		values ($1, $2, $3, $4, $5, $6, $7, $8, 0)`,
		e.Team, id, e.Entry.ID, e.Base, e.Author, e.Reason, now, string(body))
	if err != nil {
		return 0, err
	}
	return id, audit(t, e.Team, e.Author, e.Reason, "proposed", e.Entry.ID, 0, now)
}

// settle ends the waiting of a proposal.
func settle(t tx, team string, id, state int) error {
	n, err := t.exec(`update glossary_proposal set state = $3 where team = $1 and id = $2 and state = 0`, team, id, state)
	if err == nil && n != 1 {
		err = glossary.ErrNoProposal
	}
	return err
}

// Refuse remembers that a word is not a term, so that it is not listed as
// undefined again.
func (s *Store) Refuse(ctx context.Context, team, word, author, reason string) error {
	err := s.write(ctx, func(t tx) error {
		now := time.Now()
		if err := refuse(t, team, word, author, now); err != nil {
			return err
		}
		return audit(t, team, author, reason, "refused", word, 0, now)
	})
	return wrapped("remember that a word is not a term", err)
}

func refuse(t tx, team, word, author string, now time.Time) error {
	key := glossary.Key(word)
	if key == "" {
		return errors.New("there is no word to refuse")
	}
	_, err := t.exec(`
		insert into glossary_refused (team, word, author, at) values ($1, $2, $3, $4)
		on conflict (team, word) do nothing`, team, key, author, now)
	return err
}

// Refused returns the words of a workspace that are not terms, each as
// glossary.Key gives it.
func (s *Store) Refused(ctx context.Context, team string) ([]string, error) {
	words := []string{}
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var word string
		if err := rows.Scan(&word); err != nil {
			return err
		}
		words = append(words, word)
		return nil
	}, `select word from glossary_refused where team = $1 order by at, word`, team)
	return words, wrapped("read the words that are not terms", err)
}

// ShowsDrafts says whether a workspace shows entries that nobody approved, as
// unreviewed; it does unless SetDrafts said otherwise.
func (s *Store) ShowsDrafts(ctx context.Context, team string) (bool, error) {
	shown := 1
	_, err := s.read(ctx).one([]any{&shown}, `select drafts from glossary_setting where team = $1`, team)
	return shown == 1, wrapped("read the setting for drafts", err)
}

// SetDrafts sets whether a workspace shows entries that nobody approved.
func (s *Store) SetDrafts(ctx context.Context, team string, shown bool, author string) error {
	value, what := 0, "drafts hidden"
	if shown {
		value, what = 1, "drafts shown"
	}
	err := s.write(ctx, func(t tx) error {
		_, err := t.exec(`
			insert into glossary_setting (team, drafts) values ($1, $2)
			on conflict (team) do update set drafts = excluded.drafts`, team, value)
		if err != nil {
			return err
		}
		return audit(t, team, author, what, "set", "", 0, time.Now())
	})
	return wrapped("set whether drafts are shown", err)
}

// Act is one thing that was done to a glossary.
type Act struct {
	At             time.Time
	Author, Reason string
	// Action is imported, edited, proposed, approved, rejected, reverted,
	// refused or set.
	Action string
	// Entry is the id of the entry, or the word, that it was done to.
	Entry string
	// Version that the entry has since, 0 where it did not change.
	Version int
}

// Audit returns the latest acts on a workspace's glossary, newest first.
func (s *Store) Audit(ctx context.Context, team string, limit int) ([]Act, error) {
	acts := []Act{}
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var a Act
		var at int64
		if err := rows.Scan(&at, &a.Author, &a.Reason, &a.Action, &a.Entry, &a.Version); err != nil {
			return err
		}
		a.At = instant(at)
		acts = append(acts, a)
		return nil
	}, `
		select at, author, reason, action, entry, version from glossary_audit
		where team = $1 order by number desc limit $2`, team, limit)
	return acts, wrapped("read what was done to the glossary", err)
}

// audit appends one act.
func audit(t tx, team, author, reason, action, entry string, version int, now time.Time) error {
	_, err := t.exec(`
		insert into glossary_audit (team, number, at, author, reason, action, entry, version)
		select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 from glossary_audit where team = $1`,
		team, now, author, reason, action, entry, version)
	if err != nil {
		return fmt.Errorf("note what was done: %w", err)
	}
	return nil
}
