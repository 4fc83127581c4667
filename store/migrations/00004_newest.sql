-- +goose Up

-- newest_ts is the ts of the latest message or edit of the thread in Slack that
-- was read, '' for a text that the learner brought. channel and ts name that
-- thread, or where the question stands.
alter table lesson add column newest_ts text not null default '';
