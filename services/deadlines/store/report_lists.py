"""The lists of reports: obligations that missed their limit or were waived, incidents upgraded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from asyncpg import Record

from services.deadlines.domain.report_counts import Asked
from services.deadlines.domain.reports import (
    LONGEST_LIST,
    Line,
    Standing,
    Upgrade,
)
from services.deadlines.law.results import UnitRef
from services.deadlines.law.words import SEVERITIES, Modality
from services.deadlines.store.report_rows import (
    COUNTED,
    INCIDENTS,
    SECONDS,
    TOLERATED,
    asked_values,
)
from services.kit.database import Connection

MOST_BREACHES: Final = 1000
RANKS: Final = tuple(reversed(SEVERITIES))
"""Severities from the least; one that a pack adds stands in no order and never rises."""


def _lines(wanted: str) -> str:
    # In the words of the index obligation_missed, so that the first lines of a province's list are
    # read off it and not sought among all that is counted.
    return f"""
        with counted as ({COUNTED})
        select c.id, c.standing, c.modality, c.due_at, c.done_at, o.title, o.owner::text as owner,
            o.answerable, o.close_reason, o.basis -> 0 ->> 'document' as document,
            o.basis -> 0 ->> 'clause' as clause, coalesce(i.number, e.number) as number,
            coalesce(i.title, e.title) as matter, c.id in ({TOLERATED}) as tolerated
        from (
            select id, standing, modality, due_at, done_at
            from counted
            where {wanted}
            order by due_at, id
            limit $13
        ) c
        join obligation o on o.id = c.id
        left join incident i on i.id = o.incident
        left join occasion e on e.id = o.occasion
        order by c.due_at, c.id
    """  # noqa: S608 - every part is one of the words below


_MISSED: Final = _lines("statutory and state = 'OPEN' and owed and due_at < $5")
_LATE: Final = _lines(
    "statutory and state = 'FULFILLED'"
    " and outcome in ('LATE', 'LATE_WITH_REASON', 'LATE_AT_INTAKE')"
)
_WAIVED: Final = _lines("state = 'WAIVED'")


async def missed(conn: Connection, asked: Asked) -> list[Line]:
    """List the statutory obligations open past their limit, by limit; at most `LONGEST_LIST`."""
    rows = await conn.fetch(_MISSED, *asked_values(asked), LONGEST_LIST, timeout=SECONDS)
    return [_line(row, asked.as_of) for row in rows]


async def late(conn: Connection, asked: Asked) -> list[Line]:
    """List the statutory obligations done after their limit, by limit; at most `LONGEST_LIST`."""
    rows = await conn.fetch(_LATE, *asked_values(asked), LONGEST_LIST, timeout=SECONDS)
    return [_line(row, asked.as_of) for row in rows]


async def waived(conn: Connection, asked: Asked) -> list[Line]:
    """List the waived obligations by limit, the untimed last; at most `LONGEST_LIST`."""
    rows = await conn.fetch(_WAIVED, *asked_values(asked), LONGEST_LIST, timeout=SECONDS)
    return [_line(row, asked.as_of) for row in rows]


def _line(row: Record, as_of: datetime) -> Line:
    standing, due_at, done_at = Standing(row["standing"]), row["due_at"], row["done_at"]
    end = as_of if standing is Standing.MISSED else done_at
    late = (end - due_at).total_seconds() if end and due_at and end > due_at else None
    return Line(
        obligation=row["id"],
        number=row["number"],
        matter=row["matter"],
        title=row["title"],
        unit=msgspec.json.decode(row["owner"], type=UnitRef),
        person=row["answerable"],
        standing=standing,
        modality=Modality(row["modality"]),
        due_at=due_at,
        done_at=done_at,
        late_minutes=None if late is None else int(late // 60),
        document=row["document"] or "",
        clause=row["clause"] or "",
        reason=row["close_reason"],
        tolerated=row["tolerated"],
    )


async def upgrades(conn: Connection, asked: Asked) -> list[Upgrade]:
    """List the rises of severity in the period that came after a breach of the same incident.

    By time; of at most a thousand breaches. The limit is the one in force just before the rise; a
    duty that is waived, lapsed, provisional or a target of the house is no breach.
    """
    rows = await conn.fetch(
        f"""
        select a.incident, i.number, i.title, a.version, a.at, a.reason, s.before, s.after,
            o.id as obligation, o.title as duty, o.owner ->> 'name' as unit, v.due_at
        from assessment a
        join assessment b on b.incident = a.incident and b.version = a.version - 1
        join incident i on i.id = a.incident and not i.drill
        cross join lateral (
            select b.facts #>> '{{facts,severity}}' as before,
                a.facts #>> '{{facts,severity}}' as after
        ) s
        join obligation o on o.incident = a.incident
        cross join lateral (
            select d.due_at
            from due_version d
            where d.obligation = o.id
            and d.at < a.at
            order by d.version desc
            limit 1
        ) v
        where a.version > 1
        and a.at >= $3
        and a.at < $4
        and a.at <= $5
        and array_position($13::text[], s.after) > array_position($13::text[], s.before)
        and o.owner_code collate "C" >= $1
        and o.owner_code collate "C" < $2
        and ($6::text[] is null or o.kind = any($6))
        and ($7::text[] is null or o.modality = any($7))
        and (not $8::boolean or o.incident in ({INCIDENTS}))
        and o.due_class <> 'INTERNAL_TARGET'
        and not o.provisional
        and o.owed
        and o.state in ('OPEN', 'FULFILLED')
        and v.due_at < a.at
        and (o.done_at is null or o.done_at > v.due_at)
        order by a.at, a.incident, a.version, v.due_at, o.id
        limit $14
        """,  # noqa: S608 - the incidents asked for are this package's constant
        *asked_values(asked),
        list(RANKS),
        MOST_BREACHES,
        timeout=SECONDS,
    )
    found: dict[tuple[object, int], list[Record]] = {}
    for row in rows:
        found.setdefault((row["incident"], row["version"]), []).append(row)
    return [_upgrade(breaches) for breaches in found.values()]


def _upgrade(breaches: Sequence[Record]) -> Upgrade:
    first = breaches[0]
    return Upgrade(
        incident=first["incident"],
        number=first["number"],
        title=first["title"],
        version=first["version"],
        at=first["at"],
        before=SEVERITIES[first["before"]],
        after=SEVERITIES[first["after"]],
        reason=first["reason"],
        breaches=tuple(
            (row["obligation"], row["duty"], row["unit"], row["due_at"]) for row in breaches
        ),
    )
