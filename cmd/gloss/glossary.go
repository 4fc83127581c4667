package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/store"
)

// glossaryCommand curates glossaries, from a shell or from the CI of a
// documentation repository.
type glossaryCommand struct {
	Import glossaryImport `cmd:"" help:"Read entries into a workspace's glossary."`
	Export glossaryExport `cmd:"" help:"Print a workspace's glossary as JSON."`
	Lint   glossaryLint   `cmd:"" help:"Check a glossary; exit status 1 when an entry is wrong."`
	Find   glossaryFind   `cmd:"" help:"Look a word up."`
	Match  glossaryMatch  `cmd:"" help:"Show which entries a thread means, and which jargon nobody defined."`
}

// shelf names a stored glossary.
type shelf struct {
	Team string `help:"The workspace's id, T… ." required:"" placeholder:"TEAM"`
}

type glossaryImport struct {
	shelf
	Author string `help:"Who answers for the import." default:"import" placeholder:"NAME"`
	Reason string `help:"Why, for the entries' history." default:"imported from files" placeholder:"TEXT"`
	DryRun bool   `help:"Only show what would be added and changed."`
	Path   string `arg:"" help:"A directory of Markdown files, one .md file or one .json file."`
}

// Run imports all entries or none.
func (c glossaryImport) Run(env environment) error {
	entries, faults, err := glossary.Load(c.Path)
	if err != nil {
		return fmt.Errorf("load the glossary: %w", err)
	}
	for _, f := range faults {
		fmt.Fprintln(env.stderr, f)
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

// preview says what an import would do.
func (c glossaryImport) preview(env environment, db *store.Store, entries []glossary.Entry) error {
	stored, err := db.Glossary(env.ctx, c.Team)
	if err != nil {
		return err
	}
	old := glossary.New(stored)
	for _, e := range entries {
		before, known := old.Entry(e.ID)
		switch {
		case !known:
			fmt.Fprintln(env.stdout, "add   ", e.ID)
		case asJSON(before) != asJSON(e):
			fmt.Fprintln(env.stdout, "change", e.ID)
		}
	}
	return nil
}

func asJSON(e glossary.Entry) string {
	data, err := json.Marshal(e)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

type glossaryExport struct{ shelf }

// Run prints the entries, sorted by id, in the form that import reads.
func (c glossaryExport) Run(env environment) error {
	return withStore(env, func(db *store.Store) error {
		entries, err := db.Glossary(env.ctx, c.Team)
		if err != nil {
			return err
		}
		if entries == nil {
			entries = []glossary.Entry{}
		}
		return printJSON(env, entries, nil)
	})
}

type glossaryLint struct {
	Path string `arg:"" help:"A directory of Markdown files, one .md file or one .json file."`
}

// errLint says that a glossary has faults; they are printed already.
var errLint = errors.New("the glossary has faults; mend what is listed above")

// Run lists what is wrong with a glossary.
func (c glossaryLint) Run(env environment) error {
	entries, faults, err := glossary.Load(c.Path)
	if err != nil {
		return fmt.Errorf("load the glossary: %w", err)
	}
	faults = append(faults, glossary.Check(entries)...)
	for _, f := range faults {
		fmt.Fprintln(env.stdout, f)
	}
	fmt.Fprintf(env.stdout, "%d entries, %d faults.\n", len(entries), len(faults))
	if len(faults) > 0 {
		return errLint
	}
	return nil
}

// sources are the glossaries that find and match look into.
type sources struct {
	Glossary []string `help:"Glossary to look into: a directory, .md or .json (repeatable; none = the bundled CNCF glossary)." placeholder:"DIR|FILE" sep:"none"`
	JSON     bool     `help:"Print one JSON object."`
}

type glossaryFind struct {
	sources
	Word string `arg:"" help:"The word."`
}

// Run prints the entries that fit a word, the best first.
func (c glossaryFind) Run(env environment) error {
	words, err := loadGlossary(env, c.Glossary)
	if err != nil {
		return err
	}
	found := words.Find(c.Word)
	if c.JSON {
		return printJSON(env, map[string]any{"entries": append([]glossary.Entry{}, found...)}, nil)
	}
	if len(found) == 0 {
		return fmt.Errorf("no entry explains %q", c.Word)
	}
	for _, e := range found {
		fmt.Fprintf(env.stdout, "%s  (%s, %s)\n  %s\n", clean(e.Term), e.ID, e.Status, clean(e.Plain))
	}
	return nil
}

type glossaryMatch struct {
	sources
	File string `arg:"" optional:"" help:"The thread: text as copied from Slack, or JSON; - is standard input."`
}

// matched is a term in the form of the contract: entry is null while the sense
// is open.
type matched struct {
	Entry    *string         `json:"entry"`
	Either   []string        `json:"either,omitempty"`
	Surface  string          `json:"surface"`
	Messages []string        `json:"messages"`
	Status   glossary.Status `json:"status"`
}

// Run prints the terms of a thread.
func (c glossaryMatch) Run(env environment) error {
	t, err := readThread(env, c.File)
	if err != nil {
		return err
	}
	words, err := loadGlossary(env, c.Glossary)
	if err != nil {
		return err
	}
	matches, undefined := words.Match(t)
	terms := make([]matched, 0, len(matches))
	for _, m := range matches {
		term := matched{Either: m.Either, Surface: m.Surface, Messages: m.Messages, Status: m.Status}
		if m.Entry != "" {
			term.Entry = &m.Entry
		}
		terms = append(terms, term)
	}
	if c.JSON {
		return printJSON(env, map[string]any{"terms": terms, "undefined": undefined}, nil)
	}
	for _, m := range matches {
		meaning := m.Entry
		if meaning == "" {
			meaning = "either " + strings.Join(m.Either, " or ")
		}
		fmt.Fprintf(env.stdout, "%s: %s, in %s\n", clean(m.Surface), meaning, strings.Join(m.Messages, " "))
	}
	for _, u := range undefined {
		fmt.Fprintf(env.stdout, "%s: not defined, in %s\n", clean(u.Surface), strings.Join(u.Messages, " "))
	}
	return nil
}

// withStore opens the database of DATABASE_URL for one piece of work.
func withStore(env environment, work func(*store.Store) error) (err error) {
	url := strings.TrimSpace(env.getenv("DATABASE_URL"))
	if url == "" {
		url = defaultDatabase
	}
	db, err := store.Open(env.ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return work(db)
}
