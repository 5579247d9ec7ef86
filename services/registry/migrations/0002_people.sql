create table person (
    id uuid primary key,
    unit text collate "C" not null references unit (code),
    name text not null,
    fictitious boolean not null,
    version integer not null
);

create index person_unit on person (unit, id);

-- Numbers stand apart so that a reader of people never holds one by accident.
create table person_phone (
    person_id uuid primary key references person (id),
    phone text not null
);

-- Never overwritten but for its end: who held a post on a past day stays answerable.
create table appointment (
    id uuid primary key,
    unit text collate "C" not null references unit (code),
    person_id uuid not null references person (id),
    post text not null,
    title text not null,
    rank text,
    qualification text,
    starts_on date not null,
    ends_on date,
    filed_on date,
    version integer not null,
    check (ends_on is null or starts_on <= ends_on)
);

create index appointment_unit on appointment (unit, post, starts_on);
create index appointment_person on appointment (person_id);

-- Entries are never changed: of those covering a moment, the last one recorded rules.
create table availability (
    id uuid primary key,
    person_id uuid not null references person (id),
    starts_at timestamptz not null,
    ends_at timestamptz,
    present boolean not null,
    stand_in_person_id uuid references person (id),
    reason text,
    recorded_at timestamptz not null,
    check (ends_at is null or starts_at < ends_at),
    check (stand_in_person_id <> person_id)
);

create index availability_person on availability (person_id, starts_at);
