CREATE FUNCTION public.answers_within(bearer uuid, seen_from text, only_unit text, moment timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
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

CREATE FUNCTION public.append_only(target regclass) RETURNS void
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.directory_of(units text[], codes text[], divisions text[], organs text[], at timestamp with time zone, moment timestamp with time zone) RETURNS TABLE(reachable boolean, applied_at timestamp with time zone, asked_at timestamp with time zone, fed boolean, code text, name text, kind text, level text, division text, parent text, supervising text, management text, tags jsonb, scope1 text, scope2 text, scope3 text, scope4 text, scope5 text, scope6 text, appointment uuid, post text, person text, title text, begins timestamp with time zone, ends timestamp with time zone, person_id uuid, phone_hint text, filed boolean, successor text, away_from timestamp with time zone, away_to timestamp with time zone, stand_in_id uuid, stand_in text, stand_in_hint text)
    LANGUAGE plpgsql STABLE
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
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

CREATE FUNCTION public.refuse_rewrite() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
        using errcode = 'object_not_in_prerequisite_state';
end
$$;

CREATE FUNCTION public.reveal_phones(wanted uuid[], seen_from text, only_unit text, asked_by text, asked_with text, asked_at timestamp with time zone) RETURNS TABLE(bearer uuid, shown text, whole boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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

CREATE FUNCTION public.stand_in_of(named uuid, moment timestamp with time zone) RETURNS uuid
    LANGUAGE plpgsql STABLE STRICT
    AS $$
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

CREATE TABLE public.accountability (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    measures jsonb NOT NULL,
    reasons jsonb NOT NULL,
    reason text NOT NULL,
    breaches jsonb NOT NULL,
    unit jsonb NOT NULL,
    persons jsonb NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    rectify_by timestamp with time zone,
    document text,
    url text,
    sha256 text,
    obligations jsonb NOT NULL,
    warnings jsonb NOT NULL,
    carried_out_at timestamp with time zone,
    rectified boolean,
    result text,
    result_at timestamp with time zone,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    version integer NOT NULL
);

CREATE TABLE public.accountability_breach (
    obligation uuid NOT NULL,
    accountability uuid NOT NULL
);

CREATE TABLE public.assessment (
    incident uuid NOT NULL,
    version integer NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    facts jsonb NOT NULL,
    factors jsonb NOT NULL,
    decided_by text
);

CREATE TABLE public.bulletin (
    id uuid NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    number text NOT NULL,
    year integer NOT NULL,
    serial integer NOT NULL,
    version integer NOT NULL,
    corrects uuid,
    reason text,
    differences jsonb NOT NULL,
    issuer_code text NOT NULL,
    issuer jsonb NOT NULL,
    unit_code text NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    asked jsonb NOT NULL,
    content text NOT NULL,
    sha256 text NOT NULL,
    act uuid,
    issued_at timestamp with time zone NOT NULL,
    issued_by text NOT NULL
);

CREATE TABLE public.call_statistic (
    id uuid NOT NULL,
    unit_code text NOT NULL,
    unit_name text NOT NULL,
    day date NOT NULL,
    source text NOT NULL,
    version integer NOT NULL,
    calls integer NOT NULL,
    answered integer NOT NULL,
    in_time integer,
    imported_at timestamp with time zone NOT NULL,
    imported_by text NOT NULL,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text,
    CONSTRAINT call_statistic_check CHECK (((calls >= answered) AND (answered >= 0))),
    CONSTRAINT call_statistic_check1 CHECK (((in_time >= 0) AND (in_time <= answered)))
);

CREATE TABLE public.canary (
    one boolean DEFAULT true NOT NULL,
    due_at timestamp with time zone NOT NULL,
    swept_at timestamp with time zone,
    parcel uuid,
    delivered_at timestamp with time zone,
    CONSTRAINT canary_one_check CHECK (one)
);

CREATE TABLE public.change (
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    scope text[] NOT NULL,
    entity text NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    body jsonb NOT NULL
);

ALTER TABLE public.change ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.change_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.conference_decision (
    id uuid NOT NULL,
    obligation uuid NOT NULL,
    incident uuid NOT NULL,
    another boolean NOT NULL,
    suggested_at timestamp with time zone,
    reason text,
    decider text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    CONSTRAINT conference_decision_check CHECK (
CASE
    WHEN another THEN (suggested_at IS NOT NULL)
    ELSE (reason IS NOT NULL)
END)
);

CREATE TABLE public.consultation (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    title text NOT NULL,
    convenors jsonb NOT NULL,
    attendees jsonb NOT NULL,
    opinion text NOT NULL,
    held_at timestamp with time zone NOT NULL,
    document text,
    url text,
    sha256 text,
    warnings jsonb NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL
);

CREATE TABLE public.designation (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    unit jsonb NOT NULL,
    office jsonb NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL
);

CREATE TABLE public.directive (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    superior text NOT NULL,
    document text NOT NULL,
    content text,
    ordered_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    url text,
    sha256 text,
    obligations jsonb NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL
);

CREATE TABLE public.dispatch (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    kind text NOT NULL,
    unit jsonb NOT NULL,
    recipient text NOT NULL,
    recipient_unit text,
    person text,
    means text,
    sent_at timestamp with time zone NOT NULL,
    document text,
    url text,
    sha256 text,
    note text,
    late_reason text,
    received_at timestamp with time zone,
    received_by text,
    receipt text,
    answer text,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    version integer NOT NULL
);

CREATE TABLE public.due_version (
    obligation uuid NOT NULL,
    version integer NOT NULL,
    due_at timestamp with time zone,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    basis jsonb NOT NULL
);

CREATE TABLE public.duty_rules (
    unit text NOT NULL,
    version integer NOT NULL,
    roles jsonb NOT NULL,
    patrols jsonb NOT NULL,
    expectations jsonb NOT NULL,
    reason text NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by text NOT NULL
);

CREATE TABLE public.field_responsibility (
    id uuid NOT NULL,
    unit_code text NOT NULL,
    field text NOT NULL,
    title text NOT NULL,
    department text,
    department_name text,
    note text,
    version integer NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by text NOT NULL
);

CREATE TABLE public.gate_decision (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    gate text NOT NULL,
    approver jsonb NOT NULL,
    verdict text NOT NULL,
    person text NOT NULL,
    basis text,
    note text,
    form text,
    statement integer,
    decided_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    on_behalf boolean NOT NULL,
    warnings jsonb NOT NULL,
    obligation uuid,
    CONSTRAINT gate_decision_verdict_check CHECK ((verdict = ANY (ARRAY['APPROVED'::text, 'CONDITIONAL'::text, 'REFUSED'::text, 'OVERRIDDEN'::text])))
);

CREATE TABLE public.handover (
    id uuid NOT NULL,
    shift uuid NOT NULL,
    number integer NOT NULL,
    unit text NOT NULL,
    incoming uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    snapshot jsonb NOT NULL,
    sha256 text NOT NULL
);

CREATE TABLE public.handover_signature (
    handover uuid NOT NULL,
    side text NOT NULL,
    accepted boolean NOT NULL,
    person text NOT NULL,
    subject text NOT NULL,
    at timestamp with time zone NOT NULL,
    remark text,
    changes jsonb,
    sha256 text NOT NULL,
    CONSTRAINT handover_signature_side_check CHECK ((side = ANY (ARRAY['OUTGOING'::text, 'INCOMING'::text])))
);

CREATE TABLE public.holiday_notice (
    id uuid NOT NULL,
    year integer NOT NULL,
    version integer NOT NULL,
    document text NOT NULL,
    url text,
    days jsonb NOT NULL,
    note text,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL
);

CREATE TABLE public.hotline_contact (
    id uuid NOT NULL,
    ticket uuid NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    person text,
    means text,
    content text NOT NULL,
    satisfied boolean,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL
);

CREATE TABLE public.hotline_ticket (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    place integer NOT NULL,
    number text NOT NULL,
    kind text NOT NULL,
    summary text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    replied_at timestamp with time zone,
    obligations jsonb NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    version integer NOT NULL
);

CREATE TABLE public.idempotency (
    principal text NOT NULL,
    key text NOT NULL,
    operation text NOT NULL,
    request_sha256 bytea NOT NULL,
    answer jsonb,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.incident (
    id uuid NOT NULL,
    number text NOT NULL,
    title text NOT NULL,
    state text NOT NULL,
    drill boolean NOT NULL,
    contacts_pending boolean NOT NULL,
    desk text NOT NULL,
    severity text,
    severity_title text,
    kind text,
    kind_title text,
    facts jsonb NOT NULL,
    packs jsonb NOT NULL,
    responsibility jsonb NOT NULL,
    notes jsonb NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by text NOT NULL,
    closed_at timestamp with time zone,
    closed_by text,
    close_note text,
    version integer NOT NULL,
    assessment integer NOT NULL,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text,
    rebased_at timestamp with time zone,
    CONSTRAINT incident_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text])))
);

