-- What is owed. `due_at` null is a statutory duty without a number: it has no due time and is
-- never overdue. `board_at` orders the board: by due time, then the untimed ones.
create table obligation (
    id uuid primary key,
    incident uuid not null references incident (id),
    key text not null,
    kind text not null,
    title text not null,
    opened_on text not null,
    due_class text not null,
    modality text not null,
    state text not null check (state in ('OPEN', 'FULFILLED', 'WAIVED', 'LAPSED')),
    owed boolean not null,
    owed_after jsonb not null,
    start_at timestamptz not null,
    due_at timestamptz,
    board_at timestamptz not null
        generated always as (coalesce(due_at, timestamptz '9999-01-01 00:00:00+00')) stored,
    provisional boolean not null,
    late_at_intake boolean not null,
    owner_code text not null,
    owner jsonb not null,
    person jsonb,
    recipients jsonb not null,
    fulfilled_by jsonb not null,
    conclusive boolean not null,
    at_source boolean not null,
    basis jsonb not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    closed_at timestamptz,
    done_at timestamptz,
    closed_by text,
    outcome text,
    close_reason text,
    receipt text,
    version integer not null,
    due_version integer not null,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text,
    unique (incident, key)
);

-- One equality and one range give a page of the board for every size of territory, also under a
-- generic plan; a path prefix would not.
create index obligation_board1 on obligation (scope1, board_at, id) where state = 'OPEN' and owed;
create index obligation_board2 on obligation (scope2, board_at, id) where state = 'OPEN' and owed;
create index obligation_board3 on obligation (scope3, board_at, id) where state = 'OPEN' and owed;
create index obligation_board4 on obligation (scope4, board_at, id) where state = 'OPEN' and owed;
create index obligation_board5 on obligation (scope5, board_at, id) where state = 'OPEN' and owed;
create index obligation_board6 on obligation (scope6, board_at, id) where state = 'OPEN' and owed;

create index obligation_elapsing1 on obligation (scope1, start_at, id)
where state = 'OPEN' and owed and due_at is null;
create index obligation_elapsing2 on obligation (scope2, start_at, id)
where state = 'OPEN' and owed and due_at is null;
create index obligation_elapsing3 on obligation (scope3, start_at, id)
where state = 'OPEN' and owed and due_at is null;
create index obligation_elapsing4 on obligation (scope4, start_at, id)
where state = 'OPEN' and owed and due_at is null;
create index obligation_elapsing5 on obligation (scope5, start_at, id)
where state = 'OPEN' and owed and due_at is null;
create index obligation_elapsing6 on obligation (scope6, start_at, id)
where state = 'OPEN' and owed and due_at is null;

create index obligation_fulfilled on obligation
    (closed_at, scope1, scope2, scope3, scope4, scope5, scope6)
where state = 'FULFILLED';

-- Open and owed obligations under the codes of parties that lie outside the owner's territory.
-- Rewritten with the incident; narrow, so that the board can merge it with the ranges above.
create table obligation_watch (
    scope text not null,
    obligation uuid not null references obligation (id),
    incident uuid not null,
    board_at timestamptz not null,
    start_at timestamptz not null,
    timed boolean not null,
    primary key (scope, obligation)
);

create index obligation_watch_board on obligation_watch (scope, board_at, obligation);
create index obligation_watch_elapsing on obligation_watch (scope, start_at, obligation)
where not timed;
create index obligation_watch_incident on obligation_watch (incident);

-- Every due time an obligation has borne, with the reason and who gave it.
create table due_version (
    obligation uuid not null references obligation (id),
    version integer not null,
    due_at timestamptz,
    at timestamptz not null,
    actor text not null,
    reason text not null,
    basis jsonb not null,
    primary key (obligation, version)
);

create trigger due_version_append_only
before update or delete or truncate on due_version
for each statement execute function refuse_rewrite();
