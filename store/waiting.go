package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// Behind implements inbox.Waiting.
func (s *Store) Behind(ctx context.Context, lease inbox.Lease) ([]inbox.Item, error) {
	var behind []inbox.Item
	held := false
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var item inbox.Item
		var received int64
		var payload string
		if err := rows.Scan(&item.ID, &item.Learner, &item.Kind, &payload, &received, &item.Attempt, &item.Failed, &item.Died); err != nil {
			return err
		}
		if item.ID == lease.Item {
			held = true
			return nil
		}
		item.Received, item.Payload = instant(received), []byte(payload)
		behind = append(behind, item)
		return nil
	}, `
		select later.id, later.learner, later.kind, later.payload, later.received, later.attempt, later.failed, later.died
		from inbox later join inbox own on own.learner = later.learner
		where own.id = $1 and own.attempt = $2 and own.state = 1 and later.id >= own.id and later.state < 2
		order by later.id`, lease.Item, lease.Attempt)
	if err == nil && !held {
		err = inbox.ErrNotLeased
	}
	return behind, wrap("read what waits behind an item", err)
}

// Merge implements inbox.Waiting.
func (s *Store) Merge(ctx context.Context, lease inbox.Lease, payload []byte, others ...int64) error {
	err := s.write(ctx, func(t tx) error {
		if err := t.change(lease, `payload = $3`, string(payload)); err != nil {
			return err
		}
		for _, other := range others {
			_, err := t.exec(`update inbox set state = 2, due = $2 where id = $1 and state = 0`, other, time.Now())
			if err != nil {
				return err
			}
		}
		return nil
	})
	return wrap("put items together", err)
}

// Amend implements inbox.Waiting.
func (s *Store) Amend(ctx context.Context, key string, payload []byte) (amended bool, err error) {
	which := ` where state = 0 and attempt = 0 and id in (select item from inbox_key where key = $1)`
	err = s.write(ctx, func(t tx) error {
		query, args := `update inbox set payload = $2`+which, []any{hashed([]string{key})[0], string(payload)}
		if payload == nil {
			query, args = `update inbox set state = 2, due = $3, payload = $2`+which, []any{args[0], "{}", time.Now()}
		}
		n, err := t.exec(query, args...)
		amended = n > 0
		return err
	})
	return amended, wrap("change an item that waits", err)
}
