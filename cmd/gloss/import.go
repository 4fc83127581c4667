package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/store"
)

type glossaryImport struct {
	shelf
	Author string `help:"Who answers for the import." default:"import" placeholder:"NAME"`
	Reason string `help:"Why, for the entries' history." default:"imported from files" placeholder:"TEXT"`
	DryRun bool   `help:"Only show what would be added and changed."`
	Path   string `arg:"" help:"A directory of Markdown files, one .md file or one .json file."`
}

// Run imports all entries that can be read, or none.
func (c glossaryImport) Run(env environment) error {
	entries, faults, err := glossary.Load(c.Path)
	if err != nil {
		return err
	}
	for _, f := range faults {
		fmt.Fprintln(env.stderr, "gloss:", clean(f.String()))
	}
	return withStore(env, func(db *store.Store) error {
		if c.DryRun {
			return c.preview(env, db, entries)
		}
		change, err := db.Import(env.ctx, c.Team, c.Author, c.Reason, entries)
		if err != nil {
			return err
		}
		fmt.Fprintf(env.stdout, "%d added, %d changed, %d the same.\n", change.Added, change.Changed, change.Same)
		return nil
	})
}

// preview shows what an import would do, by doing it to a copy: the store
// decides what becomes of an entry that people have decided on already.
func (c glossaryImport) preview(env environment, db *store.Store, entries []glossary.Entry) error {
	before, err := db.Glossary(env.ctx, c.Team)
	if err != nil {
		return err
	}
	after, change, err := c.rehearse(env.ctx, before, entries)
	if err != nil {
		return err
	}
	old := glossary.New(before)
	for _, e := range after {
		known, found := old.Entry(e.ID)
		if !found {
			fmt.Fprintf(env.stdout, "add    %s\n", clean(e.ID))
		} else if fields := differences(known, e); len(fields) > 0 {
			fmt.Fprintf(env.stdout, "change %s: %s\n", clean(e.ID), strings.Join(fields, ", "))
		}
	}
	fmt.Fprintf(env.stdout, "%d to add, %d to change, %d the same. Nothing was written.\n", change.Added, change.Changed, change.Same)
	return nil
}

// rehearse imports into a copy that is thrown away.
func (c glossaryImport) rehearse(ctx context.Context, stored, entries []glossary.Entry) (after []glossary.Entry, change store.Change, err error) {
	folder, err := os.MkdirTemp("", "gloss-import-")
	if err != nil {
		return nil, change, fmt.Errorf("make a temporary folder for the dry run: %w", reason(err))
	}
	defer os.RemoveAll(folder)
	scratch, err := store.Open(ctx, filepath.Join(folder, "gloss.db"))
	if err != nil {
		return nil, change, err
	}
	defer func() { err = errors.Join(err, scratch.Close()) }()
	if _, err := scratch.Import(ctx, c.Team, c.Author, c.Reason, stored); err != nil {
		return nil, change, err
	}
	if change, err = scratch.Import(ctx, c.Team, c.Author, c.Reason, entries); err != nil {
		return nil, change, err
	}
	after, err = scratch.Glossary(ctx, c.Team)
	return after, change, err
}

// differences are the JSON names of the fields in which two entries differ.
func differences(a, b glossary.Entry) []string {
	before, after := fieldsOf(a), fieldsOf(b)
	all := maps.Clone(before)
	maps.Copy(all, after)
	return slices.DeleteFunc(slices.SortedFunc(maps.Keys(all), cmp.Compare), func(field string) bool {
		return reflect.DeepEqual(before[field], after[field])
	})
}

func fieldsOf(e glossary.Entry) map[string]any {
	var fields map[string]any
	data, err := json.Marshal(e)
	if err == nil {
		err = json.Unmarshal(data, &fields)
	}
	if err != nil {
		// An entry is strings and lists of them.
		panic(err)
	}
	return fields
}
