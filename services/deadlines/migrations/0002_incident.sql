-- The last number given out in a year (of China's calendar); numbers have no gaps, because the
-- row is locked until the incident that takes one is there.
create table incident_counter (
    year integer primary key,
    last integer not null
);

create table incident (
    id uuid primary key,
    number text not null unique,
    title text not null,
    state text not null check (state in ('OPEN', 'CLOSED')),
    drill boolean not null,
    contacts_pending boolean not null,
    desk text not null,
    severity text,
    severity_title text,
    kind text,
    kind_title text,
    facts jsonb not null,
    packs jsonb not null,
    responsibility jsonb not null,
    notes jsonb not null,
    opened_at timestamptz not null,
    opened_by text not null,
    closed_at timestamptz,
    closed_by text,
    close_note text,
    version integer not null,
    assessment integer not null,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text
);

create index incident_contacts_pending on incident (id) where contacts_pending and state = 'OPEN';

-- Under which codes an incident may be seen: the territory it lies in, and the codes of every
-- party, which may lie elsewhere (a coordinator, a superior in its own line of work, the desk).
create table incident_scope (
    scope text not null,
    incident uuid not null references incident (id),
    primary key (scope, incident)
);

create index incident_scope_incident on incident_scope (incident);

create table assessment (
    incident uuid not null references incident (id),
    version integer not null,
    at timestamptz not null,
    actor text not null,
    reason text not null,
    facts jsonb not null,
    factors jsonb not null,
    primary key (incident, version)
);

create trigger assessment_append_only
before update or delete or truncate on assessment
for each statement execute function refuse_rewrite();

create table party (
    id uuid primary key,
    incident uuid not null references incident (id),
    place integer not null,
    role text not null,
    unit_code text not null,
    unit jsonb not null,
    person jsonb,
    acknowledged_at timestamptz,
    acknowledged_by text,
    ended_at timestamptz,
    unique (incident, role, unit_code)
);
