-- Accounts are listed by unit and login; the findings of an ended unit's accounts use the same.
create index account_page on account (unit_code, login);
drop index account_unit;

-- When somebody last signed in is asked for a page of accounts at a time.
create index session_account on session (account_id, opened_at);
