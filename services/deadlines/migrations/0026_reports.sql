-- What reports count by: the moment that puts an obligation into a period (its limit, or where it
-- has none its beginning), who answers for it by name, and whether a release meets it.
alter table obligation add column counted_at timestamptz not null
generated always as (coalesce(due_at, start_at)) stored;
alter table obligation add column answerable text
generated always as (
    case when person -> 'named' is distinct from 'false'::jsonb then person ->> 'name' end
) stored;
alter table obligation add column by_release boolean not null
generated always as (fulfilled_by <> '[]'::jsonb) stored;

-- A unit's subtree is one range of codes; everything that is counted stands in the index itself.
create index obligation_counted on obligation (owner_code collate "C", counted_at)
include (
    id, incident, occasion, kind, modality, due_class, provisional, state, owed, outcome, due_at,
    start_at, done_at, answerable, by_release
)
where state <> 'LAPSED';

create index incident_drill on incident (id) where drill;
create index assessment_again on assessment (at) where version > 1;
create index release_reported on release (released_at);

-- How the handling of an incident is judged (评议): one of the four failings that the text names, or
-- none, and whether a failing is borne with (容错). Versions; the newest one holds. `obligations`
-- are the items borne with, empty: all of the incident.
create table review (
    id uuid primary key,
    incident uuid not null references incident (id),
    version integer not null,
    outcomes jsonb not null,
    tolerated boolean not null,
    obligations jsonb not null,
    reason text not null,
    decided_by text not null,
    decided_at timestamptz not null,
    unit jsonb not null,
    document text,
    url text,
    sha256 text,
    recorded_at timestamptz not null,
    recorded_by text not null,
    unique (incident, version)
);

create trigger review_append_only
before update or delete or truncate on review
for each statement execute function refuse_rewrite();

-- People and money that a unit has for this work in a year (工作人员、工作经费), as it told them; the
-- newest version of a year holds.
create table resource_figure (
    id uuid primary key,
    unit_code text not null,
    unit jsonb not null,
    year integer not null,
    version integer not null,
    full_time integer check (full_time >= 0),
    part_time integer check (part_time >= 0),
    funds_yuan bigint check (funds_yuan >= 0),
    source text not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    unique (unit_code, year, version)
);

create trigger resource_figure_append_only
before update or delete or truncate on resource_figure
for each statement execute function refuse_rewrite();

-- A report as it was issued (印发): never changed; a correction is another version that names what
-- differs. `serial` counts an issuer's reports of a year without gaps.
create table bulletin (
    id uuid primary key,
    kind text not null,
    title text not null,
    number text not null,
    year integer not null,
    serial integer not null,
    version integer not null,
    corrects uuid references bulletin (id),
    reason text,
    differences jsonb not null,
    issuer_code text not null,
    issuer jsonb not null,
    unit_code text not null,
    begins_at timestamptz not null,
    ends_at timestamptz not null,
    asked jsonb not null,
    content text not null,
    sha256 text not null,
    act uuid references periodic_act (id),
    issued_at timestamptz not null,
    issued_by text not null,
    unique (issuer_code, year, serial, version)
);

create index bulletin_unit on bulletin (unit_code collate "C", id);

create trigger bulletin_append_only
before update or delete or truncate on bulletin
for each statement execute function refuse_rewrite();
