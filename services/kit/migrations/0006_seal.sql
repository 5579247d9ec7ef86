-- The record under seal: batches of rows in the order in which they became complete, each batch
-- chained to the one before. `digests` are the SHA-256 of the rows, 32 bytes each, `seqs` and
-- `entities` what they are told apart and named by, `total` how many rows are under seal so far.
create table seal (
    no bigint primary key,
    at timestamptz not null,
    lane text not null,
    rows integer not null,
    total bigint not null,
    seqs bigint[] not null,
    entities text[] not null,
    digests bytea not null,
    previous bytea not null,
    hash bytea not null
);

create index seal_lane on seal (lane, no);

create trigger seal_append_only
before update or delete or truncate on seal
for each statement execute function refuse_rewrite();

-- Makes a table append-only for good: by a trigger, which refuses also the owner's statements, and
-- by taking from every other role the right to rewrite it. For migrations, after the table is made.
create function append_only(target regclass) returns void
language plpgsql as $$
declare
    bearer regrole;
begin
    if not exists (
        select from pg_trigger where tgrelid = target and tgfoid = 'refuse_rewrite'::regproc
    ) then
        execute format(
            'create trigger %I before update or delete or truncate on %s '
            'for each statement execute function refuse_rewrite()',
            (select relname from pg_class where oid = target) || '_append_only',
            target
        );
    end if;
    for bearer in
        select distinct held.grantee::regrole
        from pg_class c, aclexplode(c.relacl) held
        where c.oid = target
        and held.grantee not in (0, c.relowner)
        and held.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
    loop
        execute format('revoke update, delete, truncate on %s from %s', target, bearer);
    end loop;
end
$$;

revoke all on function append_only from public;
