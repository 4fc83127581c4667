package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
	"github.com/mattn/go-sqlite3"
)

// createFile creates the file if there is none, readable by its owner only,
// and returns its real path, so that two names of one file share one lock.
func createFile(path string) (string, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", fmt.Errorf("gloss must be able to create and write this file; choose another with DATABASE_URL: %w", err)
	}
	if err := file.Close(); err != nil {
		return "", err
	}
	path, err = filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

// checkHead makes sure that a file is empty or looks like one of ours, before
// anything is put beside it.
func checkHead(path string) error {
	const magic = "SQLite format 3\x00"
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	head := make([]byte, len(magic))
	switch n, err := io.ReadFull(file, head); {
	case n == 0 && err == io.EOF:
		return nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	case string(head[:n]) != magic:
		return sqlite3.Error{Code: sqlite3.ErrNotADB}
	}
	db := connect(path, "mode=ro&_busy_timeout=2000")
	defer db.Close()
	return checkTables(context.Background(), db, path)
}

// InUseError says that another process has the SQLite file open.
type InUseError struct {
	// Path is the file's, Holder names the process, as "process 7 on host".
	Path, Holder string
}

// Error implements error.
func (e *InUseError) Error() string {
	return fmt.Sprintf("%s is in use by %s; stop that process, or give each its own DATABASE_URL, or use PostgreSQL for several", e.Path, e.Holder)
}

// lockFile makes the database ours for as long as the process lives.
func lockFile(path string) (*flock.Flock, error) {
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock it: %w", err)
	}
	if !ok {
		holder, _ := os.ReadFile(lock.Path())
		who := strings.TrimSpace(string(holder))
		if who == "" {
			who = "another gloss"
		}
		return nil, &InUseError{path, who}
	}
	host, _ := os.Hostname()
	note := fmt.Sprintf("process %d on %s\n", os.Getpid(), host)
	if err := os.WriteFile(lock.Path(), []byte(note), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("lock it: %w", err), lock.Close())
	}
	return lock, nil
}

// checkFile makes sure, before anything is written, that the file is ours and
// whole.
func checkFile(ctx context.Context, path string) error {
	db := connect(path, "mode=rw&_busy_timeout=2000")
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, `pragma quick_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return sqlite3.Error{Code: sqlite3.ErrCorrupt}
	}
	return checkTables(ctx, db, path)
}

// checkTables makes sure that a database is empty or ours.
func checkTables(ctx context.Context, db *sql.DB, path string) error {
	var tables, ours int
	err := db.QueryRowContext(ctx, `
		select count(*), count(case when name = 'goose_db_version' then 1 end)
		from sqlite_master where type = 'table'`).Scan(&tables, &ours)
	if err != nil {
		return err
	}
	if tables > 0 && ours == 0 {
		return fmt.Errorf("%s belongs to another program; choose another file with DATABASE_URL", path)
	}
	return nil
}

// explain adds what to do to the errors that an operator can mend.
func explain(path string, err error) error {
	var fault sqlite3.Error
	if !errors.As(err, &fault) {
		return err
	}
	advice := map[sqlite3.ErrNo]string{
		sqlite3.ErrNotADB:   "it is not a SQLite database; choose another file with DATABASE_URL",
		sqlite3.ErrCorrupt:  "it is damaged; move it away and put a backup in its place (gloss has not changed it)",
		sqlite3.ErrReadonly: "it cannot be written; check the permissions of the file and its folder",
		sqlite3.ErrCantOpen: "it cannot be opened; check the permissions of the file and its folder",
		sqlite3.ErrFull:     "the disk is full; make room",
		sqlite3.ErrBusy:     "another program holds it; close that",
	}[fault.Code]
	if advice == "" {
		return fmt.Errorf("%s: %w", path, err)
	}
	return fmt.Errorf("%s: %s: %w", path, advice, err)
}
