-- Which unit was made the lead (牵头部门) of an incident, by which office and why. The newest one
-- holds; none is overwritten.
create table designation (
    id uuid primary key,
    incident uuid not null references incident (id),
    unit jsonb not null,
    office jsonb not null,
    reason text not null,
    at timestamptz not null,
    recorded_by text not null
);

create index designation_incident on designation (incident, at);

create trigger designation_append_only
before update or delete or truncate on designation
for each statement execute function refuse_rewrite();

-- What was sent to one recipient (移交、上报、内部报告、核实) and what came back: a receipt, an
-- acknowledgement, an answer. Without it the row awaits its receipt.
create table dispatch (
    id uuid primary key,
    incident uuid not null references incident (id),
    kind text not null,
    unit jsonb not null,
    recipient text not null,
    recipient_unit text,
    person text,
    means text,
    sent_at timestamptz not null,
    document text,
    url text,
    sha256 text,
    note text,
    late_reason text,
    received_at timestamptz,
    received_by text,
    receipt text,
    answer text,
    recorded_at timestamptz not null,
    recorded_by text not null,
    version integer not null
);

create index dispatch_incident on dispatch (incident, sent_at);

-- A matter handed to another unit (转办): where it stands; its steps tell how it came there.
create table referral (
    id uuid primary key,
    incident uuid not null references incident (id),
    request text not null,
    sender jsonb not null,
    receiver jsonb not null,
    received_at timestamptz not null,
    document text,
    report_title text,
    report_url text,
    report_sha256 text,
    late_reason text,
    state text not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    opened uuid references incident (id),
    version integer not null
);

create index referral_incident on referral (incident);

create table referral_step (
    referral uuid not null references referral (id),
    place integer not null,
    step text not null,
    at timestamptz not null,
    unit jsonb not null,
    person text,
    note text,
    recorded_at timestamptz not null,
    recorded_by text not null,
    primary key (referral, place)
);

create trigger referral_step_append_only
before update or delete or truncate on referral_step
for each statement execute function refuse_rewrite();

create table consultation (
    id uuid primary key,
    incident uuid not null references incident (id),
    title text not null,
    convenors jsonb not null,
    attendees jsonb not null,
    opinion text not null,
    held_at timestamptz not null,
    document text,
    url text,
    sha256 text,
    warnings jsonb not null,
    recorded_at timestamptz not null,
    recorded_by text not null
);

create index consultation_incident on consultation (incident, held_at);

-- A call to the hotline (12345) that belongs to an incident; `replied_at` is its first reply.
create table hotline_ticket (
    id uuid primary key,
    incident uuid not null references incident (id),
    place integer not null,
    number text not null,
    kind text not null,
    summary text not null,
    received_at timestamptz not null,
    replied_at timestamptz,
    obligations jsonb not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    version integer not null,
    unique (incident, number)
);

create index hotline_ticket_unreplied on hotline_ticket (incident, id)
where replied_at is null and kind in ('COMPLAINT', 'REPORT');

create table hotline_contact (
    id uuid primary key,
    ticket uuid not null references hotline_ticket (id),
    kind text not null,
    at timestamptz not null,
    person text,
    means text,
    content text not null,
    satisfied boolean,
    recorded_at timestamptz not null,
    recorded_by text not null
);

create index hotline_contact_ticket on hotline_contact (ticket, at);

-- An order from above to respond (上级交办) beside the one among the facts, with its own limit.
create table directive (
    id uuid primary key,
    incident uuid not null references incident (id),
    superior text not null,
    document text not null,
    content text,
    ordered_at timestamptz not null,
    due_at timestamptz,
    url text,
    sha256 text,
    obligations jsonb not null,
    recorded_at timestamptz not null,
    recorded_by text not null
);

create index directive_incident on directive (incident, ordered_at);
