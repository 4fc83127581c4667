package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gloss-tutor/gloss/glossary"
)

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

// History returns the revisions of an entry, oldest first; an entry nobody
// has heard of has none.
func (s *Store) History(ctx context.Context, team, id string) ([]glossary.Revision, error) {
	revisions := []glossary.Revision{}
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var r glossary.Revision
		var at, imported int64
		var body string
		if err := rows.Scan(&r.Version, &r.Author, &r.Reason, &at, &imported, &body); err != nil {
			return err
		}
		r.At, r.Imported = instant(at), imported == 1
		revisions = append(revisions, r)
		return json.Unmarshal([]byte(body), &revisions[len(revisions)-1].Entry)
	}, `
		select version, author, reason, at, imported, body from glossary_revision
		where team = $1 and id = $2 order by version`, team, id)
	if err != nil {
		return nil, fmt.Errorf("read the history of an entry: %w", err)
	}
	return revisions, nil
}

// Imported says whether an import has ever added to a workspace's glossary.
func (s *Store) Imported(ctx context.Context, team string) (bool, error) {
	var found int
	imported, err := s.read(ctx).one([]any{&found}, `
		select 1 from glossary_revision where team = $1 and imported = 1 limit 1`, team)
	if err != nil {
		return false, fmt.Errorf("look for an import into the glossary: %w", err)
	}
	return imported, nil
}
