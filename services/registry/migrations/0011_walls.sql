-- The service works under a role of its own, which can neither rewrite the record nor read a number
-- but through reveal_phones. Roles belong to the whole server: another database may have made it.
do $$
begin
    if not exists (select from pg_roles where rolname = 'huiying_registry') then
        create role huiying_registry nologin;
    end if;
    if not pg_has_role(current_user, 'huiying_registry', 'member') then
        execute format('grant huiying_registry to %I', current_user);
    end if;
end
$$;

-- What a reader who may not see the number is shown, so that hiding it never touches the number.
alter table person add column phone_hint text;
update person
set phone_hint = case
    when length(phone) < 9 then '****'
    else left(phone, 3) || '****' || right(phone, 4)
end
from person_phone
where person_phone.person_id = person.id;

create table phone_reveal (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    operation text not null,
    persons uuid[] not null
);

create index phone_reveal_at on phone_reveal (at, id);
create index phone_reveal_persons on phone_reveal using gin (persons);

-- The second wall: whatever statement comes, only numbers of the subtree that the transaction has
-- named are there. A setting that was never made, or that another transaction left empty, names
-- nothing, and nothing is there.
alter table person_phone enable row level security;
alter table person_phone force row level security;
create policy own_subtree on person_phone
using (
    exists (
        select
        from person
        join unit on unit.code = person.unit
        where person.id = person_phone.person_id
        and (select nullif(current_setting('huiying.scope', true), ''))
            in (scope1, scope2, scope3, scope4, scope5, scope6)
    )
);

-- The only way to a number: it leaves an entry with who asked. The predicate stands here besides the
-- policy, because the owner of a function may be above policies. A person without a number is
-- missing; whose number is not seen from there comes with the hint.
create function reveal_phones(
    wanted uuid[], seen_from text, only_unit text, asked_by text, asked_with text,
    asked_at timestamptz
)
returns table (bearer uuid, shown text, whole boolean)
language plpgsql
security definer
set search_path = pg_catalog, public
as $$
begin
    perform set_config('huiying.scope', coalesce(seen_from, ''), true);
    return query
        with asked as (
            select person.id, person.phone_hint, number.phone
            from person
            join unit on unit.code = person.unit
            left join person_phone number on number.person_id = person.id
                and seen_from in (scope1, scope2, scope3, scope4, scope5, scope6)
                and (only_unit is null or unit.code = only_unit)
            where person.id = any(wanted)
            and person.phone_hint is not null
        ),
        noted as (
            insert into phone_reveal (at, actor, operation, persons)
            select asked_at, asked_by, asked_with, array_agg(asked.id)
            from asked
            where asked.phone is not null
            having count(*) > 0
        )
        select asked.id, coalesce(asked.phone, asked.phone_hint), asked.phone is not null
        from asked;
end
$$;

revoke all on function reveal_phones from public;
grant execute on function reveal_phones to huiying_registry;
grant usage on schema public to huiying_registry;
alter default privileges in schema public
    grant select, insert, update, delete on tables to huiying_registry;
alter default privileges in schema public grant usage on sequences to huiying_registry;
grant select, insert, update, delete on all tables in schema public to huiying_registry;
grant usage on all sequences in schema public to huiying_registry;
revoke insert, update, delete on schema_migration from huiying_registry;
revoke update, delete on change, phone_reveal from huiying_registry;
revoke insert on phone_reveal from huiying_registry;
revoke select, update on person_phone from huiying_registry;
grant select (person_id) on person_phone to huiying_registry;
