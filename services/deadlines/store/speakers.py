"""Who speaks for a unit, as the mirror has it."""

from collections.abc import Sequence
from datetime import datetime

from services.deadlines.law.directory import Directory
from services.deadlines.law.results import PersonRef
from services.deadlines.law.speaking import speaker_of
from services.deadlines.store.directory import holder_row
from services.kit.database import Connection


async def speakers_of(conn: Connection, units: Sequence[str], at: datetime) -> dict[str, PersonRef]:
    """Find who speaks for each unit at ``at``, where anybody does; see `speaker_of`.

    For a unit that was merged since, its successor's speaks, and the note says so.
    """
    rows = await conn.fetch(
        """
        with recursive heirs (unit, heir, depth) as (
            select given.unit, given.unit, 0
            from unnest($1::text[]) as given (unit)
            union all
            select heirs.unit, s.successor, heirs.depth + 1
            from heirs
            join mirror_succession s on s.predecessor = heirs.heir
                and s.kind = 'MERGED'
                and s.begins <= $2
            where heirs.depth < 6
        ),
        last (unit, heir) as (
            select distinct on (unit) unit, heir
            from heirs
            order by unit, depth desc, heir
        )
        select
            l.unit as code, p.id as appointment, p.post, coalesce(n.name, p.person) as person,
            p.title, p.begins, p.ends, p.person_id, n.phone_hint,
            p.filed_on <= $2 is true as filed,
            h.name as successor,
            a.begins as away_from, a.ends as away_to,
            s.id as stand_in_id, s.name as stand_in, s.phone_hint as stand_in_hint
        from last l
        join mirror_post p on p.unit = l.heir
        left join mirror_unit h on h.code = l.heir and l.heir <> l.unit
        left join mirror_person n on n.id = p.person_id
        left join lateral (
            select v.begins, v.ends, v.present, v.stand_in
            from mirror_availability v
            where v.person_id = p.person_id
            and v.begins <= $2
            and (v.ends is null or v.ends > $2)
            order by v.id desc
            limit 1
        ) a on not a.present
        left join lateral (
            select id, name, phone_hint
            from mirror_person
            where p.post = 'SPOKESPERSON'
            and id = stand_in_of(a.stand_in, $2)
            offset 0
        ) s on true
        where p.post in ('HEAD', 'DEPUTY', 'SPOKESPERSON')
        and (p.begins is null or p.begins <= $2)
        and (p.ends is null or p.ends > $2)
        """,
        list(units),
        at,
    )
    directory = Directory(holders=tuple(map(holder_row, rows)))
    found = {code: speaker_of(code, directory, at) for code in {row["code"] for row in rows}}
    return {code: speaker for code, speaker in found.items() if speaker is not None}
