package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/store"
)

type glossaryImport struct {
	shelf
	Author string `help:"Who answers for the import." default:"import" placeholder:"NAME"`
	Reason string `help:"Why, for the entries' history." default:"imported from files" placeholder:"TEXT"`
	Apply  bool   `help:"Write what is shown, all of it or nothing."`
	DryRun bool   `help:"Only show what would change, as is done without --apply." xor:"apply"`
	Path   string `arg:"" help:"A directory or a file: Markdown, MDX, reStructuredText, AsciiDoc, HTML, .po, CSV, YAML, Turtle, JSON or JSON-LD."`
}

// errRejected says that an import was not done, since parts of it cannot be.
var errRejected = errors.New("nothing was written, for some entries were rejected; mend what is listed above and import again")

// Run shows what an import would do, and does it if it is told to.
func (c glossaryImport) Run(env environment) error {
	entries, faults, err := glossary.Load(c.Path)
	rejected := 0
	for _, f := range faults {
		if f.IsError() {
			rejected++
			fmt.Fprintln(env.stdout, "rejected", clean(f.String()))
			continue
		}
		fmt.Fprintln(env.stderr, "gloss:", clean(f.String()))
	}
	if err != nil {
		return err
	}
	entries, twice := firstOfEach(entries)
	for _, e := range twice {
		rejected++
		fmt.Fprintf(env.stdout, "rejected %s: the id %s is used twice; the first entry counts\n", clean(e.Source), clean(e.ID))
	}
	return withStore(env, func(db *store.Store) error {
		plan, err := db.Plan(env.ctx, c.Team, entries)
		if err != nil {
			return err
		}
		show(env.stdout, plan, rejected)
		switch {
		case !c.Apply:
			fmt.Fprintln(env.stdout, "Nothing was written; add --apply to write it.")
			return nil
		case rejected > 0:
			return errRejected
		}
		bar := progressBar{to: env.stderr, total: len(entries)}
		change, err := db.Import(env.ctx, c.Team, c.Author, c.Reason, entries, bar.tell)
		if err != nil {
			return err
		}
		fmt.Fprintf(env.stdout, "%d added, %d changed, %d the same.\n", change.Added, change.Changed, change.Same)
		return nil
	})
}

// firstOfEach parts entries from those whose id came before.
func firstOfEach(entries []glossary.Entry) (first, again []glossary.Entry) {
	seen := make(map[string]bool, len(entries))
	for _, e := range entries {
		if seen[e.ID] {
			again = append(again, e)
			continue
		}
		seen[e.ID] = true
		first = append(first, e)
	}
	return first, again
}

// show lists what an import does, one line for each entry that changes, and
// the sum.
func show(w io.Writer, plan []store.Planned, rejected int) {
	count := make(map[store.Verdict]int)
	for _, p := range plan {
		count[p.Verdict]++
		id := clean(p.Entry.ID)
		switch p.Verdict {
		case store.IsNew:
			fmt.Fprintf(w, "new      %s\n", id)
		case store.IsChanged:
			fmt.Fprintf(w, "changed  %s: %s\n", id, strings.Join(p.Fields, ", "))
		case store.IsConflict:
			var fields []string
			for _, clash := range p.Clashes {
				fields = append(fields, clash.Field)
			}
			fmt.Fprintf(w, "conflict %s: people changed %s since the last import; their words stay\n", id, strings.Join(fields, ", "))
		}
	}
	fmt.Fprintf(w, "%d new, %d changed, %d the same, %d in conflict, %d rejected.\n",
		count[store.IsNew], count[store.IsChanged], count[store.IsSame], count[store.IsConflict], rejected)
}

// longImport is from how many entries on an import shows how far it is.
const longImport = 1000

// progressBar says on a terminal, or in a log, how far long work is.
type progressBar struct {
	to    io.Writer
	total int
	last  int // tenths shown
}

// tell is told how much is done.
func (b *progressBar) tell(done int) {
	if b.total < longImport || done*10/b.total == b.last {
		return
	}
	b.last = done * 10 / b.total
	fmt.Fprintf(b.to, "[%s%s] %d of %d\n", strings.Repeat("#", b.last*2), strings.Repeat(".", 20-b.last*2), done, b.total)
}
