-- What is wrong with the rosters, as the last audit found it. One open row a unit, kind and subject;
-- what was mended keeps its row with the moment at which the audit saw it gone.
create table finding (
    id uuid primary key,
    unit text collate "C" not null references unit (code),
    kind text not null,
    subject uuid,
    who text,
    day date,
    since date,
    first_seen_at timestamptz not null,
    resolved_at timestamptz,
    version integer not null
);

create unique index finding_open on finding (unit, kind, subject) nulls not distinct
where resolved_at is null;
create index finding_page on finding (unit, kind, id) where resolved_at is null;

-- One row an audit; the newest tells how far the findings can be trusted.
create table roster_audit (
    id uuid primary key,
    at timestamptz not null,
    units integer not null,
    opened integer not null,
    resolved integer not null,
    standing integer not null
);

create index roster_audit_at on roster_audit (at);

-- Somebody answers for the roster of these: they lie below the unit of a roster administrator. A
-- registry holds the whole country, and a unit that nobody keeps here has no gaps to report.
create view kept_unit as
select code, kind, level, tags, management, supervising, work_body, active_from, active_to
from unit
where scope1 in (select scope_code from account where role = 'ROSTER_ADMIN' and revoked_at is null)
or scope2 in (select scope_code from account where role = 'ROSTER_ADMIN' and revoked_at is null)
or scope3 in (select scope_code from account where role = 'ROSTER_ADMIN' and revoked_at is null)
or scope4 in (select scope_code from account where role = 'ROSTER_ADMIN' and revoked_at is null)
or scope5 in (select scope_code from account where role = 'ROSTER_ADMIN' and revoked_at is null)
or scope6 in (select scope_code from account where role = 'ROSTER_ADMIN' and revoked_at is null);

-- The account that runs the scheduled jobs runs this one too.
update account
set operations = operations || array['auditRosters']
where role = 'JOB'
and 'syncRegistry' = any(operations);
