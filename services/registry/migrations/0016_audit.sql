-- Who saw which number and what was done to accounts stand under seal as the change log does;
-- sealing follows transactions.
alter table phone_reveal add column xid xid8 not null default pg_current_xact_id();
create index phone_reveal_order on phone_reveal (xid, id);
alter table account_event
    add column xid xid8 not null default pg_current_xact_id(),
    add column seq bigint not null generated always as identity unique;
create index account_event_order on account_event (xid, seq);

-- The service's own role may rewrite none of the record.
select append_only('phone_reveal');
select append_only(tgrelid)
from pg_trigger
where tgfoid = 'refuse_rewrite'::regproc;
