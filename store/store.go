package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/tutor"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	engine engine
}

var (
	_ tutor.Library = (*Store)(nil)
	_ inbox.Queue   = (*Store)(nil)
	_ inbox.Waiting = (*Store)(nil)
	_ inbox.Line    = (*Store)(nil)
)

// engine is what SQLite and PostgreSQL do differently.
type engine interface {
	// rewrite turns a query with $n placeholders into the driver's dialect.
	rewrite(query string) string
	// reader is where queries outside a transaction go.
	reader() *sql.DB
	// write runs op in a transaction and returns when that is on disk. It may
	// run op again after a conflict. With an error op had no effect, unless
	// the connection to a server broke during the commit.
	write(ctx context.Context, op func(context.Context, *sql.Tx) error) error
	// lease is write for what need not outlive the process.
	lease(ctx context.Context, op func(context.Context, *sql.Tx) error) error
	// queue makes transactions that store items of one learner come one after
	// another, so that ids give the order in which they can be seen.
	queue(t tx, learner string) error
	// nextItem is the query for the id of a new inbox item. It holds a %s for a
	// query that must find nothing, else there is no id.
	nextItem() string
	// skipLocked ends a select whose rows are about to be updated, so that
	// concurrent transactions choose different ones.
	skipLocked() string
	// erase makes deleted rows unreadable in the database's files.
	erase(ctx context.Context) error
	close() error
}

// Open opens the database at url and brings its schema up to date. The url is
// a path, or sqlite:path, for SQLite, and postgres://… or postgresql://… for
// PostgreSQL. Its errors are sentences for the operator and never hold the
// url's password. ctx bounds the opening only.
func Open(ctx context.Context, url string) (*Store, error) {
	if isPostgres(url) {
		e, err := openPostgres(ctx, url)
		if err != nil {
			return nil, err
		}
		return &Store{engine: e}, nil
	}
	path, err := sqlitePath(url)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	e, err := openSQLite(ctx, path)
	if err != nil {
		return nil, err
	}
	s := &Store{engine: e}
	if err := s.recover(ctx); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return s, nil
}

// sqlitePath is the file that a url means which is not PostgreSQL's.
func sqlitePath(url string) (string, error) {
	path := strings.TrimPrefix(url, "sqlite:")
	switch {
	case path == "":
		return "", errors.New("DATABASE_URL is empty; give the path of a file, like gloss.db, or postgres://user@host/name")
	case path == ":memory:" || strings.HasPrefix(path, "file:"):
		return "", errors.New("give the plain path of a file, like gloss.db; a database in memory would lose questions")
	case strings.Contains(path, "://"):
		scheme, _, _ := strings.Cut(path, "://")
		return "", fmt.Errorf("%s:// is neither a file nor PostgreSQL; use a path, like gloss.db, or postgres://user@host/name", scheme)
	}
	return path, nil
}

// recover mends what the last process left behind on SQLite, where nobody else
// can be at work: its leases are void, and an erasure it began is finished.
func (s *Store) recover(ctx context.Context) error {
	err := s.write(ctx, func(t tx) error {
		_, err := t.exec(`update inbox set state = 0, due = 0, died = died + 1 where state = 1`)
		return err
	})
	if err != nil {
		return fmt.Errorf("take back the leases of the last process: %w", err)
	}
	return s.eraseIfDue(ctx)
}

// Close waits for the writes under way and closes the database.
func (s *Store) Close() error { return s.engine.close() }

// queries runs queries written with $n placeholders on any engine.
type queries struct {
	ctx     context.Context
	rewrite func(string) string
	on      interface {
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
}

// tx is a transaction under way. It lives no longer than the function that it
// is given to, which is why it may carry a context.
type tx struct {
	queries
	sql *sql.Tx
}

func (s *Store) read(ctx context.Context) queries {
	return queries{ctx, s.engine.rewrite, s.engine.reader()}
}

// write runs op in a transaction; op may run twice and must then give the same
// result.
func (s *Store) write(ctx context.Context, op func(tx) error) error {
	return s.engine.write(ctx, func(ctx context.Context, t *sql.Tx) error {
		return op(tx{queries{ctx, s.engine.rewrite, t}, t})
	})
}

// lease is write for leases.
func (s *Store) lease(ctx context.Context, op func(tx) error) error {
	return s.engine.lease(ctx, func(ctx context.Context, t *sql.Tx) error {
		return op(tx{queries{ctx, s.engine.rewrite, t}, t})
	})
}

// exec returns the number of rows that the statement touched.
func (t tx) exec(query string, args ...any) (int, error) {
	result, err := t.sql.ExecContext(t.ctx, t.rewrite(query), storable(args)...)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// each calls scan for each row of a query.
func (q queries) each(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.on.QueryContext(q.ctx, q.rewrite(query), storable(args)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// one reads the first row of a query into dest, unless that is nil, and
// reports whether there is one.
func (q queries) one(dest []any, query string, args ...any) (found bool, err error) {
	err = q.each(func(rows *sql.Rows) error {
		if found {
			return nil
		}
		found = true
		if dest == nil {
			return nil
		}
		return rows.Scan(dest...)
	}, query, args...)
	return found, err
}

// storable makes arguments what both databases store: instants become Unix
// milliseconds, and text becomes valid UTF-8 without NUL, which PostgreSQL
// would refuse and so lose a question.
func storable(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		switch v := arg.(type) {
		case time.Time:
			out[i] = v.UnixMilli()
		case string:
			out[i] = strings.ReplaceAll(strings.ToValidUTF8(v, "\uFFFD"), "\x00", "\uFFFD")
		default:
			out[i] = arg
		}
	}
	return out
}

// instant is the inverse of what storable does to a time.
func instant(milliseconds int64) time.Time { return time.UnixMilli(milliseconds).UTC() }
