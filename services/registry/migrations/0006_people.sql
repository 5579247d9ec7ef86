-- 专职 or 兼职, null where nobody told; and why an appointment ended.
alter table appointment add column employment text;
alter table appointment add column end_reason text;

-- The day an expert entered the pool; for those already there, the day they were registered, which
-- the first 48 bits of their id tell in milliseconds.
alter table expert add column added_on date;
update expert
set added_on = (
    to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
    at time zone 'Asia/Shanghai'
)::date;
alter table expert alter column added_on set not null;

-- The group by which accounts are managed together, and how many a channel reaches, as told by whom.
alter table channel add column chat_group text;
alter table channel add column reach integer check (reach >= 0);
alter table channel add column reach_source text;
alter table channel add check ((reach is null) = (reach_source is null));
create index channel_group on channel (chat_group, id) where chat_group is not null;

create table training (
    id uuid primary key,
    organiser text collate "C" not null references unit (code),
    topic text not null,
    held_on date not null,
    hours numeric(5, 1),
    place text,
    recorded_at timestamptz not null,
    recorded_by text not null,
    version integer not null
);

create index training_organiser on training (organiser, id);

create table training_attendee (
    training uuid not null references training (id),
    person_id uuid not null references person (id),
    staff_kind text not null,
    primary key (training, person_id, staff_kind)
);

create index training_attendee_person on training_attendee (person_id);
