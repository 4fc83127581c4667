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

// state is where an inbox item stands, as the schema numbers it.
type state int

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
	known := `select 1 from inbox_key where key in (` + list(len(keys), "$%d", 1) + `)`
	err = s.write(ctx, func(t tx) error {
		// Two twins stored at the same instant collide at their key; the later
		// one is tried again and then finds its twin.
		if err := s.engine.queue(t, item.Learner); err != nil {
			return err
		}
		var id int64
		fresh, err = t.one([]any{&id}, fmt.Sprintf(s.engine.nextItem(), known), keys...)
		if err != nil || !fresh {
			return err
		}
		_, err = t.exec(`insert into inbox_key (item, at, key) values `+list(len(keys), "($1, $2, $%d)", 3),
			append([]any{id, item.Received}, keys...)...)
		if err != nil {
			return err
		}
		// A learner who has items waiting takes the turn after theirs, one who
		// has none the turn that is being served.
		_, err = t.exec(`
			insert into inbox (id, learner, kind, payload, received, state, attempt, due, channel, ts, turn)
			select $1, $2, $3, $4, $5, 0, 0, 0, $6, $7, max(turn) from (
				select (select turn + 1 from inbox where learner = $2 and state < 2 order by id desc limit 1) as turn
				union all select max(turn) from inbox where state = 1
				union all select min(turn) from inbox where state < 2
				union all select 0) as turns`,
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

// Lease implements inbox.Queue. It looks at the oldest item of each learner who
// waits, from learner to learner, so that it takes no longer when one of them
// has thousands.
func (s *Store) Lease(ctx context.Context, now, until time.Time) (item inbox.Item, ok bool, err error) {
	err = s.lease(ctx, func(t tx) error {
		item = inbox.Item{}
		var received int64
		var payload string
		ok, err = t.one([]any{&item.ID, &item.Learner, &item.Kind, &payload, &received, &item.Attempt, &item.Failed, &item.Died, &item.Channel, &item.TS}, `
			update inbox set state = 1, attempt = attempt + 1, died = died + state, due = $2
			where id = (
				with recursive waiting (learner) as (
					select min(learner) from inbox where state < 2
					union all
					select (select min(learner) from inbox where state < 2 and learner > waiting.learner)
					from waiting where learner is not null)
				select i.id from inbox i
				where i.state < 2 and i.due <= $1 and i.id in (
					select (select min(id) from inbox where learner = waiting.learner and state < 2)
					from waiting where learner is not null)
				order by i.turn, i.id limit 1 `+s.engine.skipLocked()+`)
			returning id, learner, kind, payload, received, attempt, failed, died, channel, ts`, now, until)
		item.Received, item.Payload = instant(received), []byte(payload)
		return err
	})
	if err != nil || !ok {
		return inbox.Item{}, false, wrap("lease an inbox item", err)
	}
	return item, true, nil
}

// Extend implements inbox.Queue.
func (s *Store) Extend(ctx context.Context, lease inbox.Lease, until time.Time) error {
	err := s.lease(ctx, func(t tx) error { return t.change(lease, `due = $3`, until) })
	return wrap("extend a lease", err)
}

// Place implements inbox.Queue.
func (s *Store) Place(ctx context.Context, lease inbox.Lease, channel, ts string) error {
	err := s.write(ctx, func(t tx) error { return t.change(lease, `channel = $3, ts = $4`, channel, ts) })
	return wrap("remember where an item is answered", err)
}

// Settle implements inbox.Queue.
func (s *Store) Settle(ctx context.Context, lease inbox.Lease, how inbox.Outcome, from time.Time) error {
	err := s.write(ctx, func(t tx) error {
		switch how {
		case inbox.Done:
			return t.change(lease, `state = 2, due = $3`, time.Now())
		case inbox.Dead:
			return t.change(lease, `state = 3, due = $3`, time.Now())
		case inbox.Failed:
			return t.change(lease, `state = 0, due = $3, failed = failed + 1`, from)
		case inbox.Released:
			return t.change(lease, `state = 0, due = 0`)
		}
		return fmt.Errorf("there is no outcome %d", how)
	})
	return wrap("settle an inbox item", err)
}

// change updates an item as long as it is held under a lease. The arguments of
// the assignments begin with $3.
func (t tx) change(lease inbox.Lease, assignments string, args ...any) error {
	n, err := t.exec(`update inbox set `+assignments+` where id = $1 and attempt = $2 and state = 1`,
		append([]any{lease.Item, lease.Attempt}, args...)...)
	if err == nil && n == 0 {
		return inbox.ErrNotLeased
	}
	return err
}

// Depth implements inbox.Queue.
func (s *Store) Depth(ctx context.Context) (inbox.Depth, error) {
	var d inbox.Depth
	var oldest int64
	_, err := s.read(ctx).one([]any{&d.Waiting, &oldest, &d.Dead}, `
		select count(case when state < 2 then 1 end), coalesce(min(case when state < 2 then received end), 0),
			count(case when state = 3 then 1 end)
		from inbox`)
	if err != nil {
		return inbox.Depth{}, fmt.Errorf("measure the inbox: %w", err)
	}
	if d.Waiting > 0 {
		d.Oldest = instant(oldest)
	}
	return d, nil
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
