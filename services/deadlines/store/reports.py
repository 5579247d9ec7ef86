"""The numbers of reports, each counted by the database in one statement."""

from typing import Final

from services.deadlines.domain.report_counts import (
    Asked,
    Cell,
    Cut,
    Performer,
    StageSum,
)
from services.deadlines.domain.reports import LimitClass, Stage, Standing
from services.deadlines.store.report_rows import (
    COUNTED,
    PART,
    SECONDS,
    STAGED,
    TOLERATED,
    asked_values,
    part_values,
)
from services.kit.database import Connection

MOST_PERFORMERS: Final = 20


async def cells(conn: Connection, asked: Asked) -> list[Cell]:
    """Count obligations by class of limit and standing: all, by kind, by modality, by part."""
    rows = await conn.fetch(
        f"""
        with counted as ({COUNTED}),
        sorts as (
            select kind, modality, limit_class, standing, {PART} as part,
                count(*) as count,
                sum(extract(epoch from done_at - due_at)) filter (
                    where standing in ('LATE', 'LATE_WITH_REASON', 'LATE_AT_INTAKE')
                ) as overdue
            from counted
            group by kind, modality, limit_class, standing, part
        )
        select
            case
                when grouping(kind) = 0 then 'KIND'
                when grouping(modality) = 0 then 'MODALITY'
                when grouping(part) = 0 then 'PART'
                else 'ALL'
            end as cut,
            coalesce(kind, modality, part, '') as word,
            limit_class,
            standing,
            sum(count)::bigint as count,
            coalesce(round(sum(overdue)), 0)::bigint as overdue
        from sorts
        group by grouping sets (
            (limit_class, standing),
            (limit_class, standing, kind),
            (limit_class, standing, modality),
            (limit_class, standing, part)
        )
        """,  # noqa: S608 - what is counted is this package's constant
        *asked_values(asked),
        *part_values(asked),
        timeout=SECONDS,
    )
    return [
        Cell(
            cut=Cut(row["cut"]),
            word=row["word"],
            limit_class=LimitClass(row["limit_class"]),
            standing=Standing(row["standing"]),
            count=row["count"],
            overdue=row["overdue"],
        )
        for row in rows
    ]


async def stage_sums(conn: Connection, asked: Asked) -> list[StageSum]:
    """Divide the time of the incidents' duties that were done late among the four stages.

    From the clock's start to the report; to the first draft or decision; to the last decision
    before the end; to the end. A duty that no release meets has neither of the last two.
    """
    rows = await conn.fetch(
        f"""
        with counted as ({COUNTED}),
        {STAGED}
        select stage,
            count(*) filter (where greatest(begins, due_at) < ends) as items,
            round(sum(
                extract(epoch from greatest(ends - greatest(begins, due_at), interval '0'))
            ))::bigint as overdue,
            round(sum(extract(epoch from ends - begins)))::bigint as elapsed
        from staged
        group by stage
        """,  # noqa: S608 - what is counted is this package's constant
        *asked_values(asked),
        timeout=SECONDS,
    )
    found = {
        row["stage"]: StageSum(
            stage=Stage(row["stage"]),
            items=row["items"],
            overdue=row["overdue"],
            elapsed=row["elapsed"],
        )
        for row in rows
    }
    return [found[stage] for stage in Stage if stage in found]


async def best_units(conn: Connection, asked: Asked) -> list[Performer]:
    """List the units with statutory limits kept and none missed, those with most kept first."""
    rows = await conn.fetch(
        f"""
        with counted as ({COUNTED})
        select c.owner_code, coalesce(u.name, c.owner_code) as name, c.on_time
        from (
            select owner_code, count(*) filter (where standing = 'ON_TIME') as on_time
            from counted
            where limit_class = 'STATUTORY'
            group by owner_code
            having count(*) filter (where standing = 'ON_TIME') > 0
            and count(*) filter (
                where standing in ('LATE', 'LATE_WITH_REASON', 'MISSED')
            ) = 0
            order by on_time desc, owner_code
            limit $13
        ) c
        left join mirror_unit u on u.code = c.owner_code
        order by c.on_time desc, c.owner_code
        """,  # noqa: S608 - what is counted is this package's constant
        *asked_values(asked),
        MOST_PERFORMERS,
        timeout=SECONDS,
    )
    return [
        Performer(owner=row["owner_code"], name=row["name"], person=None, on_time=row["on_time"])
        for row in rows
    ]


async def best_persons(conn: Connection, asked: Asked) -> list[Performer]:
    """List those who answer for statutory limits kept and none missed, as the units.

    What a review bears with counts for nobody and against nobody.
    """
    rows = await conn.fetch(
        f"""
        with counted as ({COUNTED})
        select c.owner_code, coalesce(u.name, c.owner_code) as name, c.answerable, c.on_time
        from (
            select owner_code, answerable,
                count(*) filter (where standing = 'ON_TIME') as on_time
            from counted
            where limit_class = 'STATUTORY'
            and answerable is not null
            and id not in ({TOLERATED})
            group by owner_code, answerable
            having count(*) filter (where standing = 'ON_TIME') > 0
            and count(*) filter (
                where standing in ('LATE', 'LATE_WITH_REASON', 'MISSED')
            ) = 0
            order by on_time desc, owner_code, answerable
            limit $13
        ) c
        left join mirror_unit u on u.code = c.owner_code
        order by c.on_time desc, c.owner_code, c.answerable
        """,  # noqa: S608 - what is counted is this package's constant
        *asked_values(asked),
        MOST_PERFORMERS,
        timeout=SECONDS,
    )
    return [
        Performer(
            owner=row["owner_code"],
            name=row["name"],
            person=row["answerable"],
            on_time=row["on_time"],
        )
        for row in rows
    ]
