package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// postgres is the engine on a PostgreSQL database, which processes may share.
type postgres struct{ db *sql.DB }

// migrationLock is the number of the advisory lock under which schemas change;
// nothing else may use it.
const migrationLock = 0x676c6f7373 // "gloss"

func isPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

func openPostgres(ctx context.Context, address string) (*postgres, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The parser's own words may quote the password.
		return nil, errors.New("open the database: DATABASE_URL is no valid PostgreSQL address; it looks like postgres://user:password@host:5432/name, with special characters of the password percent-encoded")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(4)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(unreachable(config, address, err), db.Close())
	}
	if err := migrate(ctx, goose.DialectPostgres, db, goose.WithSessionLocker(advisoryLock{})); err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", withoutPassword(err, address, config.Password)), db.Close())
	}
	return &postgres{db}, nil
}

// unreachable says in one sentence why PostgreSQL does not let us in.
func unreachable(config *pgx.ConnConfig, address string, err error) error {
	var refusal *pgconn.PgError
	var name *net.DNSError
	var network *net.OpError
	var number syscall.Errno
	reason := "it gives no reason"
	switch {
	case errors.As(err, &refusal):
		reason = refusal.Message
	case errors.As(err, &name):
		reason = "there is no such host"
	case errors.As(err, &number):
		reason = number.Error()
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &network) && network.Timeout():
		reason = "no answer in time"
	case err != nil:
		reason, _, _ = strings.Cut(err.Error(), "\n")
	}
	return fmt.Errorf("open the database: PostgreSQL at %s:%d does not let us in (%w); check that it runs and that DATABASE_URL is right",
		config.Host, config.Port, withoutPassword(errors.New(reason), address, config.Password))
}

// withoutPassword replaces an error whose text holds the password, as it is or
// as it stands in the URL.
func withoutPassword(err error, address, password string) error {
	text := err.Error()
	_, rest, _ := strings.Cut(address, "://")
	userinfo := rest[:strings.LastIndex(rest, "@")+1]
	_, written, _ := strings.Cut(userinfo, ":")
	for _, secret := range []string{address, password, strings.TrimSuffix(written, "@")} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}

// advisoryLock makes processes that start together migrate one after another.
type advisoryLock struct{}

// SessionLock implements goose's lock.SessionLocker.
func (advisoryLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `select pg_advisory_lock($1)`, migrationLock)
	return err
}

// SessionUnlock implements goose's lock.SessionLocker.
func (advisoryLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `select pg_advisory_unlock($1)`, migrationLock)
	return err
}

func (e *postgres) rewrite(query string) string { return query }

func (e *postgres) reader() *sql.DB { return e.db }

// attempts is how often a transaction is tried that loses against another.
const attempts = 5

func (e *postgres) write(ctx context.Context, op func(context.Context, *sql.Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := e.once(ctx, op)
		if err == nil || attempt == attempts || !lost(err) {
			return err
		}
	}
}

// lease is a write as any other: a server that forgot a lease would give its
// item to a second process.
func (e *postgres) lease(ctx context.Context, op func(context.Context, *sql.Tx) error) error {
	return e.write(ctx, op)
}

func (e *postgres) once(ctx context.Context, op func(context.Context, *sql.Tx) error) error {
	t, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := op(ctx, t); err != nil {
		return errors.Join(err, ignoreDone(t.Rollback()))
	}
	return t.Commit()
}

// lost reports whether a transaction failed only because of a concurrent one:
// a serialization failure, a deadlock, or a unique row that came first.
func lost(err error) bool {
	var fault *pgconn.PgError
	if !errors.As(err, &fault) {
		return false
	}
	return fault.Code == "40001" || fault.Code == "40P01" || fault.Code == "23505"
}

// queueLock is the class of the advisory locks under which items of a learner
// are stored; nothing else may use it.
const queueLock = 0x676c6f73 // "glos"

func (e *postgres) queue(t tx, learner string) error {
	_, err := t.exec(`select pg_advisory_xact_lock($1::int, hashtext($2::text))`, queueLock, learner)
	return err
}

func (e *postgres) nextItem() string { return `select nextval('inbox_item') where not exists (%s)` }

func (e *postgres) skipLocked() string { return "for update skip locked" }

// erase rewrites the tables that hold what learners own. It does not wait long
// for their readers, for everybody else would wait behind it.
func (e *postgres) erase(ctx context.Context) error {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `set lock_timeout = '2s'`); err != nil {
		return err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `reset lock_timeout`)
	_, err = conn.ExecContext(ctx, `vacuum (full) learner, lesson, event, inbox`)
	return err
}

func (e *postgres) close() error { return e.db.Close() }
