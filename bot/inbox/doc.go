// Package inbox is the durable queue between Slack and the bot: an envelope is
// stored before it is acknowledged, worked in the order of its learner, and
// worked again when a worker dies.
//
// It holds the vocabulary (Item, Queue), the workers, and a queue in memory
// that is the reference for others; package inboxtest holds them to it. Where
// items live is the business of package store; what they mean is the business
// of package bot.
package inbox
