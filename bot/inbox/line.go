package inbox

import "context"

// Line is what can be asked of a learner's line, and done to it, by who holds
// none of its items. It is safe for concurrent use.
type Line interface {
	// Unended returns a learner's items that have not ended, oldest first, those
	// in hand included.
	Unended(ctx context.Context, learner string) ([]Item, error)
	// End ends a learner's item, also one that is in hand: whoever works it loses
	// the lease. It reports whether the item had not ended.
	End(ctx context.Context, id int64, learner string) (bool, error)
	// Revive has a learner's item that was given up worked again, as if no attempt
	// had failed. It reports whether the item was still kept.
	Revive(ctx context.Context, id int64, learner string) (bool, error)
	// Ahead counts the items whose turn comes before that of the item with a key;
	// waits is false when that one is no longer waiting for its first attempt.
	Ahead(ctx context.Context, key string) (n int, waits bool, err error)
}
