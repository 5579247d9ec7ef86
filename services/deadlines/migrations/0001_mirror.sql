-- The registry's units, persons, posts and channels as last heard of, so that an incident can be
-- opened while the registry is away. Only syncRegistry writes here; `version` is the registry's.
create table mirror_unit (
    id uuid primary key,
    version integer not null,
    code text not null,
    name text not null,
    short_name text not null,
    initials text not null,
    kind text not null,
    level text not null,
    division text not null,
    parent text,
    supervising text,
    management text not null,
    tags jsonb not null,
    active_from timestamptz,
    active_to timestamptz,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text
);

create unique index mirror_unit_code on mirror_unit (code);
create index mirror_unit_organ on mirror_unit (division, kind);
create index mirror_unit_place_initials on mirror_unit (initials text_pattern_ops, code)
where kind in ('GOVERNMENT', 'COMMITTEE');
create index mirror_unit_place_code on mirror_unit (code text_pattern_ops)
where kind in ('GOVERNMENT', 'COMMITTEE');

create table mirror_person (
    id uuid primary key,
    version integer not null,
    name text not null,
    phone text
);

create table mirror_post (
    id uuid primary key,
    version integer not null,
    unit text not null,
    person_id uuid not null,
    person text not null,
    post text not null,
    title text not null,
    phone text,
    begins timestamptz,
    ends timestamptz
);

create index mirror_post_unit on mirror_post (unit, post);

-- Of the entries that cover a moment the one with the greatest id, recorded last, rules.
create table mirror_availability (
    id uuid primary key,
    version integer not null,
    person_id uuid not null,
    begins timestamptz not null,
    ends timestamptz,
    present boolean not null
);

create index mirror_availability_person on mirror_availability (person_id);

create table mirror_channel (
    id uuid primary key,
    version integer not null,
    unit text not null,
    kind text not null,
    platform text,
    name text not null,
    url text,
    opened_on timestamptz,
    closed_on timestamptz
);

create index mirror_channel_unit on mirror_channel (unit);

-- One row: how far the registry's change log has been applied, and whether it answered last time.
create table mirror_cursor (
    one boolean primary key default true check (one),
    cursor text,
    applied_at timestamptz,
    asked_at timestamptz not null,
    reachable boolean not null
);
