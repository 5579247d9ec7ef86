-- What a search looks up: a unit's terms, each led by its rank as one hexadecimal digit. A tier is
-- then looked up for itself, and what fills the lists of one tier is no burden to another.
-- The terms are those of domain/searching.py: characters and pairs of what the unit is called,
-- pairs and triples of its initials and the letters that begin few syllables, its kind and marks.
drop index unit_grams;

update unit
set grams = (
    select array_agg(distinct to_hex(rank::integer) || term)
    from (
        select substr(spoken.name, place, 1)
        from generate_series(1, length(spoken.name)) as place
        union all
        select substr(spoken.name, place, 2)
        from generate_series(1, length(spoken.name) - 1) as place
        union all
        select substr(initials, place, 2)
        from generate_series(1, length(initials) - 1) as place
        union all
        select substr(initials, place, 3)
        from generate_series(1, length(initials) - 2) as place
        union all
        select substr(initials, place, 1)
        from generate_series(1, length(initials)) as place
        where substr(initials, place, 1) ~ '[aeiknoruv]'
        union all
        select '#' || kind
        union all
        select '#' || tag
        from unnest(tags) as tag
    ) as terms (term)
)
from (select code as of, case when code ~ '-' then name else short_name end as name from unit) spoken
where spoken.of = unit.code;

create index unit_grams on unit using gin (grams);
