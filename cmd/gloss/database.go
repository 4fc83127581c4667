package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/gloss-tutor/gloss/store"
)

// withStore opens the database of DATABASE_URL, or makes it, for one piece of
// work.
func withStore(env environment, work func(*store.Store) error) (err error) {
	db, err := store.Open(env.ctx, readSettings(env.getenv).Database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return work(db)
}

// withKept is withStore for work on what is kept already.
func withKept(env environment, work func(*store.Store) error) error {
	if err := kept(readSettings(env.getenv).Database); err != nil {
		return err
	}
	return withStore(env, work)
}

// kept says that there is no database file: a mistyped name must not look like
// a database in which there is nothing.
func kept(database string) error {
	file := strings.TrimPrefix(database, "sqlite:")
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) && !strings.Contains(file, "://") {
		return fmt.Errorf("there is no database %s; set DATABASE_URL to the one that gloss serve uses", file)
	}
	return nil
}

type backupCommand struct {
	File string `arg:"" help:"A new file for the copy."`
}

// Run copies the database, also while gloss serve uses it.
func (c backupCommand) Run(env environment) error {
	database := readSettings(env.getenv).Database
	if err := kept(database); err != nil {
		return err
	}
	if err := store.Backup(env.ctx, database, c.File); err != nil {
		return err
	}
	fmt.Fprintf(env.stdout, "The copy is in %s.\n", c.File)
	return nil
}
