-- The extract of the mirror for one calculation: one row a unit and holder, all with the state of the
-- mirror; without units one row. The units are those there were at "moment", under the names they
-- bore then; the posts are those at "at".
-- A function, because planning this statement takes as long as running it, and the planner, left
-- alone, plans it for each caller anew: its guess for arrays of unknown length looks dear.
-- The posts and stand-ins stand behind fences (offset 0): each is an index look-up, where a plan that
-- joins them all at once reads everybody's.
create function directory_of(
    units text[],
    codes text[],
    divisions text[],
    organs text[],
    at timestamptz,
    moment timestamptz
) returns table (
    reachable boolean,
    applied_at timestamptz,
    asked_at timestamptz,
    fed boolean,
    code text,
    name text,
    kind text,
    level text,
    division text,
    parent text,
    supervising text,
    management text,
    tags jsonb,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text,
    appointment uuid,
    post text,
    person text,
    title text,
    begins timestamptz,
    ends timestamptz,
    person_id uuid,
    phone_hint text,
    filed boolean,
    successor text,
    away_from timestamptz,
    away_to timestamptz,
    stand_in_id uuid,
    stand_in text,
    stand_in_hint text
)
language plpgsql
stable
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    return query
    with recursive climbed (code, depth) as (
        select code, 0
        from unnest(directory_of.units) as given (code)
        union
        select above.code, climbed.depth + 1
        from climbed
        join mirror_unit u on u.code = climbed.code
        cross join lateral (values (u.parent), (u.supervising)) as above (code)
        where above.code is not null
        and climbed.depth < 6
    ),
    wanted (code) as (
        select code
        from climbed
        union
        select code
        from unnest(directory_of.codes) as given (code)
        union
        select code
        from mirror_unit
        where division = any(directory_of.divisions)
        and kind = any(directory_of.organs)
    ),
    heirs (code, heir, depth) as (
        select w.code, s.successor, 1
        from wanted w
        join mirror_succession s on s.predecessor = w.code
            and s.kind = 'MERGED'
            and s.begins <= directory_of.at
        union all
        select heirs.code, s.successor, heirs.depth + 1
        from heirs
        join mirror_succession s on s.predecessor = heirs.heir
            and s.kind = 'MERGED'
            and s.begins <= directory_of.at
        where heirs.depth < 6
    ),
    last (code, heir) as (
        select distinct on (code) code, heir
        from heirs
        order by code, depth desc, heir
    )
    select
        m.reachable, m.applied_at, m.asked_at, m.one is not null and m.applied_at is not null
            and not exists (select from mirror_fault f where f.entity = 'unit') as fed,
        u.code, coalesce(named.name, u.name) as name, u.kind, u.level, u.division, u.parent,
        u.supervising, u.management, u.tags,
        u.scope1, u.scope2, u.scope3, u.scope4, u.scope5, u.scope6,
        p.id as appointment, p.post, coalesce(n.name, p.person) as person, p.title, p.begins,
        p.ends, p.person_id, n.phone_hint,
        p.filed_on <= directory_of.at is true as filed,
        (select h.name from mirror_unit h where h.code = last.heir) as successor,
        a.begins as away_from, a.ends as away_to,
        s.id as stand_in_id, s.name as stand_in, s.phone_hint as stand_in_hint
    from (select true as one) as this
    left join mirror_cursor m on m.one = this.one
    left join (
        wanted
        join mirror_unit u on u.code = wanted.code
            and (u.active_from is null or u.active_from <= directory_of.moment)
            and (u.active_to is null or u.active_to > directory_of.moment)
    ) on true
    left join lateral (
        select b.name
        from mirror_unit_name b
        where b.unit = u.code
        and (b.begins is null or b.begins <= directory_of.moment)
        order by b.begins desc nulls last
        limit 1
    ) named on true
    left join last on last.code = u.code
    left join lateral (
        select id, person_id, post, person, title, filed_on, begins, ends
        from mirror_post
        where unit = coalesce(last.heir, u.code)
        and post in ('HEAD', 'DEPUTY', 'SPOKESPERSON')
        and (begins is null or begins <= directory_of.at)
        and (ends is null or ends > directory_of.at)
        offset 0
    ) p on true
    left join mirror_person n on n.id = p.person_id
    left join lateral (
        select v.begins, v.ends, v.present, v.stand_in
        from mirror_availability v
        where v.person_id = p.person_id
        and v.begins <= directory_of.at
        and (v.ends is null or v.ends > directory_of.at)
        order by v.id desc
        limit 1
    ) a on not a.present
    left join lateral (
        select id, name, phone_hint
        from mirror_person
        where p.post = 'SPOKESPERSON'
        and id = stand_in_of(a.stand_in, directory_of.at)
        offset 0
    ) s on true
    order by u.code, p.begins, p.person_id;
end
$$;
