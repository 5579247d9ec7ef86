-- Numbers of the mirror stand apart, as in the registry: the service works under a role of its own
-- that cannot select one, and reaches it through reveal_phones alone, which keeps a record. Roles
-- belong to the whole server: another database may have made it.
do $$
begin
    if not exists (select from pg_roles where rolname = 'huiying_deadlines') then
        create role huiying_deadlines nologin;
    end if;
    if not pg_has_role(current_user, 'huiying_deadlines', 'member') then
        execute format('grant huiying_deadlines to %I', current_user);
    end if;
end
$$;

create function pg_temp.hidden(phone text) returns text
immutable
return case
    when length(phone) < 9 then '****'
    else left(phone, 3) || '****' || right(phone, 4)
end;

-- What a reader who may not see the number is shown, so that hiding it never touches the number.
alter table mirror_person add column phone_hint text;
update mirror_person
set phone_hint = pg_temp.hidden(phone)
where phone is not null;

create table mirror_phone (
    person_id uuid primary key references mirror_person (id) on delete cascade,
    phone text not null
);

insert into mirror_phone (person_id, phone)
select id, phone
from mirror_person
where phone is not null;

-- Incidents kept a copy of the number beside the name. They keep the hint, and whose it is, so that
-- the door gives the number of today; whom this does not find is found when contacts are renewed.
update party p
set person = p.person || jsonb_build_object('id', known.id)
from (select distinct on (name, phone) id, name, phone from mirror_person order by 2, 3, 1) known
where p.person ->> 'name' = known.name
and p.person ->> 'phone' = known.phone;
update party
set person = person - 'phone' || jsonb_build_object('phone_hint', pg_temp.hidden(person ->> 'phone'))
where person ? 'phone';
update obligation o
set person = o.person || jsonb_build_object('id', known.id)
from (select distinct on (name, phone) id, name, phone from mirror_person order by 2, 3, 1) known
where o.person ->> 'name' = known.name
and o.person ->> 'phone' = known.phone;
update obligation
set person = person - 'phone' || jsonb_build_object('phone_hint', pg_temp.hidden(person ->> 'phone'))
where person ? 'phone';
insert into incident_recheck (incident, since)
select id, opened_at
from incident
where state = 'OPEN'
on conflict do nothing;

alter table mirror_person drop column phone;

create table phone_reveal (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    operation text not null,
    persons uuid[] not null
);

create index phone_reveal_at on phone_reveal (at, id);
create index phone_reveal_persons on phone_reveal using gin (persons);

create index mirror_availability_stand_in on mirror_availability (stand_in)
where stand_in is not null;

-- Whoever is present of a chain of stand-ins, from the one whom the absent person named; null where
-- the chain ends or turns in a circle.
create function stand_in_of(named uuid, moment timestamptz)
returns uuid
language plpgsql
stable strict
as $$
declare
    here uuid := named;
    seen uuid[] := '{}';
    is_present boolean;
    next uuid;
begin
    while here is not null and here <> all(seen) loop
        select v.present, v.stand_in
        into is_present, next
        from mirror_availability v
        where v.person_id = here
        and v.begins <= moment
        and (v.ends is null or v.ends > moment)
        order by v.id desc
        limit 1;
        if not found or is_present then
            return here;
        end if;
        seen := seen || here;
        here := next;
    end loop;
    return null;
end
$$;

-- Whether a person answers at that moment for a unit of the subtree, of one unit alone if given: by
-- a post, or standing in for somebody who is away from one.
create function answers_within(
    bearer uuid, seen_from text, only_unit text, moment timestamptz
)
returns boolean
language sql
stable
as $$
    with recursive whom (id) as (
        select bearer
        union
        select v.person_id
        from whom
        join mirror_availability v on v.stand_in = whom.id
        where not v.present
        and v.begins <= moment
        and (v.ends is null or v.ends > moment)
        and not exists (
            select
            from mirror_availability later
            where later.person_id = v.person_id
            and later.id > v.id
            and later.begins <= moment
            and (later.ends is null or later.ends > moment)
        )
    )
    select exists (
        select
        from whom
        join mirror_post p on p.person_id = whom.id
        join mirror_unit u on u.code = p.unit
        where (p.begins is null or p.begins <= moment)
        and (p.ends is null or p.ends > moment)
        and seen_from in (u.scope1, u.scope2, u.scope3, u.scope4, u.scope5, u.scope6)
        and (only_unit is null or u.code = only_unit)
    )
$$;

-- The only way to a number: it leaves an entry with who asked. A person without a number is missing;
-- whose number is not seen from there comes with the hint.
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
    return query
        with asked as (
            select person.id, person.phone_hint, number.phone
            from mirror_person person
            left join mirror_phone number on number.person_id = person.id
                and answers_within(person.id, seen_from, only_unit, asked_at)
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
grant execute on function reveal_phones to huiying_deadlines;
grant usage on schema public to huiying_deadlines;
alter default privileges in schema public
    grant select, insert, update, delete on tables to huiying_deadlines;
alter default privileges in schema public grant usage on sequences to huiying_deadlines;
grant select, insert, update, delete on all tables in schema public to huiying_deadlines;
grant usage on all sequences in schema public to huiying_deadlines;
revoke insert, update, delete on schema_migration from huiying_deadlines;
revoke update, delete on change, phone_reveal from huiying_deadlines;
revoke insert on phone_reveal from huiying_deadlines;
revoke select, update on mirror_phone from huiying_deadlines;
grant select (person_id) on mirror_phone to huiying_deadlines;
