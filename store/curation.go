package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
)

// Edit is what somebody wants an entry to be.
type Edit struct {
	Team string
	// Author is who makes the edit, for Reason.
	Author, Reason string
	// Base is the version that the author saw, 0 for a new entry.
	Base int
	// Entry is the whole entry as it should be.
	Entry glossary.Entry
	// Decides says that the author may decide on the entry: as a curator of
	// the workspace or a member of the group that owns it. The entry's owner
	// and reviewers by name may as well.
	Decides bool
}

// Outcome says what became of an edit.
type Outcome struct {
	// Version is the live version since, 0 while the edit waits.
	Version int
	// Proposal is the number under which it waits, 0 if it counts at once.
	Proposal int
}

// Proposal is an edit that waits beside the live version.
type Proposal struct {
	ID   int
	Edit Edit
	At   time.Time
}

// Conflict tells a second editor that somebody else was faster, and how both
// edits look together. Saving Merged, or something better, with Version as its
// base goes through.
type Conflict struct {
	// Live is the entry as it is now, in the version Version.
	Live    glossary.Entry
	Version int
	// Merged is the live entry with the edit, as far as they go together; the
	// clashes are fields for which the live words stayed.
	Merged  glossary.Entry
	Clashes []glossary.Clash
}

// Error says what happened and what to do.
func (c *Conflict) Error() string {
	return fmt.Sprintf("somebody has changed the entry %s in the meantime; look at both together and save again", c.Live.ID)
}

// ErrNoProposal is returned for a proposal that nobody made, or that has been
// decided on.
var ErrNoProposal = errors.New("no such proposal is waiting")

// Propose saves an edit: at once where its author may decide on the entry,
// else beside the live version, until somebody approves or rejects it. The
// error is a *Conflict where the entry is no longer the version that the edit
// was made from.
func (s *Store) Propose(ctx context.Context, e Edit) (Outcome, error) {
	var out Outcome
	err := s.write(ctx, func(t tx) error {
		out = Outcome{}
		if e.Entry.ID == "" {
			return errors.New("the entry has no id")
		}
		live, version, err := liveEntry(t, e.Team, e.Entry.ID)
		if err != nil {
			return err
		}
		if version != e.Base {
			return conflict(t, e, live, version)
		}
		if e.Decides || decides(live, e.Author) {
			out.Version = version + 1
			return s.apply(t, e, version, "edited")
		}
		out.Proposal, err = keepProposal(t, e)
		return err
	})
	return out, wrapped("propose a change to the glossary", err)
}

// decides says whether an entry names somebody as its owner or a reviewer.
func decides(e glossary.Entry, author string) bool {
	return author != "" && (e.Owner == author || slices.Contains(e.Reviewers, author))
}

// Approve makes a waiting proposal the live version. Where the entry was
// changed since it was proposed the error is a *Conflict, and the proposal
// still waits.
func (s *Store) Approve(ctx context.Context, team string, id int, author, reason string) (Outcome, error) {
	var out Outcome
	err := s.write(ctx, func(t tx) error {
		p, err := waiting(t, team, id)
		if err != nil {
			return err
		}
		e := p.Edit
		live, version, err := liveEntry(t, team, e.Entry.ID)
		if err != nil {
			return err
		}
		if version != e.Base {
			return conflict(t, e, live, version)
		}
		if e.Entry.Status == glossary.Draft || e.Entry.Status == glossary.InReview || e.Entry.Status == "" {
			e.Entry.Status = glossary.Approved
		}
		e.Author, e.Reason = author, reason
		out = Outcome{Version: version + 1}
		if err := s.apply(t, e, version, "approved"); err != nil {
			return err
		}
		return settle(t, team, id, 1)
	})
	return out, wrapped("approve a proposal", err)
}

// Reject turns a waiting proposal down. A proposal for a new entry leaves its
// term among the words that are not terms.
func (s *Store) Reject(ctx context.Context, team string, id int, author, reason string) error {
	err := s.write(ctx, func(t tx) error {
		p, err := waiting(t, team, id)
		if err != nil {
			return err
		}
		now := time.Now()
		if p.Edit.Base == 0 {
			if err := refuse(t, team, p.Edit.Entry.Term, author, now); err != nil {
				return err
			}
		}
		if err := audit(t, team, author, reason, "rejected", p.Edit.Entry.ID, 0, now); err != nil {
			return err
		}
		return settle(t, team, id, 2)
	})
	return wrapped("reject a proposal", err)
}

// Revert makes an earlier version of an entry the live one again, as a new
// version. The status of the earlier version comes back as well.
func (s *Store) Revert(ctx context.Context, team, id string, version int, author, reason string) (Outcome, error) {
	var out Outcome
	err := s.write(ctx, func(t tx) error {
		_, now, err := liveEntry(t, team, id)
		if err != nil {
			return err
		}
		var body string
		found, err := t.one([]any{&body}, `
			select body from glossary_revision where team = $1 and id = $2 and version = $3`, team, id, version)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("the entry %s has no version %d", id, version)
		}
		e := Edit{Team: team, Author: author, Reason: reason}
		if err := json.Unmarshal([]byte(body), &e.Entry); err != nil {
			return err
		}
		out = Outcome{Version: now + 1}
		return s.apply(t, e, now, "reverted")
	})
	return out, wrapped("bring an earlier version back", err)
}

// Proposals returns what waits for a decision, oldest first.
func (s *Store) Proposals(ctx context.Context, team string) ([]Proposal, error) {
	list, err := readProposals(s.read(ctx), `
		select id, base, author, reason, at, body from glossary_proposal
		where team = $1 and state = 0 order by id`, team)
	for i := range list {
		list[i].Edit.Team = team
	}
	return list, wrapped("read the proposals", err)
}

func readProposals(q queries, query string, args ...any) ([]Proposal, error) {
	list := []Proposal{}
	err := q.each(func(rows *sql.Rows) error {
		var p Proposal
		var at int64
		var body string
		if err := rows.Scan(&p.ID, &p.Edit.Base, &p.Edit.Author, &p.Edit.Reason, &at, &body); err != nil {
			return err
		}
		p.At = instant(at)
		list = append(list, p)
		return json.Unmarshal([]byte(body), &list[len(list)-1].Edit.Entry)
	}, query, args...)
	return list, err
}

// waiting is a proposal that nobody has decided on.
func waiting(t tx, team string, id int) (Proposal, error) {
	list, err := readProposals(t.queries, `
		select id, base, author, reason, at, body from glossary_proposal
		where team = $1 and id = $2 and state = 0`, team, id)
	if err != nil {
		return Proposal{}, err
	}
	if len(list) == 0 {
		return Proposal{}, ErrNoProposal
	}
	list[0].Edit.Team = team
	return list[0], nil
}

// wrapped says what was being done. A *Conflict stays what it is for callers.
func wrapped(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
