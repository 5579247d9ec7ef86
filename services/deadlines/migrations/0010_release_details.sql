-- What a release is for, the plan it follows, how many it reached, as told by whom, and how many
-- wrote below it.
alter table release add column purpose text;
alter table release add column plan_title text;
alter table release add column plan_url text;
alter table publication add column reach bigint check (reach >= 0);
alter table publication add column reach_source text;
alter table publication add check (reach is null or reach_source is not null);
alter table publication add column comments bigint check (comments >= 0);
