package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
)

// Change counts what an import did.
type Change struct {
	Added, Changed, Same int
}

// Revision is one version of a glossary entry.
type Revision struct {
	Version int
	// Author changed the entry, for Reason, At.
	Author, Reason string
	At             time.Time
	// Entry is the whole entry after the change.
	Entry glossary.Entry
}

// Glossary returns the entries of a workspace, whatever their status, sorted
// by id.
func (s *Store) Glossary(ctx context.Context, team string) ([]glossary.Entry, error) {
	entries := []glossary.Entry{}
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var body string
		if err := rows.Scan(&body); err != nil {
			return err
		}
		var e glossary.Entry
		if err := json.Unmarshal([]byte(body), &e); err != nil {
			return err
		}
		entries = append(entries, e)
		return nil
	}, `select body from glossary_entry where team = $1`, team)
	if err != nil {
		return nil, fmt.Errorf("read the glossary: %w", err)
	}
	// Sorted here, since databases differ in how they order text.
	slices.SortFunc(entries, func(a, b glossary.Entry) int { return cmp.Compare(a.ID, b.ID) })
	return entries, nil
}

// Import adds entries to the glossary of a workspace and replaces those with
// the same id, all or nothing; entries that are not in the import stay. Every
// entry added or changed gets a revision.
//
// An import never takes back what people decided: an entry that was approved,
// deprecated or rejected keeps its status when the import has it as a draft or
// in review, and one in review does not become a draft.
func (s *Store) Import(ctx context.Context, team, author, reason string, entries []glossary.Entry) (Change, error) {
	if err := checkIDs(entries); err != nil {
		return Change{}, fmt.Errorf("import into the glossary: %w", err)
	}
	now := time.Now()
	var change Change
	err := s.write(ctx, func(t tx) error {
		change = Change{}
		for _, e := range entries {
			if err := importEntry(t, team, e, Revision{Author: author, Reason: reason, At: now}, &change); err != nil {
				return fmt.Errorf("entry %s: %w", e.ID, err)
			}
		}
		if change.Added+change.Changed == 0 {
			return nil
		}
		what := fmt.Sprintf("%d added, %d changed", change.Added, change.Changed)
		return audit(t, team, author, reason, "imported", what, 0, now)
	})
	if err != nil {
		return Change{}, fmt.Errorf("import into the glossary: %w", err)
	}
	return change, nil
}

func checkIDs(entries []glossary.Entry) error {
	seen := make(map[string]bool, len(entries))
	for i, e := range entries {
		if e.ID == "" {
			return fmt.Errorf("entry %d (%q) has no id", i+1, e.Term)
		}
		if seen[e.ID] {
			return fmt.Errorf("two entries have the id %s", e.ID)
		}
		seen[e.ID] = true
	}
	return nil
}

// importEntry stores one entry if it differs from what is there.
func importEntry(t tx, team string, e glossary.Entry, r Revision, change *Change) error {
	var version int
	var before string
	found, err := t.one([]any{&version, &before},
		`select version, body from glossary_entry where team = $1 and id = $2`, team, e.ID)
	if err != nil {
		return err
	}
	if found {
		var old glossary.Entry
		if err := json.Unmarshal([]byte(before), &old); err != nil {
			return err
		}
		e = keepDecision(old, e)
	}
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	switch {
	case found && string(body) == before:
		change.Same++
		return nil
	case found:
		change.Changed++
	default:
		change.Added++
	}
	return saveEntry(t, team, e.ID, version+1, string(body), r)
}

func saveEntry(t tx, team, id string, version int, body string, r Revision) error {
	_, err := t.exec(`
		insert into glossary_entry (team, id, version, body) values ($1, $2, $3, $4)
		on conflict (team, id) do update set version = excluded.version, body = excluded.body`,
		team, id, version, body)
	if err != nil {
		return err
	}
	// Of two imports at the same time the later one collides here, and is
	// tried again on top of the first.
	_, err = t.exec(`
		insert into glossary_revision (team, id, version, author, reason, at, body)
		values ($1, $2, $3, $4, $5, $6, $7)`,
		team, id, version, r.Author, r.Reason, r.At, body)
	return err
}

// keepDecision gives an entry the status that it had where that says more.
func keepDecision(old, e glossary.Entry) glossary.Entry {
	if weight(e.Status) >= weight(old.Status) {
		return e
	}
	e.Status = old.Status
	e.ReplacedBy = cmp.Or(e.ReplacedBy, old.ReplacedBy)
	e.ReviewedAt = cmp.Or(e.ReviewedAt, old.ReviewedAt)
	return e
}

// weight orders statuses by how much people have decided.
func weight(s glossary.Status) int {
	switch s {
	case glossary.Approved, glossary.Deprecated, glossary.Rejected:
		return 2
	case glossary.InReview:
		return 1
	}
	return 0
}

// History returns the revisions of an entry, oldest first; an entry nobody
// has heard of has none.
func (s *Store) History(ctx context.Context, team, id string) ([]Revision, error) {
	revisions := []Revision{}
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var r Revision
		var at int64
		var body string
		if err := rows.Scan(&r.Version, &r.Author, &r.Reason, &at, &body); err != nil {
			return err
		}
		r.At = instant(at)
		revisions = append(revisions, r)
		return json.Unmarshal([]byte(body), &revisions[len(revisions)-1].Entry)
	}, `
		select version, author, reason, at, body from glossary_revision
		where team = $1 and id = $2 order by version`, team, id)
	if err != nil {
		return nil, fmt.Errorf("read the history of an entry: %w", err)
	}
	return revisions, nil
}
