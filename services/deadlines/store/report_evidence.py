"""From a figure to what it counted: pages by unit, by the moment that counts, by id."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from asyncpg import Record

from services.deadlines.domain.report_counts import Asked, subtree
from services.deadlines.domain.reports import Drill, EvidenceKind, ReportEvidence, Standing
from services.deadlines.store.report_rows import (
    COUNTED,
    INCIDENTS,
    SECONDS,
    STAGED,
    TOLERATED,
    asked_values,
    matter_values,
)
from services.kit.changes import Change, changes_about
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest

_FIRST: Final = ("", datetime(1900, 1, 1, tzinfo=UTC), UUID(int=0))
_LAST: Final = ("\U0010ffff", datetime(9999, 12, 31, tzinfo=UTC), UUID(int=(1 << 128) - 1))


async def evidence_page(
    conn: Connection, page: PageRequest, asked: Asked, drill: Drill
) -> Page[ReportEvidence]:
    """List what a figure of the report counted."""
    read = {
        EvidenceKind.OBLIGATION: _staged if drill.stage else _obligations,
        EvidenceKind.RELEASE: _releases,
        EvidenceKind.REVIEW: _reviews,
        EvidenceKind.ACCOUNTABILITY: _decisions,
        EvidenceKind.RESOURCE: _resources,
    }[drill.what]
    rows = await read(conn, page, asked, drill)
    return page.cut([_evidence(row, drill.what) for row in rows])


async def changes_of(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, list[Change]]:
    """List the newest twenty changes of each of these entities."""
    return await changes_about(conn, [(id_, id_) for id_ in ids], 20)


def _evidence(row: Record, what: EvidenceKind) -> ReportEvidence:
    duty = what is EvidenceKind.OBLIGATION
    return ReportEvidence(
        id=row["id"],
        what=what,
        number=row["number"],
        title=row["title"],
        owner=row["owner"],
        unit=row["unit"],
        at=row["at"],
        standing=Standing(row["standing"]) if duty else None,
        due_at=row["due_at"] if duty else None,
        done_at=row["done_at"] if duty else None,
    )


def _codes(asked: Asked, drill: Drill) -> tuple[str, str]:
    """Give the range of units: a part is a unit with all below it, its own level is it alone."""
    if drill.part is None:
        return subtree(asked.unit.code)
    if drill.part == asked.unit.code:
        return drill.part, f"{drill.part}\x01"
    return subtree(drill.part)


def _cursor(page: PageRequest) -> tuple[object, ...]:
    return page.cursor or (_LAST if page.backward else _FIRST)


async def _obligations(
    conn: Connection, page: PageRequest, asked: Asked, drill: Drill
) -> Sequence[Record]:
    order, beyond = ("desc", "<") if page.backward else ("asc", ">")
    return await conn.fetch(
        f"""
        with counted as ({COUNTED})
        select c.id, c.owner_code as owner, c.counted_at as at, c.standing, c.due_at, c.done_at,
            o.title, o.owner ->> 'name' as unit, coalesce(i.number, e.number) as number
        from (
            select id, owner_code, counted_at, standing, due_at, done_at
            from counted
            where ($13::text is null or limit_class = $13)
            and ($14::text[] is null or standing = any($14))
            and ($15::text is null or kind = $15)
            and ($16::text is null or modality = $16)
            and ($17::text is null or owner_code = $17)
            and ($18::text is null or answerable = $18)
            and (not $19::boolean or id not in ({TOLERATED}))
            and (owner_code collate "C", counted_at, id) {beyond} ($20, $21, $22)
            order by owner_code collate "C" {order}, counted_at {order}, id {order}
            limit $23
        ) c
        join obligation o on o.id = c.id
        left join incident i on i.id = o.incident
        left join occasion e on e.id = o.occasion
        order by c.owner_code collate "C" {order}, c.counted_at {order}, c.id {order}
        """,  # noqa: S608 - direction and what is counted are ours, not the caller's
        *asked_values(asked, _codes(asked, drill)),
        drill.limit_class,
        drill.standings or None,
        drill.kind,
        drill.modality,
        drill.owner,
        drill.person,
        drill.unborne,
        *_cursor(page),
        page.limit,
        timeout=SECONDS,
    )


async def _staged(
    conn: Connection, page: PageRequest, asked: Asked, drill: Drill
) -> Sequence[Record]:
    order, beyond = ("desc", "<") if page.backward else ("asc", ">")
    return await conn.fetch(
        f"""
        with counted as ({COUNTED}),
        {STAGED}
        select c.id, c.owner_code as owner, c.counted_at as at, c.standing, c.due_at, c.done_at,
            o.title, o.owner ->> 'name' as unit, i.number
        from counted c
        join obligation o on o.id = c.id
        join incident i on i.id = o.incident
        where c.id in (
            select s.id
            from staged s
            where s.stage = $13
            and greatest(s.begins, s.due_at) < s.ends
        )
        and (c.owner_code collate "C", c.counted_at, c.id) {beyond} ($14, $15, $16)
        order by c.owner_code collate "C" {order}, c.counted_at {order}, c.id {order}
        limit $17
        """,  # noqa: S608 - direction and what is counted are ours, not the caller's
        *asked_values(asked, _codes(asked, drill)),
        drill.stage,
        *_cursor(page),
        page.limit,
        timeout=SECONDS,
    )


async def _releases(
    conn: Connection, page: PageRequest, asked: Asked, drill: Drill
) -> Sequence[Record]:
    order, beyond = ("desc", "<") if page.backward else ("asc", ">")
    return await conn.fetch(
        f"""
        select r.id, r.unit_code as owner, r.released_at as at, r.title, r.unit ->> 'name' as unit,
            held.number
        from release r
        join incident held on held.id = r.incident and not held.drill
        where r.unit_code collate "C" >= $1
        and r.unit_code collate "C" < $2
        and r.released_at >= $3
        and r.released_at < $4
        and r.recorded_at <= $5
        and coalesce($6::text[], $7::text[]) is null
        and (not $8::boolean or r.incident in ({INCIDENTS}))
        and ($13::text is null or r.form = $13)
        and case $14::text
            when 'CONCLUSIVE' then r.conclusive
            when 'UNGATED' then r.ungated
            when 'PROVEN' then exists (
                select
                from publication p
                where p.release = r.id
                and p.url is not null
                and p.checksum is not null
            )
            else true
        end
        and (r.unit_code collate "C", r.released_at, r.id) {beyond} ($15, $16, $17)
        order by r.unit_code collate "C" {order}, r.released_at {order}, r.id {order}
        limit $18
        """,  # noqa: S608 - direction and incidents are ours, not the caller's
        *matter_values(asked, _codes(asked, drill)),
        drill.word,
        drill.only,
        *_cursor(page),
        page.limit,
        timeout=SECONDS,
    )


async def _reviews(
    conn: Connection, page: PageRequest, asked: Asked, drill: Drill
) -> Sequence[Record]:
    order, beyond = ("desc", "<") if page.backward else ("asc", ">")
    return await conn.fetch(
        f"""
        select r.id, r.unit ->> 'code' as owner, r.decided_at as at, r.reason as title,
            r.unit ->> 'name' as unit, held.number
        from review r
        join incident held on held.id = r.incident
        where r.unit ->> 'code' collate "C" >= $1
        and r.unit ->> 'code' collate "C" < $2
        and r.decided_at >= $3
        and r.decided_at < $4
        and r.recorded_at <= $5
        and coalesce($6::text[], $7::text[]) is null
        and (not $8::boolean or r.incident in ({INCIDENTS}))
        and ($13::text is null or r.outcomes ? $13)
        and ($14::text is null or r.tolerated)
        and not exists (
            select
            from review later
            where later.incident = r.incident
            and later.version > r.version
        )
        and (r.unit ->> 'code' collate "C", r.decided_at, r.id) {beyond} ($15, $16, $17)
        order by r.unit ->> 'code' collate "C" {order}, r.decided_at {order}, r.id {order}
        limit $18
        """,  # noqa: S608 - direction and incidents are ours, not the caller's
        *matter_values(asked, _codes(asked, drill)),
        drill.word,
        drill.only,
        *_cursor(page),
        page.limit,
        timeout=SECONDS,
    )


async def _decisions(
    conn: Connection, page: PageRequest, asked: Asked, drill: Drill
) -> Sequence[Record]:
    order, beyond = ("desc", "<") if page.backward else ("asc", ">")
    return await conn.fetch(
        f"""
        select r.id, r.unit ->> 'code' as owner, r.decided_at as at, r.reason as title,
            r.unit ->> 'name' as unit, held.number
        from accountability r
        join incident held on held.id = r.incident
        where r.unit ->> 'code' collate "C" >= $1
        and r.unit ->> 'code' collate "C" < $2
        and r.decided_at >= $3
        and r.decided_at < $4
        and r.recorded_at <= $5
        and coalesce($6::text[], $7::text[]) is null
        and (not $8::boolean or r.incident in ({INCIDENTS}))
        and ($13::text is null or r.measures ? $13)
        and ($14::text is null or r.rectified)
        and (r.unit ->> 'code' collate "C", r.decided_at, r.id) {beyond} ($15, $16, $17)
        order by r.unit ->> 'code' collate "C" {order}, r.decided_at {order}, r.id {order}
        limit $18
        """,  # noqa: S608 - direction and incidents are ours, not the caller's
        *matter_values(asked, _codes(asked, drill)),
        drill.word,
        drill.only,
        *_cursor(page),
        page.limit,
        timeout=SECONDS,
    )


async def _resources(
    conn: Connection, page: PageRequest, asked: Asked, drill: Drill
) -> Sequence[Record]:
    order, beyond = ("desc", "<") if page.backward else ("asc", ">")
    low, high = _codes(asked, drill)
    return await conn.fetch(
        f"""
        select r.id, r.unit_code as owner, r.recorded_at as at, r.source as title,
            r.unit ->> 'name' as unit, r.year::text as number
        from resource_figure r
        where r.unit_code collate "C" >= $1
        and r.unit_code collate "C" < $2
        and r.recorded_at <= $3
        and ($4::text is null or r.unit_code = $4)
        and ($5::text is null or r.year::text = $5)
        and (r.unit_code collate "C", r.recorded_at, r.id) {beyond} ($6, $7, $8)
        order by r.unit_code collate "C" {order}, r.recorded_at {order}, r.id {order}
        limit $9
        """,  # noqa: S608 - direction is ours, not the caller's
        low,
        high,
        asked.as_of,
        drill.owner,
        drill.word,
        *_cursor(page),
        page.limit,
        timeout=SECONDS,
    )
