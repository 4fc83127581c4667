-- +goose Up

-- turn: items are handed out in the order of their turns, and a learner's next
-- item takes a later turn than the one before, so that nobody who asks much is
-- served twice before the others are served once.
alter table inbox add column turn bigint not null default 0;

-- failed counts the attempts that ended in an error, died those that ended
-- with their process; attempt, which counts all, tells a lease from earlier
-- ones.
alter table inbox add column failed bigint not null default 0;
alter table inbox add column died bigint not null default 0;

drop index inbox_due;
create index inbox_turn on inbox (turn, id) where state < 2;
