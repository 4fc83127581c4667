package main

import (
	"errors"
	"fmt"

	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/tutor"
)

// learnerCommand shows what is kept about a learner, and erases it.
type learnerCommand struct {
	Show   learnerShow   `cmd:"" help:"Show in words what is kept about a learner."`
	Export learnerExport `cmd:"" help:"Print everything that is kept about a learner, as JSON."`
	Forget learnerForget `cmd:"" help:"Erase everything about a learner."`
}

// someone names a learner.
type someone struct {
	ID string `arg:"" help:"The learner: TEAM/USER, as in T0123/U0456, or the name given to explain --as."`
}

type learnerShow struct{ someone }

// Run says what is kept.
func (c learnerShow) Run(env environment) error {
	return withStore(env, func(db *store.Store) error {
		kept, err := db.Export(env.ctx, c.ID)
		if err != nil {
			return err
		}
		states := tutor.Fold(kept.Events)
		fmt.Fprintf(env.stdout, "%s: %d lessons, %d terms met, %d messages in the inbox.\n", c.ID, len(kept.Lessons), len(states), len(kept.Inbox))
		for _, l := range kept.Lessons {
			fmt.Fprintf(env.stdout, "  %s  %s of %d messages, by %s\n", l.At.Format("2006-01-02 15:04"), l.Task, l.Messages, l.Engine)
		}
		return nil
	})
}

type learnerExport struct{ someone }

// Run prints what is kept.
func (c learnerExport) Run(env environment) error {
	return withStore(env, func(db *store.Store) error {
		kept, err := db.Export(env.ctx, c.ID)
		return printJSON(env, kept, err)
	})
}

type learnerForget struct {
	someone
	Yes bool `help:"Do it: what is erased cannot be brought back."`
}

// Run erases.
func (c learnerForget) Run(env environment) error {
	if !c.Yes {
		return errors.New("this cannot be undone; add --yes to erase everything about " + c.ID)
	}
	return withStore(env, func(db *store.Store) error {
		n, err := db.Forget(env.ctx, c.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(env.stdout, "Erased %d rows about %s.\n", n, c.ID)
		return nil
	})
}

type backupCommand struct {
	File string `arg:"" help:"A new file for the copy."`
}

// Run copies the database while it is in use.
func (c backupCommand) Run(env environment) error {
	return withStore(env, func(db *store.Store) error {
		if err := db.Backup(env.ctx, c.File); err != nil {
			return err
		}
		fmt.Fprintln(env.stdout, "The copy is in", c.File)
		return nil
	})
}
