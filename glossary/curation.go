package glossary

import (
	"errors"
	"fmt"
	"time"
)

// Edit is what somebody wants an entry to be.
type Edit struct {
	Team string
	// Author is who makes the edit, for Reason.
	Author, Reason string
	// Base is the version that the author saw, 0 for a new entry.
	Base int
	// Entry is the whole entry as it should be.
	Entry Entry
	// Decides says that the author may decide on the entry: as a curator of
	// the workspace or a member of the group that owns it. The entry's owner
	// and reviewers by name may as well.
	Decides bool
}

// NewID is the id of an entry for a term in a system: "system/slug", "" where
// one of them has no word.
func NewID(system, term string) string {
	system, term = slugOf(system), slugOf(term)
	if system == "" || term == "" {
		return ""
	}
	return system + "/" + term
}

// Outcome says what became of an edit.
type Outcome struct {
	// Version is the live version since, 0 while the edit waits.
	Version int
	// Proposal is the number under which it waits, 0 if it counts at once.
	Proposal int
}

// Proposal is an edit that waits beside the live version.
type Proposal struct {
	ID   int
	Edit Edit
	At   time.Time
}

// Conflict tells a second editor that somebody else was faster, and how both
// edits look together. Saving Merged, or something better, with Version as its
// base goes through.
type Conflict struct {
	// Live is the entry as it is now, in the version Version.
	Live    Entry
	Version int
	// Merged is the live entry with the edit, as far as they go together; the
	// clashes are fields for which the live words stayed.
	Merged  Entry
	Clashes []Clash
}

// Error says what happened and what to do.
func (c *Conflict) Error() string {
	return fmt.Sprintf("somebody has changed the entry %s in the meantime; look at both together and save again", c.Live.ID)
}

// ErrNoProposal is returned for a proposal that nobody made, or that has been
// decided on.
var ErrNoProposal = errors.New("no such proposal is waiting")

// Revision is one version of a glossary entry.
type Revision struct {
	Version int
	// Author changed the entry, for Reason, At.
	Author, Reason string
	At             time.Time
	// Imported says that an import made it.
	Imported bool
	// Entry is the whole entry after the change.
	Entry Entry
}

// Met is a word without an entry that a learner met.
type Met struct {
	Surface string `json:"surface"`
	// Channel and TS are a thread of a public channel that uses it, "" for none.
	Channel string `json:"channel,omitempty"`
	TS      string `json:"ts,omitempty"`
}

// Wanted is a word that learners met and no entry defined.
type Wanted struct {
	Surface string
	// Learners is how many met it.
	Learners int
	// Channel and TS are a thread of a public channel that uses it, "" for none.
	Channel, TS string
}

// Confusing is a term that several learners of a workspace did not understand.
type Confusing struct {
	// Entry is the id of the glossary entry.
	Entry string `json:"entry"`
	// Learners is how many looked it up, were still confused by it, or took it
	// for something else: five at least.
	Learners int `json:"learners"`
}
