package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/glossary"
)

// leastWanting is how many learners must have met a word in private before a
// curator hears of it; a word of a public channel is no secret.
const leastWanting = 3

// mostWanted bounds how many words are returned.
const mostWanted = 50

// Meet notes that a learner met words that no entry defines. What came in
// before the learner was forgotten, in the inbox item if it is not 0, is not
// noted after.
func (s *Store) Meet(ctx context.Context, item int64, team, learner string, words []glossary.Met) error {
	now := time.Now()
	err := s.write(ctx, func(t tx) error {
		if there, err := stillThere(t, item); err != nil || !there {
			return err
		}
		for _, w := range words {
			key := glossary.Key(w.Surface)
			if key == "" {
				continue
			}
			_, err := t.exec(`
				insert into glossary_met (team, word, surface, learner, channel, ts, at)
				values ($1, $2, $3, $4, $5, $6, $7)
				on conflict (team, word, learner) do update set at = excluded.at,
					channel = case when excluded.channel = '' then glossary_met.channel else excluded.channel end,
					ts = case when excluded.channel = '' then glossary_met.ts else excluded.ts end`,
				team, key, w.Surface, learner, w.Channel, w.TS, now)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return wrapped("note the words that the glossary lacks", err)
}

// Wanted returns the words that learners of a workspace met since the given
// time and that no entry defined, those of most learners first. Words that were
// refused are left out, and so are those that fewer than three met, all in
// private.
func (s *Store) Wanted(ctx context.Context, team string, since time.Time) ([]glossary.Wanted, error) {
	var all []glossary.Wanted
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var w glossary.Wanted
		var at string
		if err := rows.Scan(&w.Surface, &w.Learners, &at); err != nil {
			return err
		}
		_, _ = fmt.Sscan(at, &w.Channel, &w.TS)
		all = append(all, w)
		return nil
	}, `
		select max(surface), count(*), max(case when channel = '' then '' else channel || ' ' || ts end)
		from glossary_met
		where team = $1 and at >= $2
			and word not in (select word from glossary_refused where team = $1)
		group by word having count(*) >= $3 or max(channel) <> ''
		order by count(*) desc, word limit $4`, team, since, leastWanting, mostWanted)
	return all, wrapped("read the words that the glossary lacks", err)
}

// Uses counts, for each entry, the learners of a workspace who met it since the
// given time.
func (s *Store) Uses(ctx context.Context, team string, since time.Time) (map[string]int, error) {
	uses := make(map[string]int)
	prefix := team + "/"
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var entry string
		var n int
		if err := rows.Scan(&entry, &n); err != nil {
			return err
		}
		uses[entry] = n
		return nil
	}, `
		select entry, count(distinct learner) from event
		where entry <> '' and at >= $1 and substr(learner, 1, $2) = $3 group by entry`,
		since, utf8.RuneCountInString(prefix), prefix)
	return uses, wrapped("count what is used of the glossary", err)
}

// met are the words that a learner met and no entry defined.
func (s *Store) met(ctx context.Context, learner string) ([]glossary.Met, error) {
	words := []glossary.Met{}
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var w glossary.Met
		if err := rows.Scan(&w.Surface, &w.Channel, &w.TS); err != nil {
			return err
		}
		words = append(words, w)
		return nil
	}, `select surface, channel, ts from glossary_met where learner = $1 order by at, word`, learner)
	return words, wrapped("read the words that the glossary lacked", err)
}