CREATE TABLE public.incident_counter (
    year integer NOT NULL,
    last integer NOT NULL
);

CREATE TABLE public.incident_recheck (
    incident uuid NOT NULL,
    since timestamp with time zone NOT NULL
);

CREATE TABLE public.incident_scope (
    scope text NOT NULL,
    incident uuid NOT NULL
);

CREATE TABLE public.issuer_keys (
    url text NOT NULL,
    jwks jsonb NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    unreachable_since timestamp with time zone
);

CREATE TABLE public.lead (
    id uuid NOT NULL,
    state text NOT NULL,
    title text NOT NULL,
    summary text,
    platform text,
    url text,
    locality text,
    suggested_severity text,
    occurred_at timestamp with time zone,
    occurred_precision text,
    heat double precision,
    known_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    outside boolean NOT NULL,
    reported_at timestamp with time zone,
    sightings integer NOT NULL,
    incident uuid,
    merged_into uuid,
    decided_at timestamp with time zone,
    decided_by text,
    reason text,
    version integer NOT NULL,
    CONSTRAINT lead_state_check CHECK ((state = ANY (ARRAY['NEW'::text, 'PROMOTED'::text, 'MERGED'::text, 'DISMISSED'::text])))
);

CREATE TABLE public.lead_mark (
    mark text NOT NULL,
    lead uuid NOT NULL
);

CREATE TABLE public.lead_scope (
    lead uuid NOT NULL,
    scope text NOT NULL,
    known_at timestamp with time zone NOT NULL,
    waiting boolean NOT NULL
);

CREATE TABLE public.mirror_availability (
    id uuid NOT NULL,
    version integer NOT NULL,
    person_id uuid NOT NULL,
    begins timestamp with time zone NOT NULL,
    ends timestamp with time zone,
    present boolean NOT NULL,
    stand_in uuid
);

CREATE TABLE public.mirror_channel (
    id uuid NOT NULL,
    version integer NOT NULL,
    unit text NOT NULL,
    kind text NOT NULL,
    platform text,
    name text NOT NULL,
    url text,
    opened_on timestamp with time zone,
    closed_on timestamp with time zone
);

CREATE TABLE public.mirror_cursor (
    one boolean DEFAULT true NOT NULL,
    cursor text,
    applied_at timestamp with time zone,
    asked_at timestamp with time zone NOT NULL,
    reachable boolean NOT NULL,
    CONSTRAINT mirror_cursor_one_check CHECK (one)
);

CREATE TABLE public.mirror_document (
    id uuid NOT NULL,
    version integer NOT NULL,
    unit text NOT NULL,
    kind text NOT NULL,
    begins timestamp with time zone NOT NULL,
    ends timestamp with time zone
);

