-- +goose Up

create table schema_writer (
	-- version of the schema, as goose counts it.
	version bigint not null primary key,
	-- program is the version of gloss that first wrote with it, so that an older
	-- one, which must not, can say what to run.
	program text not null
);
