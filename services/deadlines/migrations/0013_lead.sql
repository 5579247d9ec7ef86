-- What vendors and the unit's own people saw (线索), before anybody made an incident of it.
-- `known_at` is the server's receipt of the first sighting; everything a sender claims stands as
-- claimed. `merged_into` names the lead that took the sightings of this one.
create table lead (
    id uuid primary key,
    state text not null check (state in ('NEW', 'PROMOTED', 'MERGED', 'DISMISSED')),
    title text not null,
    summary text,
    platform text,
    url text,
    locality text,
    suggested_severity text,
    occurred_at timestamptz,
    occurred_precision text,
    heat double precision,
    known_at timestamptz not null,
    last_seen_at timestamptz not null,
    first_seen_at timestamptz not null,
    outside boolean not null,
    reported_at timestamptz,
    sightings integer not null,
    incident uuid references incident (id),
    merged_into uuid references lead (id),
    decided_at timestamptz,
    decided_by text,
    reason text,
    version integer not null
);

create index lead_event on lead (locality, occurred_at) where occurred_at is not null;
create index lead_incident on lead (incident) where incident is not null;
create index lead_merged_into on lead (merged_into) where merged_into is not null;

-- Each report, as it was claimed. `seen_at` is the claimed first sight where that can be so, else
-- the receipt; `marks` are what it may be known again by (address, content).
create table sighting (
    id uuid primary key,
    lead uuid not null references lead (id),
    received_at timestamptz not null,
    reporter text not null,
    reporter_name text not null,
    unit_code text not null,
    outside boolean not null,
    vendor text,
    alert_id text,
    platform text,
    url text,
    content_hash text,
    first_seen_at timestamptz,
    captured_at timestamptz,
    seen_at timestamptz not null,
    locality text,
    suggested_severity text,
    occurred_at timestamptz,
    occurred_precision text,
    heat double precision,
    title text not null,
    summary text,
    warnings jsonb not null,
    marks text[] not null
);

create index sighting_lead on sighting (lead, received_at, id);
create index sighting_reporter on sighting (reporter, received_at, id);

-- By which marks a lead is known again; one row a mark, however often it was sighted.
create table lead_mark (
    mark text not null,
    lead uuid not null references lead (id),
    primary key (mark, lead)
);

create index lead_mark_lead on lead_mark (lead);

-- Under which codes a lead may be seen. `known_at` and `waiting` (nobody decided yet) repeat the
-- lead's, so that a page of either order is one range for every size of territory.
create table lead_scope (
    lead uuid not null references lead (id),
    scope text not null,
    known_at timestamptz not null,
    waiting boolean not null,
    primary key (lead, scope)
);

create index lead_scope_known on lead_scope (scope, known_at, lead);
create index lead_scope_waiting on lead_scope (scope, known_at, lead) where waiting;

-- Who decided what an assessment decides, where that is not who wrote it down.
alter table assessment add column decided_by text;
