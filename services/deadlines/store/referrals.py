"""Referrals with their steps."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import msgspec
from asyncpg import Record

from services.deadlines.domain.acts import Evidence
from services.deadlines.domain.referrals import (
    MonitoringReport,
    Referral,
    ReferralState,
    Step,
    StepTaken,
)
from services.deadlines.law.results import UnitRef
from services.deadlines.store.rows import plain
from services.kit.database import Connection


async def save_referral(conn: Connection, made: Referral) -> None:
    """Write a referral, or what of it a further referral changes; its steps are written apart."""
    report = made.report
    await conn.execute(
        """
        insert into referral (
            id, incident, request, sender, receiver, received_at, document, report_title,
            report_url, report_sha256, late_reason, state, recorded_at, recorded_by, version
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (id) do update
        set request = excluded.request, receiver = excluded.receiver,
            received_at = excluded.received_at, late_reason = excluded.late_reason,
            state = excluded.state, version = excluded.version
        """,
        made.id,
        made.incident_id,
        made.request,
        plain(made.sender),
        plain(made.receiver),
        made.received_at,
        made.evidence.document,
        report.title if report else None,
        report.url if report else None,
        report.sha256 if report else None,
        made.late_reason,
        made.state,
        made.recorded_at,
        made.recorded_by,
        made.version,
    )


async def save_steps(
    conn: Connection, referral: UUID, before: int, taken: Sequence[StepTaken]
) -> None:
    """Append steps after the ``before`` that there are."""
    await conn.execute(
        """
        insert into referral_step (
            referral, place, step, at, unit, person, note, recorded_at, recorded_by
        )
        select $1, $2 + g.place, g.step, g.at, g.unit, g.person, g.note, g.recorded_at,
            g.recorded_by
        from unnest(
            $3::integer[], $4::text[], $5::timestamptz[], $6::jsonb[], $7::text[], $8::text[],
            $9::timestamptz[], $10::text[]
        ) as g (place, step, at, unit, person, note, recorded_at, recorded_by)
        """,
        referral,
        before,
        list(range(1, len(taken) + 1)),
        [each.step.value for each in taken],
        [each.at for each in taken],
        [plain(each.unit) for each in taken],
        [each.person for each in taken],
        [each.note for each in taken],
        [each.recorded_at for each in taken],
        [each.recorded_by for each in taken],
    )


async def save_state(conn: Connection, referral: UUID, state: ReferralState) -> None:
    """Say where a referral stands after another step."""
    await conn.execute(
        "update referral set state = $2, version = version + 1 where id = $1", referral, state
    )


async def save_opened(conn: Connection, referral: UUID, incident: UUID) -> None:
    """Note which incident the receiver opened from a referral."""
    await conn.execute("update referral set opened = $2 where id = $1", referral, incident)


async def referrals_of(conn: Connection, incident: UUID) -> list[Referral]:
    """List an incident's referrals, newest first, with their steps in order."""
    rows = await conn.fetch(
        """
        select id, incident, request, sender, receiver, received_at, document, report_title,
            report_url, report_sha256, late_reason, state, recorded_at, recorded_by, opened,
            version
        from referral
        where incident = $1
        order by id desc
        """,
        incident,
    )
    return await with_steps(conn, [referral_of(row) for row in rows])


async def referrals_by_id(
    conn: Connection, referrals: Sequence[UUID], seen_by: str
) -> list[Referral]:
    """Find those of these referrals whose incidents may be seen under that code."""
    rows = await conn.fetch(
        """
        select r.id, r.incident, r.request, r.sender, r.receiver, r.received_at, r.document,
            r.report_title, r.report_url, r.report_sha256, r.late_reason, r.state, r.recorded_at,
            r.recorded_by, r.opened, r.version
        from referral r
        join incident_scope s on s.incident = r.incident and s.scope = $2
        where r.id = any($1::uuid[])
        order by r.id
        """,
        list(referrals),
        seen_by,
    )
    return await with_steps(conn, [referral_of(row) for row in rows])


async def with_steps(conn: Connection, referrals: list[Referral]) -> list[Referral]:
    """Add the steps of each, in order, by one statement."""
    rows = await conn.fetch(
        """
        select referral, step, at, unit, person, note, recorded_at, recorded_by
        from referral_step
        where referral = any($1::uuid[])
        order by referral, place
        """,
        [referral.id for referral in referrals],
    )
    found: dict[UUID, list[StepTaken]] = {}
    for row in rows:
        found.setdefault(row["referral"], []).append(
            StepTaken(
                step=Step(row["step"]),
                at=row["at"],
                unit=msgspec.convert(row["unit"], UnitRef),
                person=row["person"],
                note=row["note"],
                recorded_at=row["recorded_at"],
                recorded_by=row["recorded_by"],
            )
        )
    return [replace(each, steps=tuple(found.get(each.id, ()))) for each in referrals]


def referral_of(row: Record) -> Referral:
    """Return the referral of a row that has all of its columns, without its steps."""
    return Referral(
        id=row["id"],
        incident_id=row["incident"],
        request=row["request"],
        sender=msgspec.convert(row["sender"], UnitRef),
        receiver=msgspec.convert(row["receiver"], UnitRef),
        received_at=row["received_at"],
        state=ReferralState(row["state"]),
        late_reason=row["late_reason"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        version=row["version"],
        opened=row["opened"],
        report=_report(row),
        evidence=Evidence(document=row["document"]),
    )


def _report(row: Record) -> MonitoringReport | None:
    if row["report_title"] is None:
        return None
    return MonitoringReport(
        title=row["report_title"], url=row["report_url"], sha256=row["report_sha256"]
    )
