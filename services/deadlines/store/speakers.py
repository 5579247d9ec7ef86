"""Who speaks for a unit, as the mirror has it."""

from collections.abc import Sequence
from datetime import datetime

from services.deadlines.law.responsibility import merged_into
from services.deadlines.law.results import PersonRef
from services.deadlines.law.words import Post
from services.kit.database import Connection


async def speakers_of(conn: Connection, units: Sequence[str], at: datetime) -> dict[str, PersonRef]:
    """Find each unit's spokesperson at ``at``, one who is present before one who is away.

    Then one who is filed before one who is not yet, then the longest serving, as the registry has
    it and `Directory.holder`.

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
        select distinct on (l.unit)
            l.unit, h.name as successor, coalesce(n.name, p.person) as person, p.title,
            p.person_id, n.phone_hint, a.present is distinct from false as present
        from last l
        join mirror_post p on p.unit = l.heir
        left join mirror_unit h on h.code = l.heir and l.heir <> l.unit
        left join mirror_person n on n.id = p.person_id
        left join lateral (
            select v.present
            from mirror_availability v
            where v.person_id = p.person_id
            and v.begins <= $2
            and (v.ends is null or v.ends > $2)
            order by v.id desc
            limit 1
        ) a on true
        where p.post = 'SPOKESPERSON'
        and (p.begins is null or p.begins <= $2)
        and (p.ends is null or p.ends > $2)
        order by l.unit, present desc, (p.filed_on <= $2) is true desc, p.begins nulls first, p.id
        """,
        list(units),
        at,
    )
    return {
        row["unit"]: PersonRef(
            name=row["person"],
            post=Post.SPOKESPERSON,
            title=row["title"],
            id=row["person_id"],
            phone_hint=row["phone_hint"],
            present=row["present"],
            note=merged_into(row["successor"], None if row["present"] else "请假中"),
        )
        for row in rows
    }
