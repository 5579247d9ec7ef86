"""Releases with their publications."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.gates import CheckItem, GateState
from services.deadlines.domain.releases import (
    Attendee,
    PassedGate,
    Publication,
    Purpose,
    Release,
    ReleasePlan,
    ReleaseWarning,
    TopicSource,
)
from services.deadlines.law.results import UnitRef
from services.deadlines.law.words import GateKind, ReleaseForm
from services.deadlines.store.rows import plain
from services.kit.database import Connection
from services.kit.ids import new_id


async def save_release(conn: Connection, release: Release) -> None:
    """Write a release and where it was published, in one statement."""
    published = release.publications
    await conn.execute(
        """
        with released as (
            insert into release (
                id, incident, form, conclusive, title, unit_code, unit, released_at, recorded_at,
                recorded_by, attendees, fulfilled, warnings, late_reason, purpose, plan_title,
                plan_url, statement, mentioned_units, ungated, checks, hosts, topic_source
            )
            values (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $23, $24, $25, $26,
                $28, $29, $30, $31, $32, $33
            )
            returning id
        )
        insert into publication (
            id, release, place, channel_kind, platform, url, published_at, checksum, reach,
            reach_source, comments
        )
        select p.id, released.id, p.place, p.channel_kind, p.platform, p.url, p.published_at,
            p.checksum, p.reach, p.reach_source, p.comments
        from released, unnest(
            $14::uuid[], $15::integer[], $16::text[], $17::text[], $18::text[],
            $19::timestamptz[], $20::text[], $21::bigint[], $22::text[], $27::bigint[]
        ) as p (
            id, place, channel_kind, platform, url, published_at, checksum, reach, reach_source,
            comments
        )
        """,
        release.id,
        release.incident_id,
        release.form.value,
        release.conclusive,
        release.title,
        release.unit.code,
        plain(release.unit),
        release.released_at,
        release.recorded_at,
        release.recorded_by,
        plain(release.attendees),
        plain(release.fulfilled),
        plain(release.warnings),
        [new_id() for _ in published],
        list(range(len(published))),
        [each.channel_kind for each in published],
        [each.platform for each in published],
        [each.url for each in published],
        [each.published_at for each in published],
        [each.checksum for each in published],
        [each.reach for each in published],
        [each.reach_source for each in published],
        release.late_reason,
        release.purpose,
        release.plan.title if release.plan else None,
        release.plan.url if release.plan else None,
        [each.comments for each in published],
        release.statement,
        list(release.mentioned_units),
        release.ungated,
        plain(release.checks),
        plain(release.hosts),
        release.topic_source,
    )


async def releases_of(conn: Connection, incident: UUID) -> list[Release]:
    """List an incident's releases, newest first, with their publications."""
    return (await releases_by_incident(conn, [incident])).get(incident, [])


async def releases_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Release]]:
    """List the releases of each of these incidents, newest first, with their publications."""
    rows = await conn.fetch(
        """
        select id, incident, form, conclusive, title, unit, released_at, recorded_at, recorded_by,
            attendees, fulfilled, warnings, late_reason, purpose, plan_title, plan_url, statement,
            mentioned_units, ungated, checks, hosts, topic_source
        from release
        where incident = any($1::uuid[])
        order by incident, released_at desc, id desc
        """,
        list(incidents),
    )
    ids = [row["id"] for row in rows]
    published, passed = await _publications(conn, ids), await _gates(conn, ids)
    found: dict[UUID, list[Release]] = {}
    for row in rows:
        release = _release(row, published.get(row["id"], ()), passed)
        found.setdefault(row["incident"], []).append(release)
    return found


async def release_by_id(conn: Connection, release: UUID, seen_by: str) -> Release | None:
    """Find a release of an incident that may be seen under that code."""
    row = await conn.fetchrow(
        """
        select r.id, r.incident, r.form, r.conclusive, r.title, r.unit, r.released_at,
            r.recorded_at, r.recorded_by, r.attendees, r.fulfilled, r.warnings, r.late_reason,
            r.purpose, r.plan_title, r.plan_url, r.statement, r.mentioned_units, r.ungated,
            r.checks, r.hosts, r.topic_source
        from release r
        join incident_scope s on s.incident = r.incident and s.scope = $2
        where r.id = $1
        """,
        release,
        seen_by,
    )
    if row is None:
        return None
    published = await _publications(conn, [release])
    return _release(row, published.get(release, ()), await _gates(conn, [release]))


