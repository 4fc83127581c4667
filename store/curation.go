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

// Propose saves an edit: at once where its author may decide on the entry,
// else beside the live version, until somebody approves or rejects it. The
// error is a *Conflict where the entry is no longer the version that the edit
// was made from.
func (s *Store) Propose(ctx context.Context, e glossary.Edit) (glossary.Outcome, error) {
	var out glossary.Outcome
	err := s.write(ctx, func(t tx) error {
		out = glossary.Outcome{}
		if e.Entry.ID == "" {
			return errors.New("the entry has no id")
		}
		live, version, err := liveEntry(t, e.Team, e.Entry.ID)
		if err != nil {
			return err
		}
		if version != e.Base {
			if version > 0 && len(glossary.Differences(live, e.Entry)) == 0 {
				out.Version = version // sent twice, or wanted by both
				return nil
			}
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
func (s *Store) Approve(ctx context.Context, team string, id int, author, reason string) (glossary.Outcome, error) {
	var out glossary.Outcome
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
		e.Entry.ReviewedAt = time.Now().Format(time.DateOnly)
		e.Author, e.Reason = author, reason
		out = glossary.Outcome{Version: version + 1}
		if err := s.apply(t, e, version, "approved"); err != nil {
			return err
		}
		return settle(t, team, id, 1)
	})
	return out, wrapped("approve a proposal", err)
}

// Reject turns a waiting proposal down. With noTerm the word that it was for
// is remembered as no term, as Refuse does.
func (s *Store) Reject(ctx context.Context, team string, id int, author, reason string, noTerm bool) error {
	err := s.write(ctx, func(t tx) error {
		p, err := waiting(t, team, id)
		if err != nil {
			return err
		}
		now := time.Now()
		if noTerm {
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
func (s *Store) Revert(ctx context.Context, team, id string, version int, author, reason string) (glossary.Outcome, error) {
	var out glossary.Outcome
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
		e := glossary.Edit{Team: team, Author: author, Reason: reason}
		if err := json.Unmarshal([]byte(body), &e.Entry); err != nil {
			return err
		}
		out = glossary.Outcome{Version: now + 1}
		return s.apply(t, e, now, "reverted")
	})
	return out, wrapped("bring an earlier version back", err)
}

// Proposals returns what waits for a decision, oldest first.
func (s *Store) Proposals(ctx context.Context, team string) ([]glossary.Proposal, error) {
	list, err := readProposals(s.read(ctx), `
		select id, base, author, reason, at, body from glossary_proposal
		where team = $1 and state = 0 order by id`, team)
	for i := range list {
		list[i].Edit.Team = team
	}
	return list, wrapped("read the proposals", err)
}

func readProposals(q queries, query string, args ...any) ([]glossary.Proposal, error) {
	list := []glossary.Proposal{}
	err := q.each(func(rows *sql.Rows) error {
		var p glossary.Proposal
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
func waiting(t tx, team string, id int) (glossary.Proposal, error) {
	list, err := readProposals(t.queries, `
		select id, base, author, reason, at, body from glossary_proposal
		where team = $1 and id = $2 and state = 0`, team, id)
	if err != nil {
		return glossary.Proposal{}, err
	}
	if len(list) == 0 {
		return glossary.Proposal{}, glossary.ErrNoProposal
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
