-- Documents that the texts want on file, such as a unit's own rules for public response. One that
-- was replaced or withdrawn stays, with the first day on which it no longer holds.
create table standing_document (
    id uuid primary key,
    unit text collate "C" not null references unit (code),
    kind text not null,
    title text not null,
    number text,
    dated date not null,
    withdrawn_on date,
    url text,
    file_sha256 text,
    recorded_at timestamptz not null,
    recorded_by text not null,
    version integer not null,
    check (withdrawn_on is null or dated <= withdrawn_on)
);

create index standing_document_unit on standing_document (unit, kind);
