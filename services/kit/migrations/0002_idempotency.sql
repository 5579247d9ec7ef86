-- The answer of each mutation by the caller's own key, written in the mutation's transaction.
-- The answer is null only while that transaction runs, so nobody else ever sees it null.
create table idempotency (
    principal text not null,
    key text not null,
    operation text not null,
    request_sha256 bytea not null,
    answer jsonb,
    at timestamptz not null,
    primary key (principal, key)
);

create index idempotency_age on idempotency (at);
