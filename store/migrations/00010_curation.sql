-- +goose Up

create table glossary_proposal (
	-- team is the workspace whose glossary it is.
	team text not null,
	-- id of the proposal, counted from 1 in each workspace.
	id bigint not null,
	-- entry is the id of the entry that it would change or add.
	entry text not null,
	-- base is the version that it was made from, 0 for a new entry.
	base bigint not null,
	-- author who proposed it, and why.
	author text not null,
	reason text not null,
	-- at: when it was proposed.
	at bigint not null,
	-- body is the whole entry as JSON as it would be.
	body text not null,
	-- state: 0 waiting, 1 approved, 2 rejected.
	state bigint not null,
	primary key (team, id)
);

create index glossary_proposal_waiting on glossary_proposal (team, id) where state = 0;

create table glossary_refused (
	-- team is the workspace whose glossary it is.
	team text not null,
	-- word in its folded form that is not a term, and is not asked about again.
	word text not null,
	-- author who said so, and when.
	author text not null,
	at bigint not null,
	primary key (team, word)
);

create table glossary_audit (
	-- team is the workspace whose glossary it is.
	team text not null,
	-- number counts from 1 in each workspace.
	number bigint not null,
	-- at: when it happened.
	at bigint not null,
	-- author who did it, and why.
	author text not null,
	reason text not null,
	-- action: imported, edited, proposed, approved, rejected, reverted, refused
	-- or set.
	action text not null,
	-- entry is the id of the entry, or the word, that it was done to.
	entry text not null,
	-- version that the entry has since, 0 where it did not change.
	version bigint not null,
	primary key (team, number)
);

create table glossary_setting (
	-- team is the workspace whose glossary it is.
	team text not null primary key,
	-- drafts is 1 where entries that nobody approved are shown as unreviewed,
	-- 0 where they are not shown.
	drafts bigint not null
);
