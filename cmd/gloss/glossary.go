package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
)

// glossaryCommand curates glossaries, from a shell or from the CI of a
// documentation repository.
type glossaryCommand struct {
	Import glossaryImport `cmd:"" help:"Show what files would change in a workspace's glossary; with --apply change it."`
	Export glossaryExport `cmd:"" help:"Write a workspace's glossary as JSON, YAML, CSV or a folder of Markdown files."`
	Lint   glossaryLint   `cmd:"" help:"Check a glossary; exit status 1 when it has errors."`
	Find   glossaryFind   `cmd:"" help:"Look a word up."`
	Match  glossaryMatch  `cmd:"" help:"Show which entries a thread means, and which jargon nobody defined."`
	Mine   glossaryMine   `cmd:"" help:"List the jargon of many threads that nobody defined, the most frequent first."`
}

// shelf names a stored glossary.
type shelf struct {
	Team string `help:"The workspace whose glossary it is: Slack's id of it, as in T0123ABCD." required:"" placeholder:"TEAM"`
}

type glossaryLint struct {
	Path string `arg:"" help:"A directory or a file, in any form that import reads."`
}

// errLint says that a glossary has errors; they are printed already.
var errLint = errors.New("the glossary has errors; mend what is listed above")

// Run lists what is wrong with a glossary; only errors, not warnings, are a
// failure.
func (c glossaryLint) Run(env environment) error {
	entries, faults, err := glossary.Lint(c.Path)
	grave := 0
	for _, f := range faults {
		grade := "warning"
		if f.IsError() {
			grade = "error"
			grave++
		}
		place := f.File
		if f.Line > 0 {
			place = fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		fmt.Fprintln(env.stdout, clean(fmt.Sprintf("%s: %s: %s", place, grade, f.What)))
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(env.stdout, "Entries: %d, errors: %d, warnings: %d.\n", entries, grave, len(faults)-grave)
	if grave > 0 {
		return errLint
	}
	return nil
}

// sources are the glossaries that a command looks into.
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
		return fmt.Errorf("no entry explains %q; look into another glossary with --glossary", c.Word)
	}
	for _, e := range found {
		fmt.Fprintf(env.stdout, "%s (%s, %s)\n", clean(e.Term), clean(e.ID), e.Status)
		if plain := strings.TrimSpace(clean(e.Plain)); plain != "" {
			fmt.Fprintf(env.stdout, "  %s\n", wrap(plain, 2))
		}
		if e.Credit != "" {
			fmt.Fprintf(env.stdout, "  %s\n", wrap("Definition: "+clean(e.Credit), 2))
		}
	}
	return nil
}
