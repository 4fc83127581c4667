package inbox

import "context"

// Waiting is what can be done with items whose turn has not come: a question
// that was sent in several messages is put together, one that was changed or
// deleted meanwhile is changed or dropped. It is safe for concurrent use.
type Waiting interface {
	// Behind returns the items of the leased one's learner that wait behind it,
	// oldest first. It and Merge return ErrNotLeased when the lease has ended.
	Behind(ctx context.Context, lease Lease) ([]Item, error)
	// Merge puts a payload in the place of that of the leased item and ends
	// others that are not leased, all or nothing.
	Merge(ctx context.Context, lease Lease, payload []byte, others ...int64) error
	// Amend puts a payload in the place of that of the item with a key, as long
	// as it was never leased; a nil payload ends the item. It reports whether
	// there was such an item.
	Amend(ctx context.Context, key string, payload []byte) (bool, error)
}
