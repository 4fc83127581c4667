-- +goose Up

create table spending (
	-- day is the date, "2026-11-25", in the zone of whoever runs Gloss.
	day text not null,
	-- learner who asked, '' for nobody known or a learner who is forgotten.
	learner text not null,
	-- engine is provider:model.
	engine text not null,
	-- prompt_tokens, of which cached_tokens were in the provider's cache and
	-- written_tokens were put there.
	prompt_tokens bigint not null,
	cached_tokens bigint not null,
	written_tokens bigint not null,
	-- completion_tokens of the answers.
	completion_tokens bigint not null,
	-- cost in millionths of a US dollar.
	cost bigint not null,
	primary key (day, learner, engine)
);

create index spending_learner on spending (learner);
