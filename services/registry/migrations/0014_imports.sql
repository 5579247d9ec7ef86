-- Files wait here for their import, in pieces of a mebibyte, and are deleted after a day.
create table upload (
    id uuid primary key,
    name text not null,
    actor text not null,
    at timestamptz not null,
    expires_at timestamptz not null,
    bytes bigint,
    sha256 text
);

create index upload_expires_at on upload (expires_at);

create table upload_part (
    upload uuid not null references upload (id) on delete cascade,
    place integer not null,
    content bytea not null,
    primary key (upload, place)
);

alter table upload_part alter column content set storage external;

-- An import and its report; a dry run is one that wrote nothing else. One whose heart stopped
-- beating while it ran has written nothing: all it writes is one transaction, its end included.
create table roster_import (
    id uuid primary key,
    unit text collate "C" not null references unit (code),
    upload uuid not null,
    file_name text not null,
    sha256 text not null,
    bytes bigint not null,
    dry_run boolean not null,
    state text not null
        check (state in ('RUNNING', 'DONE', 'FAILED', 'UNDOING', 'UNDONE')),
    phase text not null,
    rows_done integer not null,
    rows_total integer,
    heartbeat_at timestamptz not null,
    sheets jsonb not null,
    new_rows integer not null,
    changed_rows integer not null,
    unchanged_rows integer not null,
    rejected_rows integer not null,
    problem_code text,
    problem text,
    started_at timestamptz not null,
    started_by text not null,
    finished_at timestamptz,
    undone_at timestamptz,
    undone_by text
);

create index roster_import_unit on roster_import (unit, id);
create index roster_import_passing on roster_import (started_at) where dry_run;

-- Neither this nor the next refers to its import: asking for it a hundred thousand times would cost
-- seconds. They are written before the import's transaction, and mean nothing unless it is DONE.
create table import_row (
    import uuid not null,
    place integer not null,
    sheet text not null,
    line integer not null,
    kind text not null,
    outcome text not null,
    label text not null,
    subject uuid,
    changed text[] not null,
    code text,
    reason text,
    primary key (import, place)
);

create index import_row_outcome on import_row (import, outcome, place);

-- What an import wrote: the version it left, and what it changed as it was; null where it created.
create table import_effect (
    import uuid not null,
    place integer not null,
    entity text not null,
    id uuid not null,
    version integer not null,
    before jsonb,
    primary key (import, place)
);

-- Numbers that an import replaced. Like person_phone, nobody reads them: they go in and out by the
-- two functions below.
create table import_phone (
    import uuid not null references roster_import (id) on delete cascade,
    person_id uuid not null,
    phone text,
    primary key (import, person_id)
);

create function keep_phones(kept_for uuid, wanted uuid[], seen_from text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform set_config('huiying.scope', coalesce(seen_from, ''), true);
    insert into import_phone (import, person_id, phone)
    select kept_for, person.id, number.phone
    from person
    join unit on unit.code = person.unit
    left join person_phone number on number.person_id = person.id
    where person.id = any(wanted)
    and seen_from in (scope1, scope2, scope3, scope4, scope5, scope6);
end
$$;

create function restore_phones(kept_for uuid, seen_from text)
returns void
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform set_config('huiying.scope', coalesce(seen_from, ''), true);
    delete from person_phone
    using import_phone kept
    where kept.import = kept_for
    and person_phone.person_id = kept.person_id;
    insert into person_phone (person_id, phone)
    select kept.person_id, kept.phone
    from import_phone kept
    join person on person.id = kept.person_id
    join unit on unit.code = person.unit
    where kept.import = kept_for
    and kept.phone is not null
    and seen_from in (scope1, scope2, scope3, scope4, scope5, scope6);
end
$$;

revoke all on function keep_phones from public;
revoke all on function restore_phones from public;
grant execute on function keep_phones to huiying_registry;
grant execute on function restore_phones to huiying_registry;
revoke all on import_phone from huiying_registry;

-- Deleting what an import created asks each of these who refers to it.
create index channel_monitor on channel (monitor) where monitor is not null;
create index availability_stand_in on availability (stand_in_person_id)
where stand_in_person_id is not null;
create index filing_unit on filing (unit);
create index filing_recipient on filing (recipient) where recipient is not null;
create index account_unit on account (unit_code);
