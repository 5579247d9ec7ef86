-- By decision of a place a version of a rule pack binds it from a day on (采用). The place is a unit;
-- that of a government stands for its whole territory. Never rewritten but for its end.
create table pack_adoption (
    id uuid primary key,
    pack text not null,
    pack_version text not null,
    unit_code text not null,
    unit_name text not null,
    begins date not null,
    ends date,
    document text,
    reason text,
    decided_at timestamptz not null,
    decided_by text not null,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawal_reason text,
    version integer not null,
    check (ends is null or begins <= ends)
);

create index pack_adoption_unit on pack_adoption (unit_code, pack);

-- Under which codes an adoption may be seen, as incident_scope is of incidents.
create table pack_adoption_scope (
    scope text not null,
    adoption uuid not null references pack_adoption (id),
    primary key (scope, adoption)
);

-- A new token with each change of the adoptions. The statement that reads the directory carries it,
-- so that a server knows without asking whether the adoptions it remembers still hold.
create table pack_adoption_state (
    one boolean primary key default true check (one),
    token uuid not null
);

-- When an incident was re-based: the law of that day governs it from then on.
alter table incident add column rebased_at timestamptz;
