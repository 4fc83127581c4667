package store

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Backup writes a copy of the SQLite database at url, as Open takes it, into a
// new file, readable by its owner only. It only reads, so the process whose
// database it is goes on working; an erasure that falls into the copying is
// finished by that process later. For PostgreSQL it returns an error that names
// the tool to use. After an error there is no file.
func Backup(ctx context.Context, url, file string) error {
	if err := backup(ctx, url, file); err != nil {
		return fmt.Errorf("back up the database: %w", err)
	}
	return nil
}

func backup(ctx context.Context, url, file string) (err error) {
	if isPostgres(url) {
		return errors.New(`gloss copies SQLite files only; for PostgreSQL run pg_dump --format=custom --file=FILE "$DATABASE_URL"`)
	}
	path, err := sqlitePath(url)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("there is no database to copy: %w", err)
	}
	// The copy goes into an empty file that is new and the owner's alone.
	created, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s exists already; choose a new name", file)
	}
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, created.Close()); err != nil {
			err = errors.Join(err, os.Remove(file))
		}
	}()
	// A connection that may only query cannot copy, so it is not a reader's.
	source := connect(path, "mode=ro&_busy_timeout=2000")
	defer source.Close()
	if _, err := source.ExecContext(ctx, `vacuum into ?1`, file); err != nil {
		return explain(path, err)
	}
	return created.Sync()
}
