-- What was done and may count toward a period: a conference, an interview, a bulletin. Corrected by
-- another entry, never rewritten.
create table periodic_act (
    id uuid primary key,
    kind text not null,
    title text not null,
    held_at timestamptz not null,
    unit_code text not null,
    host_code text not null,
    host_kind text not null,
    host_level text not null,
    joint jsonb not null,
    present jsonb not null,
    emergency boolean not null,
    url text,
    number text,
    occasion uuid references occasion (id),
    recorded_at timestamptz not null,
    recorded_by text not null
);

create trigger periodic_act_append_only
before update or delete or truncate on periodic_act
for each statement execute function refuse_rewrite();

create index periodic_act_occasion on periodic_act (occasion) where occasion is not null;

-- For which units an act may count: who held it, who held it with them, whose people were there.
create table periodic_act_unit (
    unit_code text not null,
    held_at timestamptz not null,
    act uuid not null references periodic_act (id),
    primary key (unit_code, held_at, act)
);

create index release_counted on release (released_at)
where form in ('PRESS_CONFERENCE', 'ONLINE_INTERVIEW');

create index occasion_rule on occasion (rule, ends_at) where rule is not null;
create index occasion_counting on occasion (unit_code, begins_at)
where rule is not null and state = 'OPEN';

-- Up to which moment the periods of all units were opened.
create table period_run (
    id uuid primary key,
    as_of timestamptz not null,
    at timestamptz not null,
    opened integer not null
);

create index period_run_as_of on period_run (as_of desc);

-- Since when a unit bears each tag that came later than the unit was first heard of ('').
alter table mirror_unit add column tagged jsonb not null default '{}';
