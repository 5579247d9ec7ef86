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

CREATE FUNCTION public.keep_phones(kept_for uuid, wanted uuid[], seen_from text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
begin
    perform set_config('huiying.scope', coalesce(seen_from, ''), true);
    insert into import_phone (import, person_id, phone)
    select kept_for, person.id, number.phone
    from person
    join unit on unit.code = person.unit
    left join person_phone number on number.person_id = person.id
    where person.id = any(wanted)
    and seen_from in (scope1, scope2, scope3, scope4, scope5, scope6);
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

CREATE FUNCTION public.restore_phones(kept_for uuid, seen_from text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
begin
    perform set_config('huiying.scope', coalesce(seen_from, ''), true);
    delete from person_phone
    using import_phone kept
    where kept.import = kept_for
    and person_phone.person_id = kept.person_id;
    insert into person_phone (person_id, phone)
    select kept.person_id, kept.phone
    from import_phone kept
    join person on person.id = kept.person_id
    join unit on unit.code = person.unit
    where kept.import = kept_for
    and kept.phone is not null
    and seen_from in (scope1, scope2, scope3, scope4, scope5, scope6);
end
$$;

CREATE FUNCTION public.reveal_phones(wanted uuid[], seen_from text, only_unit text, asked_by text, asked_with text, asked_at timestamp with time zone) RETURNS TABLE(bearer uuid, shown text, whole boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
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

CREATE TABLE public.account (
    id uuid NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    unit_code text NOT NULL COLLATE pg_catalog."C",
    scope_level smallint NOT NULL,
    scope_code text NOT NULL COLLATE pg_catalog."C",
    operations text[],
    introspect boolean NOT NULL,
    secret_sha256 bytea,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT account_scope_level_check CHECK (((scope_level >= 1) AND (scope_level <= 6)))
);

CREATE TABLE public.account_event (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    detail jsonb NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    seq bigint NOT NULL
);

ALTER TABLE public.account_event ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_event_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_password (
    account_id uuid NOT NULL,
    hash text NOT NULL,
    must_change boolean NOT NULL,
    usable_until timestamp with time zone,
    changed_at timestamp with time zone NOT NULL
);

CREATE TABLE public.api_token (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    operations text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone
);

CREATE TABLE public.appointment (
    id uuid NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    person_id uuid NOT NULL,
    post text NOT NULL,
    title text NOT NULL,
    rank text,
    qualification text,
    starts_on date NOT NULL,
    ends_on date,
    filed_on date,
    version integer NOT NULL,
    employment text,
    end_reason text,
    CONSTRAINT appointment_check CHECK (((ends_on IS NULL) OR (starts_on <= ends_on)))
);

CREATE TABLE public.availability (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    present boolean NOT NULL,
    stand_in_person_id uuid,
    reason text,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT availability_check CHECK (((ends_at IS NULL) OR (starts_at < ends_at))),
    CONSTRAINT availability_check1 CHECK ((stand_in_person_id <> person_id))
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

CREATE TABLE public.channel (
    id uuid NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    platform text NOT NULL,
    name text NOT NULL,
    url text,
    owner text,
    monitor uuid,
    opened_on date NOT NULL,
    closed_on date,
    version integer NOT NULL,
    chat_group text,
    reach integer,
    reach_source text,
    CONSTRAINT channel_check CHECK (((closed_on IS NULL) OR (opened_on <= closed_on))),
    CONSTRAINT channel_check1 CHECK (((reach IS NULL) = (reach_source IS NULL))),
    CONSTRAINT channel_reach_check CHECK ((reach >= 0))
);

CREATE TABLE public.expert (
    id uuid NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    fields text[] NOT NULL,
    affiliation text,
    available boolean NOT NULL,
    removed_on date,
    version integer NOT NULL,
    added_on date NOT NULL
);

CREATE TABLE public.filing (
    id uuid NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL,
    state text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by text NOT NULL,
    recipient text COLLATE pg_catalog."C",
    recipient_kind text NOT NULL,
    recipient_trace jsonb NOT NULL,
    changes jsonb NOT NULL,
    filed_on date,
    receipt_number text,
    file_sha256 text,
    file_name text,
    snapshot jsonb,
    snapshot_digest text,
    recorded_at timestamp with time zone,
    recorded_by text,
    version integer NOT NULL,
    CONSTRAINT filing_check CHECK (((state = 'OPEN'::text) OR (num_nulls(filed_on, receipt_number, snapshot, snapshot_digest) = 0))),
    CONSTRAINT filing_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'FILED'::text])))
);

