-- What a call centre counted of a unit on a day (热线接听统计), as its source states it; none of the
-- numbers is ours. Sent again with other numbers it is a new version; the newest one counts.
create table call_statistic (
    id uuid primary key,
    unit_code text not null,
    unit_name text not null,
    day date not null,
    source text not null,
    version integer not null,
    calls integer not null,
    answered integer not null,
    in_time integer,
    imported_at timestamptz not null,
    imported_by text not null,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text,
    unique (unit_code, day, source, version),
    check (calls >= answered and answered >= 0),
    check (in_time between 0 and answered)
);

create index call_statistic_day on call_statistic (day, unit_code);

create trigger call_statistic_append_only
before update or delete or truncate on call_statistic
for each statement execute function refuse_rewrite();
