package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/glossary"
)

// leastConfused is how many learners a term must have confused before anybody
// hears of it, so that it points at nobody.
const leastConfused = 5

// mostConfusing bounds how many terms are returned.
const mostConfusing = 50

// Confusing returns the terms that confused at least five learners of a workspace
// since the given time, those of most learners first. It says nothing of who they
// are, and nothing of terms that confused fewer.
func (s *Store) Confusing(ctx context.Context, team string, since time.Time) ([]glossary.Confusing, error) {
	var all []glossary.Confusing
	prefix := team + "/"
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var c glossary.Confusing
		if err := rows.Scan(&c.Entry, &c.Learners); err != nil {
			return err
		}
		all = append(all, c)
		return nil
	}, `
		select entry, count(distinct learner) from event
		where kind in ('looked_up', 'still_confused', 'wrong') and entry <> '' and at >= $1
			and substr(learner, 1, $2) = $3
		group by entry having count(distinct learner) >= $4
		order by count(distinct learner) desc, entry limit $5`,
		since, utf8.RuneCountInString(prefix), prefix, leastConfused, mostConfusing)
	if err != nil {
		return nil, fmt.Errorf("find the terms that confuse: %w", err)
	}
	return all, nil
}
