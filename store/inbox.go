package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// state is where an inbox item stands.
type state int

const (
	ready state = iota
	leased
	done
	dead
)

// String returns the word for the state.
func (s state) String() string {
	return [...]string{"ready", "leased", "done", "dead"}[s]
}

// Put implements inbox.Queue.
func (s *Store) Put(ctx context.Context, item inbox.Item) (fresh bool, err error) {
	if len(item.Keys) == 0 {
		return false, errors.New("store an inbox item: it has no key")
	}
	if item.Received.IsZero() {
		item.Received = time.Now()
	}
	keys := hashed(item.Keys)
	err = s.write(ctx, func(t tx) error {
		// The counter's row stays locked until the commit, which keeps ids in
		// the order of commits. Two twins stored at the same instant collide
		// at their key; the later one is tried again and then finds its twin.
		var id int64
		fresh, err = t.one([]any{&id}, `
			update meta set value = value + 1 where name = 'inbox' and not exists (
				select 1 from inbox_key where key in (`+list(len(keys), "$%d", 1)+`))
			returning value`, keys...)
		if err != nil || !fresh {
			return err
		}
		_, err = t.exec(`insert into inbox_key (item, at, key) values `+list(len(keys), "($1, $2, $%d)", 3),
			append([]any{id, item.Received}, keys...)...)
		if err != nil {
			return err
		}
		_, err = t.exec(`
			insert into inbox (id, learner, kind, payload, received, state, attempt, due, channel, ts)
			values ($1, $2, $3, $4, $5, 0, 0, 0, $6, $7)`,
			id, item.Learner, item.Kind, string(item.Payload), item.Received, item.Channel, item.TS)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store an inbox item: %w", err)
	}
	return fresh, nil
}

// list repeats a piece of SQL with consecutive placeholders.
func list(n int, piece string, first int) string {
	pieces := make([]string, n)
	for i := range pieces {
		pieces[i] = fmt.Sprintf(piece, first+i)
	}
	return strings.Join(pieces, ", ")
}

// hashed keeps what identifies a happening out of the database, since keys
// outlive the items, and even the learner's data. Each key comes once.
func hashed(keys []string) []any {
	var hashes []any
	seen := make(map[string]bool)
	for _, key := range keys {
		if !seen[key] {
			seen[key] = true
			sum := sha256.Sum256([]byte(key))
			hashes = append(hashes, hex.EncodeToString(sum[:]))
		}
	}
	return hashes
}

// Lease implements inbox.Queue.
func (s *Store) Lease(ctx context.Context, now, until time.Time) (item inbox.Item, ok bool, err error) {
	err = s.write(ctx, func(t tx) error {
		item = inbox.Item{}
		var received int64
		var payload string
		ok, err = t.one([]any{&item.ID, &item.Learner, &item.Kind, &payload, &received, &item.Attempt, &item.Channel, &item.TS}, `
			update inbox set state = 1, attempt = attempt + 1, due = $2
			where id = (
				select i.id from inbox i
				where i.state < 2 and i.due <= $1 and not exists (
					select 1 from inbox older
					where older.learner = i.learner and older.state < 2 and older.id < i.id)
				order by i.id limit 1 `+s.engine.skipLocked()+`)
			returning id, learner, kind, payload, received, attempt, channel, ts`, now, until)
		item.Received, item.Payload = instant(received), []byte(payload)
		return err
	})
	if err != nil || !ok {
		return inbox.Item{}, false, wrap("lease an inbox item", err)
	}
	return item, true, nil
}

// Extend implements inbox.Queue.
func (s *Store) Extend(ctx context.Context, id int64, until time.Time) error {
	return s.change(ctx, "extend a lease",
		`update inbox set due = $2 where id = $1 and state = 1`, id, until)
}

// Place implements inbox.Queue.
func (s *Store) Place(ctx context.Context, id int64, channel, ts string) error {
	return s.change(ctx, "remember where an item is answered",
		`update inbox set channel = $2, ts = $3 where id = $1 and state = 1`, id, channel, ts)
}

// Retry implements inbox.Queue.
func (s *Store) Retry(ctx context.Context, id int64, from time.Time) error {
	return s.change(ctx, "give an item back",
		`update inbox set state = 0, due = $2 where id = $1 and state = 1`, id, from)
}

// Done implements inbox.Queue.
func (s *Store) Done(ctx context.Context, id int64) error {
	err := s.write(ctx, func(t tx) error { return end(t, id, done) })
	return wrap("end an inbox item", err)
}

// Dead implements inbox.Queue.
func (s *Store) Dead(ctx context.Context, id int64) error {
	err := s.write(ctx, func(t tx) error { return end(t, id, dead) })
	return wrap("give an inbox item up", err)
}

// end ends an item that has not ended.
func end(t tx, id int64, as state) error {
	_, err := t.exec(`update inbox set state = $2, due = $3 where id = $1 and state < 2`, id, int(as), time.Now())
	return err
}

// change runs an update of a leased item.
func (s *Store) change(ctx context.Context, what, query string, args ...any) error {
	err := s.write(ctx, func(t tx) error {
		n, err := t.exec(query, args...)
		if err == nil && n == 0 {
			return inbox.ErrNotLeased
		}
		return err
	})
	return wrap(what, err)
}

// Prune erases what the inbox no longer needs: items that ended before the
// given time, and keys a day older than that, so that a late twin of an erased
// item is still known. It returns how many items went.
func (s *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	var gone int
	err := s.write(ctx, func(t tx) error {
		var err error
		gone, err = t.exec(`delete from inbox where state > 1 and due < $1`, before)
		if err != nil {
			return err
		}
		_, err = t.exec(`
			delete from inbox_key where at < $1 and not exists (
				select 1 from inbox where inbox.id = inbox_key.item)`, before.Add(-24*time.Hour))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("prune the inbox: %w", err)
	}
	return gone, wrap("prune the inbox", s.eraseIfDue(ctx))
}

// received returns a learner's inbox items, oldest first.
func (s *Store) received(ctx context.Context, learner string) ([]Received, error) {
	items := []Received{}
	err := s.read(ctx).each(func(rows *sql.Rows) error {
		var r Received
		var at int64
		var stands state
		if err := rows.Scan(&at, &r.Kind, &stands, &r.Payload); err != nil {
			return err
		}
		r.At, r.State = instant(at), stands.String()
		items = append(items, r)
		return nil
	}, `select received, kind, state, payload from inbox where learner = $1 order by id`, learner)
	return items, wrap("read a learner's inbox", err)
}

// wrap says what was being done when there is an error.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
