-- Names of units by date, and who came after whom: an incident keeps the units of its own day,
-- under the names they bore, while those to be called are of today.
create table mirror_unit_name (
    id uuid primary key,
    version integer not null,
    unit text not null,
    begins timestamptz,
    name text not null,
    short_name text not null
);

create index mirror_unit_name_unit on mirror_unit_name (unit, begins);

create table mirror_succession (
    id uuid primary key,
    version integer not null,
    predecessor text not null,
    successor text not null,
    kind text not null,
    begins timestamptz not null
);

create index mirror_succession_predecessor on mirror_succession (predecessor);
