-- Only the SHA-256 of a secret is kept: 256 random bits need no slow hash.
create table account (
    id uuid primary key,
    login text not null unique,
    name text not null,
    role text not null,
    unit_code text collate "C" not null references unit (code),
    scope_level smallint not null check (scope_level between 1 and 6),
    scope_code text collate "C" not null,
    operations text[],
    introspect boolean not null,
    secret_sha256 bytea not null unique,
    created_at timestamptz not null,
    revoked_at timestamptz
);
