package inbox

import (
	"context"
	"errors"
	"time"
)

// Item is one thing that happened in Slack and waits to be worked.
type Item struct {
	// ID is given by the queue and never given again.
	ID int64
	// Keys identify what happened; an item that shares a key with a stored
	// one is its twin and is not stored again. At least one.
	Keys []string
	// Learner is whose turn the item takes: items of one learner are worked
	// one at a time, in order.
	Learner string
	// Kind is the envelope's type: events_api, interactive, slash_commands.
	Kind string
	// Payload is the masked JSON of the envelope's payload.
	Payload []byte
	// Received is when it was stored.
	Received time.Time
	// Attempt counts from 1 at the first lease. Failed are the attempts before
	// this one that ended in an error, Died those that ended with their
	// process; others were given back.
	Attempt, Failed, Died int
	// Channel and TS name the messages in which the answer is being shown, TS
	// as a list with spaces between, "" before one was posted; a second attempt
	// goes on there.
	Channel, TS string
}

// Lease names the hold that one worker has on an item. The next worker's
// attempt has a higher number, so that a worker who was taken for dead cannot
// change what another has in hand.
type Lease struct {
	Item    int64
	Attempt int
}

// Lease is the hold under which an item was handed out.
func (i Item) Lease() Lease { return Lease{i.ID, i.Attempt} }

// ErrNotLeased says that a lease has ended: the item was finished or erased,
// or is in other hands.
var ErrNotLeased = errors.New("the inbox item is no longer leased to us")

// Outcome is how an attempt at an item ended.
type Outcome int

const (
	// Done ends the item.
	Done Outcome = iota + 1
	// Dead ends the item as one that could not be worked; it is counted.
	Dead
	// Failed has the item tried again, and counts the failure.
	Failed
	// Released gives the item back as if the attempt had not been.
	Released
)

// String returns the word for the outcome.
func (o Outcome) String() string {
	if o < Done || o > Released {
		return "unknown"
	}
	return [...]string{"done", "dead", "failed", "released"}[o-Done]
}

// Queue keeps items until they are done. It is safe for concurrent use, by
// several processes where the database allows it.
type Queue interface {
	// Put stores an item and reports whether it is new. When Put returns
	// without error the item, or its twin, is on disk.
	Put(ctx context.Context, item Item) (fresh bool, err error)
	// Lease hands out the oldest item of a learner who has none in hand, until
	// the given time; ok is false when there is none. Learners take turns,
	// however much one of them asks. An item that waits for a retry holds up
	// its learner's later ones; a lease that has run out is handed out again.
	Lease(ctx context.Context, now, until time.Time) (item Item, ok bool, err error)
	// Extend moves the end of a lease. It, Place and Settle return
	// ErrNotLeased, and change nothing, when the lease has ended.
	Extend(ctx context.Context, lease Lease, until time.Time) error
	// Place remembers the messages in which the item is being answered.
	Place(ctx context.Context, lease Lease, channel, ts string) error
	// Settle ends a lease; from is when an item that Failed is ready again.
	Settle(ctx context.Context, lease Lease, how Outcome, from time.Time) error
	// Depth tells how full the queue is.
	Depth(ctx context.Context) (Depth, error)
}

// Depth tells how full a queue is.
type Depth struct {
	// Waiting is the number of items that have not ended, those in hand
	// included, Oldest when the oldest of them was stored: zero for none.
	Waiting int
	Oldest  time.Time
	// Dead is the number of items that were given up and are still kept.
	Dead int
}
