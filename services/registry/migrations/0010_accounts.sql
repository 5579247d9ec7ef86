-- How accounts prove who they are. Secrets are kept as SHA-256 (256 random bits need no slow hash)
-- or, where people choose them, as Argon2id in a table of its own: whoever may read accounts does
-- not thereby read hashes.
alter table account alter column secret_sha256 drop not null;

create table account_password (
    account_id uuid primary key references account (id),
    hash text not null,
    must_change boolean not null,
    usable_until timestamptz,
    changed_at timestamptz not null
);

revoke all on account_password from public;

-- Failures in a row by login and by address, the name as a digest: what is typed where the login
-- belongs may be a password. In the database, so that neither a restart nor a second process
-- begins to count anew.
create table sign_in_attempt (
    key bytea primary key,
    failures integer not null,
    last_at timestamptz not null
);

create index sign_in_attempt_age on sign_in_attempt (last_at);

create table session (
    id uuid primary key,
    account_id uuid not null references account (id),
    method text not null check (method in ('PASSWORD', 'OIDC')),
    generation integer not null,
    rotated_at timestamptz not null,
    forgiving boolean not null,
    opened_at timestamptz not null,
    ended_at timestamptz,
    ended_because text
);

create index session_open on session (account_id) where ended_at is null;
create index session_age on session (opened_at);

-- Every refresh token a session ever gave out, so that a copy of an old one is known as such.
create table refresh_token (
    sha256 bytea primary key,
    session_id uuid not null references session (id) on delete cascade,
    generation integer not null
);

create index refresh_token_session on refresh_token (session_id);

create table api_token (
    id uuid primary key,
    account_id uuid not null references account (id),
    name text not null,
    sha256 bytea not null unique,
    operations text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);

create index api_token_account on api_token (account_id, id);

-- Who an account is at an OpenID provider; only administrators write it.
create table identity (
    issuer text not null,
    subject text not null,
    account_id uuid not null references account (id),
    linked_at timestamptz not null,
    primary key (issuer, subject)
);

create index identity_account on identity (account_id);

-- An id token buys one session; kept until it expires.
create table used_id_token (
    sha256 bytea primary key,
    expires_at timestamptz not null
);

create index used_id_token_age on used_id_token (expires_at);

-- What was done to accounts and with which credentials. It is no part of the change feed: its
-- readers mirror rosters and have no business with accounts.
create table account_event (
    id uuid primary key,
    at timestamptz not null,
    account_id uuid not null references account (id),
    kind text not null,
    actor text not null,
    detail jsonb not null
);

create index account_event_account on account_event (account_id, id);

create trigger account_event_append_only
before update or delete or truncate on account_event
for each statement execute function refuse_rewrite();

-- The deadlines service reads revocations with the account that mirrors the changes.
update account
set operations = operations || array['revocations']
where role = 'SYSTEM'
and 'changes' = any (operations)
and not 'revocations' = any (operations);
