-- A table that proves something is never rewritten: corrections are new rows.
create function refuse_rewrite() returns trigger
language plpgsql as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
        using errcode = 'object_not_in_prerequisite_state';
end
$$;

-- Every change of every entity, written in the transaction that made it. Timeline, audit,
-- subscriptions and other services' mirrors read it in the order (xid, seq); seq alone is not
-- an order, because a transaction that began earlier may draw its numbers and commit later.
create table change (
    xid xid8 not null default pg_current_xact_id(),
    seq bigint not null generated always as identity,
    at timestamptz not null,
    scope text[] not null,
    entity text not null,
    id uuid not null,
    version integer not null,
    kind text not null,
    actor text not null,
    body jsonb not null,
    primary key (seq)
);

create index change_order on change (xid, seq);
create index change_timeline on change (id, seq);

create trigger change_append_only
before update or delete or truncate on change
for each statement execute function refuse_rewrite();
