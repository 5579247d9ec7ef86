create table release (
    id uuid primary key,
    incident uuid not null references incident (id),
    form text not null,
    conclusive boolean not null,
    title text not null,
    unit_code text not null,
    unit jsonb not null,
    released_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    attendees jsonb not null,
    fulfilled jsonb not null,
    warnings jsonb not null
);

create index release_incident on release (incident, released_at);

create table publication (
    id uuid primary key,
    release uuid not null references release (id),
    place integer not null,
    channel_kind text not null,
    platform text,
    url text,
    published_at timestamptz not null,
    checksum text,
    unique (release, place)
);
