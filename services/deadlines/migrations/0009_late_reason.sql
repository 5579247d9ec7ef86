-- Why a release came late, kept with the release itself: an obligation that it meets keeps the
-- reason too, but a release may be late and meet none yet.
alter table release add column late_reason text;
