package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/gofrs/flock"
	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

// sqlite is the engine on one SQLite file, which belongs to this process.
//
// Writes go through one connection, where they are committed in groups (see
// committer): several writing connections would wait for each other in a
// busy loop that sleeps, and fail where they read before they write. Readers
// have connections of their own and never wait.
type sqlite struct {
	path    string
	held    *flock.Flock
	writer  *sql.DB
	readers *sql.DB
	commits *committer
}

// readingConnections is enough for the few reads of a bot; more would slow the
// writer down on a small machine.
const readingConnections = 4

// writerSettings: a commit is on disk when it returns (the driver's default
// in WAL mode is not), erased rows are overwritten, and a transaction takes
// the write lock at its beginning, since one that asks for it later fails at
// once when another has committed meanwhile. The busy timeout is for foreign
// tools on our file; contexts do not interrupt it, so it is short.
const writerSettings = "mode=rw&_journal_mode=WAL&_synchronous=FULL&_busy_timeout=2000&_foreign_keys=on" +
	"&_txlock=immediate&_secure_delete=on&_stmt_cache_size=64"

const readerSettings = "mode=ro&_query_only=on&_busy_timeout=2000&_stmt_cache_size=64"

func openSQLite(ctx context.Context, path string) (_ *sqlite, err error) {
	path, err = createFile(path)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := checkHead(path); err != nil {
		return nil, fmt.Errorf("open the database: %w", explain(path, err))
	}
	e := &sqlite{path: path}
	if e.held, err = lockFile(path); err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("open the database: %w", errors.Join(explain(path, err), e.close()))
		}
	}()
	if err := checkFile(ctx, path); err != nil {
		return nil, err
	}
	e.writer = connect(path, writerSettings)
	e.writer.SetMaxOpenConns(1)
	if err := migrate(ctx, goose.DialectSQLite3, e.writer); err != nil {
		return nil, err
	}
	e.readers = connect(path, readerSettings)
	e.readers.SetMaxOpenConns(readingConnections)
	e.readers.SetMaxIdleConns(readingConnections)
	e.commits = startCommitter(e.writer)
	return e, nil
}

// connector opens connections with the settings that no URL can express.
type connector struct{ dsn string }

func connect(path, settings string) *sql.DB {
	file := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: settings}
	return sql.OpenDB(connector{file.String()})
}

// Connect implements driver.Connector.
func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.dsn) }

// Driver implements driver.Connector.
func (connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		_, err := conn.Exec(`pragma trusted_schema = off; pragma journal_size_limit = 67108864`, nil)
		return err
	}}
}

// rewrite uses ?1 for $1: the driver ignores the number in $1 and binds in the
// order of appearance.
func (e *sqlite) rewrite(query string) string { return strings.ReplaceAll(query, "$", "?") }

func (e *sqlite) reader() *sql.DB { return e.readers }

func (e *sqlite) write(ctx context.Context, op func(context.Context, *sql.Tx) error) error {
	if err := e.commits.do(ctx, false, op); err != nil {
		return explain(e.path, err)
	}
	return nil
}

// lease does not wait for the disk: when the process ends, its leases are void
// in any case.
func (e *sqlite) lease(ctx context.Context, op func(context.Context, *sql.Tx) error) error {
	if err := e.commits.do(ctx, true, op); err != nil {
		return explain(e.path, err)
	}
	return nil
}

// queue does nothing, since transactions come one at a time.
func (e *sqlite) queue(tx, string) error { return nil }

func (e *sqlite) nextItem() string {
	return `update meta set value = value + 1 where name = 'inbox' and not exists (%s) returning value`
}

// skipLocked is nothing for the same reason.
func (e *sqlite) skipLocked() string { return "" }

// erase rewrites the file without its free space and empties the write-ahead
// log, which keeps old pages; secure_delete alone leaves copies in both.
func (e *sqlite) erase(ctx context.Context) error {
	if _, err := e.writer.ExecContext(ctx, `vacuum`); err != nil {
		return explain(e.path, err)
	}
	var busy, pages, moved int
	err := e.writer.QueryRowContext(ctx, `pragma wal_checkpoint(truncate)`).Scan(&busy, &pages, &moved)
	if err != nil {
		return explain(e.path, err)
	}
	if busy != 0 {
		return fmt.Errorf("%s: another program reads the database, so its log still holds erased rows; it is emptied at the next start", e.path)
	}
	return nil
}

func (e *sqlite) close() error {
	var errs []error
	if e.commits != nil {
		e.commits.stop()
	}
	for _, db := range []*sql.DB{e.readers, e.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(append(errs, e.held.Close())...)
}
