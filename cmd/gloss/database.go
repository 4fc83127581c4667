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

// withKept is withStore for work on what is kept already: a mistyped name must
// not look like a database in which there is nothing.
func withKept(env environment, work func(*store.Store) error) error {
	file := strings.TrimPrefix(readSettings(env.getenv).Database, "sqlite:")
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) && !strings.Contains(file, "://") {
		return fmt.Errorf("there is no database %s; set DATABASE_URL to the one that gloss serve uses", file)
	}
	return withStore(env, work)
}

type backupCommand struct {
	File string `arg:"" help:"A new file for the copy."`
}

// Run copies the database.
func (c backupCommand) Run(env environment) error {
	return withKept(env, func(db *store.Store) error {
		if err := db.Backup(env.ctx, c.File); err != nil {
			return err
		}
		fmt.Fprintf(env.stdout, "The copy is in %s.\n", c.File)
		return nil
	})
}
