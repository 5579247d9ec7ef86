"""The counts of reports that are of releases, decisions and units, and what units are called."""

from collections.abc import Sequence
from typing import Final

import msgspec

from services.deadlines.domain.report_counts import (
    Asked,
    ReleaseCount,
    ResourceFigure,
    WordCount,
    subtree,
)
from services.deadlines.law.results import UnitRef
from services.deadlines.store.report_rows import (
    INCIDENTS,
    SECONDS,
    matter_values,
    part_sql,
    part_values,
)
from services.kit.database import Connection

_RELEASED: Final = part_sql("r.unit_code")
_JUDGED: Final = part_sql("(r.unit ->> 'code')")


async def release_counts(conn: Connection, asked: Asked) -> list[ReleaseCount]:
    """Count releases by the part whose unit released them, and by form."""
    rows = await conn.fetch(
        f"""
        select {_RELEASED} as part, r.form,
            count(*) as count,
            count(*) filter (where r.conclusive) as conclusive,
            count(*) filter (where exists (
                select
                from publication p
                where p.release = r.id
                and p.url is not null
                and p.checksum is not null
            )) as proven,
            count(*) filter (where r.ungated) as ungated
        from release r
        join incident held on held.id = r.incident and not held.drill
        where r.unit_code collate "C" >= $1
        and r.unit_code collate "C" < $2
        and r.released_at >= $3
        and r.released_at < $4
        and r.recorded_at <= $5
        and coalesce($6::text[], $7::text[]) is null
        and (not $8::boolean or r.incident in ({INCIDENTS}))
        group by part, r.form
        """,  # noqa: S608 - the parts are this package's constants
        *matter_values(asked),
        *part_values(asked),
        timeout=SECONDS,
    )
    return [ReleaseCount(**dict(row)) for row in rows]


async def review_counts(conn: Connection, asked: Asked) -> list[WordCount]:
    """Count each incident's newest review by the part of the unit judged, and by outcome."""
    rows = await conn.fetch(
        f"""
        select {_JUDGED} as part, said.word, count(*) as count,
            count(*) filter (where r.tolerated) as marked
        from review r
        cross join lateral (
            select ''
            union all
            select jsonb_array_elements_text(r.outcomes)
        ) as said (word)
        where r.unit ->> 'code' collate "C" >= $1
        and r.unit ->> 'code' collate "C" < $2
        and r.decided_at >= $3
        and r.decided_at < $4
        and r.recorded_at <= $5
        and coalesce($6::text[], $7::text[]) is null
        and (not $8::boolean or r.incident in ({INCIDENTS}))
        and not exists (
            select
            from review later
            where later.incident = r.incident
            and later.version > r.version
        )
        group by part, said.word
        """,  # noqa: S608 - the parts are this package's constants
        *matter_values(asked),
        *part_values(asked),
        timeout=SECONDS,
    )
    return [WordCount(**dict(row)) for row in rows]


async def decision_counts(conn: Connection, asked: Asked) -> list[WordCount]:
    """Count decisions on breaches by the part of the unit concerned, and by measure."""
    rows = await conn.fetch(
        f"""
        select {_JUDGED} as part, said.word, count(*) as count,
            count(*) filter (where r.rectified) as marked
        from accountability r
        cross join lateral (
            select ''
            union all
            select jsonb_array_elements_text(r.measures)
        ) as said (word)
        where r.unit ->> 'code' collate "C" >= $1
        and r.unit ->> 'code' collate "C" < $2
        and r.decided_at >= $3
        and r.decided_at < $4
        and r.recorded_at <= $5
        and coalesce($6::text[], $7::text[]) is null
        and (not $8::boolean or r.incident in ({INCIDENTS}))
        group by part, said.word
        """,  # noqa: S608 - the parts are this package's constants
        *matter_values(asked),
        *part_values(asked),
        timeout=SECONDS,
    )
    return [WordCount(**dict(row)) for row in rows]


async def resources_told(
    conn: Connection, asked: Asked, years: tuple[int, int]
) -> list[ResourceFigure]:
    """List what units told of their people and money in these years, both inclusive."""
    low, high = subtree(asked.unit.code)
    rows = await conn.fetch(
        """
        select distinct on (r.unit_code collate "C", r.year)
            r.unit::text as unit, r.year, r.full_time, r.part_time, r.funds_yuan, r.source
        from resource_figure r
        where r.unit_code collate "C" >= $1
        and r.unit_code collate "C" < $2
        and r.year between $3 and $4
        and r.recorded_at <= $5
        order by r.unit_code collate "C", r.year, r.version desc
        """,
        low,
        high,
        *years,
        asked.as_of,
    )
    return [
        ResourceFigure(
            unit=msgspec.json.decode(row["unit"], type=UnitRef),
            year=row["year"],
            full_time=row["full_time"],
            part_time=row["part_time"],
            funds_yuan=row["funds_yuan"],
            source=row["source"],
        )
        for row in rows
    ]


async def unit_refs(conn: Connection, codes: Sequence[str]) -> dict[str, UnitRef]:
    """Name those of these units that the mirror has, as they are called today."""
    rows = await conn.fetch(
        """
        select code, name, kind, level
        from mirror_unit
        where code = any($1::text[])
        """,
        list(codes),
    )
    return {
        row["code"]: UnitRef(
            code=row["code"], name=row["name"], kind=row["kind"], level=row["level"]
        )
        for row in rows
    }
