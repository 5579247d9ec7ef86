-- What was referred into a territory from elsewhere is listed while it waits: of the two units
-- only the codes are looked for.
alter table referral
add column sender_code text collate "C" generated always as (sender ->> 'code') stored,
add column receiver_code text collate "C" generated always as (receiver ->> 'code') stored;

create index referral_waiting on referral (receiver_code, received_at, id)
where state in ('REFERRED', 'SIGNED', 'ANSWERED');
