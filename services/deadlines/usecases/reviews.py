"""Recording how an incident's handling was judged, and what units tell of their means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import refusals, report_refusals
from services.deadlines.domain.acts import (
    LONGEST_NOTE,
    LONGEST_NUMBER,
    Evidence,
    checked_evidence,
    wanted,
)
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.domain.resources import ToldResources, check_resources
from services.deadlines.domain.reviews import Review, ReviewOutcome
from services.deadlines.domain.scopes import Scope, within
from services.deadlines.store import reviews as store
from services.deadlines.usecases.acts import Scene, on_incident, registered_unit
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

MOST_ITEMS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The answer kept for a review: its incident and which version it is."""

    incident: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewIncident:
    """The command; without outcomes nothing was wanting, ``decided_at`` None is now.

    ``obligations`` are the items borne with, none: all of the incident.
    """

    incident: UUID
    outcomes: Sequence[ReviewOutcome]
    tolerated: bool
    obligations: Sequence[UUID]
    reason: str
    decided_by: str
    decided_at: datetime | None
    unit: str | None
    evidence: Evidence
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The answer kept for recordResources: the row and its version."""

    id: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordResources:
    """The command: what a unit has in a year; numbers that are None were not told."""

    unit: str
    year: int
    full_time: int | None
    part_time: int | None
    funds_yuan: int | None
    source: str
    key: str


async def review_incident(
    database: Database, law: Law, caller: Principal, command: ReviewIncident, now: datetime
) -> Once[Reviewed]:
    """Record what people found of an incident's handling (评议); also after its end.

    A later review stands beside the earlier ones and holds. Raises Refusal MISSING (reason,
    decided by), DRILL, NOT_TOLERATED, NOT_FOUND, UNKNOWN_UNIT, TIME_IN_FUTURE, BEFORE_OCCURRENCE,
    TOO_MANY, TOO_LONG, BAD_URL, BAD_CHECKSUM.
    """
    reason = wanted(command.reason, "input.reason", "评议理由", LONGEST_NOTE)
    decided_by = wanted(command.decided_by, "input.decidedBy", "决定人")
    evidence = checked_evidence(command.evidence, "input.evidence")
    code = unit_code("input.unit")(command.unit) if command.unit else None
    outcomes = tuple(dict.fromkeys(command.outcomes))
    items = tuple(dict.fromkeys(command.obligations))
    if items and not command.tolerated:
        raise report_refusals.nothing_to_tolerate("input.obligations")
    if len(items) > MOST_ITEMS:
        raise refusals.too_many("input.obligations", MOST_ITEMS)
    decided_at = command.decided_at or now

    async def act(scene: Scene) -> Reviewed:
        if scene.facts.drill:
            raise report_refusals.review_of_a_drill("input.incident")
        check_done_at(decided_at, now, scene.facts.occurred_at, "input.decidedAt")
        known = {row.id for row in scene.rows}
        for place, item in enumerate(items):
            if item not in known:
                raise report_refusals.not_of_incident(f"input.obligations.{place}")
        incident = scene.file.incident
        before = await store.reviews_by_incident(scene.conn, [incident.id])
        made = Review(
            id=new_id(),
            incident_id=incident.id,
            version=len(before.get(incident.id, ())) + 1,
            outcomes=outcomes,
            tolerated=command.tolerated,
            obligations=items,
            reason=reason,
            decided_by=decided_by,
            decided_at=decided_at,
            unit=await scene.unit(code, None, "input.unit"),
            recorded_at=now,
            recorded_by=caller.name,
            evidence=evidence,
        )
        await store.save_review(scene.conn, made)
        _note(scene, made)
        return Reviewed(incident=incident.id, version=made.version)

    request: list[object] = [
        str(command.incident),
        list(outcomes),
        command.tolerated,
        [str(item) for item in items],
        reason,
        decided_by,
        command.decided_at,
        code,
        evidence,
    ]
    return await on_incident(
        database,
        law,
        caller,
        command.incident,
        act,
        key=command.key,
        operation="reviewIncident",
        request=request,
        answer=Reviewed,
        now=now,
        even_closed=True,
    )


def _note(scene: Scene, made: Review) -> None:
    scene.record.add(
        "review",
        made.id,
        made.version,
        "DECIDED",
        title=made.unit.name,
        unit=made.unit.code,
        outcome=made.title,
        outcomes=list(made.outcomes),
        tolerated=made.tolerated,
        obligations=[str(item) for item in made.obligations],
        reason=made.reason,
        decided_by=made.decided_by,
        decided_at=made.decided_at.isoformat(),
        document=made.evidence.document,
    )


async def record_resources(
    database: Database, caller: Principal, command: RecordResources, now: datetime
) -> Once[Told]:
    """Record what a unit tells of its people and money in a year; a later one stands instead.

    Raises Refusal NOT_FOUND (unit), UNKNOWN_UNIT, BAD_YEAR, NEGATIVE, TOO_LARGE, MISSING, TOO_LONG.
    """
    code = unit_code("input.unit")(command.unit)
    if not within(code, caller.scope_level, caller.scope_code):
        raise report_refusals.unit_elsewhere("input.unit")
    source = wanted(command.source, "input.source", "数字来源", LONGEST_NUMBER)
    people = (command.full_time, command.part_time)
    check_resources(command.year, people, command.funds_yuan, now)

    async with database.transaction() as conn:

        async def act() -> Told:
            told = ToldResources(
                id=new_id(),
                unit=await registered_unit(conn, code, now, "input.unit"),
                year=command.year,
                full_time=command.full_time,
                part_time=command.part_time,
                funds_yuan=command.funds_yuan,
                source=source,
                recorded_at=now,
                recorded_by=caller.name,
            )
            version = await store.save_resources(conn, told)
            await record(
                conn,
                at=now,
                entity="resource",
                id=told.id,
                version=version,
                kind="TOLD",
                actor=caller.subject,
                scope=Scope.of_code(code).named(),
                body={
                    "by": caller.name,
                    "title": told.unit.name,
                    "year": told.year,
                    "full_time": told.full_time,
                    "part_time": told.part_time,
                    "funds_yuan": told.funds_yuan,
                    "source": source,
                },
            )
            return Told(id=told.id, version=version)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="recordResources",
            request=[code, command.year, *people, command.funds_yuan, source],
            now=now,
            answer=Told,
            act=act,
        )
