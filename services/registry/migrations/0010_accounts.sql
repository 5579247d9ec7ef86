-- The deadlines service reads revocations with the account that mirrors the changes.
update account
set operations = operations || array['revocations']
where role = 'SYSTEM'
and 'changes' = any (operations)
and not 'revocations' = any (operations);
