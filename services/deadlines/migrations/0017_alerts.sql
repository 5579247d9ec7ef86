-- Where a unit's reminders go (告知线路). The secret, and a target that holds one, are never shown.
create table notice_route (
    id uuid primary key,
    unit text not null,
    kind text not null check (kind in ('WEBHOOK', 'EMAIL', 'WECOM', 'DINGTALK', 'FEISHU')),
    target text not null,
    secret text,
    active boolean not null,
    accepts_drills boolean not null,
    version integer not null,
    set_at timestamptz not null,
    set_by text not null,
    unique (unit, kind, target)
);

-- One message to one recipient (告知). `due_at` is that of its gravest reminder and orders those of
-- one rank; a duty without a limit stands at its reminder's own time. `climb_at` is when it climbs
-- to the next recipient unless it is acknowledged; gone when there is nobody left to climb to.
create table notice (
    id uuid primary key,
    kind text not null check (kind in ('REMINDER', 'DIGEST', 'CLIMB')),
    recipient text not null,
    unit text not null,
    unit_name text not null,
    told text not null,
    person text,
    post_title text not null,
    rank smallint not null,
    due_at timestamptz not null,
    drill boolean not null,
    at timestamptz not null,
    subject text not null,
    text text not null,
    items integer not null,
    unrouted boolean not null,
    step integer not null,
    climbed_from uuid references notice (id),
    climb_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text,
    acknowledged_means text,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text
);

create index notice_climb on notice (climb_at) where climb_at is not null;
create index notice_unrouted on notice (unit, at) where unrouted and acknowledged_at is null;
create index notice_open1 on notice (scope1, rank, due_at, id) where acknowledged_at is null;
create index notice_open2 on notice (scope2, rank, due_at, id) where acknowledged_at is null;
create index notice_open3 on notice (scope3, rank, due_at, id) where acknowledged_at is null;
create index notice_open4 on notice (scope4, rank, due_at, id) where acknowledged_at is null;
create index notice_open5 on notice (scope5, rank, due_at, id) where acknowledged_at is null;
create index notice_open6 on notice (scope6, rank, due_at, id) where acknowledged_at is null;

-- Each rung for each recipient, once, written with the rung. `part` is the id of its notice, or of
-- what was gathered for one.
create table notice_item (
    obligation uuid not null references obligation (id),
    due_version integer not null,
    rung text not null,
    recipient text not null,
    rung_title text not null,
    title text not null,
    rank smallint not null,
    rung_at timestamptz not null,
    start_at timestamptz not null,
    due_at timestamptz,
    recorded_at timestamptz not null,
    drill boolean not null,
    climb interval,
    part uuid not null,
    primary key (obligation, due_version, rung, recipient)
);

create index notice_item_part on notice_item (part, rank, rung_at);

-- What one sweep gathered for one recipient while a standstill or a planned silence lasted; the
-- digest takes the parts, so that it costs as many rows as there were sweeps, not reminders.
create table notice_part (
    part uuid primary key,
    notice uuid references notice (id),
    recipient text not null,
    drill boolean not null,
    rank smallint not null,
    items integer not null,
    first_at timestamptz not null,
    told jsonb not null
);

create index notice_part_notice on notice_part (notice) where notice is not null;
create index notice_part_waiting on notice_part (recipient, drill) where notice is null;

-- A planned silence (计划静默) of a territory: what comes due meanwhile is held and told after.
create table notice_hold (
    id uuid primary key,
    scope text not null,
    begins_at timestamptz not null,
    until timestamptz not null,
    ended_at timestamptz,
    reason text not null,
    actor text not null
);

create index notice_hold_open on notice_hold (until) where ended_at is null;

-- A duty of nobody, due every minute: it passes through sweep, outbox and delivery as reminders do.
create table canary (
    one boolean primary key default true check (one),
    due_at timestamptz not null,
    swept_at timestamptz,
    parcel uuid,
    delivered_at timestamptz
);

alter table sweep_run
    add column notices integer not null default 0,
    add column catch_up_from timestamptz,
    add column catch_up_to timestamptz;

create index sweep_run_catch_up on sweep_run (at) where catch_up_from is not null;
