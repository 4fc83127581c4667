-- +goose Up

create table glossary_met (
	-- team is the workspace whose glossary lacks the word.
	team text not null,
	-- word in its folded form, surface as it was written.
	word text not null,
	surface text not null,
	-- learner who met it, so that each counts once; erased with the learner.
	learner text not null,
	-- channel and ts of a message of a public channel that uses it, '' for none:
	-- nothing of what the message says is kept.
	channel text not null,
	ts text not null,
	-- at: when it was met last.
	at bigint not null,
	primary key (team, word, learner)
);

create index glossary_met_learner on glossary_met (learner);
