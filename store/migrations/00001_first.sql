-- +goose Up
--
-- One schema for SQLite and PostgreSQL, so only what both understand: text,
-- bigint and natural keys. Instants are Unix milliseconds, JSON is text, and
-- a value that is not there is '' or 0, never null.

create table meta (
	-- name of the number.
	name text not null primary key,
	-- value: 'inbox' counts the inbox items ever stored; 'erase' is 1 while
	-- rows of a forgotten learner may still be readable in the files.
	value bigint not null
);

insert into meta (name, value) values ('inbox', 0), ('erase', 0);

create table learner (
	-- id, "team/user" where there is a workspace.
	id text not null primary key,
	-- role and goals in the learner's own words.
	role text not null,
	goals text not null,
	-- events counts the events ever appended, so that each gets a number.
	events bigint not null
);

create table lesson (
	-- id names the question that was answered.
	id text not null primary key,
	-- learner for whom.
	learner text not null,
	-- task: explain, brief or answer.
	task text not null,
	-- at: when it was given.
	at bigint not null,
	-- thread is the hex SHA-256 of the masked thread.
	thread text not null,
	-- channel and ts of the question in Slack, '' elsewhere.
	channel text not null,
	ts text not null,
	-- engine is "offline" or provider:model.
	engine text not null,
	-- prompt is the hex SHA-256 of the prompt.
	prompt text not null,
	-- level of the explanation.
	level bigint not null,
	-- messages in the thread.
	messages bigint not null,
	-- dropped statements, which did not pass the gate.
	dropped bigint not null
);

create index lesson_learner on lesson (learner, at);

create table event (
	-- learner to whom it happened.
	learner text not null,
	-- number in the order of appending, per learner.
	number bigint not null,
	-- at: when it happened.
	at bigint not null,
	-- kind: taught, reminded, met, looked_up, claimed or reset.
	kind text not null,
	-- entry is the id of the glossary entry.
	entry text not null,
	-- lesson in which it happened, '' outside one.
	lesson text not null,
	primary key (learner, number)
);

-- All columns are in the index: what one learner owns lies together in it, and
-- reading it costs what that learner owns, not what the table holds.
create index event_learner on event (learner, at, number, kind, entry, lesson);

create table glossary_entry (
	-- team is the workspace whose glossary it is, '' without one.
	team text not null,
	-- id of the entry, "system/slug".
	id text not null,
	-- version counts from 1.
	version bigint not null,
	-- body is the entry as JSON.
	body text not null,
	primary key (team, id)
);

create table glossary_revision (
	-- team, id and version of the entry that this revision made.
	team text not null,
	id text not null,
	version bigint not null,
	-- author who changed it, and why.
	author text not null,
	reason text not null,
	-- at: when it was changed.
	at bigint not null,
	-- body is the whole entry as JSON after the change.
	body text not null,
	primary key (team, id, version)
);

create table inbox (
	-- id in the order of commits: an item is visible before any with a higher
	-- id is.
	id bigint not null primary key,
	-- learner whose turn it takes.
	learner text not null,
	-- kind: events_api, interactive or slash_commands.
	kind text not null,
	-- payload is the masked JSON of the envelope's payload.
	payload text not null,
	-- received: when it was stored.
	received bigint not null,
	-- state: 0 ready, 1 leased, 2 done, 3 dead.
	state bigint not null,
	-- attempt counts the leases.
	attempt bigint not null,
	-- due: a ready item may be leased from then on; a leased one is held until
	-- then; one done or dead ended then.
	due bigint not null,
	-- channel and ts of the message that shows the answer, '' before there is
	-- one.
	channel text not null,
	ts text not null
);

-- An item is next when it is its learner's oldest unfinished one.
create index inbox_unfinished on inbox (learner, id) where state < 2;
create index inbox_due on inbox (id) where state < 2;
create index inbox_ended on inbox (due) where state > 1;

-- The promise that a learner's items are worked one at a time.
create unique index inbox_leased on inbox (learner) where state = 1;

create table inbox_key (
	-- key is the hex SHA-256 of what identifies a happening.
	key text not null primary key,
	-- item that was stored for it; it may be erased already.
	item bigint not null,
	-- at: when it was stored.
	at bigint not null
);
