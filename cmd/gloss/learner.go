package main

import (
	"fmt"
	"time"

	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/tutor"
)

// learnerCommand shows what is kept about a learner, and erases it.
type learnerCommand struct {
	Show   learnerShow   `cmd:"" help:"Show in words what is kept about a learner."`
	Export learnerExport `cmd:"" help:"Print everything that is kept about a learner, as JSON or as a page to read."`
	Forget learnerForget `cmd:"" help:"Erase everything about a learner."`
}

// someone names a learner.
type someone struct {
	ID string `arg:"" help:"The learner: TEAM/USER, as in T0123/U0456, or the name given to explain --as."`
}

type learnerShow struct{ someone }

// Run says what is kept.
func (c learnerShow) Run(env environment) error {
	return withKept(env, func(db *store.Store) error {
		kept, err := db.Export(env.ctx, c.ID)
		if err != nil {
			return err
		}
		states := tutor.Fold(kept.Events)
		fmt.Fprintf(env.stdout, "%s: %s, %s met, %s in the inbox.\n", clean(c.ID),
			count(len(kept.Lessons), "lesson"), count(len(states), "term"), count(len(kept.Inbox), "message"))
		for _, l := range kept.Lessons {
			fmt.Fprintf(env.stdout, "  %s  %s of %s, by %s\n", l.At.Format("2006-01-02 15:04"), l.Task, count(l.Messages, "message"), l.Engine)
		}
		return nil
	})
}

type learnerExport struct {
	someone
	Markdown bool `help:"Print a page to read, without what was sent to Gloss and still waits or was answered."`
}

// Run prints what is kept.
func (c learnerExport) Run(env environment) error {
	return withKept(env, func(db *store.Store) error {
		kept, err := db.Export(env.ctx, c.ID)
		if err != nil || !c.Markdown {
			return printJSON(env, kept, err)
		}
		fmt.Fprint(env.stdout, tutor.Markdown(kept.Profile, kept.Lessons, kept.Events, time.Now()))
		return nil
	})
}

type learnerForget struct {
	someone
	Yes bool `help:"Do it: what is erased cannot be brought back."`
}

// Run erases.
func (c learnerForget) Run(env environment) error {
	if !c.Yes {
		return usageError("this cannot be undone; add --yes to erase everything about " + c.ID)
	}
	return withKept(env, func(db *store.Store) error {
		n, err := db.Forget(env.ctx, c.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(env.stdout, "Erased %s about %s.\n", count(n, "row"), clean(c.ID))
		return nil
	})
}