CREATE TABLE public.finding (
    id uuid NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    subject uuid,
    who text,
    day date,
    since date,
    first_seen_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
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

CREATE TABLE public.identity (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id uuid NOT NULL,
    linked_at timestamp with time zone NOT NULL
);

CREATE TABLE public.import_effect (
    import uuid NOT NULL,
    place integer NOT NULL,
    entity text NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    before jsonb
);

CREATE TABLE public.import_phone (
    import uuid NOT NULL,
    person_id uuid NOT NULL,
    phone text
);

CREATE TABLE public.import_row (
    import uuid NOT NULL,
    place integer NOT NULL,
    sheet text NOT NULL,
    line integer NOT NULL,
    kind text NOT NULL,
    outcome text NOT NULL,
    label text NOT NULL,
    subject uuid,
    changed text[] NOT NULL,
    code text,
    reason text
);

CREATE TABLE public.issuer_keys (
    url text NOT NULL,
    jwks jsonb NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    unreachable_since timestamp with time zone
);

CREATE TABLE public.unit (
    id uuid NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    short_name text NOT NULL,
    initials text NOT NULL,
    kind text NOT NULL,
    level text NOT NULL,
    rank smallint NOT NULL,
    division text NOT NULL COLLATE pg_catalog."C",
    parent text COLLATE pg_catalog."C",
    supervising text COLLATE pg_catalog."C",
    management text NOT NULL,
    tags text[] NOT NULL,
    active_from date,
    active_to date,
    scope1 text COLLATE pg_catalog."C",
    scope2 text COLLATE pg_catalog."C",
    scope3 text COLLATE pg_catalog."C",
    scope4 text COLLATE pg_catalog."C",
    scope5 text COLLATE pg_catalog."C",
    scope6 text COLLATE pg_catalog."C",
    grams text[] NOT NULL,
    version integer NOT NULL,
    work_body text,
    credit_code text COLLATE pg_catalog."C",
    CONSTRAINT unit_check CHECK (((management <> 'VERTICAL'::text) OR (supervising IS NOT NULL))),
    CONSTRAINT unit_check1 CHECK (((active_to IS NULL) OR (active_from IS NULL) OR (active_from <= active_to)))
);

CREATE VIEW public.kept_unit AS
 SELECT code,
    kind,
    level,
    tags,
    management,
    supervising,
    work_body,
    active_from,
    active_to
   FROM public.unit
  WHERE ((scope1 IN ( SELECT account.scope_code
           FROM public.account
          WHERE ((account.role = 'ROSTER_ADMIN'::text) AND (account.revoked_at IS NULL)))) OR (scope2 IN ( SELECT account.scope_code
           FROM public.account
          WHERE ((account.role = 'ROSTER_ADMIN'::text) AND (account.revoked_at IS NULL)))) OR (scope3 IN ( SELECT account.scope_code
           FROM public.account
          WHERE ((account.role = 'ROSTER_ADMIN'::text) AND (account.revoked_at IS NULL)))) OR (scope4 IN ( SELECT account.scope_code
           FROM public.account
          WHERE ((account.role = 'ROSTER_ADMIN'::text) AND (account.revoked_at IS NULL)))) OR (scope5 IN ( SELECT account.scope_code
           FROM public.account
          WHERE ((account.role = 'ROSTER_ADMIN'::text) AND (account.revoked_at IS NULL)))) OR (scope6 IN ( SELECT account.scope_code
           FROM public.account
          WHERE ((account.role = 'ROSTER_ADMIN'::text) AND (account.revoked_at IS NULL)))));

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

CREATE TABLE public.person (
    id uuid NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    fictitious boolean NOT NULL,
    version integer NOT NULL,
    phone_hint text
);

CREATE TABLE public.person_phone (
    person_id uuid NOT NULL,
    phone text NOT NULL
);

ALTER TABLE ONLY public.person_phone FORCE ROW LEVEL SECURITY;

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

CREATE TABLE public.refresh_token (
    sha256 bytea NOT NULL,
    session_id uuid NOT NULL,
    generation integer NOT NULL
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

CREATE TABLE public.roster_audit (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    units integer NOT NULL,
    opened integer NOT NULL,
    resolved integer NOT NULL,
    standing integer NOT NULL
);

CREATE TABLE public.roster_import (
    id uuid NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    upload uuid NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    bytes bigint NOT NULL,
    dry_run boolean NOT NULL,
    state text NOT NULL,
    phase text NOT NULL,
    rows_done integer NOT NULL,
    rows_total integer,
    heartbeat_at timestamp with time zone NOT NULL,
    sheets jsonb NOT NULL,
    new_rows integer NOT NULL,
    changed_rows integer NOT NULL,
    unchanged_rows integer NOT NULL,
    rejected_rows integer NOT NULL,
    problem_code text,
    problem text,
    started_at timestamp with time zone NOT NULL,
    started_by text NOT NULL,
    finished_at timestamp with time zone,
    undone_at timestamp with time zone,
    undone_by text,
    CONSTRAINT roster_import_state_check CHECK ((state = ANY (ARRAY['RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'UNDOING'::text, 'UNDONE'::text])))
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

CREATE TABLE public.session (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    method text NOT NULL,
    generation integer NOT NULL,
    rotated_at timestamp with time zone NOT NULL,
    forgiving boolean NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_because text,
    CONSTRAINT session_method_check CHECK ((method = ANY (ARRAY['PASSWORD'::text, 'OIDC'::text])))
);

CREATE TABLE public.sign_in_attempt (
    key bytea NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL
);

CREATE TABLE public.standing_document (
    id uuid NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    title text NOT NULL,
    number text,
    dated date NOT NULL,
    withdrawn_on date,
    url text,
    file_sha256 text,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT standing_document_check CHECK (((withdrawn_on IS NULL) OR (dated <= withdrawn_on)))
);

CREATE TABLE public.training (
    id uuid NOT NULL,
    organiser text NOT NULL COLLATE pg_catalog."C",
    topic text NOT NULL,
    held_on date NOT NULL,
    hours numeric(5,1),
    place text,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    version integer NOT NULL
);

CREATE TABLE public.training_attendee (
    training uuid NOT NULL,
    person_id uuid NOT NULL,
    staff_kind text NOT NULL
);

CREATE TABLE public.unit_name (
    id uuid NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    from_day date,
    name text NOT NULL,
    short_name text NOT NULL,
    version integer NOT NULL
);

CREATE TABLE public.unit_succession (
    id uuid NOT NULL,
    predecessor text NOT NULL COLLATE pg_catalog."C",
    successor text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    effective_on date NOT NULL,
    moves text[] NOT NULL,
    moved_on date,
    version integer NOT NULL,
    CONSTRAINT unit_succession_check CHECK ((predecessor <> successor)),
    CONSTRAINT unit_succession_kind_check CHECK ((kind = ANY (ARRAY['MERGED'::text, 'SPLIT'::text])))
);

CREATE TABLE public.upload (
    id uuid NOT NULL,
    name text NOT NULL,
    actor text NOT NULL,
    at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    bytes bigint,
    sha256 text
);

CREATE TABLE public.upload_part (
    upload uuid NOT NULL,
    place integer NOT NULL,
    content bytea NOT NULL
);
ALTER TABLE ONLY public.upload_part ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE public.used_id_token (
    sha256 bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.account_event
    ADD CONSTRAINT account_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account_event
    ADD CONSTRAINT account_event_seq_key UNIQUE (seq);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_login_key UNIQUE (login);

ALTER TABLE ONLY public.account_password
    ADD CONSTRAINT account_password_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_secret_sha256_key UNIQUE (secret_sha256);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_sha256_key UNIQUE (sha256);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.availability
    ADD CONSTRAINT availability_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT channel_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.expert
    ADD CONSTRAINT expert_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (principal, key);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (issuer, subject);

ALTER TABLE ONLY public.import_effect
    ADD CONSTRAINT import_effect_pkey PRIMARY KEY (import, place);

ALTER TABLE ONLY public.import_phone
    ADD CONSTRAINT import_phone_pkey PRIMARY KEY (import, person_id);

ALTER TABLE ONLY public.import_row
    ADD CONSTRAINT import_row_pkey PRIMARY KEY (import, place);

ALTER TABLE ONLY public.issuer_keys
    ADD CONSTRAINT issuer_keys_pkey PRIMARY KEY (url);

ALTER TABLE ONLY public.outbox_lane
    ADD CONSTRAINT outbox_lane_pkey PRIMARY KEY (lane);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person_phone
    ADD CONSTRAINT person_phone_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.phone_reveal
    ADD CONSTRAINT phone_reveal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.refresh_token
    ADD CONSTRAINT refresh_token_pkey PRIMARY KEY (sha256);

ALTER TABLE ONLY public.revocation
    ADD CONSTRAINT revocation_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.roster_audit
    ADD CONSTRAINT roster_audit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.roster_import
    ADD CONSTRAINT roster_import_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.seal
    ADD CONSTRAINT seal_pkey PRIMARY KEY (no);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sign_in_attempt
    ADD CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.standing_document
    ADD CONSTRAINT standing_document_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_attendee
    ADD CONSTRAINT training_attendee_pkey PRIMARY KEY (training, person_id, staff_kind);

ALTER TABLE ONLY public.training
    ADD CONSTRAINT training_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_code_key UNIQUE (code);

ALTER TABLE ONLY public.unit_name
    ADD CONSTRAINT unit_name_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.unit_name
    ADD CONSTRAINT unit_name_unit_from_day_key UNIQUE NULLS NOT DISTINCT (unit, from_day);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.unit_succession
    ADD CONSTRAINT unit_succession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.unit_succession
    ADD CONSTRAINT unit_succession_predecessor_successor_kind_key UNIQUE (predecessor, successor, kind);

ALTER TABLE ONLY public.upload_part
    ADD CONSTRAINT upload_part_pkey PRIMARY KEY (upload, place);

ALTER TABLE ONLY public.upload
    ADD CONSTRAINT upload_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.used_id_token
    ADD CONSTRAINT used_id_token_pkey PRIMARY KEY (sha256);

CREATE INDEX account_event_account ON public.account_event USING btree (account_id, id);

CREATE INDEX account_event_order ON public.account_event USING btree (xid, seq);

CREATE INDEX account_page ON public.account USING btree (unit_code, login);

CREATE INDEX api_token_account ON public.api_token USING btree (account_id, id);

CREATE INDEX appointment_person ON public.appointment USING btree (person_id);

CREATE INDEX appointment_unit ON public.appointment USING btree (unit, post, starts_on);

CREATE INDEX availability_person ON public.availability USING btree (person_id, starts_at);

CREATE INDEX availability_stand_in ON public.availability USING btree (stand_in_person_id) WHERE (stand_in_person_id IS NOT NULL);

CREATE INDEX change_order ON public.change USING btree (xid, seq);

CREATE INDEX change_timeline ON public.change USING btree (id, seq);

CREATE INDEX channel_group ON public.channel USING btree (chat_group, id) WHERE (chat_group IS NOT NULL);

CREATE INDEX channel_monitor ON public.channel USING btree (monitor) WHERE (monitor IS NOT NULL);

CREATE INDEX channel_unit ON public.channel USING btree (unit, kind);

CREATE INDEX expert_fields ON public.expert USING gin (fields);

CREATE INDEX expert_unit ON public.expert USING btree (unit, id);

CREATE INDEX filing_filed ON public.filing USING btree (unit, subject, filed_on) WHERE (state = 'FILED'::text);

CREATE UNIQUE INDEX filing_open ON public.filing USING btree (unit, subject) WHERE (state = 'OPEN'::text);

CREATE INDEX filing_recipient ON public.filing USING btree (recipient) WHERE (recipient IS NOT NULL);

CREATE INDEX filing_unit ON public.filing USING btree (unit);

CREATE UNIQUE INDEX finding_open ON public.finding USING btree (unit, kind, subject) NULLS NOT DISTINCT WHERE (resolved_at IS NULL);

CREATE INDEX finding_page ON public.finding USING btree (unit, kind, id) WHERE (resolved_at IS NULL);

CREATE INDEX idempotency_age ON public.idempotency USING btree (at);

CREATE INDEX identity_account ON public.identity USING btree (account_id);

CREATE INDEX import_row_outcome ON public.import_row USING btree (import, outcome, place);

CREATE INDEX outbox_delivered ON public.outbox USING btree (delivered_at) WHERE (delivered_at IS NOT NULL);

CREATE INDEX outbox_next ON public.outbox USING btree (next_at) WHERE (delivered_at IS NULL);

CREATE INDEX outbox_subject ON public.outbox USING btree (subject);

CREATE INDEX outbox_waiting ON public.outbox USING btree (rank, due_at, id) WHERE (delivered_at IS NULL);

CREATE INDEX person_unit ON public.person USING btree (unit, id);

CREATE INDEX phone_reveal_at ON public.phone_reveal USING btree (at, id);

CREATE INDEX phone_reveal_order ON public.phone_reveal USING btree (xid, id);

CREATE INDEX phone_reveal_persons ON public.phone_reveal USING gin (persons);

CREATE INDEX refresh_token_session ON public.refresh_token USING btree (session_id);

CREATE INDEX revocation_age ON public.revocation USING btree (at);

CREATE INDEX roster_audit_at ON public.roster_audit USING btree (at);

CREATE INDEX roster_import_passing ON public.roster_import USING btree (started_at) WHERE dry_run;

CREATE INDEX roster_import_unit ON public.roster_import USING btree (unit, id);

CREATE INDEX seal_lane ON public.seal USING btree (lane, no);

CREATE INDEX session_account ON public.session USING btree (account_id, opened_at);

CREATE INDEX session_age ON public.session USING btree (opened_at);

CREATE INDEX session_open ON public.session USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX sign_in_attempt_age ON public.sign_in_attempt USING btree (last_at);

CREATE INDEX standing_document_unit ON public.standing_document USING btree (unit, kind);

CREATE INDEX training_attendee_person ON public.training_attendee USING btree (person_id);

CREATE INDEX training_organiser ON public.training USING btree (organiser, id);

CREATE UNIQUE INDEX unit_credit_code ON public.unit USING btree (credit_code) WHERE (credit_code IS NOT NULL);

CREATE INDEX unit_grams ON public.unit USING gin (grams);

CREATE INDEX unit_kind ON public.unit USING btree (kind, code) WHERE (kind <> 'GOVERNMENT'::text);

CREATE INDEX unit_level ON public.unit USING btree (level, code) WHERE (level <> 'TOWNSHIP'::text);

CREATE INDEX unit_name_from_day ON public.unit_name USING btree (from_day) WHERE (from_day IS NOT NULL);

CREATE INDEX unit_parent ON public.unit USING btree (parent);

CREATE INDEX unit_search_order ON public.unit USING btree (rank, code);

CREATE INDEX unit_succession_successor ON public.unit_succession USING btree (successor);

CREATE INDEX unit_succession_waiting ON public.unit_succession USING btree (effective_on) WHERE (moved_on IS NULL);

CREATE INDEX unit_supervising ON public.unit USING btree (supervising) WHERE (supervising IS NOT NULL);

CREATE INDEX unit_tags ON public.unit USING gin (tags);

CREATE INDEX upload_expires_at ON public.upload USING btree (expires_at);

CREATE INDEX used_id_token_age ON public.used_id_token USING btree (expires_at);

CREATE TRIGGER account_event_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.account_event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER change_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.change FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER phone_reveal_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.phone_reveal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

CREATE TRIGGER seal_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.seal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewrite();

ALTER TABLE ONLY public.account_event
    ADD CONSTRAINT account_event_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.account_password
    ADD CONSTRAINT account_password_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_unit_code_fkey FOREIGN KEY (unit_code) REFERENCES public.unit(code);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.appointment
    ADD CONSTRAINT appointment_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(code);

ALTER TABLE ONLY public.availability
    ADD CONSTRAINT availability_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.availability
    ADD CONSTRAINT availability_stand_in_person_id_fkey FOREIGN KEY (stand_in_person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT channel_monitor_fkey FOREIGN KEY (monitor) REFERENCES public.person(id);

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT channel_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(code);

ALTER TABLE ONLY public.expert
    ADD CONSTRAINT expert_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(code);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_recipient_fkey FOREIGN KEY (recipient) REFERENCES public.unit(code);

ALTER TABLE ONLY public.filing
    ADD CONSTRAINT filing_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(code);

ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(code);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.import_phone
    ADD CONSTRAINT import_phone_import_fkey FOREIGN KEY (import) REFERENCES public.roster_import(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person_phone
    ADD CONSTRAINT person_phone_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(code);

ALTER TABLE ONLY public.refresh_token
    ADD CONSTRAINT refresh_token_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.session(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.roster_import
    ADD CONSTRAINT roster_import_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(code);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.standing_document
    ADD CONSTRAINT standing_document_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(code);

ALTER TABLE ONLY public.training_attendee
    ADD CONSTRAINT training_attendee_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);

ALTER TABLE ONLY public.training_attendee
    ADD CONSTRAINT training_attendee_training_fkey FOREIGN KEY (training) REFERENCES public.training(id);

ALTER TABLE ONLY public.training
    ADD CONSTRAINT training_organiser_fkey FOREIGN KEY (organiser) REFERENCES public.unit(code);

ALTER TABLE ONLY public.unit_name
    ADD CONSTRAINT unit_name_unit_fkey FOREIGN KEY (unit) REFERENCES public.unit(code);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_parent_fkey FOREIGN KEY (parent) REFERENCES public.unit(code);

ALTER TABLE ONLY public.unit_succession
    ADD CONSTRAINT unit_succession_predecessor_fkey FOREIGN KEY (predecessor) REFERENCES public.unit(code);

ALTER TABLE ONLY public.unit_succession
    ADD CONSTRAINT unit_succession_successor_fkey FOREIGN KEY (successor) REFERENCES public.unit(code);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_supervising_fkey FOREIGN KEY (supervising) REFERENCES public.unit(code);

ALTER TABLE ONLY public.upload_part
    ADD CONSTRAINT upload_part_upload_fkey FOREIGN KEY (upload) REFERENCES public.upload(id) ON DELETE CASCADE;

CREATE POLICY own_subtree ON public.person_phone USING ((EXISTS ( SELECT
   FROM (public.person
     JOIN public.unit ON ((unit.code = person.unit)))
  WHERE ((person.id = person_phone.person_id) AND ((((((( SELECT NULLIF(current_setting('huiying.scope'::text, true), ''::text) AS "nullif") = unit.scope1) OR (( SELECT NULLIF(current_setting('huiying.scope'::text, true), ''::text) AS "nullif") = unit.scope2)) OR (( SELECT NULLIF(current_setting('huiying.scope'::text, true), ''::text) AS "nullif") = unit.scope3)) OR (( SELECT NULLIF(current_setting('huiying.scope'::text, true), ''::text) AS "nullif") = unit.scope4)) OR (( SELECT NULLIF(current_setting('huiying.scope'::text, true), ''::text) AS "nullif") = unit.scope5)) OR (( SELECT NULLIF(current_setting('huiying.scope'::text, true), ''::text) AS "nullif") = unit.scope6))))));

ALTER TABLE public.person_phone ENABLE ROW LEVEL SECURITY;