CREATE TABLE public.mirror_fault (
    entity text NOT NULL,
    id text NOT NULL,
    cursor text NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.mirror_person (
    id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    phone_hint text
);

CREATE TABLE public.mirror_phone (
    person_id uuid NOT NULL,
    phone text NOT NULL
);

CREATE TABLE public.mirror_post (
    id uuid NOT NULL,
    version integer NOT NULL,
    unit text NOT NULL,
    person_id uuid NOT NULL,
    person text NOT NULL,
    post text NOT NULL,
    title text NOT NULL,
    begins timestamp with time zone,
    ends timestamp with time zone,
    filed_on timestamp with time zone
);

CREATE TABLE public.mirror_succession (
    id uuid NOT NULL,
    version integer NOT NULL,
    predecessor text NOT NULL,
    successor text NOT NULL,
    kind text NOT NULL,
    begins timestamp with time zone NOT NULL
);

CREATE TABLE public.mirror_unit (
    id uuid NOT NULL,
    version integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    short_name text NOT NULL,
    initials text NOT NULL,
    kind text NOT NULL,
    level text NOT NULL,
    division text NOT NULL,
    parent text,
    supervising text,
    management text NOT NULL,
    tags jsonb NOT NULL,
    active_from timestamp with time zone,
    active_to timestamp with time zone,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text,
    tagged jsonb DEFAULT '{}'::jsonb NOT NULL
);

CREATE TABLE public.mirror_unit_name (
    id uuid NOT NULL,
    version integer NOT NULL,
    unit text NOT NULL,
    begins timestamp with time zone,
    name text NOT NULL,
    short_name text NOT NULL
);

CREATE TABLE public.notice (
    id uuid NOT NULL,
    kind text NOT NULL,
    recipient text NOT NULL,
    unit text NOT NULL,
    unit_name text NOT NULL,
    told text NOT NULL,
    person text,
    post_title text NOT NULL,
    rank smallint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    drill boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    items integer NOT NULL,
    unrouted boolean NOT NULL,
    step integer NOT NULL,
    climbed_from uuid,
    climb_at timestamp with time zone,
    acknowledged_at timestamp with time zone,
    acknowledged_by text,
    acknowledged_means text,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text,
    CONSTRAINT notice_kind_check CHECK ((kind = ANY (ARRAY['REMINDER'::text, 'DIGEST'::text, 'CLIMB'::text])))
);

CREATE TABLE public.notice_hold (
    id uuid NOT NULL,
    scope text NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    reason text NOT NULL,
    actor text NOT NULL
);

CREATE TABLE public.notice_item (
    obligation uuid NOT NULL,
    due_version integer NOT NULL,
    rung text NOT NULL,
    recipient text NOT NULL,
    rung_title text NOT NULL,
    title text NOT NULL,
    rank smallint NOT NULL,
    rung_at timestamp with time zone NOT NULL,
    start_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    recorded_at timestamp with time zone NOT NULL,
    drill boolean NOT NULL,
    climb interval,
    part uuid NOT NULL
);

CREATE TABLE public.notice_part (
    part uuid NOT NULL,
    notice uuid,
    recipient text NOT NULL,
    drill boolean NOT NULL,
    rank smallint NOT NULL,
    items integer NOT NULL,
    first_at timestamp with time zone NOT NULL,
    told jsonb NOT NULL
);

CREATE TABLE public.notice_route (
    id uuid NOT NULL,
    unit text NOT NULL,
    kind text NOT NULL,
    target text NOT NULL,
    secret text,
    active boolean NOT NULL,
    accepts_drills boolean NOT NULL,
    version integer NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by text NOT NULL,
    CONSTRAINT notice_route_kind_check CHECK ((kind = ANY (ARRAY['WEBHOOK'::text, 'EMAIL'::text, 'WECOM'::text, 'DINGTALK'::text, 'FEISHU'::text])))
);

CREATE TABLE public.obligation (
    id uuid NOT NULL,
    incident uuid,
    key text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    opened_on text NOT NULL,
    due_class text NOT NULL,
    modality text NOT NULL,
    state text NOT NULL,
    owed boolean NOT NULL,
    owed_after jsonb NOT NULL,
    start_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    board_at timestamp with time zone GENERATED ALWAYS AS (COALESCE(due_at, '9999-01-01 00:00:00+00'::timestamp with time zone)) STORED NOT NULL,
    provisional boolean NOT NULL,
    late_at_intake boolean NOT NULL,
    owner_code text NOT NULL,
    owner jsonb NOT NULL,
    person jsonb,
    recipients jsonb NOT NULL,
    fulfilled_by jsonb NOT NULL,
    conclusive boolean NOT NULL,
    at_source boolean NOT NULL,
    basis jsonb NOT NULL,
    acknowledged_at timestamp with time zone,
    acknowledged_by text,
    closed_at timestamp with time zone,
    done_at timestamp with time zone,
    closed_by text,
    outcome text,
    close_reason text,
    receipt text,
    version integer NOT NULL,
    due_version integer NOT NULL,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text,
    occasion uuid,
    counted_at timestamp with time zone GENERATED ALWAYS AS (COALESCE(due_at, start_at)) STORED NOT NULL,
    answerable text GENERATED ALWAYS AS (
CASE
    WHEN ((person -> 'named'::text) IS DISTINCT FROM 'false'::jsonb) THEN (person ->> 'name'::text)
    ELSE NULL::text
END) STORED,
    by_release boolean GENERATED ALWAYS AS ((fulfilled_by <> '[]'::jsonb)) STORED NOT NULL,
    CONSTRAINT obligation_of_one CHECK ((num_nonnulls(incident, occasion) = 1)),
    CONSTRAINT obligation_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'FULFILLED'::text, 'WAIVED'::text, 'LAPSED'::text])))
);

CREATE TABLE public.obligation_alert (
    obligation uuid NOT NULL,
    due_version integer NOT NULL,
    rung text NOT NULL,
    title text NOT NULL,
    rung_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

CREATE TABLE public.obligation_wake (
    obligation uuid NOT NULL,
    wake_at timestamp with time zone NOT NULL
);

CREATE TABLE public.obligation_watch (
    scope text NOT NULL,
    obligation uuid NOT NULL,
    incident uuid,
    board_at timestamp with time zone NOT NULL,
    start_at timestamp with time zone NOT NULL,
    timed boolean NOT NULL,
    occasion uuid
);

CREATE TABLE public.occasion (
    id uuid NOT NULL,
    number text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    state text NOT NULL,
    unit_code text NOT NULL,
    unit jsonb NOT NULL,
    rule text,
    period text,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    packs jsonb NOT NULL,
    body jsonb NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by text NOT NULL,
    closed_at timestamp with time zone,
    closed_by text,
    version integer NOT NULL,
    scope1 text,
    scope2 text,
    scope3 text,
    scope4 text,
    scope5 text,
    scope6 text,
    CONSTRAINT occasion_check CHECK (((rule IS NULL) = (period IS NULL))),
    CONSTRAINT occasion_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text])))
);

CREATE TABLE public.occasion_scope (
    scope text NOT NULL,
    occasion uuid NOT NULL
);

CREATE TABLE public.outbox (
    id uuid NOT NULL,
    lane text NOT NULL,
    subject uuid NOT NULL,
    rank smallint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    next_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    fence bigint DEFAULT 0 NOT NULL,
    delivered_at timestamp with time zone,
    error text
);

CREATE SEQUENCE public.outbox_fence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.outbox_lane (
    lane text NOT NULL,
    failures integer NOT NULL,
    rests_until timestamp with time zone NOT NULL
);

CREATE TABLE public.pack_adoption (
    id uuid NOT NULL,
    pack text NOT NULL,
    pack_version text NOT NULL,
    unit_code text NOT NULL,
    unit_name text NOT NULL,
    begins date NOT NULL,
    ends date,
    document text,
    reason text,
    decided_at timestamp with time zone NOT NULL,
    decided_by text NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by text,
    withdrawal_reason text,
    version integer NOT NULL,
    CONSTRAINT pack_adoption_check CHECK (((ends IS NULL) OR (begins <= ends)))
);

CREATE TABLE public.pack_adoption_scope (
    scope text NOT NULL,
    adoption uuid NOT NULL
);

CREATE TABLE public.pack_adoption_state (
    one boolean DEFAULT true NOT NULL,
    token uuid NOT NULL,
    CONSTRAINT pack_adoption_state_one_check CHECK (one)
);

CREATE TABLE public.party (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    place integer NOT NULL,
    role text NOT NULL,
    unit_code text NOT NULL,
    unit jsonb NOT NULL,
    person jsonb,
    acknowledged_at timestamp with time zone,
    acknowledged_by text,
    ended_at timestamp with time zone
);

CREATE TABLE public.patrol (
    id uuid NOT NULL,
    unit text NOT NULL,
    at timestamp with time zone NOT NULL,
    person text NOT NULL,
    channels jsonb NOT NULL,
    result text NOT NULL,
    note text,
    leads jsonb NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    CONSTRAINT patrol_result_check CHECK ((result = ANY (ARRAY['NOTHING_FOUND'::text, 'FOUND'::text])))
);

CREATE TABLE public.period_run (
    id uuid NOT NULL,
    as_of timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    opened integer NOT NULL
);

CREATE TABLE public.periodic_act (
    id uuid NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    held_at timestamp with time zone NOT NULL,
    unit_code text NOT NULL,
    host_code text NOT NULL,
    host_kind text NOT NULL,
    host_level text NOT NULL,
    joint jsonb NOT NULL,
    present jsonb NOT NULL,
    emergency boolean NOT NULL,
    url text,
    number text,
    occasion uuid,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL
);

