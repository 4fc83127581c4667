package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/store"
)

type glossaryExport struct {
	shelf
	Format string `help:"What is printed: json, yaml or csv." enum:"json,yaml,csv" default:"json"`
	Folder string `arg:"" optional:"" help:"A new folder for Markdown files, one for each entry; without it the entries are printed."`
}

// Run writes the entries, sorted by id, in a form that import reads.
func (c glossaryExport) Run(env environment) error {
	return withKept(env, func(db *store.Store) error {
		entries, err := db.Glossary(env.ctx, c.Team)
		if err != nil {
			return err
		}
		switch {
		case c.Folder != "":
		case c.Format == "yaml":
			return glossary.WriteYAML(env.stdout, entries)
		case c.Format == "csv":
			return glossary.WriteCSV(env.stdout, entries)
		default:
			return printJSON(env, entries, nil)
		}
		if err := writeMarkdown(c.Folder, entries); err != nil {
			return err
		}
		fmt.Fprintf(env.stdout, "Entries written to %s: %d.\n", c.Folder, len(entries))
		return nil
	})
}

// writeMarkdown makes a folder with one file for each entry, whole or not at
// all.
func writeMarkdown(folder string, entries []glossary.Entry) (err error) {
	if _, err := os.Lstat(folder); err == nil {
		return fmt.Errorf("%s exists already; give the name of a new folder", folder)
	}
	draft, err := os.MkdirTemp(filepath.Dir(folder), ".gloss-export-")
	if err != nil {
		return fmt.Errorf("make the folder %s: %w", folder, reason(err))
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", folder, errors.Join(reason(err), os.RemoveAll(draft)))
		}
	}()
	root, err := os.OpenRoot(draft)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, e := range entries {
		page, err := glossary.Markdown(e)
		if err != nil {
			return err
		}
		// An id is made of what people wrote; the root keeps it in the folder.
		if err := root.MkdirAll(path.Dir(e.ID), 0o755); err != nil {
			return err
		}
		if err := root.WriteFile(e.ID+".md", page, 0o644); err != nil {
			return err
		}
	}
	if err := os.Chmod(draft, 0o755); err != nil {
		return err
	}
	return os.Rename(draft, folder)
}
