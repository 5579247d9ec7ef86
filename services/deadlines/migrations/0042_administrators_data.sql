-- Which department answers for a field in a place (重点领域责任分工): administrators' data, where a
-- text only counts the fields. Without a department the field is not routed any more.
create table field_responsibility (
    id uuid primary key,
    unit_code text not null,
    field text not null,
    title text not null,
    department text,
    department_name text,
    note text,
    version integer not null,
    set_at timestamptz not null,
    set_by text not null,
    unique (unit_code, field)
);

-- Documents that units have on file (制度文件), as the registry tells of them. `ends` is the first day
-- on which one no longer holds.
create table mirror_document (
    id uuid primary key,
    version integer not null,
    unit text not null,
    kind text not null,
    begins timestamptz not null,
    ends timestamptz
);

create index mirror_document_unit on mirror_document (unit);

-- What a mirror passed by before it kept documents is read again, from the beginning of the feed.
update mirror_cursor
set cursor = null
where exists (select from mirror_unit);

-- The yearly notice of holidays (放假安排) as somebody entered it, with its paper; a correction is
-- another version, and the last one holds.
create table holiday_notice (
    id uuid primary key,
    year integer not null,
    version integer not null,
    document text not null,
    url text,
    days jsonb not null,
    note text,
    recorded_at timestamptz not null,
    recorded_by text not null,
    unique (year, version)
);
