-- A person's number stands with the person alone: a post's copy of it was as old as the post. Who
-- was filed and who stands in decide who speaks; they are fetched by reading the feed anew.
alter table mirror_post drop column phone, add column filed_on timestamptz;
alter table mirror_availability add column stand_in uuid;
update mirror_cursor set cursor = null;

create index mirror_post_person on mirror_post (person_id);
create index mirror_post_begins on mirror_post (begins);
create index mirror_post_ends on mirror_post (ends);
create index mirror_availability_begins on mirror_availability (begins);
create index mirror_availability_ends on mirror_availability (ends);

-- What the registry sent and the mirror could not hold, until the thing is sent anew and fits.
create table mirror_fault (
    entity text not null,
    id text not null,
    cursor text not null,
    reason text not null,
    at timestamptz not null,
    primary key (entity, id)
);

-- Open incidents whose people changed in the mirror, until their contacts are renewed.
create table incident_recheck (
    incident uuid primary key references incident (id),
    since timestamptz not null
);

-- Whether the sweep lives is asked by the clock of the runs.
create index sweep_run_at on sweep_run (at desc);
