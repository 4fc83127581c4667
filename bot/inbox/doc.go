// Package inbox is the durable queue between Slack and the bot: an envelope is
// stored before it is acknowledged, worked in the order of its learner, and
// worked again when a worker dies.
//
// Learners take turns, however much one of them asks. A worker holds an item
// under a lease, which it extends while it lives: when it dies, another has the
// item as soon as the lease is over, and a worker that was only taken for dead
// can change nothing any more (see Lease).
//
// It holds the vocabulary (Item, Queue), the workers, and a queue in memory
// that is the reference for others; package inboxtest holds them to it. Where
// items live is the business of package store; what they mean is the business
// of package bot.
package inbox