async def conferences_before(conn: Connection, incident: UUID) -> int:
    """Count the press conferences recorded for an incident so far."""
    sql = "select count(*) from release where incident = $1 and form = 'PRESS_CONFERENCE'"
    return int(await conn.fetchval(sql, incident))


async def release_number(conn: Connection, release: Release) -> int:
    """Tell which of its incident's releases this is, by the order of recording, from 1."""
    sql = "select count(*) from release where incident = $1 and (recorded_at, id) <= ($2, $3)"
    return int(await conn.fetchval(sql, release.incident_id, release.recorded_at, release.id))


async def add_publication(
    conn: Connection, release: UUID, row: Publication, *, at: datetime, by: str
) -> None:
    """Add a place to a release that is locked with its incident."""
    await conn.execute(
        """
        insert into publication (
            id, release, place, channel_kind, platform, url, published_at, checksum, reach,
            reach_source, comments, recorded_at, recorded_by
        )
        select $1, $2, coalesce(max(place) + 1, 0), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
        from publication
        where release = $2
        """,
        new_id(),
        release,
        row.channel_kind,
        row.platform,
        row.url,
        row.published_at,
        row.checksum,
        row.reach,
        row.reach_source,
        row.comments,
        at,
        by,
    )


async def save_warnings(
    conn: Connection, release: UUID, warnings: Sequence[ReleaseWarning], fulfilled: Sequence[UUID]
) -> None:
    """Keep what a later place made doubtful about a release, and what it met."""
    await conn.execute(
        """
        update release
        set warnings = $2, fulfilled = $3
        where id = $1
        """,
        release,
        plain(warnings),
        plain(fulfilled),
    )


async def _publications(
    conn: Connection, releases: Sequence[UUID]
) -> dict[UUID, tuple[Publication, ...]]:
    rows = await conn.fetch(
        """
        select release, channel_kind, platform, url, published_at, checksum, reach, reach_source,
            comments
        from publication
        where release = any($1::uuid[])
        order by release, place
        """,
        list(releases),
    )
    found: dict[UUID, list[Publication]] = {}
    for row in rows:
        values = dict(row)
        found.setdefault(values.pop("release"), []).append(Publication(**values))
    return {key: tuple(each) for key, each in found.items()}


async def _gates(
    conn: Connection, releases: Sequence[UUID]
) -> Mapping[UUID, tuple[PassedGate, ...]]:
    rows = await conn.fetch(
        """
        select g.release, g.gate, g.approver, g.state, d.person, d.decided_at
        from release_gate g
        left join gate_decision d on d.id = g.decision
        where g.release = any($1::uuid[])
        order by g.release, g.place
        """,
        list(releases),
    )
    found: dict[UUID, list[PassedGate]] = {}
    for row in rows:
        gate = PassedGate(
            gate=GateKind(row["gate"]),
            approver=msgspec.convert(row["approver"], UnitRef),
            state=GateState(row["state"]),
            person=row["person"],
            decided_at=row["decided_at"],
        )
        found.setdefault(row["release"], []).append(gate)
    return {key: tuple(each) for key, each in found.items()}


def _release(
    row: Record,
    publications: tuple[Publication, ...],
    gates: Mapping[UUID, tuple[PassedGate, ...]],
) -> Release:
    return Release(
        id=row["id"],
        incident_id=row["incident"],
        form=ReleaseForm(row["form"]),
        conclusive=row["conclusive"],
        title=row["title"],
        unit=msgspec.convert(row["unit"], UnitRef),
        released_at=row["released_at"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        attendees=msgspec.convert(row["attendees"], tuple[Attendee, ...]),
        fulfilled=msgspec.convert(row["fulfilled"], tuple[UUID, ...]),
        warnings=msgspec.convert(row["warnings"], tuple[ReleaseWarning, ...]),
        publications=publications,
        late_reason=row["late_reason"],
        purpose=row["purpose"] and Purpose(row["purpose"]),
        plan=_plan(row),
        statement=row["statement"],
        mentioned_units=tuple(row["mentioned_units"]),
        ungated=row["ungated"],
        checks=msgspec.convert(row["checks"], tuple[CheckItem, ...]),
        gates=gates.get(row["id"], ()),
        hosts=msgspec.convert(row["hosts"], tuple[UnitRef, ...]),
        topic_source=row["topic_source"] and TopicSource(row["topic_source"]),
    )


def _plan(row: Record) -> ReleasePlan | None:
    title = row["plan_title"]
    return ReleasePlan(title=title, url=row["plan_url"]) if title else None
