-- +goose Up

-- Ids of inbox items come from a sequence on PostgreSQL, so that those who
-- store items at the same time do not wait for each other at a counter's row.
create sequence inbox_item;
select setval('inbox_item', (select value + 1 from meta where name = 'inbox'), false);
