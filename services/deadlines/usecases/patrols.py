"""Writing down a patrol, and reading what was patrolled and what was missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.acts import LONGEST_NOTE, optional
from services.deadlines.domain.duty_rules import LONGEST_TOLERANCE, checked_channels
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.domain.patrols import (
    LONGEST_SPAN,
    MOST_LEADS,
    Patrol,
    PatrolBook,
    PatrolResult,
    check_result,
    patrol_book,
)
from services.deadlines.domain.refusals import bad_span, missing, too_many
from services.deadlines.domain.scopes import Scope, within
from services.deadlines.domain.shifts import check_correctable
from services.deadlines.store import patrols as store
from services.deadlines.store.duty_rules import rules_between
from services.deadlines.usecases.shifts import named_unit, once_here
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id

MOST_LOGGED = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Patrolled:
    """The answer kept: which patrol."""

    patrol: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPatrol:
    """The command; ``at`` None is now, ``person`` None the caller."""

    unit: str
    at: datetime | None
    person: str | None
    channels: Sequence[str]
    result: PatrolResult
    note: str | None
    leads: Sequence[UUID]
    key: str


async def record_patrol(
    database: Database, caller: Principal, command: RecordPatrol, now: datetime
) -> Once[Patrolled]:
    """Append a patrol to the log, up to a day late.

    Raises Refusal NOT_FOUND (unit, lead), MISSING (channels, note), NOTHING_FOUND, TIME_IN_FUTURE,
    PAST_CORRECTION, TOO_MANY, TOO_LONG.
    """
    code = unit_code("input.unit")(command.unit)
    at = (command.at or now).astimezone(UTC)
    check_done_at(at, now, None, "input.at")
    check_correctable(at, now, "input.at")
    channels = checked_channels(command.channels, "input.channels")
    if not channels:
        raise missing("input.channels", "巡查渠道")
    if len(command.leads) > MOST_LEADS:
        raise too_many("input.leads", MOST_LEADS)
    note = optional(command.note, "input.note", LONGEST_NOTE)
    check_result(command.result, note, command.leads)
    patrol = Patrol(
        id=new_id(),
        unit=code,
        at=at,
        person=optional(command.person, "input.person") or caller.name,
        channels=channels,
        result=command.result,
        note=note,
        leads=tuple(dict.fromkeys(command.leads)),
        recorded_at=now,
        recorded_by=caller.name,
    )
    async with database.transaction() as conn:

        async def act() -> Patrolled:
            await named_unit(conn, caller, code)
            seen = await store.leads_seen(conn, patrol.leads, caller.scope_code)
            for place, lead in enumerate(command.leads):
                if lead not in seen:
                    raise refusals.lead_elsewhere(f"input.leads.{place}")
            await store.save_patrol(conn, patrol)
            await _note(conn, caller, patrol)
            return Patrolled(patrol=patrol.id)

        stated = [code, command.at, patrol.person, channels, command.result, note, patrol.leads]
        return await once_here(
            conn,
            caller,
            now,
            key=command.key,
            operation="recordPatrol",
            request=stated,
            answer=Patrolled,
            act=act,
        )


async def patrols_between(
    database: Database,
    caller: Principal,
    unit: str,
    begins: datetime,
    ends: datetime,
    now: datetime,
) -> PatrolBook:
    """Read the planned patrols and the log of [begins, ends).

    Raises Refusal NOT_FOUND, BAD_SPAN, SPAN_TOO_LONG.
    """
    if not within(unit, caller.scope_level, caller.scope_code):
        raise refusals.unit_elsewhere("unit")
    if ends <= begins:
        raise bad_span("to")
    if ends - begins > LONGEST_SPAN:
        raise refusals.span_too_long(LONGEST_SPAN.days, "to")
    async with database.reading() as conn:
        return await book(conn, unit, begins, ends, now)


async def book(
    conn: Connection, unit: str, begins: datetime, ends: datetime, now: datetime
) -> PatrolBook:
    """Load the planned patrols and the log of [begins, ends)."""
    room = timedelta(minutes=LONGEST_TOLERANCE)
    versions = await rules_between(conn, unit, begins, ends)
    log = await store.patrols_of(conn, unit, begins - room, ends + room, MOST_LOGGED)
    return patrol_book(unit, versions, log, begins, ends, now)


async def _note(conn: Connection, caller: Principal, patrol: Patrol) -> None:
    await record(
        conn,
        at=patrol.recorded_at,
        entity="patrol",
        id=patrol.id,
        version=1,
        kind="RECORDED",
        actor=caller.subject,
        scope=Scope.of_code(patrol.unit).named(),
        body={
            "by": caller.name,
            "unit": patrol.unit,
            "title": f"{patrol.person}巡查{'、'.join(patrol.channels)}：{patrol.result_title}",
            "at": patrol.at.isoformat(),
            "reason": patrol.note,
            "leads": [str(lead) for lead in patrol.leads],
        },
    )
