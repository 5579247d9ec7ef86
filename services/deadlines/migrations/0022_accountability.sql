-- A decision on breaches (约谈、通报、追责、移送监察, or none of them), made by people and never by
-- the program; the breaches stand as they stood when it was made.
create table accountability (
    id uuid primary key,
    incident uuid not null references incident (id),
    measures jsonb not null,
    reasons jsonb not null,
    reason text not null,
    breaches jsonb not null,
    unit jsonb not null,
    persons jsonb not null,
    decided_by text not null,
    decided_at timestamptz not null,
    rectify_by timestamptz,
    document text,
    url text,
    sha256 text,
    obligations jsonb not null,
    warnings jsonb not null,
    carried_out_at timestamptz,
    rectified boolean,
    result text,
    result_at timestamptz,
    recorded_at timestamptz not null,
    recorded_by text not null,
    version integer not null
);

create index accountability_incident on accountability (incident, decided_at);

create table accountability_breach (
    obligation uuid not null references obligation (id),
    accountability uuid not null references accountability (id),
    primary key (obligation, accountability)
);

-- What missed its limit: done late, or open past it.
create index obligation_missed on obligation (due_at, id)
where due_at is not null
and (state = 'OPEN' or outcome in ('LATE', 'LATE_WITH_REASON', 'LATE_AT_INTAKE'));
