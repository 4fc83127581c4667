-- +goose Up

-- imported is 1 for a revision that an import made, 0 for one by hand: what
-- people changed since the last import is not overwritten by the next.
alter table glossary_revision add column imported bigint not null default 1;
