// Package store keeps what Gloss must not lose: the inbox, what learners were
// taught, and the glossaries of workspaces.
//
// There is one schema and one set of SQL for SQLite and PostgreSQL. A query is
// written once, with $1 for its first argument; what differs between the two
// hides behind the engine interface, in sqlite.go and postgres.go. SQLite
// serves one process and needs nothing installed; PostgreSQL serves several
// machines.
//
// A glossary changes by imports and by edits (curation.go): those who may decide
// on an entry change it at once, others propose; every change is a revision and
// an act in the audit, and of two editors the second gets a Conflict.
//
// A Store is a tutor.Library, which remembers learners, and an inbox.Queue.
// It judges nothing: what events mean is the business of package tutor, what
// an item asks for that of package bot.
//
// Nothing here holds a transaction open while somebody thinks: a method runs
// its statements and ends.
package store
