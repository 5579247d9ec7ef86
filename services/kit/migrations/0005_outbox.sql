-- What is to be sent out of the house, written in the transaction of what it tells of. Nothing
-- leaves it undelivered: a row that fails is tried again for ever, ever more rarely. `id` is what
-- the receiver knows it by, `lane` is one receiver, `subject` what it tells of. `fence` is drawn
-- anew at each taking: whoever took it before and comes back late settles nothing.
create table outbox (
    id uuid primary key,
    lane text not null,
    subject uuid not null,
    rank smallint not null,
    due_at timestamptz not null,
    created_at timestamptz not null,
    next_at timestamptz not null,
    attempts integer not null default 0,
    fence bigint not null default 0,
    delivered_at timestamptz,
    error text
);

create sequence outbox_fence;

create index outbox_waiting on outbox (rank, due_at, id) where delivered_at is null;
create index outbox_next on outbox (next_at) where delivered_at is null;
create index outbox_subject on outbox (subject);
create index outbox_delivered on outbox (delivered_at) where delivered_at is not null;

-- A receiver that failed rests a little, so that one that never answers costs the others nothing.
create table outbox_lane (
    lane text primary key,
    failures integer not null,
    rests_until timestamptz not null
);
