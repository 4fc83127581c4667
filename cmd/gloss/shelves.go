package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/store"
)

// glossaries gives each workspace its stored glossary, or the starter while it
// has none. A folder takes the place of both.
type glossaries struct {
	store   *store.Store
	starter []glossary.Entry
	folder  *glossary.Folder // nil for none
	log     *slog.Logger
}

// folderAt is the folder of a path, nil for none. What is there must hold a
// glossary.
func folderAt(path string) (*glossary.Folder, error) {
	if path == "" {
		return nil, nil
	}
	folder := &glossary.Folder{Path: path}
	if _, err := folder.Entries(); err != nil {
		return nil, fmt.Errorf("GLOSS_GLOSSARY_DIR: %w", err)
	}
	return folder, nil
}

// entries are a workspace's entries as they are now. A folder that has become
// unreadable keeps what it had, and the operator is told.
func (g glossaries) entries(ctx context.Context, team string) ([]glossary.Entry, error) {
	if g.folder == nil {
		return g.store.Glossary(ctx, team)
	}
	entries, err := g.folder.Entries()
	if err != nil && len(entries) > 0 {
		g.log.Error("read the glossary's folder; its last state is used", "error", err)
		err = nil
	}
	return entries, err
}

// ownGlossary says whether a workspace has brought a glossary of its own. Single
// words that people add stand beside the starter.
func (g glossaries) ownGlossary(ctx context.Context, team string, entries []glossary.Entry) (bool, error) {
	if len(entries) == 0 || g.folder != nil {
		return len(entries) > 0, nil
	}
	return g.store.Imported(ctx, team)
}

func (g glossaries) of(ctx context.Context, team string) (*glossary.Glossary, error) {
	entries, err := g.entries(ctx, team)
	if err != nil {
		return nil, err
	}
	drafts, err := g.store.ShowsDrafts(ctx, team)
	if err != nil {
		return nil, err
	}
	refused, err := g.store.Refused(ctx, team)
	if err != nil {
		return nil, err
	}
	own, err := g.ownGlossary(ctx, team, entries)
	if err != nil {
		return nil, err
	}
	if !own {
		entries = slices.Concat(g.starter, entries)
	}
	if !drafts {
		entries = glossary.Reviewed(entries)
	}
	return glossary.New(entries, refused...), nil
}
