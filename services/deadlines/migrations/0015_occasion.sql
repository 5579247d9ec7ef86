-- What obligations come from that belong to no incident (事由): a policy to be published, a change
-- of the roster, a period, a date. `rule` and `period` name what a period owes of a unit, so that
-- however often the job runs there is one of each.
create table occasion (
    id uuid primary key,
    number text not null,
    kind text not null,
    title text not null,
    state text not null check (state in ('OPEN', 'CLOSED')),
    unit_code text not null,
    unit jsonb not null,
    rule text,
    period text,
    begins_at timestamptz not null,
    ends_at timestamptz,
    packs jsonb not null,
    body jsonb not null,
    opened_at timestamptz not null,
    opened_by text not null,
    closed_at timestamptz,
    closed_by text,
    version integer not null,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text,
    check ((rule is null) = (period is null))
);

create unique index occasion_once on occasion (unit_code, rule, period) where rule is not null;

-- Under which codes an occasion may be seen, as incident_scope is of incidents.
create table occasion_scope (
    scope text not null,
    occasion uuid not null references occasion (id),
    primary key (scope, occasion)
);

create index occasion_scope_occasion on occasion_scope (occasion);

-- An obligation belongs to an incident or to an occasion, never to both.
alter table obligation alter column incident drop not null;
alter table obligation add column occasion uuid references occasion (id);
alter table obligation add constraint obligation_of_one
check (num_nonnulls(incident, occasion) = 1);
create unique index obligation_occasion_key on obligation (occasion, key)
where occasion is not null;
create index obligation_matter on obligation ((coalesce(incident, occasion)));

alter table obligation_watch alter column incident drop not null;
alter table obligation_watch add column occasion uuid;
create index obligation_watch_occasion on obligation_watch (occasion) where occasion is not null;
