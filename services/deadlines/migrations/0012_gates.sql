-- The line to take (口径) in versions: what was approved, and what a release follows.
create table statement (
    id uuid primary key,
    incident uuid not null references incident (id),
    version integer not null,
    text text not null,
    note text,
    author text not null,
    at timestamptz not null,
    unique (incident, version)
);

create trigger statement_append_only
before update or delete or truncate on statement
for each statement execute function refuse_rewrite();

-- What an office decided about a gate before a release. A decision is never changed; a later one
-- stands after it. `form` null is any form; `statement` is the version of the line approved.
create table gate_decision (
    id uuid primary key,
    incident uuid not null references incident (id),
    gate text not null,
    approver jsonb not null,
    verdict text not null
        check (verdict in ('APPROVED', 'CONDITIONAL', 'REFUSED', 'OVERRIDDEN')),
    person text not null,
    basis text,
    note text,
    form text,
    statement integer,
    decided_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    on_behalf boolean not null,
    warnings jsonb not null,
    obligation uuid references obligation (id)
);

create index gate_decision_incident on gate_decision (incident, recorded_at);

create trigger gate_decision_append_only
before update or delete or truncate on gate_decision
for each statement execute function refuse_rewrite();

-- How each gate stood when a release was recorded; a decision named here has been used by it.
create table release_gate (
    release uuid not null references release (id),
    place integer not null,
    gate text not null,
    approver jsonb not null,
    state text not null,
    decision uuid references gate_decision (id),
    primary key (release, place)
);

create index release_gate_decision on release_gate (decision);

create trigger release_gate_append_only
before update or delete or truncate on release_gate
for each statement execute function refuse_rewrite();

-- `ungated` is 未经审批: a gate was overridden. `checks` are the things looked at before.
alter table release add column statement integer;
alter table release add column mentioned_units jsonb not null default '[]';
alter table release add column ungated boolean not null default false;
alter table release add column checks jsonb not null default '[]';
