-- What a unit lays down for its own desk (值班规则): the roles on duty, when it patrols and what it
-- looks at, after what silence a source counts as silent. Never edited: what was in force then
-- measures what was missed then.
create table duty_rules (
    unit text not null,
    version integer not null,
    roles jsonb not null,
    patrols jsonb not null,
    expectations jsonb not null,
    reason text not null,
    set_at timestamptz not null,
    set_by text not null,
    primary key (unit, version)
);

create trigger duty_rules_append_only
before update or delete or truncate on duty_rules
for each statement execute function refuse_rewrite();

-- One person's turn on a unit's desk (班次); `ends_at` is exclusive. Who takes it over part of the
-- way has a row of its own (`replaces`), and this one ends there (`planned_end` stays). `mans`: the
-- role keeps the desk, so that without it nobody is on duty and after it a sheet is handed over.
-- `signed_at` stands while a sheet waits for the incoming signature.
create table shift (
    id uuid primary key,
    unit text not null,
    unit_name text not null,
    role text not null,
    role_title text not null,
    mans boolean not null,
    person text not null,
    person_id uuid,
    account text,
    begins_at timestamptz not null,
    ends_at timestamptz not null,
    planned_end timestamptz not null,
    unplanned boolean not null,
    planned_at timestamptz not null,
    planned_by text not null,
    started_at timestamptz,
    started_by text,
    started_name text,
    signed_at timestamptz,
    handed_over_at timestamptz,
    gone text check (gone in ('REPLACED', 'CANCELLED')),
    reason text,
    replaces uuid references shift (id),
    version integer not null,
    check (ends_at > begins_at)
);

create index shift_unit on shift (unit, begins_at);
create index shift_person on shift (person, ends_at);
create index shift_person_id on shift (person_id, ends_at) where person_id is not null;
create index shift_replaces on shift (replaces) where replaces is not null;

-- A handover sheet (交接班单) as its outgoing officer signed it. Never edited; one that was refused
-- stays, and the next bears the next number.
create table handover (
    id uuid primary key,
    shift uuid not null references shift (id),
    number integer not null,
    unit text not null,
    incoming uuid not null references shift (id),
    made_at timestamptz not null,
    snapshot jsonb not null,
    sha256 text not null,
    unique (shift, number)
);

create index handover_unit on handover (unit, made_at);

create trigger handover_append_only
before update or delete or truncate on handover
for each statement execute function refuse_rewrite();

-- Both signatures, and with the incoming one what had changed since the outgoing one.
create table handover_signature (
    handover uuid not null references handover (id),
    side text not null check (side in ('OUTGOING', 'INCOMING')),
    accepted boolean not null,
    person text not null,
    subject text not null,
    at timestamptz not null,
    remark text,
    changes jsonb,
    sha256 text not null,
    primary key (handover, side)
);

create trigger handover_signature_append_only
before update or delete or truncate on handover_signature
for each statement execute function refuse_rewrite();

-- A patrol (巡查): who looked at which channels when, and what there was, also where it was nothing.
create table patrol (
    id uuid primary key,
    unit text not null,
    at timestamptz not null,
    person text not null,
    channels jsonb not null,
    result text not null check (result in ('NOTHING_FOUND', 'FOUND')),
    note text,
    leads jsonb not null,
    recorded_at timestamptz not null,
    recorded_by text not null
);

create index patrol_unit on patrol (unit, at);

create trigger patrol_append_only
before update or delete or truncate on patrol
for each statement execute function refuse_rewrite();

-- What a sheet tells of since the last one.
create index incident_opened on incident (opened_at);
create index incident_closed on incident (closed_at) where closed_at is not null;
create index obligation_waived on obligation (closed_at) where state = 'WAIVED';
create index gate_override on gate_decision (recorded_at) where verdict = 'OVERRIDDEN';
