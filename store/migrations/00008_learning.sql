-- +goose Up
--
-- What learners show to know, the help that they needed, and how they want to
-- be taught.

-- Few events have a detail and some are long, so they do not burden the index
-- that every answer reads.
create table event_detail (
	-- learner and number of the event.
	learner text not null,
	number bigint not null,
	-- detail is what the event's kind says it is: a definition, a check, a route.
	detail text not null,
	primary key (learner, number)
);

-- system that the thread is about, '' when not known.
alter table lesson add column system text not null default '';

-- help is the number of words that explained terms.
alter table lesson add column help bigint not null default 0;

-- locale is the language tag that Slack gives for the learner, '' unknown.
alter table learner add column locale text not null default '';

-- zone is the IANA name of the learner's time zone, '' unknown.
alter table learner add column zone text not null default '';

-- recap is when the learner wants to be reminded: '', weekly or monthly.
alter table learner add column recap text not null default '';

-- recap_day is the day of the week for it, 0 Sunday to 6 Saturday.
alter table learner add column recap_day bigint not null default 0;

-- paused: nothing is asked and nothing is sent while it is 1.
alter table learner add column paused bigint not null default 0;

-- welcomed: when the learner was asked who they are, 0 never.
alter table learner add column welcomed bigint not null default 0;
