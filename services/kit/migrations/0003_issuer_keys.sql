-- The last published keys of an issuer of tokens: a service that starts while the issuer is away
-- still knows them, and still knows since when it is away.
create table issuer_keys (
    url text primary key,
    jwks jsonb not null,
    fetched_at timestamptz not null,
    unreachable_since timestamptz
);
