-- What was filed is frozen: a row that is FILED is never written again.
create table filing (
    id uuid primary key,
    unit text collate "C" not null references unit (code),
    subject text not null,
    state text not null check (state in ('OPEN', 'FILED')),
    opened_at timestamptz not null,
    opened_by text not null,
    recipient text collate "C" references unit (code),
    recipient_kind text not null,
    recipient_trace jsonb not null,
    changes jsonb not null,
    filed_on date,
    receipt_number text,
    file_sha256 text,
    file_name text,
    snapshot jsonb,
    snapshot_digest text,
    recorded_at timestamptz,
    recorded_by text,
    version integer not null,
    check (state = 'OPEN' or num_nulls(filed_on, receipt_number, snapshot, snapshot_digest) = 0)
);

-- Later changes join the filing that is still open.
create unique index filing_open on filing (unit, subject) where state = 'OPEN';
create index filing_filed on filing (unit, subject, filed_on) where state = 'FILED';
