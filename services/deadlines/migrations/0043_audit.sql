-- Who saw which number stands under seal as the change log does; sealing follows transactions.
alter table phone_reveal add column xid xid8 not null default pg_current_xact_id();
create index phone_reveal_order on phone_reveal (xid, id);

-- The record: besides what bears the trigger already, the ledger of notices and the reveals. The
-- service's own role may rewrite none of it.
select append_only('notice_item');
select append_only('phone_reveal');
select append_only(tgrelid)
from pg_trigger
where tgfoid = 'refuse_rewrite'::regproc;
