-- 统一社会信用代码: what other offices' lists call an organisation by. One organisation may bear
-- several signboards, but the code is kept with one unit only, so that it names one.
alter table unit add column credit_code text collate "C";

create unique index unit_credit_code on unit (credit_code) where credit_code is not null;
