package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/store"
)

type glossaryExport struct {
	shelf
	Folder string `arg:"" optional:"" help:"A new folder for Markdown files, one for each entry; without it the entries are printed as JSON."`
}

// Run writes the entries, sorted by id, in a form that import reads.
func (c glossaryExport) Run(env environment) error {
	return withKept(env, func(db *store.Store) error {
		entries, err := db.Glossary(env.ctx, c.Team)
		if err != nil {
			return err
		}
		if c.Folder == "" {
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
		page, err := markdown(e)
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

// markdown is an entry as a file with front matter, without the empty fields.
func markdown(e glossary.Entry) ([]byte, error) {
	var fields yaml.Node
	if err := fields.Encode(e); err != nil {
		return nil, fmt.Errorf("entry %s: %w", e.ID, err)
	}
	prune(&fields)
	var b bytes.Buffer
	b.WriteString("---\n")
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(&fields); err != nil {
		return nil, fmt.Errorf("entry %s: %w", e.ID, err)
	}
	b.WriteString("---\n")
	return b.Bytes(), encoder.Close()
}

// prune takes the keys without a value out of a mapping.
func prune(mapping *yaml.Node) {
	var kept []*yaml.Node
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key, value := mapping.Content[i], mapping.Content[i+1]
		if value.Kind == yaml.MappingNode {
			prune(value)
		}
		zero := value.Tag == "!!int" && value.Value == "0"
		if value.Value != "" && value.Tag != "!!null" && !zero || len(value.Content) > 0 {
			kept = append(kept, key, value)
		}
	}
	mapping.Content = kept
}
