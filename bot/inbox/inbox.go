package inbox

import (
	"context"
	"errors"
	"time"
)

// Item is one thing that happened in Slack and waits to be worked.
type Item struct {
	// ID is given by the queue.
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
	// Attempt counts from 1 at the first lease.
	Attempt int
	// Channel and TS name the messages in which the answer is being shown, TS
	// as a list with spaces between, "" before one was posted; a second attempt
	// goes on there.
	Channel, TS string
}

// ErrNotLeased says that an item is not, or no longer, leased: its work has
// ended, or it was erased.
var ErrNotLeased = errors.New("the inbox item is not leased")

// Queue keeps items until they are done. It is safe for concurrent use, by
// several processes where the database allows it.
type Queue interface {
	// Put stores an item and reports whether it is new. When Put returns
	// without error the item, or its twin, is on disk.
	Put(ctx context.Context, item Item) (fresh bool, err error)
	// Lease hands out the oldest ready item of a learner who has none leased,
	// until the given time; ok is false when there is none. An item that waits
	// for a retry holds up its learner's later ones; a lease that has run out
	// is handed out again.
	Lease(ctx context.Context, now, until time.Time) (item Item, ok bool, err error)
	// Extend moves the end of a lease. It, Place and Retry return
	// ErrNotLeased for an item that is not leased.
	Extend(ctx context.Context, id int64, until time.Time) error
	// Place remembers the message in which the item is being answered.
	Place(ctx context.Context, id int64, channel, ts string) error
	// Retry gives a leased item back, to be leased again from the given time.
	Retry(ctx context.Context, id int64, from time.Time) error
	// Done ends an item; Dead ends it as one that could not be worked. An item
	// that has ended, or is gone, stays as it is.
	Done(ctx context.Context, id int64) error
	Dead(ctx context.Context, id int64) error
}