CREATE TABLE public.periodic_act_unit (
    unit_code text NOT NULL,
    held_at timestamp with time zone NOT NULL,
    act uuid NOT NULL
);

CREATE TABLE public.phone_reveal (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    operation text NOT NULL,
    persons uuid[] NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL
);

ALTER TABLE public.phone_reveal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.phone_reveal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.progress (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    text text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL
);

CREATE TABLE public.publication (
    id uuid NOT NULL,
    release uuid NOT NULL,
    place integer NOT NULL,
    channel_kind text NOT NULL,
    platform text,
    url text,
    published_at timestamp with time zone NOT NULL,
    checksum text,
    reach bigint,
    reach_source text,
    comments bigint,
    recorded_at timestamp with time zone,
    recorded_by text,
    CONSTRAINT publication_check CHECK (((reach IS NULL) OR (reach_source IS NOT NULL))),
    CONSTRAINT publication_comments_check CHECK ((comments >= 0)),
    CONSTRAINT publication_reach_check CHECK ((reach >= 0))
);

CREATE TABLE public.referral (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    request text NOT NULL,
    sender jsonb NOT NULL,
    receiver jsonb NOT NULL,
    received_at timestamp with time zone NOT NULL,
    document text,
    report_title text,
    report_url text,
    report_sha256 text,
    late_reason text,
    state text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    opened uuid,
    version integer NOT NULL,
    sender_code text GENERATED ALWAYS AS ((sender ->> 'code'::text)) STORED COLLATE pg_catalog."C",
    receiver_code text GENERATED ALWAYS AS ((receiver ->> 'code'::text)) STORED COLLATE pg_catalog."C"
);

CREATE TABLE public.referral_step (
    referral uuid NOT NULL,
    place integer NOT NULL,
    step text NOT NULL,
    at timestamp with time zone NOT NULL,
    unit jsonb NOT NULL,
    person text,
    note text,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL
);

CREATE TABLE public.release (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    form text NOT NULL,
    conclusive boolean NOT NULL,
    title text NOT NULL,
    unit_code text NOT NULL,
    unit jsonb NOT NULL,
    released_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    attendees jsonb NOT NULL,
    fulfilled jsonb NOT NULL,
    warnings jsonb NOT NULL,
    late_reason text,
    purpose text,
    plan_title text,
    plan_url text,
    statement integer,
    mentioned_units jsonb DEFAULT '[]'::jsonb NOT NULL,
    ungated boolean DEFAULT false NOT NULL,
    checks jsonb DEFAULT '[]'::jsonb NOT NULL,
    hosts jsonb DEFAULT '[]'::jsonb NOT NULL,
    topic_source text
);

CREATE TABLE public.release_gate (
    release uuid NOT NULL,
    place integer NOT NULL,
    gate text NOT NULL,
    approver jsonb NOT NULL,
    state text NOT NULL,
    decision uuid
);

CREATE TABLE public.resource_figure (
    id uuid NOT NULL,
    unit_code text NOT NULL,
    unit jsonb NOT NULL,
    year integer NOT NULL,
    version integer NOT NULL,
    full_time integer,
    part_time integer,
    funds_yuan bigint,
    source text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    CONSTRAINT resource_figure_full_time_check CHECK ((full_time >= 0)),
    CONSTRAINT resource_figure_funds_yuan_check CHECK ((funds_yuan >= 0)),
    CONSTRAINT resource_figure_part_time_check CHECK ((part_time >= 0))
);

CREATE TABLE public.review (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    version integer NOT NULL,
    outcomes jsonb NOT NULL,
    tolerated boolean NOT NULL,
    obligations jsonb NOT NULL,
    reason text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    unit jsonb NOT NULL,
    document text,
    url text,
    sha256 text,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL
);

CREATE TABLE public.revocation (
    seq bigint NOT NULL,
    sid text,
    subject text,
    before timestamp with time zone,
    at timestamp with time zone NOT NULL,
    CONSTRAINT revocation_check CHECK (((sid IS NULL) = (subject IS NOT NULL))),
    CONSTRAINT revocation_check1 CHECK (((subject IS NULL) = (before IS NULL)))
);

