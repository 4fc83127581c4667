package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// scripts are the migrations of a dialect: those that both databases
// understand, and those in a folder with the dialect's name.
type scripts struct{ shared, own fs.FS }

// Open implements fs.FS.
func (s scripts) Open(name string) (fs.File, error) {
	file, err := s.shared.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return s.own.Open(name)
	}
	return file, err
}

// ReadDir implements fs.ReadDirFS.
func (s scripts) ReadDir(name string) ([]fs.DirEntry, error) {
	shared, err := fs.ReadDir(s.shared, name)
	if err != nil {
		return nil, err
	}
	own, err := fs.ReadDir(s.own, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	all := append(shared, own...)
	// As every ReadDir does: goose takes the last file for the newest.
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}

// scriptsFor returns the migrations of a dialect.
func scriptsFor(dialect goose.Dialect) (scripts, error) {
	shared, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return scripts{}, err
	}
	own, err := fs.Sub(shared, string(dialect))
	return scripts{shared, own}, err
}

// migrate applies the migrations that the database lacks. They only ever go
// forward; a database from the future is left as it is.
func migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, options ...goose.ProviderOption) error {
	files, err := scriptsFor(dialect)
	if err != nil {
		return err
	}
	options = append(options, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	provider, err := goose.NewProvider(dialect, db, files, options...)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the database's version: %w", err)
	}
	if current > target {
		return newer(ctx, db, current)
	}
	_, err = db.ExecContext(ctx, `insert into schema_writer (version, program) values ($1, $2) on conflict do nothing`, current, program())
	if err != nil {
		return fmt.Errorf("sign the database's version: %w", err)
	}
	return nil
}

// newer says which program has made a schema that this one does not know.
func newer(ctx context.Context, db *sql.DB, version int64) error {
	writer := ""
	err := db.QueryRowContext(ctx, `select program from schema_writer where version = $1`, version).Scan(&writer)
	if err != nil || writer == "" {
		writer = "of a later date"
	}
	return fmt.Errorf("the database was written by a newer version of gloss, %s, and this is %s; run that one, or a later one, or use another database", writer, program())
}

// program is the version of this program, as "v1.2.0".
func program() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}
