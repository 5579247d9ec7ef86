-- The office inside a unit that does the work of public response (工作机构).
alter table unit add column work_body text;

-- Names by date, kept once a unit was renamed; `from_day` null is the name it began with. The row
-- in `unit` holds today's, so that lists and searches read one table.
create table unit_name (
    id uuid primary key,
    unit text collate "C" not null references unit (code),
    from_day date,
    name text not null,
    short_name text not null,
    version integer not null,
    unique nulls not distinct (unit, from_day)
);

create index unit_name_from_day on unit_name (from_day) where from_day is not null;

-- Who came after whom. `moves` is what goes over to a successor; `moved_on` the day on which that
-- was done, null while the day has not come.
create table unit_succession (
    id uuid primary key,
    predecessor text collate "C" not null references unit (code),
    successor text collate "C" not null references unit (code),
    kind text not null check (kind in ('MERGED', 'SPLIT')),
    effective_on date not null,
    moves text[] not null,
    moved_on date,
    version integer not null,
    unique (predecessor, successor, kind),
    check (predecessor <> successor)
);

create index unit_succession_successor on unit_succession (successor);
create index unit_succession_waiting on unit_succession (effective_on) where moved_on is null;
