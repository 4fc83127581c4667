package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// Unended implements inbox.Line.
func (s *Store) Unended(ctx context.Context, learner string) ([]inbox.Item, error) {
	var items []inbox.Item
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var item inbox.Item
		var received int64
		var payload string
		err := rows.Scan(&item.ID, &item.Learner, &item.Kind, &payload, &received, &item.Attempt, &item.Failed, &item.Died, &item.Channel, &item.TS)
		item.Received, item.Payload = instant(received), []byte(payload)
		items = append(items, item)
		return err
	}, `
		select id, learner, kind, payload, received, attempt, failed, died, channel, ts
		from inbox where learner = $1 and state < 2 order by id`, learner)
	return items, wrap("read a learner's line", err)
}

// End implements inbox.Line.
func (s *Store) End(ctx context.Context, id int64, learner string) (bool, error) {
	n, err := s.alter(ctx, `update inbox set state = 2, due = $3 where id = $1 and learner = $2 and state < 2`, id, learner, time.Now())
	return n > 0, wrap("end an inbox item", err)
}

// Revive implements inbox.Line.
func (s *Store) Revive(ctx context.Context, id int64, learner string) (bool, error) {
	n, err := s.alter(ctx, `update inbox set state = 0, due = 0, failed = 0, died = 0 where id = $1 and learner = $2 and state = 3`, id, learner)
	return n > 0, wrap("take up an inbox item again", err)
}

// alter makes one change and tells how many rows it met.
func (s *Store) alter(ctx context.Context, query string, args ...any) (n int, err error) {
	err = s.write(ctx, func(t tx) error {
		n, err = t.exec(query, args...)
		return err
	})
	return n, err
}

// Ahead implements inbox.Line.
func (s *Store) Ahead(ctx context.Context, key string) (n int, waits bool, err error) {
	waits, err = s.read(ctx).one([]any{&n}, `
		select (select count(*) from inbox other
			where other.state < 2 and (other.turn < own.turn or other.turn = own.turn and other.id < own.id))
		from inbox own
		where own.id in (select item from inbox_key where key = $1) and own.state = 0 and own.attempt = 0`, hashed([]string{key})...)
	return n, waits, wrap("count what comes before an item", err)
}
