-- Codes are compared by byte so that a subtree is one range of the index.
-- The territorial parent is part of the code; the supervising parent is an edge of its own.
create table unit (
    id uuid primary key,
    code text collate "C" not null unique,
    name text not null,
    short_name text not null,
    initials text not null,
    kind text not null,
    level text not null,
    rank smallint not null,
    division text collate "C" not null,
    parent text collate "C" references unit (code),
    supervising text collate "C" references unit (code),
    management text not null,
    tags text[] not null,
    active_from date,
    active_to date,
    scope1 text collate "C",
    scope2 text collate "C",
    scope3 text collate "C",
    scope4 text collate "C",
    scope5 text collate "C",
    scope6 text collate "C",
    grams text[] not null,
    version integer not null,
    check (management <> 'VERTICAL' or supervising is not null),
    check (active_to is null or active_from is null or active_from <= active_to)
);

create index unit_search_order on unit (rank, code);
create index unit_parent on unit (parent);
create index unit_supervising on unit (supervising) where supervising is not null;
-- The frequent values are found on the way through the codes; only the rare ones need an index.
create index unit_kind on unit (kind, code) where kind <> 'GOVERNMENT';
create index unit_level on unit (level, code) where level <> 'TOWNSHIP';
create index unit_tags on unit using gin (tags);
-- Characters and pairs of them, and pairs of initials: two Chinese characters are found by index,
-- which trigrams cannot do.
create index unit_grams on unit using gin (grams);