ALTER TABLE public.revocation ALTER COLUMN seq ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.revocation_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.seal (
    no bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    lane text NOT NULL,
    rows integer NOT NULL,
    total bigint NOT NULL,
    seqs bigint[] NOT NULL,
    entities text[] NOT NULL,
    digests bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE public.shift (
    id uuid NOT NULL,
    unit text NOT NULL,
    unit_name text NOT NULL,
    role text NOT NULL,
    role_title text NOT NULL,
    mans boolean NOT NULL,
    person text NOT NULL,
    person_id uuid,
    account text,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    planned_end timestamp with time zone NOT NULL,
    unplanned boolean NOT NULL,
    planned_at timestamp with time zone NOT NULL,
    planned_by text NOT NULL,
    started_at timestamp with time zone,
    started_by text,
    started_name text,
    signed_at timestamp with time zone,
    handed_over_at timestamp with time zone,
    gone text,
    reason text,
    replaces uuid,
    version integer NOT NULL,
    CONSTRAINT shift_check CHECK ((ends_at > begins_at)),
    CONSTRAINT shift_gone_check CHECK ((gone = ANY (ARRAY['REPLACED'::text, 'CANCELLED'::text])))
);

CREATE TABLE public.sighting (
    id uuid NOT NULL,
    lead uuid NOT NULL,
    received_at timestamp with time zone NOT NULL,
    reporter text NOT NULL,
    reporter_name text NOT NULL,
    unit_code text NOT NULL,
    outside boolean NOT NULL,
    vendor text,
    alert_id text,
    platform text,
    url text,
    content_hash text,
    first_seen_at timestamp with time zone,
    captured_at timestamp with time zone,
    seen_at timestamp with time zone NOT NULL,
    locality text,
    suggested_severity text,
    occurred_at timestamp with time zone,
    occurred_precision text,
    heat double precision,
    title text NOT NULL,
    summary text,
    warnings jsonb NOT NULL,
    marks text[] NOT NULL
);

CREATE TABLE public.statement (
    id uuid NOT NULL,
    incident uuid NOT NULL,
    version integer NOT NULL,
    text text NOT NULL,
    note text,
    author text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.sweep_run (
    id uuid NOT NULL,
    as_of timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    selected integer NOT NULL,
    alerts integer NOT NULL,
    backlog integer NOT NULL,
    next_wake_at timestamp with time zone,
    notices integer DEFAULT 0 NOT NULL,
    catch_up_from timestamp with time zone,
    catch_up_to timestamp with time zone
);

ALTER TABLE ONLY public.accountability_breach
    ADD CONSTRAINT accountability_breach_pkey PRIMARY KEY (obligation, accountability);

ALTER TABLE ONLY public.accountability
    ADD CONSTRAINT accountability_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assessment
    ADD CONSTRAINT assessment_pkey PRIMARY KEY (incident, version);

ALTER TABLE ONLY public.bulletin
    ADD CONSTRAINT bulletin_issuer_code_year_serial_version_key UNIQUE (issuer_code, year, serial, version);

ALTER TABLE ONLY public.bulletin
    ADD CONSTRAINT bulletin_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.call_statistic
    ADD CONSTRAINT call_statistic_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.call_statistic
    ADD CONSTRAINT call_statistic_unit_code_day_source_version_key UNIQUE (unit_code, day, source, version);

ALTER TABLE ONLY public.canary
    ADD CONSTRAINT canary_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.conference_decision
    ADD CONSTRAINT conference_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consultation
    ADD CONSTRAINT consultation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.designation
    ADD CONSTRAINT designation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directive
    ADD CONSTRAINT directive_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.dispatch
    ADD CONSTRAINT dispatch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.due_version
    ADD CONSTRAINT due_version_pkey PRIMARY KEY (obligation, version);

ALTER TABLE ONLY public.duty_rules
    ADD CONSTRAINT duty_rules_pkey PRIMARY KEY (unit, version);

ALTER TABLE ONLY public.field_responsibility
    ADD CONSTRAINT field_responsibility_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.field_responsibility
    ADD CONSTRAINT field_responsibility_unit_code_field_key UNIQUE (unit_code, field);

ALTER TABLE ONLY public.gate_decision
    ADD CONSTRAINT gate_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_shift_number_key UNIQUE (shift, number);

ALTER TABLE ONLY public.handover_signature
    ADD CONSTRAINT handover_signature_pkey PRIMARY KEY (handover, side);

ALTER TABLE ONLY public.holiday_notice
    ADD CONSTRAINT holiday_notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.holiday_notice
    ADD CONSTRAINT holiday_notice_year_version_key UNIQUE (year, version);

ALTER TABLE ONLY public.hotline_contact
    ADD CONSTRAINT hotline_contact_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.hotline_ticket
    ADD CONSTRAINT hotline_ticket_incident_number_key UNIQUE (incident, number);

ALTER TABLE ONLY public.hotline_ticket
    ADD CONSTRAINT hotline_ticket_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (principal, key);

ALTER TABLE ONLY public.incident_counter
    ADD CONSTRAINT incident_counter_pkey PRIMARY KEY (year);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_number_key UNIQUE (number);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.incident_recheck
    ADD CONSTRAINT incident_recheck_pkey PRIMARY KEY (incident);

ALTER TABLE ONLY public.incident_scope
    ADD CONSTRAINT incident_scope_pkey PRIMARY KEY (scope, incident);

ALTER TABLE ONLY public.issuer_keys
    ADD CONSTRAINT issuer_keys_pkey PRIMARY KEY (url);

ALTER TABLE ONLY public.lead_mark
    ADD CONSTRAINT lead_mark_pkey PRIMARY KEY (mark, lead);

ALTER TABLE ONLY public.lead
    ADD CONSTRAINT lead_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lead_scope
    ADD CONSTRAINT lead_scope_pkey PRIMARY KEY (lead, scope);

ALTER TABLE ONLY public.mirror_availability
    ADD CONSTRAINT mirror_availability_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mirror_channel
    ADD CONSTRAINT mirror_channel_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mirror_cursor
    ADD CONSTRAINT mirror_cursor_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.mirror_document
    ADD CONSTRAINT mirror_document_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mirror_fault
    ADD CONSTRAINT mirror_fault_pkey PRIMARY KEY (entity, id);

ALTER TABLE ONLY public.mirror_person
    ADD CONSTRAINT mirror_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mirror_phone
    ADD CONSTRAINT mirror_phone_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.mirror_post
    ADD CONSTRAINT mirror_post_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mirror_succession
    ADD CONSTRAINT mirror_succession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mirror_unit_name
    ADD CONSTRAINT mirror_unit_name_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mirror_unit
    ADD CONSTRAINT mirror_unit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notice_hold
    ADD CONSTRAINT notice_hold_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notice_item
    ADD CONSTRAINT notice_item_pkey PRIMARY KEY (obligation, due_version, rung, recipient);

ALTER TABLE ONLY public.notice_part
    ADD CONSTRAINT notice_part_pkey PRIMARY KEY (part);

ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notice_route
    ADD CONSTRAINT notice_route_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notice_route
    ADD CONSTRAINT notice_route_unit_kind_target_key UNIQUE (unit, kind, target);

ALTER TABLE ONLY public.obligation_alert
    ADD CONSTRAINT obligation_alert_pkey PRIMARY KEY (obligation, due_version, rung);

ALTER TABLE ONLY public.obligation
    ADD CONSTRAINT obligation_incident_key_key UNIQUE (incident, key);

ALTER TABLE ONLY public.obligation
    ADD CONSTRAINT obligation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.obligation_wake
    ADD CONSTRAINT obligation_wake_pkey PRIMARY KEY (obligation);

ALTER TABLE ONLY public.obligation_watch
    ADD CONSTRAINT obligation_watch_pkey PRIMARY KEY (scope, obligation);

ALTER TABLE ONLY public.occasion
    ADD CONSTRAINT occasion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.occasion_scope
    ADD CONSTRAINT occasion_scope_pkey PRIMARY KEY (scope, occasion);

ALTER TABLE ONLY public.outbox_lane
    ADD CONSTRAINT outbox_lane_pkey PRIMARY KEY (lane);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pack_adoption
    ADD CONSTRAINT pack_adoption_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pack_adoption_scope
    ADD CONSTRAINT pack_adoption_scope_pkey PRIMARY KEY (scope, adoption);

ALTER TABLE ONLY public.pack_adoption_state
    ADD CONSTRAINT pack_adoption_state_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.party
    ADD CONSTRAINT party_incident_role_unit_code_key UNIQUE (incident, role, unit_code);

ALTER TABLE ONLY public.party
    ADD CONSTRAINT party_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.patrol
    ADD CONSTRAINT patrol_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.period_run
    ADD CONSTRAINT period_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.periodic_act
    ADD CONSTRAINT periodic_act_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.periodic_act_unit
    ADD CONSTRAINT periodic_act_unit_pkey PRIMARY KEY (unit_code, held_at, act);

ALTER TABLE ONLY public.phone_reveal
    ADD CONSTRAINT phone_reveal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.progress
    ADD CONSTRAINT progress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.publication
    ADD CONSTRAINT publication_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.publication
    ADD CONSTRAINT publication_release_place_key UNIQUE (release, place);

ALTER TABLE ONLY public.referral
    ADD CONSTRAINT referral_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.referral_step
    ADD CONSTRAINT referral_step_pkey PRIMARY KEY (referral, place);

ALTER TABLE ONLY public.release_gate
    ADD CONSTRAINT release_gate_pkey PRIMARY KEY (release, place);

ALTER TABLE ONLY public.release
    ADD CONSTRAINT release_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.resource_figure
    ADD CONSTRAINT resource_figure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.resource_figure
    ADD CONSTRAINT resource_figure_unit_code_year_version_key UNIQUE (unit_code, year, version);

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_incident_version_key UNIQUE (incident, version);

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.revocation
    ADD CONSTRAINT revocation_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.seal
    ADD CONSTRAINT seal_pkey PRIMARY KEY (no);

ALTER TABLE ONLY public.shift
    ADD CONSTRAINT shift_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sighting
    ADD CONSTRAINT sighting_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_incident_version_key UNIQUE (incident, version);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sweep_run
    ADD CONSTRAINT sweep_run_pkey PRIMARY KEY (id);

CREATE INDEX accountability_incident ON public.accountability USING btree (incident, decided_at);

CREATE INDEX assessment_again ON public.assessment USING btree (at) WHERE (version > 1);

CREATE INDEX bulletin_unit ON public.bulletin USING btree (unit_code COLLATE "C", id);

CREATE INDEX call_statistic_day ON public.call_statistic USING btree (day, unit_code);

CREATE INDEX change_order ON public.change USING btree (xid, seq);

CREATE INDEX change_timeline ON public.change USING btree (id, seq);

CREATE INDEX conference_decision_incident ON public.conference_decision USING btree (incident, decided_at);

CREATE INDEX consultation_incident ON public.consultation USING btree (incident, held_at);

CREATE INDEX designation_incident ON public.designation USING btree (incident, at);

CREATE INDEX directive_incident ON public.directive USING btree (incident, ordered_at);

CREATE INDEX dispatch_incident ON public.dispatch USING btree (incident, sent_at);

CREATE INDEX gate_decision_incident ON public.gate_decision USING btree (incident, recorded_at);

CREATE INDEX gate_override ON public.gate_decision USING btree (recorded_at) WHERE (verdict = 'OVERRIDDEN'::text);

CREATE INDEX handover_unit ON public.handover USING btree (unit, made_at);

CREATE INDEX hotline_contact_ticket ON public.hotline_contact USING btree (ticket, at);

CREATE INDEX hotline_ticket_unreplied ON public.hotline_ticket USING btree (incident, id) WHERE ((replied_at IS NULL) AND (kind = ANY (ARRAY['COMPLAINT'::text, 'REPORT'::text])));

CREATE INDEX idempotency_age ON public.idempotency USING btree (at);

CREATE INDEX incident_closed ON public.incident USING btree (closed_at) WHERE (closed_at IS NOT NULL);

CREATE INDEX incident_contacts_pending ON public.incident USING btree (id) WHERE (contacts_pending AND (state = 'OPEN'::text));

CREATE INDEX incident_drill ON public.incident USING btree (id) WHERE drill;

CREATE INDEX incident_opened ON public.incident USING btree (opened_at);

CREATE INDEX incident_scope_incident ON public.incident_scope USING btree (incident);

CREATE INDEX lead_event ON public.lead USING btree (locality, occurred_at) WHERE (occurred_at IS NOT NULL);

CREATE INDEX lead_incident ON public.lead USING btree (incident) WHERE (incident IS NOT NULL);

CREATE INDEX lead_mark_lead ON public.lead_mark USING btree (lead);

CREATE INDEX lead_merged_into ON public.lead USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX lead_scope_known ON public.lead_scope USING btree (scope, known_at, lead);

CREATE INDEX lead_scope_waiting ON public.lead_scope USING btree (scope, known_at, lead) WHERE waiting;

CREATE INDEX mirror_availability_begins ON public.mirror_availability USING btree (begins);

CREATE INDEX mirror_availability_ends ON public.mirror_availability USING btree (ends);

CREATE INDEX mirror_availability_person ON public.mirror_availability USING btree (person_id);

CREATE INDEX mirror_availability_stand_in ON public.mirror_availability USING btree (stand_in) WHERE (stand_in IS NOT NULL);

CREATE INDEX mirror_channel_unit ON public.mirror_channel USING btree (unit);

CREATE INDEX mirror_document_unit ON public.mirror_document USING btree (unit);

CREATE INDEX mirror_post_begins ON public.mirror_post USING btree (begins);

CREATE INDEX mirror_post_ends ON public.mirror_post USING btree (ends);

CREATE INDEX mirror_post_person ON public.mirror_post USING btree (person_id);

CREATE INDEX mirror_post_unit ON public.mirror_post USING btree (unit, post);

CREATE INDEX mirror_succession_predecessor ON public.mirror_succession USING btree (predecessor);

CREATE UNIQUE INDEX mirror_unit_code ON public.mirror_unit USING btree (code);

CREATE INDEX mirror_unit_name_unit ON public.mirror_unit_name USING btree (unit, begins);

CREATE INDEX mirror_unit_organ ON public.mirror_unit USING btree (division, kind);

CREATE INDEX mirror_unit_place_code ON public.mirror_unit USING btree (code COLLATE "C") WHERE (kind = ANY (ARRAY['GOVERNMENT'::text, 'COMMITTEE'::text]));

CREATE INDEX mirror_unit_place_initials ON public.mirror_unit USING btree (initials COLLATE "C", code) WHERE (kind = ANY (ARRAY['GOVERNMENT'::text, 'COMMITTEE'::text]));

CREATE INDEX notice_climb ON public.notice USING btree (climb_at) WHERE (climb_at IS NOT NULL);

CREATE INDEX notice_hold_open ON public.notice_hold USING btree (until) WHERE (ended_at IS NULL);

CREATE INDEX notice_item_part ON public.notice_item USING btree (part, rank, rung_at);

CREATE INDEX notice_open1 ON public.notice USING btree (scope1, rank, due_at, id) WHERE (acknowledged_at IS NULL);

CREATE INDEX notice_open2 ON public.notice USING btree (scope2, rank, due_at, id) WHERE (acknowledged_at IS NULL);

CREATE INDEX notice_open3 ON public.notice USING btree (scope3, rank, due_at, id) WHERE (acknowledged_at IS NULL);

CREATE INDEX notice_open4 ON public.notice USING btree (scope4, rank, due_at, id) WHERE (acknowledged_at IS NULL);

CREATE INDEX notice_open5 ON public.notice USING btree (scope5, rank, due_at, id) WHERE (acknowledged_at IS NULL);

CREATE INDEX notice_open6 ON public.notice USING btree (scope6, rank, due_at, id) WHERE (acknowledged_at IS NULL);

CREATE INDEX notice_part_notice ON public.notice_part USING btree (notice) WHERE (notice IS NOT NULL);

CREATE INDEX notice_part_waiting ON public.notice_part USING btree (recipient, drill) WHERE (notice IS NULL);

CREATE INDEX notice_unrouted ON public.notice USING btree (unit, at) WHERE (unrouted AND (acknowledged_at IS NULL));

CREATE INDEX obligation_board1 ON public.obligation USING btree (scope1, board_at, id) WHERE ((state = 'OPEN'::text) AND owed);

CREATE INDEX obligation_board2 ON public.obligation USING btree (scope2, board_at, id) WHERE ((state = 'OPEN'::text) AND owed);

CREATE INDEX obligation_board3 ON public.obligation USING btree (scope3, board_at, id) WHERE ((state = 'OPEN'::text) AND owed);

CREATE INDEX obligation_board4 ON public.obligation USING btree (scope4, board_at, id) WHERE ((state = 'OPEN'::text) AND owed);

CREATE INDEX obligation_board5 ON public.obligation USING btree (scope5, board_at, id) WHERE ((state = 'OPEN'::text) AND owed);

CREATE INDEX obligation_board6 ON public.obligation USING btree (scope6, board_at, id) WHERE ((state = 'OPEN'::text) AND owed);

CREATE INDEX obligation_counted ON public.obligation USING btree (owner_code COLLATE "C", counted_at) INCLUDE (id, incident, occasion, kind, modality, due_class, provisional, state, owed, outcome, due_at, start_at, done_at, answerable, by_release) WHERE (state <> 'LAPSED'::text);

CREATE INDEX obligation_elapsing1 ON public.obligation USING btree (scope1, start_at, id) WHERE ((state = 'OPEN'::text) AND owed AND (due_at IS NULL));

CREATE INDEX obligation_elapsing2 ON public.obligation USING btree (scope2, start_at, id) WHERE ((state = 'OPEN'::text) AND owed AND (due_at IS NULL));

CREATE INDEX obligation_elapsing3 ON public.obligation USING btree (scope3, start_at, id) WHERE ((state = 'OPEN'::text) AND owed AND (due_at IS NULL));

CREATE INDEX obligation_elapsing4 ON public.obligation USING btree (scope4, start_at, id) WHERE ((state = 'OPEN'::text) AND owed AND (due_at IS NULL));

CREATE INDEX obligation_elapsing5 ON public.obligation USING btree (scope5, start_at, id) WHERE ((state = 'OPEN'::text) AND owed AND (due_at IS NULL));

CREATE INDEX obligation_elapsing6 ON public.obligation USING btree (scope6, start_at, id) WHERE ((state = 'OPEN'::text) AND owed AND (due_at IS NULL));

CREATE INDEX obligation_fulfilled ON public.obligation USING btree (closed_at, scope1, scope2, scope3, scope4, scope5, scope6) WHERE (state = 'FULFILLED'::text);

CREATE INDEX obligation_matter ON public.obligation USING btree (COALESCE(incident, occasion));

CREATE INDEX obligation_missed ON public.obligation USING btree (due_at, id) WHERE ((due_at IS NOT NULL) AND ((state = 'OPEN'::text) OR (outcome = ANY (ARRAY['LATE'::text, 'LATE_WITH_REASON'::text, 'LATE_AT_INTAKE'::text]))));

CREATE UNIQUE INDEX obligation_occasion_key ON public.obligation USING btree (occasion, key) WHERE (occasion IS NOT NULL);

CREATE INDEX obligation_waived ON public.obligation USING btree (closed_at) WHERE (state = 'WAIVED'::text);

CREATE INDEX obligation_wake_at ON public.obligation_wake USING btree (wake_at);

CREATE INDEX obligation_watch_board ON public.obligation_watch USING btree (scope, board_at, obligation);

CREATE INDEX obligation_watch_elapsing ON public.obligation_watch USING btree (scope, start_at, obligation) WHERE (NOT timed);

CREATE INDEX obligation_watch_incident ON public.obligation_watch USING btree (incident);

CREATE INDEX obligation_watch_occasion ON public.obligation_watch USING btree (occasion) WHERE (occasion IS NOT NULL);

CREATE INDEX occasion_counting ON public.occasion USING btree (unit_code, begins_at) WHERE ((rule IS NOT NULL) AND (state = 'OPEN'::text));

CREATE UNIQUE INDEX occasion_once ON public.occasion USING btree (unit_code, rule, period) WHERE (rule IS NOT NULL);

CREATE INDEX occasion_rule ON public.occasion USING btree (rule, ends_at) WHERE (rule IS NOT NULL);

CREATE INDEX occasion_scope_occasion ON public.occasion_scope USING btree (occasion);

CREATE INDEX outbox_delivered ON public.outbox USING btree (delivered_at) WHERE (delivered_at IS NOT NULL);

CREATE INDEX outbox_next ON public.outbox USING btree (next_at) WHERE (delivered_at IS NULL);

CREATE INDEX outbox_subject ON public.outbox USING btree (subject);

CREATE INDEX outbox_waiting ON public.outbox USING btree (rank, due_at, id) WHERE (delivered_at IS NULL);

CREATE INDEX pack_adoption_unit ON public.pack_adoption USING btree (unit_code, pack);

CREATE INDEX patrol_unit ON public.patrol USING btree (unit, at);

CREATE INDEX period_run_as_of ON public.period_run USING btree (as_of DESC);

CREATE INDEX periodic_act_occasion ON public.periodic_act USING btree (occasion) WHERE (occasion IS NOT NULL);

CREATE INDEX phone_reveal_at ON public.phone_reveal USING btree (at, id);

CREATE INDEX phone_reveal_order ON public.phone_reveal USING btree (xid, id);

CREATE INDEX phone_reveal_persons ON public.phone_reveal USING gin (persons);

CREATE INDEX progress_incident ON public.progress USING btree (incident, at);

CREATE INDEX referral_incident ON public.referral USING btree (incident);

CREATE INDEX referral_waiting ON public.referral USING btree (receiver_code, received_at, id) WHERE (state = ANY (ARRAY['REFERRED'::text, 'SIGNED'::text, 'ANSWERED'::text]));

CREATE INDEX release_counted ON public.release USING btree (released_at) WHERE (form = ANY (ARRAY['PRESS_CONFERENCE'::text, 'ONLINE_INTERVIEW'::text]));

CREATE INDEX release_gate_decision ON public.release_gate USING btree (decision);

CREATE INDEX release_incident ON public.release USING btree (incident, released_at);

CREATE INDEX release_reported ON public.release USING btree (released_at);

CREATE INDEX revocation_age ON public.revocation USING btree (at);

CREATE INDEX seal_lane ON public.seal USING btree (lane, no);

CREATE INDEX shift_person ON public.shift USING btree (person, ends_at);

CREATE INDEX shift_person_id ON public.shift USING btree (person_id, ends_at) WHERE (person_id IS NOT NULL);

CREATE INDEX shift_replaces ON public.shift USING btree (replaces) WHERE (replaces IS NOT NULL);

CREATE INDEX shift_unit ON public.shift USING btree (unit, begins_at);

CREATE INDEX sighting_lead ON public.sighting USING btree (lead, received_at, id);

CREATE INDEX sighting_reporter ON public.sighting USING btree (reporter, received_at, id);

CREATE INDEX sweep_run_as_of ON public.sweep_run USING btree (as_of DESC);

CREATE INDEX sweep_run_at ON public.sweep_run USING btree (at DESC);

CREATE INDEX sweep_run_catch_up ON public.sweep_run USING btree (at) WHERE (catch_up_from IS NOT NULL);

CREATE TRIGGER assessment_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.assessment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER bulletin_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.bulletin FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER call_statistic_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.call_statistic FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER change_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.change FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER conference_decision_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.conference_decision FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER designation_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.designation FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER due_version_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.due_version FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER duty_rules_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.duty_rules FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER gate_decision_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.gate_decision FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER handover_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.handover FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER handover_signature_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.handover_signature FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER notice_item_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.notice_item FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER obligation_alert_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.obligation_alert FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER patrol_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.patrol FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER periodic_act_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.periodic_act FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER phone_reveal_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.phone_reveal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER progress_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.progress FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER referral_step_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.referral_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER release_gate_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.release_gate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER resource_figure_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.resource_figure FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER review_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.review FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER seal_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.seal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER statement_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

ALTER TABLE ONLY public.accountability_breach
    ADD CONSTRAINT accountability_breach_accountability_fkey FOREIGN KEY (accountability) REFERENCES public.accountability(id);

ALTER TABLE ONLY public.accountability_breach
    ADD CONSTRAINT accountability_breach_obligation_fkey FOREIGN KEY (obligation) REFERENCES public.obligation(id);

ALTER TABLE ONLY public.accountability
    ADD CONSTRAINT accountability_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.assessment
    ADD CONSTRAINT assessment_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.bulletin
    ADD CONSTRAINT bulletin_act_fkey FOREIGN KEY (act) REFERENCES public.periodic_act(id);

ALTER TABLE ONLY public.bulletin
    ADD CONSTRAINT bulletin_corrects_fkey FOREIGN KEY (corrects) REFERENCES public.bulletin(id);

ALTER TABLE ONLY public.conference_decision
    ADD CONSTRAINT conference_decision_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.conference_decision
    ADD CONSTRAINT conference_decision_obligation_fkey FOREIGN KEY (obligation) REFERENCES public.obligation(id);

ALTER TABLE ONLY public.consultation
    ADD CONSTRAINT consultation_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.designation
    ADD CONSTRAINT designation_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.directive
    ADD CONSTRAINT directive_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.dispatch
    ADD CONSTRAINT dispatch_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.due_version
    ADD CONSTRAINT due_version_obligation_fkey FOREIGN KEY (obligation) REFERENCES public.obligation(id);

ALTER TABLE ONLY public.gate_decision
    ADD CONSTRAINT gate_decision_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.gate_decision
    ADD CONSTRAINT gate_decision_obligation_fkey FOREIGN KEY (obligation) REFERENCES public.obligation(id);

ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_incoming_fkey FOREIGN KEY (incoming) REFERENCES public.shift(id);

ALTER TABLE ONLY public.handover
    ADD CONSTRAINT handover_shift_fkey FOREIGN KEY (shift) REFERENCES public.shift(id);

ALTER TABLE ONLY public.handover_signature
    ADD CONSTRAINT handover_signature_handover_fkey FOREIGN KEY (handover) REFERENCES public.handover(id);

ALTER TABLE ONLY public.hotline_contact
    ADD CONSTRAINT hotline_contact_ticket_fkey FOREIGN KEY (ticket) REFERENCES public.hotline_ticket(id);

ALTER TABLE ONLY public.hotline_ticket
    ADD CONSTRAINT hotline_ticket_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.incident_recheck
    ADD CONSTRAINT incident_recheck_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.incident_scope
    ADD CONSTRAINT incident_scope_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.lead
    ADD CONSTRAINT lead_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.lead_mark
    ADD CONSTRAINT lead_mark_lead_fkey FOREIGN KEY (lead) REFERENCES public.lead(id);

ALTER TABLE ONLY public.lead
    ADD CONSTRAINT lead_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES public.lead(id);

ALTER TABLE ONLY public.lead_scope
    ADD CONSTRAINT lead_scope_lead_fkey FOREIGN KEY (lead) REFERENCES public.lead(id);

ALTER TABLE ONLY public.mirror_phone
    ADD CONSTRAINT mirror_phone_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.mirror_person(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_climbed_from_fkey FOREIGN KEY (climbed_from) REFERENCES public.notice(id);

ALTER TABLE ONLY public.notice_item
    ADD CONSTRAINT notice_item_obligation_fkey FOREIGN KEY (obligation) REFERENCES public.obligation(id);

ALTER TABLE ONLY public.notice_part
    ADD CONSTRAINT notice_part_notice_fkey FOREIGN KEY (notice) REFERENCES public.notice(id);

ALTER TABLE ONLY public.obligation_alert
    ADD CONSTRAINT obligation_alert_obligation_fkey FOREIGN KEY (obligation) REFERENCES public.obligation(id);

ALTER TABLE ONLY public.obligation
    ADD CONSTRAINT obligation_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.obligation
    ADD CONSTRAINT obligation_occasion_fkey FOREIGN KEY (occasion) REFERENCES public.occasion(id);

ALTER TABLE ONLY public.obligation_wake
    ADD CONSTRAINT obligation_wake_obligation_fkey FOREIGN KEY (obligation) REFERENCES public.obligation(id);

ALTER TABLE ONLY public.obligation_watch
    ADD CONSTRAINT obligation_watch_obligation_fkey FOREIGN KEY (obligation) REFERENCES public.obligation(id);

ALTER TABLE ONLY public.occasion_scope
    ADD CONSTRAINT occasion_scope_occasion_fkey FOREIGN KEY (occasion) REFERENCES public.occasion(id);

ALTER TABLE ONLY public.pack_adoption_scope
    ADD CONSTRAINT pack_adoption_scope_adoption_fkey FOREIGN KEY (adoption) REFERENCES public.pack_adoption(id);

ALTER TABLE ONLY public.party
    ADD CONSTRAINT party_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.periodic_act
    ADD CONSTRAINT periodic_act_occasion_fkey FOREIGN KEY (occasion) REFERENCES public.occasion(id);

ALTER TABLE ONLY public.periodic_act_unit
    ADD CONSTRAINT periodic_act_unit_act_fkey FOREIGN KEY (act) REFERENCES public.periodic_act(id);

ALTER TABLE ONLY public.progress
    ADD CONSTRAINT progress_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.publication
    ADD CONSTRAINT publication_release_fkey FOREIGN KEY (release) REFERENCES public.release(id);

ALTER TABLE ONLY public.referral
    ADD CONSTRAINT referral_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.referral
    ADD CONSTRAINT referral_opened_fkey FOREIGN KEY (opened) REFERENCES public.incident(id);

ALTER TABLE ONLY public.referral_step
    ADD CONSTRAINT referral_step_referral_fkey FOREIGN KEY (referral) REFERENCES public.referral(id);

ALTER TABLE ONLY public.release_gate
    ADD CONSTRAINT release_gate_decision_fkey FOREIGN KEY (decision) REFERENCES public.gate_decision(id);

ALTER TABLE ONLY public.release_gate
    ADD CONSTRAINT release_gate_release_fkey FOREIGN KEY (release) REFERENCES public.release(id);

ALTER TABLE ONLY public.release
    ADD CONSTRAINT release_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.shift
    ADD CONSTRAINT shift_replaces_fkey FOREIGN KEY (replaces) REFERENCES public.shift(id);

ALTER TABLE ONLY public.sighting
    ADD CONSTRAINT sighting_lead_fkey FOREIGN KEY (lead) REFERENCES public.lead(id);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);
