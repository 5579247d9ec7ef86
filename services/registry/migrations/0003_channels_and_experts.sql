create table channel (
    id uuid primary key,
    unit text collate "C" not null references unit (code),
    kind text not null,
    platform text not null,
    name text not null,
    url text,
    owner text,
    monitor uuid references person (id),
    opened_on date not null,
    closed_on date,
    version integer not null,
    check (closed_on is null or opened_on <= closed_on)
);

create index channel_unit on channel (unit, kind);

create table expert (
    id uuid primary key,
    unit text collate "C" not null references unit (code),
    name text not null,
    fields text[] not null,
    affiliation text,
    available boolean not null,
    removed_on date,
    version integer not null
);

create index expert_unit on expert (unit, id);
create index expert_fields on expert using gin (fields);
