-- When an obligation's next reminder is due; gone when there is none left. Kept apart from the
-- wide row, because an update of that touches every board index.
create table obligation_wake (
    obligation uuid primary key references obligation (id),
    wake_at timestamptz not null
);

create index obligation_wake_at on obligation_wake (wake_at);

-- Each rung of a reminder ladder, once per due version. `rung_at` is the true time of the rung,
-- `recorded_at` when a sweep came by.
create table obligation_alert (
    obligation uuid not null references obligation (id),
    due_version integer not null,
    rung text not null,
    title text not null,
    rung_at timestamptz not null,
    recorded_at timestamptz not null,
    primary key (obligation, due_version, rung)
);

create trigger obligation_alert_append_only
before update or delete or truncate on obligation_alert
for each statement execute function refuse_rewrite();

-- One row per sweep: the heartbeat. `backlog` counts what was due and left for the next sweep.
create table sweep_run (
    id uuid primary key,
    as_of timestamptz not null,
    at timestamptz not null,
    selected integer not null,
    alerts integer not null,
    backlog integer not null,
    next_wake_at timestamptz
);

create index sweep_run_as_of on sweep_run (as_of desc);
