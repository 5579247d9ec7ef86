"""The numbers of reports, each counted by the database in one statement."""

from typing import Final

from asyncpg import Record

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
                sum(done_at - due_at) filter (
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
            coalesce(round(extract(epoch from sum(overdue))), 0)::bigint as overdue
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
            round(extract(
                epoch from sum(greatest(ends - greatest(begins, due_at), interval '0'))
            ))::bigint as overdue,
            round(extract(epoch from sum(ends - begins)))::bigint as elapsed
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


async def best(conn: Connection, asked: Asked) -> tuple[list[Performer], list[Performer]]:
    """List the units, and those who answer in them, with statutory limits kept and none missed.

    Those with most kept come first. What a review bears with counts for no person and against none.
    """
    rows = await conn.fetch(
        f"""
        with counted as ({COUNTED}),
        performed as (
            select owner_code, answerable, grouping(answerable) = 1 as whole,
                count(*) filter (where standing = 'ON_TIME') as on_time,
                count(*) filter (
                    where standing in ('LATE', 'LATE_WITH_REASON', 'MISSED')
                ) as failed,
                count(*) filter (where standing = 'ON_TIME' and not borne) as own_on_time,
                count(*) filter (
                    where standing in ('LATE', 'LATE_WITH_REASON', 'MISSED')
                    and not borne
                ) as own_failed
            from (
                select c.owner_code, c.answerable, c.standing, c.id in ({TOLERATED}) as borne
                from counted c
                where c.statutory
                and c.standing in ('ON_TIME', 'LATE', 'LATE_WITH_REASON', 'MISSED')
            ) rated
            group by grouping sets ((owner_code), (owner_code, answerable))
        ),
        ranked as (
            select owner_code, answerable, whole,
                case when whole then on_time else own_on_time end as on_time,
                row_number() over (
                    partition by whole
                    order by case when whole then on_time else own_on_time end desc,
                        owner_code, answerable
                ) as place
            from performed
            where (whole and on_time > 0 and failed = 0)
            or (not whole and answerable is not null and own_on_time > 0 and own_failed = 0)
        )
        select r.owner_code, coalesce(u.name, r.owner_code) as name, r.answerable, r.whole,
            r.on_time
        from ranked r
        left join mirror_unit u on u.code = r.owner_code
        where r.place <= $13
        order by r.place
        """,  # noqa: S608 - what is counted is this package's constant
        *asked_values(asked),
        MOST_PERFORMERS,
        timeout=SECONDS,
    )
    units = [_performer(row, None) for row in rows if row["whole"]]
    return units, [_performer(row, row["answerable"]) for row in rows if not row["whole"]]


def _performer(row: Record, person: str | None) -> Performer:
    return Performer(
        owner=row["owner_code"], name=row["name"], person=person, on_time=row["on_time"]
    )
