-- Compared by byte, a prefix is one range of a plain index, also under a generic plan.
drop index mirror_unit_place_initials;
drop index mirror_unit_place_code;

create index mirror_unit_place_initials on mirror_unit (initials collate "C", code)
where kind in ('GOVERNMENT', 'COMMITTEE');
create index mirror_unit_place_code on mirror_unit (code collate "C")
where kind in ('GOVERNMENT', 'COMMITTEE');
