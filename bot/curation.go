package bot

import (
	"context"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
)

// Curation is the stored glossary as people change it.
type Curation interface {
	Editing
	Deciding
	Demand
}

// Editing changes entries and tells how they came about.
type Editing interface {
	// Propose saves an edit, at once or beside the live version; the error is
	// a *glossary.Conflict where somebody else was faster. The same edit again
	// changes nothing.
	Propose(ctx context.Context, e glossary.Edit) (glossary.Outcome, error)
	// History are the versions of an entry, oldest first.
	History(ctx context.Context, team, id string) ([]glossary.Revision, error)
	// Revert brings an earlier version back as a new one.
	Revert(ctx context.Context, team, id string, version int, author, reason string) (glossary.Outcome, error)
}

// Deciding ends the waiting of proposals. A proposal that nobody waits for is
// glossary.ErrNoProposal.
type Deciding interface {
	Proposals(ctx context.Context, team string) ([]glossary.Proposal, error)
	Approve(ctx context.Context, team string, id int, author, reason string) (glossary.Outcome, error)
	Reject(ctx context.Context, team string, id int, author, reason string, noTerm bool) error
	// Refuse remembers that a word is no term.
	Refuse(ctx context.Context, team, word, author, reason string) error
}

// Demand tells what learners miss and use, and names nobody.
type Demand interface {
	// Meet notes words without an entry that a learner met, in an inbox item.
	Meet(ctx context.Context, item int64, team, learner string, words []glossary.Met) error
	// Wanted are those words, Confusing the entries that at least five learners
	// did not understand, Uses how many learners met each entry.
	Wanted(ctx context.Context, team string, since time.Time) ([]glossary.Wanted, error)
	Confusing(ctx context.Context, team string, since time.Time) ([]glossary.Confusing, error)
	Uses(ctx context.Context, team string, since time.Time) (map[string]int, error)
}
