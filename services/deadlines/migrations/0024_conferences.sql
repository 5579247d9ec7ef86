-- Who held a press conference, what it was about, and what was decided about a further one.
alter table release add column hosts jsonb not null default '[]';
alter table release add column topic_source text;

create table conference_decision (
    id uuid primary key,
    obligation uuid not null references obligation (id),
    incident uuid not null references incident (id),
    another boolean not null,
    suggested_at timestamptz,
    reason text,
    decider text not null,
    decided_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    check (case when another then suggested_at is not null else reason is not null end)
);

create index conference_decision_incident on conference_decision (incident, decided_at);

create trigger conference_decision_append_only
before update or delete or truncate on conference_decision
for each statement execute function refuse_rewrite();

-- Progress of the work (进展): what happened since the last release is owed to the public.
create table progress (
    id uuid primary key,
    incident uuid not null references incident (id),
    at timestamptz not null,
    text text not null,
    recorded_at timestamptz not null,
    recorded_by text not null
);

create index progress_incident on progress (incident, at);

create trigger progress_append_only
before update or delete or truncate on progress
for each statement execute function refuse_rewrite();

-- A place that was told after the release itself.
alter table publication add column recorded_at timestamptz;
alter table publication add column recorded_by text;
